//! Programs that a stage needs: found, or installed where that can be done.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::Result;
use crate::run::Step;

/// A program in the path.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|candidate| candidate.is_file())
}

/// Whether this runs as root, as it does in most containers.
pub fn is_root() -> bool {
    said("id", &["-u"]).is_some_and(|id| id == "0")
}

/// User and group for a program that refuses to run as root; none when this is not root.
///
/// # Errors
/// A machine without such a user.
pub fn unprivileged() -> Result<Option<(u32, u32)>> {
    if !is_root() {
        return Ok(None);
    }
    let users = std::fs::read_to_string("/etc/passwd")?;
    let ids = ["postgres", "nobody"].iter().find_map(|name| ids(&users, name));
    Ok(Some(ids.ok_or("there is neither a user `postgres` nor a user `nobody` to run PostgreSQL as")?))
}

fn ids(users: &str, name: &str) -> Option<(u32, u32)> {
    let mut fields =
        users.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?.split(':').skip(1);
    Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
}

/// Installs Debian packages.
///
/// # Errors
/// Not root, no apt, or apt failed.
pub fn apt(packages: &[&str]) -> Result<()> {
    static UPDATED: OnceLock<bool> = OnceLock::new();
    let names = packages.join(" ");
    if !is_root() || find("apt-get").is_none() {
        return Err(
            format!("{names} missing, and only root on Debian or Ubuntu can install it from here").into()
        );
    }
    let apt = |arguments: &[&str]| {
        let step = Step::new("apt-get", arguments, Path::new("/"), 15);
        step.env("DEBIAN_FRONTEND", "noninteractive").run().is_ok_and(|ended| ended.ok)
    };
    let updated = *UPDATED.get_or_init(|| apt(&["update", "-q"]));
    let install = [&["install", "-q", "-y", "--no-install-recommends"], packages].concat();
    if updated && apt(&install) { Ok(()) } else { Err(format!("apt-get could not install {names}").into()) }
}

/// Checks that Node and npm are there and new enough to build the page.
///
/// # Errors
/// What is missing and where to get it.
pub fn node() -> Result<()> {
    let how = "install Node 20.19 or newer with npm";
    let version = said("node", &["--version"]).ok_or_else(|| format!("there is no Node here: {how}"))?;
    find("npm").ok_or_else(|| format!("there is no npm here: {how}"))?;
    if new_enough(&version) { Ok(()) } else { Err(format!("Node {version} is too old: {how}").into()) }
}

fn new_enough(version: &str) -> bool {
    let mut numbers = version.trim_start_matches('v').split('.').map_while(|part| part.parse::<u32>().ok());
    let (major, minor) = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    (major, minor) >= (20, 19)
}

/// The Chromium that the browser tests drive, with a font that has Japanese.
///
/// # Errors
/// What is missing and where to get it.
pub fn chromium() -> Result<PathBuf> {
    let how = "install Chromium, or set CHROMIUM to one";
    if let Some(named) = std::env::var_os("CHROMIUM").map(PathBuf::from) {
        let found = named.is_file();
        return if found {
            Ok(named)
        } else {
            Err(format!("CHROMIUM names {}, which is no file", named.display()).into())
        };
    }
    let look = || ["chromium", "chromium-browser", "google-chrome"].iter().find_map(|name| find(name));
    let has_japanese = said("fc-list", &[":lang=ja", "family"]).is_some_and(|fonts| !fonts.is_empty());
    match look() {
        Some(found) if has_japanese || !is_root() => Ok(found),
        _ => {
            apt(&["chromium", "fonts-noto-cjk"]).map_err(|error| format!("{error}: {how}"))?;
            look().ok_or_else(|| how.into())
        }
    }
}

/// What a program prints, if it can be run and is content.
fn said(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_which_node_can_build_the_page() {
        assert!(["v20.19.0", "v20.20.2", "v24.1.0"].iter().all(|version| new_enough(version)));
        assert!(!["v18.19.0", "v20.18.3", "", "nonsense"].iter().any(|version| new_enough(version)));
    }

    #[test]
    fn reads_a_user_from_the_list_of_users() {
        let users = "toor:x:0:0:x:/:/bin/sh\npostgres2:x:1:1::/:\npostgres:x:113:119:PostgreSQL,,,:/var/lib:/bin/sh\n";
        assert_eq!(ids(users, "postgres"), Some((113, 119)));
        assert_eq!(ids(users, "nobody"), None);
    }
}
