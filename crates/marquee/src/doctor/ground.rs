//! What a house stands on: its settings, its folder, its keys, its database server.

use std::path::PathBuf;
use std::time::Duration;

use chassis::address::Address;
use chassis::host::{Finding, Parts, Store};
use chassis::keys::{Keys, Purpose};
use kit::{Clock, Time};

/// Less than this on the disk, and writing is about to fail.
const LITTLE: u64 = 256 << 20;
/// Less than this, and somebody should look.
const SOME: u64 = 2 << 30;
/// After this a key that is used every day is due for a newer one.
const OLD: Duration = Duration::from_secs(366 * 86_400);

#[derive(Clone)]
pub(super) struct Ground {
    data: PathBuf,
    store: Store,
    address: Address,
    mail: bool,
    clock: Clock,
}

impl Ground {
    pub(super) fn of(parts: &Parts) -> Self {
        let (address, mail) = (parts.door.address().clone(), parts.post.is_server());
        Self {
            data: parts.data.clone(),
            store: parts.store.clone(),
            address,
            mail,
            clock: parts.clock.clone(),
        }
    }

    pub(super) async fn look(&self) -> Vec<Finding> {
        let mut found = vec![self.reached(), self.mail(), self.rights()];
        found.extend(self.room());
        found.extend(self.server().await);
        let now = self.clock.now();
        // Older than this program: a machine without a battery starts in 1970.
        if now < Time::parse("2026-01-01T00:00:00Z").unwrap_or_default() {
            found.push(Finding::broken(
                "clock",
                format!("it is {now}"),
                "Set the clock of this machine right.",
            ));
        }
        found
    }

    fn reached(&self) -> Finding {
        let (check, origin) = ("address", self.address.origin());
        if self.address.is_private() {
            return Finding::ok(check, format!("{origin}, for this machine only"));
        }
        if self.address.is_secure() {
            return Finding::ok(check, origin);
        }
        let told = format!("{origin} is reached from other machines without https");
        let advice = "Put a proxy that speaks https before it and set server.public_url; see \"Behind a reverse proxy\".";
        Finding::warning(check, told, advice)
    }

    fn mail(&self) -> Finding {
        if self.mail {
            return Finding::ok("mail server", "is set");
        }
        if self.address.is_private() {
            return Finding::ok("mail server", "none: links are printed where the house was started");
        }
        let told = "none: links lie in files under secrets/, and nobody confirms an address";
        Finding::warning("mail server", told, "Set mail.host and mail.from, and server.public_url.")
    }

    fn rights(&self) -> Finding {
        let (check, folder) = ("data folder", self.data.display());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode =
                std::fs::metadata(&self.data).map(|m| m.permissions().mode() & 0o777).unwrap_or_default();
            if mode & 0o077 != 0 {
                let told = format!("{folder} can be entered by others ({mode:o})");
                return Finding::warning(check, told, format!("chmod 700 {folder}"));
            }
        }
        Finding::ok(check, format!("{folder}, for its owner only"))
    }

    #[cfg(target_os = "linux")]
    fn room(&self) -> Option<Finding> {
        let disk = rustix::fs::statvfs(&self.data).ok()?;
        let free = disk.f_bavail.saturating_mul(disk.f_frsize);
        let told = format!("{} MB free", free >> 20);
        let advice = "Make room, or move the folder to a larger disk. See the runbook \"disk full\".";
        Some(match free {
            free if free < LITTLE => Finding::broken("disk", told, advice),
            free if free < SOME => Finding::warning("disk", told, advice),
            _ => Finding::ok("disk", told),
        })
    }

    #[cfg(not(target_os = "linux"))]
    fn room(&self) -> Option<Finding> {
        None
    }

    async fn server(&self) -> Option<Finding> {
        let Store::Postgres(pool) = &self.store else { return None };
        let check = "PostgreSQL";
        Some(match pool.server().await {
            Err(error) => Finding::broken(
                check,
                error.to_string(),
                "Look whether the server runs and database.url is right.",
            ),
            Ok(server) => {
                let chassis::db::Server { version, most, used, ours, pool } = server;
                let told = format!(
                    "version {}, {used} of {most} connections, {ours} of them ours",
                    version / 10_000
                );
                if version < 150_000 {
                    Finding::broken(check, told, "Marquee needs version 15 or newer.")
                } else if most - used < pool {
                    let advice = format!(
                        "This process opens up to {pool}: raise max_connections, or lower database.connections."
                    );
                    Finding::warning(check, told, advice)
                } else {
                    Finding::ok(check, told)
                }
            }
        })
    }
}

/// Age and rights of the keys.
pub(super) fn keys(keys: &Keys, now: Time) -> Vec<Finding> {
    let (folder, own) = keys.folder();
    let mut found = Vec::new();
    for purpose in Purpose::ALL {
        let check = format!("{purpose} key");
        let all = keys.all(purpose);
        let Some(newest) = all.last() else {
            let told = format!("there is none in {}", folder.display());
            let finding = if own {
                Finding::broken(check, told, "See the runbook \"a lost key\".")
            } else {
                Finding::warning(check, told, "Fine when no service of this process uses it.")
            };
            found.push(finding);
            continue;
        };
        let path = folder.join(format!("{purpose}-{}.key", newest.id));
        if let Some(told) = readable_by_others(&path) {
            found.push(Finding::warning(check, told, format!("chmod 600 {}", path.display())));
            continue;
        }
        let told = format!("number {} is in use, {} in all", newest.id, all.len());
        // Links and peppers stay for as long as what they made; what signs tokens can be changed every year.
        let old = newest.made_at.is_some_and(|made| now.since(made) > OLD) && purpose == Purpose::Signing;
        found.push(if old {
            Finding::warning(check, format!("{told}, for more than a year"), "marquee keys rotate signing")
        } else {
            Finding::ok(check, told)
        });
    }
    found
}

fn readable_by_others(path: &std::path::Path) -> Option<String> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(path).ok()?.permissions().mode() & 0o777;
        (mode & 0o077 != 0).then(|| format!("{} can be read by others ({mode:o})", path.display()))
    }
    #[cfg(not(unix))]
    None
}
