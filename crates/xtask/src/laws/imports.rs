//! Who may import whom.

use std::process::Command;

use serde_json::Value;

use super::{Finding, Law};
use crate::tree::Tree;
use crate::{Result, run};

/// The law of directions.
pub const LAW: Law = Law {
    id: "imports",
    why: "Services stay apart only while none can reach around the doors: they hear of each other by events and ask \
          each other by links, so that one process or many is the same code.",
    comply: "Ask through a Link from `contracts`, tell through an event, and reach databases and networks through \
             `chassis`. The table is in crates/xtask/src/laws/imports.rs and ARCHITECTURE.md; it changes by ADR.",
    check,
};

/// A row of the table: which crates, what of ours they may import, what of others they may not.
struct Row {
    of: &'static str,
    ours: &'static [&'static str],
    never: &'static [&'static [&'static str]],
}

const DRIVERS: &[&str] = &[
    "rusqlite",
    "libsqlite3-sys",
    "tokio-postgres",
    "postgres",
    "deadpool-postgres",
    "sqlx",
    "diesel",
    "diesel-async",
    "sea-orm",
    "redis",
    "rdkafka",
    "tantivy",
    "lettre",
];
const WIRE: &[&str] = &[
    "tonic",
    "reqwest",
    "hyper",
    "hyper-util",
    "ureq",
    "isahc",
    "surf",
    "curl",
    "awc",
    "hyper-rustls",
    "tokio-tungstenite",
];
const IO: &[&str] = &["tokio", "axum", "async-std", "smol", "mio", "socket2", "tracing-subscriber"];
const EVERYWHERE: &[&str] = &["openssl", "openssl-sys", "native-tls", "chrono", "ring"];

/// Any service; `services/<name>`.
const A_SERVICE: &str = "a service";
/// All crates of ours and all services.
const ALL: &str = "all";

const TABLE: &[Row] = &[
    Row { of: "kit", ours: &[], never: &[DRIVERS, WIRE, IO] },
    Row { of: "contracts", ours: &["kit"], never: &[DRIVERS, &["reqwest", "hyper", "hyper-util"]] },
    Row { of: "chassis", ours: &["kit"], never: &[&["sqlx", "diesel", "sea-orm"]] },
    Row { of: "adapters", ours: &["kit", "chassis"], never: &[] },
    Row { of: A_SERVICE, ours: &["kit", "contracts", "chassis"], never: &[DRIVERS, WIRE] },
    Row { of: "testkit", ours: &["kit", "contracts", "chassis"], never: &[] },
    Row { of: "web", ours: &[], never: &[DRIVERS, WIRE, IO] },
    Row { of: "marquee", ours: &[ALL], never: &[&["rusqlite", "tokio-postgres"]] },
    Row { of: "tests", ours: &[ALL], never: &[] },
    Row { of: "xtask", ours: &[], never: &[DRIVERS, WIRE, IO] },
];

fn check(tree: &Tree) -> Result<Vec<Finding>> {
    let metadata = metadata(tree)?;
    let root = metadata["workspace_root"].as_str().unwrap_or_default();
    let packages: Vec<Package> = list(&metadata["packages"]).iter().map(|p| Package::new(p, root)).collect();
    let mut findings = Vec::new();
    for package in &packages {
        let Some(row) = TABLE.iter().find(|row| row.of == package.row()) else {
            findings.push(package.finding(format!("`{}` has no row in the import table", package.name)));
            continue;
        };
        findings.extend(package.breaches(row, &packages));
    }
    Ok(findings)
}

fn metadata(tree: &Tree) -> Result<Value> {
    let output = Command::new(run::cargo())
        .args(["metadata", "--format-version", "1", "--no-deps"])
        .current_dir(&tree.root)
        .output()?;
    if !output.status.success() {
        return Err(format!("cargo metadata: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// A package of the workspace.
struct Package<'a> {
    name: &'a str,
    manifest: String,
    dependencies: &'a [Value],
}

impl<'a> Package<'a> {
    fn new(package: &'a Value, root: &str) -> Self {
        let manifest = package["manifest_path"].as_str().unwrap_or_default();
        let manifest = manifest.strip_prefix(root).unwrap_or(manifest).trim_start_matches('/').to_owned();
        let name = package["name"].as_str().unwrap_or_default();
        Self { name, manifest, dependencies: list(&package["dependencies"]) }
    }

    fn row(&self) -> &'a str {
        if self.manifest.starts_with("services/") { A_SERVICE } else { self.name }
    }

    fn finding(&self, what: String) -> Finding {
        Finding::new(&self.manifest, 0, what)
    }

    fn breaches(&self, row: &Row, packages: &[Package]) -> Vec<Finding> {
        let mut findings = Vec::new();
        for dependency in self.dependencies {
            let name = dependency["name"].as_str().unwrap_or_default();
            let for_tests = dependency["kind"].as_str() == Some("dev");
            let ours = dependency["path"].is_string() && packages.iter().any(|package| package.name == name);
            // A package names itself to switch on a feature for its own tests.
            let itself = name == self.name && for_tests;
            if ours && !itself && !allowed(row, name, for_tests) {
                let may =
                    if row.ours.is_empty() { "nothing of ours".to_owned() } else { row.ours.join(", ") };
                findings.push(self.finding(format!("`{}` imports `{name}`; it may import {may}", self.name)));
            }
            let never = EVERYWHERE.contains(&name) || row.never.iter().any(|list| list.contains(&name));
            if !ours && never {
                findings.push(
                    self.finding(format!("`{}` depends on `{name}`, which {} may not", self.name, row.of)),
                );
            }
        }
        findings
    }
}

fn allowed(row: &Row, name: &str, for_tests: bool) -> bool {
    let for_tests = for_tests && name == "testkit" && !matches!(row.of, "kit" | "web" | "xtask");
    // Nobody imports the binary or the chores, not even the binary's own neighbours.
    let importable = !matches!(name, "marquee" | "xtask");
    for_tests
        || row.ours.contains(&name)
        || (row.ours.contains(&ALL) && importable && name != "testkit")
        || (row.of == "tests" && name == "testkit")
}

#[cfg(test)]
mod tests {
    use super::super::tests::{finds, found};
    use super::*;

    const WORKSPACE: &str = "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\", \"services/*\"]\n";

    fn tree<'a>(manifests: &'a [(&'a str, String)]) -> Vec<(String, &'a str)> {
        let mut files = vec![("Cargo.toml".to_owned(), WORKSPACE)];
        for (folder, manifest) in manifests {
            files.push((format!("{folder}/Cargo.toml"), manifest.as_str()));
            files.push((format!("{folder}/src/lib.rs"), ""));
        }
        files
    }

    fn package(name: &str, rest: &str) -> String {
        format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n{rest}")
    }

    fn check_that(manifests: &[(&str, String)], places: &[&str]) {
        let files = tree(manifests);
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
        finds(&LAW, &files, places);
    }

    #[test]
    fn red_when_a_service_imports_another() {
        let store = package("store", "[dependencies]\nlibrary = { path = \"../library\" }\n");
        check_that(
            &[
                ("services/store", store),
                ("services/library", package("library", "")),
                ("crates/kit", package("kit", "")),
            ],
            &["services/store/Cargo.toml:0: `store` imports `library`"],
        );
    }

    #[test]
    fn red_when_a_service_depends_on_a_driver_or_a_client_even_for_tests() {
        let store = package(
            "store",
            "[dependencies]\nserde = \"1\"\nrusqlite = \"0.41\"\ntonic = \"0.14\"\n[dev-dependencies]\nreqwest = \"0.13\"\n",
        );
        let of = "services/store/Cargo.toml:0: `store` depends on";
        check_that(
            &[("services/store", store), ("crates/kit", package("kit", ""))],
            &[&format!("{of} `rusqlite`"), &format!("{of} `tonic`"), &format!("{of} `reqwest`")],
        );
    }

    #[test]
    fn red_when_kit_does_io_and_when_a_crate_has_no_row() {
        let kit = package("kit", "[dependencies]\ntokio = \"1\"\n");
        check_that(
            &[
                ("crates/kit", kit),
                ("crates/extra", package("extra", "")),
                ("services/store", package("store", "")),
            ],
            &[
                "crates/extra/Cargo.toml:0: `extra` has no row",
                "crates/kit/Cargo.toml:0: `kit` depends on `tokio`",
            ],
        );
    }

    #[test]
    fn green_when_the_binary_imports_all_and_tests_import_the_testkit() {
        let testkit = package("testkit", "");
        let store = package(
            "store",
            "[dependencies]\nchassis = { path = \"../../crates/chassis\" }\n[dev-dependencies]\ntestkit = { path = \"../../crates/testkit\" }\n",
        );
        let marquee = package("marquee", "[dependencies]\nstore = { path = \"../../services/store\" }\n");
        let manifests = [
            ("services/store", store),
            ("crates/testkit", testkit),
            ("crates/chassis", package("chassis", "[dependencies]\nrusqlite = \"0.41\"\n")),
            ("crates/marquee", marquee),
        ];
        let files = tree(&manifests);
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
        assert_eq!(found(&LAW, &files), Vec::<String>::new());
    }
}
