//! SIGKILL in the middle of writing: what was acknowledged is there, what was refused is not.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use chassis::args;
use chassis::db::{Db, Exec, Statement};
use testkit::TestClock;
use uuid::Uuid;

static HALVES: Statement = Statement::new(
    "pairs",
    "select count(*) from pairs.a left join pairs.b on b.id = a.id where b.id is null",
    "test",
);
static REFUSED: Statement = Statement::new("pairs", "select count(*) from pairs.b where not fine", "test");
static THERE: Statement = Statement::new("pairs", "select id from pairs.b", "test");

/// The example beside this test's own program.
fn victim() -> PathBuf {
    let me = std::env::current_exe().expect("this program");
    me.parent().and_then(Path::parent).expect("a target folder").join("examples/crash_writer")
}

/// Lets the victim write until `acknowledged` transactions were, kills it, and gives their ids.
fn write_and_kill(file: &Path, guard: Option<&str>, acknowledged: usize) -> Vec<Uuid> {
    let mut command = Command::new(victim());
    command.arg(file).args(guard).stdout(Stdio::piped());
    let mut child = command.spawn().expect("the victim starts");
    let mut out = BufReader::new(child.stdout.take().expect("its output"));
    let mut lines = String::new();
    for _ in 0..acknowledged {
        out.read_line(&mut lines).expect("a line");
    }
    child.kill().expect("SIGKILL");
    out.read_to_string(&mut lines).expect("what it still said");
    child.wait().expect("it is dead");
    lines.lines().filter_map(|line| line.parse().ok()).collect()
}

/// How many acknowledged rows are missing; halves and refused rows must never be there.
async fn audit(file: &Path, acknowledged: &[Uuid]) -> usize {
    let db = Db::sqlite("pairs", file, TestClock::default().clock()).expect("the file opens");
    assert_eq!(db.one::<(i64,)>(&HALVES, args![]).await.unwrap().0, 0, "half a transaction");
    assert_eq!(db.one::<(i64,)>(&REFUSED, args![]).await.unwrap().0, 0, "a refused transaction");
    let there: Vec<(Uuid,)> = db.all(&THERE, args![]).await.unwrap();
    let there: std::collections::HashSet<Uuid> = there.into_iter().map(|row| row.0).collect();
    acknowledged.iter().filter(|id| !there.contains(id)).count()
}

#[tokio::test]
async fn every_acknowledged_write_survives_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("pairs.db");
    let mut acknowledged = Vec::new();
    for round in 1..=6 {
        acknowledged.extend(write_and_kill(&file, None, 150 * round));
        assert_eq!(audit(&file, &acknowledged).await, 0, "lost after kill {round} of {}", acknowledged.len());
    }
    assert!(acknowledged.len() > 1000);
}

/// The same test is red without the wait for COMMIT, so it can see what it looks for.
#[tokio::test]
async fn without_the_wait_for_commit_writes_are_lost() {
    let folder = tempfile::tempdir().unwrap();
    let mut lost = 0;
    for round in 1..=6 {
        let file = folder.path().join(format!("pairs{round}.db"));
        let acknowledged = write_and_kill(&file, Some("sqlite.wait_for_commit"), 300 + 37 * round);
        lost += audit(&file, &acknowledged).await;
    }
    assert!(lost > 0, "the harness cannot see a lost write");
}
