//! What an operator sees and sets: the configuration, the log, figures, probes.

use std::fs::File;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use super::{Open, PROGRAM, folder, refused};

/// Runs a command that ends by itself, with these variables.
fn with(variables: &[(&str, &str)], arguments: &[&str], folder: &Path) -> Output {
    let mut command = Command::new(PROGRAM);
    command.args(arguments).envs(variables.iter().copied()).current_dir(folder);
    command.stdin(Stdio::null()).output().expect("it runs")
}

fn told(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).expect("text")
}

/// A house that is open with these variables; its log goes to `log` in the folder.
pub(super) fn open(folder: &Path, variables: &[(&str, &str)]) -> Open {
    let log = File::create(folder.join("log")).expect("a file");
    let mut command = Command::new(PROGRAM);
    command.args(["serve", "--listen", "127.0.0.1:0", "--data", "data"]);
    let mut open = Open::from(command.envs(variables.iter().copied()).current_dir(folder).stderr(log));
    open.address = open.place("is open at http://");
    open
}

fn log(folder: &Path) -> String {
    std::fs::read_to_string(folder.join("log")).expect("a log")
}

/// The value of a header of an answer.
pub(super) fn header<'a>(answer: &'a str, name: &str) -> &'a str {
    let lines = answer.split("\r\n\r\n").next().unwrap_or_default().lines();
    let mut named = lines.filter_map(|line| line.split_once(": ")).filter(|(found, _)| *found == name);
    named.next().unwrap_or_else(|| panic!("no {name} in {answer}")).1
}

#[test]
fn check_says_everything_that_is_wrong_at_once() {
    let folder = folder();
    let file = folder.path().join("marquee.toml");
    std::fs::write(&file, "[todos]\nmost_item = 5\n[server]\nlisten = 7\n[metrcs]\ntoken = 'x'\n").unwrap();
    let words = [
        "unknown key todos.most_item in the configuration; did you mean most_items?",
        "server.listen in the configuration: invalid type",
        "unknown table [metrcs] in the configuration; did you mean metrics?",
    ];
    refused(&["config", "check"], folder.path(), 3, &words);
    refused(&["serve"], folder.path(), 3, &words);
    let sense = "[mail]\nhost = 'mail.example.org'\n[metrics]\ntoken = 'short'\n[telemetry]\notlp = 'https://c'\n[notify]\nx = 1";
    std::fs::write(&file, sense.replace("[notify]\nx = 1", "")).unwrap();
    let words = [
        "mail.from is needed beside mail.host",
        "set server.public_url",
        "metrics.token is too short",
        "telemetry.otlp: ",
    ];
    refused(&["config", "check"], folder.path(), 3, &words);
    std::fs::write(&file, sense).unwrap();
    refused(&["config", "check"], folder.path(), 3, &["unknown key notify.x", "nothing can be set there"]);
    // Nothing was opened for any of it.
    assert!(!folder.path().join("marquee-data").exists());
    std::fs::write(&file, "[database]\nurl = 'postgres://me:quiet@db/house'\n").unwrap();
    let sound = told(&with(&[], &["config", "check", "--copies", "3"], folder.path()));
    assert!(sound.contains("sound") && sound.contains("allow 106 connections"), "{sound}");
}

#[test]
fn print_tells_where_each_value_comes_from_and_keeps_secrets() {
    let folder = folder();
    std::fs::write(folder.path().join("secret"), "from-a-file\n").unwrap();
    let file = "[database]\nurl = 'postgres://me:quiet@db/house'\n[todos]\nmost_lists = 3\n[metrics]\ntoken = 'a-token-that-nobody-sees'\n\
                [server]\npublic_url = 'http://house.lan'\n[mail]\nfrom = 'a@example.org'";
    std::fs::write(folder.path().join("marquee.toml"), file).unwrap();
    let variables = [
        ("MARQUEE_TODOS__MOST_ITEMS", "12"),
        ("MARQUEE_MAIL__PASSWORD_FILE", "secret"),
        ("SMTP_HOST", "mail.example.org"),
        ("SMTP_USERNAME", "12345"),
        ("MARQUEE_MAIL__HOST", "ours.example.org"),
    ];
    let printed = told(&with(&variables, &["config", "print", "--data", "elsewhere"], folder.path()));
    for line in [
        "data = \"elsewhere\" # flag",
        "most_items = 12 # MARQUEE_TODOS__MOST_ITEMS",
        "most_lists = 3 # file",
        "trash_days = 30 # default",
        "host = \"ours.example.org\" # MARQUEE_MAIL__HOST",
        "user = \"12345\" # SMTP_USERNAME",
        "password = \"***\" # MARQUEE_MAIL__PASSWORD_FILE",
        "url = \"postgres://me:***@db/house\" # file",
        "token = \"***\" # file",
        "# internal is not set",
    ] {
        assert!(printed.lines().any(|found| found == line), "{line} is missing in\n{printed}");
    }
    assert!(
        !printed.contains("quiet") && !printed.contains("nobody-sees") && !printed.contains("from-a-file")
    );
    printed.parse::<toml::Table>().expect("what is printed is a configuration");
}

/// Decision D32.
#[test]
fn the_environment_is_read_with_care() {
    let folder = folder();
    let ours = with(&[("MARQUEE_TODOS__MOST_ITEM", "5")], &["serve"], folder.path());
    let said = String::from_utf8_lossy(&ours.stderr);
    assert_eq!(ours.status.code(), Some(3), "{said}");
    assert!(said.contains("variable MARQUEE_TODOS__MOST_ITEM; did you mean most_items?"), "{said}");
    let variables = [
        ("MARQUEE_LISTEN", "0.0.0.0:80"),
        ("MARQUEE_PORT", "tcp://10.0.0.1:8080"),
        ("MARQUEE_SERVICE_HOST", "10.0.0.1"),
        ("INSTANCE_NAME", "API-1"),
        ("RATE_LIMIT_ENABLED", "false"),
        ("MARQUEE_LIMITS__ENABLED", "true"),
    ];
    let checked = told(&with(&variables, &["config", "check"], folder.path()));
    assert!(checked.contains("warning: MARQUEE_LISTEN is no setting"), "{checked}");
    assert!(checked.contains("server.instance_name is set by its classic name INSTANCE_NAME"), "{checked}");
    for quiet in ["MARQUEE_PORT", "MARQUEE_SERVICE_HOST", "RATE_LIMIT_ENABLED"] {
        assert!(!checked.contains(quiet), "{checked}");
    }
    let house = open(folder.path(), &variables);
    assert_eq!(header(&house.ask("GET", "/health", ""), "x-instance-name"), "API-1");
    assert!(log(folder.path()).contains("INSTANCE_NAME"), "{}", log(folder.path()));
}

#[test]
fn what_is_generated_from_the_settings_is_as_they_are() {
    let (folder, root) = (folder(), Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")));
    for (command, file) in [("schema", "specs/config.schema.json"), ("example", "marquee.example.toml")] {
        let kept = std::fs::read_to_string(root.join(file)).unwrap_or_default();
        let made = told(&with(&[], &["config", command], folder.path()));
        assert!(kept == made, "{file} is old: run `marquee config {command} > {file}` and commit it");
    }
}

/// Row S1-05, and the request's id in every line that belongs to one.
#[test]
fn the_log_tells_whose_request_a_line_belongs_to() {
    let folder = folder();
    let variables = [("MARQUEE_LOG__FORMAT", "json"), ("MARQUEE_LOG__REQUESTS", "true")];
    let house = open(folder.path(), &variables);
    let answer = house.ask("GET", "/api/v1?secret=quiet", "");
    let id = header(&answer, "x-request-id");
    let lines: Vec<serde_json::Value> =
        log(folder.path()).lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect();
    let own = lines.iter().find(|line| line["request_id"] == id).expect("a line of this request");
    assert_eq!(
        (&own["method"], &own["path"], &own["status"]),
        (&"GET".into(), &"/api/v1".into(), &200.into())
    );
    assert!(own["millis"].is_u64() && own["level"] == "debug" && own["at"].is_string(), "{own}");
    assert!(!log(folder.path()).contains("quiet"));
    let other = house.ask("GET", "/api/v1/nothing", "");
    assert!(header(&other, "x-request-id") != id);
    // Without being asked, the log of a healthy house does not tell of requests.
    drop(house);
    let house = open(folder.path(), &[]);
    let id = header(&house.ask("GET", "/api/v1", ""), "x-request-id").to_owned();
    assert!(!log(folder.path()).contains(&id), "{}", log(folder.path()));
}

#[test]
fn figures_and_probes_of_the_program() {
    let folder = folder();
    let house = open(folder.path(), &[]);
    house.ask("GET", "/api/v1", "");
    let figures = house.ask("GET", "/metrics", "");
    for line in [
        "marquee_build_info{version=\"",
        "http_requests_total{method=\"GET\",endpoint=\"/api/v1\",status=\"2xx\",instance=\"marquee\"} 1",
        "marquee_mails_waiting 0",
        "marquee_pool_waiting{pool=\"passwords\"} 0",
        "marquee_database_up{service=\"accounts\"} 1",
        "marquee_events_behind{consumer=\"notify.",
        "process_resident_memory_bytes ",
    ] {
        assert!(figures.contains(line), "{line} is missing in\n{figures}");
    }
    for probe in ["/livez", "/readyz", "/startupz"] {
        assert!(house.ask("GET", probe, "").starts_with("HTTP/1.1 200"), "{probe}");
    }
    let through = house.ask_with("GET", "/metrics", "x-forwarded-for: 203.0.113.9");
    assert!(through.contains("chassis/figures-hidden"), "{through}");
}
