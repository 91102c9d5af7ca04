//! A PostgreSQL of our own for the tests: a free port, a temporary folder, gone afterwards.

use std::fmt::Write as _;
use std::fs;
use std::io::Read;
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::guard::Guard;
use crate::{Result, tools};

/// A running server; it ends and its files go when this is dropped or this process dies.
pub struct Postgres {
    /// Where its superuser gets in; no database is named, because tests make their own.
    pub url: String,
    _guard: Guard,
}

/// Settings of a server whose data nobody will miss.
const SETTINGS: &str = "
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 300
shared_buffers = 128MB
fsync = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
log_min_messages = fatal
";

impl Postgres {
    /// Starts a server.
    ///
    /// # Errors
    /// PostgreSQL is not installed and cannot be, or does not start.
    pub fn start() -> Result<Self> {
        let programs = programs()?;
        let server = Cluster { programs, folder: folder()?, user: tools::unprivileged()? };
        // Set before anything is started, so that there is no moment in which a kill leaves something behind.
        let guard = server.guard()?;
        let password = server.create()?;
        for attempt in 1.. {
            // Somebody else may take the port between this and the server's own bind.
            let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
            match server.listen(port) {
                Ok(()) => {
                    let url = format!("postgres://marquee:{password}@127.0.0.1:{port}");
                    return Ok(Self { url, _guard: guard });
                }
                Err(error) if attempt == 3 => return Err(error),
                Err(_) => {}
            }
        }
        unreachable!("the third attempt returns");
    }
}

/// The folder that holds `initdb`, `pg_ctl` and `postgres`.
fn programs() -> Result<PathBuf> {
    if let Some(found) = look() {
        return Ok(found);
    }
    let how = "install PostgreSQL 15 or newer, or set MARQUEE_TEST_POSTGRES to the URL of a superuser";
    tools::apt(&["postgresql"]).map_err(|error| format!("{error}: {how}"))?;
    look().ok_or_else(|| how.into())
}

fn look() -> Option<PathBuf> {
    // Debian links single programs into the path; the others lie beside what the link means.
    let in_path = tools::find("initdb").and_then(|path| fs::canonicalize(path).ok());
    let mut folders: Vec<PathBuf> =
        in_path.into_iter().filter_map(|path| Some(path.parent()?.to_owned())).collect();
    let mut installed: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            Some((entry.as_ref().ok()?.file_name().to_str()?.parse().ok()?, entry.ok()?.path().join("bin")))
        })
        .collect();
    installed.sort();
    folders.extend(installed.into_iter().rev().map(|(_, path)| path));
    folders
        .into_iter()
        .find(|folder| ["initdb", "pg_ctl", "postgres"].iter().all(|name| folder.join(name).is_file()))
}

fn folder() -> Result<PathBuf> {
    let folder = std::env::temp_dir().join(format!("marquee-postgres-{}", random()?));
    fs::create_dir(&folder)?;
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o700))?;
    Ok(folder)
}

fn random() -> Result<String> {
    let mut bytes = [0; 16];
    fs::File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    }))
}

struct Cluster {
    programs: PathBuf,
    folder: PathBuf,
    /// The server refuses to run as root.
    user: Option<(u32, u32)>,
}

impl Cluster {
    fn guard(&self) -> Result<Guard> {
        if let Some((uid, gid)) = self.user {
            chown(&self.folder, Some(uid), Some(gid))?;
        }
        let script = "\"$1\" stop -D \"$2/data\" -m immediate -w -t 20; rm -rf \"$2\"";
        Guard::new(script, &[&text(&self.programs.join("pg_ctl"))?, &text(&self.folder)?], self.user)
    }

    /// Makes the cluster; a password, because whoever gets in as superuser can run programs.
    fn create(&self) -> Result<String> {
        let password = random()?;
        let secret = self.folder.join("password");
        fs::write(&secret, &password)?;
        if let Some((uid, gid)) = self.user {
            chown(&secret, Some(uid), Some(gid))?;
        }
        self.call(
            "initdb",
            &[
                "-D",
                &text(&self.folder.join("data"))?,
                "-U",
                "marquee",
                "--pwfile",
                &text(&secret)?,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync",
            ],
        )?;
        let settings = self.folder.join("data/postgresql.conf");
        let mut file = fs::OpenOptions::new().append(true).open(settings)?;
        std::io::Write::write_all(&mut file, SETTINGS.as_bytes())?;
        Ok(password)
    }

    /// Starts the server and comes back once it answers.
    fn listen(&self, port: u16) -> Result<()> {
        let (data, log) = (text(&self.folder.join("data"))?, text(&self.folder.join("log"))?);
        self.call(
            "pg_ctl",
            &["start", "-D", &data, "-l", &log, "-w", "-t", "60", "-o", &format!("-p {port}")],
        )
        .map_err(|error| format!("{error}\n{}", fs::read_to_string(&log).unwrap_or_default()).into())
    }

    /// Runs one of its programs; what it printed goes to a file, because the server would keep a pipe open.
    fn call(&self, program: &str, arguments: &[&str]) -> Result<()> {
        let printed = self.folder.join(format!("{program}.out"));
        let output = fs::File::create(&printed)?;
        let mut command = Command::new(self.programs.join(program));
        command.args(arguments).current_dir(&self.folder).stdin(Stdio::null());
        command.stdout(output.try_clone()?).stderr(output);
        if let Some((uid, gid)) = self.user {
            command.uid(uid).gid(gid);
        }
        if command.status()?.success() {
            return Ok(());
        }
        Err(format!("{program}: {}", fs::read_to_string(&printed).unwrap_or_default().trim()).into())
    }
}

fn text(path: &Path) -> Result<String> {
    Ok(path.to_str().ok_or("a temporary folder whose name is no text")?.to_owned())
}
