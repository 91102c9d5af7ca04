//! The short form of `marquee chaos`: bounded by progress, on both engines, and red without the guard (D38).

use super::*;

#[expect(clippy::disallowed_methods, reason = "tests are configured by the environment")]
fn cluster() -> Option<String> {
    std::env::var("MARQUEE_TEST_POSTGRES").ok().map(|url| format!("{url}/postgres"))
}

fn chaos(kills: usize, url: Option<&str>, fault: Option<&str>) -> (String, bool) {
    let mut command = Command::new(PROGRAM);
    command.args(["chaos", "--kills", &kills.to_string()]).stdin(Stdio::null());
    command.args(url.map(|url| ["--postgres", url]).into_iter().flatten());
    let output = command.envs(fault.map(|fault| ("MARQUEE_FAULTS", fault))).output().expect("it runs");
    let said =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    (said, output.status.success())
}

/// The figure of a row.
fn figure(said: &str, row: &str) -> usize {
    let line =
        said.lines().find(|line| line.starts_with(row)).unwrap_or_else(|| panic!("no {row} in {said}"));
    line.split_whitespace().last().and_then(|figure| figure.parse().ok()).unwrap_or_default()
}

fn nothing_is_lost(url: Option<&str>) {
    let (said, fine) = chaos(6, url, None);
    assert!(fine, "{said}");
    assert_eq!(
        (figure(&said, "kills"), figure(&said, "lost"), figure(&said, "doubled")),
        (6, 0, 0),
        "{said}"
    );
    assert!(figure(&said, "writes that were answered") > 240, "{said}");
}

#[test]
fn kills_lose_and_double_nothing() {
    nothing_is_lost(None);
}

#[test]
fn kills_lose_and_double_nothing_on_postgres() {
    if testkit::ground::postgres_is_there("chaos") {
        nothing_is_lost(cluster().as_deref());
    }
}

/// The same is red when a request that is sent again is done again, so the harness can see what it looks for. (That a
/// lost write is seen, and how, is tested where the writer of SQLite is.)
#[test]
fn without_the_memory_of_answers_it_is_seen() {
    let (said, fine) = chaos(1, None, Some("once.earlier"));
    assert!(!fine && said.contains("writes are doubled"), "the harness cannot see a doubled write: {said}");
    let folder =
        said.split("are kept in ").nth(1).and_then(|rest| rest.trim().strip_suffix('.')).expect("a folder");
    std::fs::remove_dir_all(folder).expect("it was kept");
}
