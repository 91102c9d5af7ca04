//! What is cleared away even when this process is killed.

use std::io::Write;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

use crate::Result;

/// A shell of its own process group that runs a script as soon as this process is gone or drops it.
///
/// It waits at the other end of a pipe, so an interrupt, a panic and a kill -9 look alike to it.
pub struct Guard(Option<Child>);

impl Guard {
    /// Sets a guard; `script` finds `arguments` as `$1`, `$2` and so on. `user` runs it as somebody else.
    pub fn new(script: &str, arguments: &[&str], user: Option<(u32, u32)>) -> Result<Self> {
        let waiting = format!("trap '' INT TERM HUP; read -r word; [ \"$word\" = done ] && exit 0\n{script}");
        let mut shell = Command::new("sh");
        shell.args(["-c", &waiting, "guard"]).args(arguments).process_group(0).current_dir("/");
        shell.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        if let Some((uid, gid)) = user {
            shell.uid(uid).gid(gid);
        }
        Ok(Self(Some(shell.spawn()?)))
    }

    /// Lets the guard go without running its script.
    pub fn disarm(mut self) {
        self.end(b"done\n");
    }

    fn end(&mut self, word: &[u8]) {
        if let Some(mut shell) = self.0.take() {
            if let Some(mut pipe) = shell.stdin.take() {
                let _ = pipe.write_all(word);
            }
            let _ = shell.wait();
        }
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.end(b"");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(name: &str) -> std::path::PathBuf {
        std::env::temp_dir().join(format!("marquee-guard-{}-{name}", std::process::id()))
    }

    #[test]
    fn runs_its_script_when_it_is_dropped() {
        let mark = mark("dropped");
        drop(Guard::new("touch \"$1\"", &[mark.to_str().unwrap()], None).unwrap());
        assert!(std::fs::remove_file(mark).is_ok());
    }

    #[test]
    fn does_nothing_once_it_is_let_go() {
        let mark = mark("disarmed");
        Guard::new("touch \"$1\"", &[mark.to_str().unwrap()], None).unwrap().disarm();
        assert!(!mark.exists());
    }
}
