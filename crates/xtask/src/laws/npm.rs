//! What the page is built from.

use serde_json::Value;

use super::{Finding, Law};
use crate::Result;
use crate::tree::{File, Tree};

/// The law of the front end's packages.
pub const LAW: Law = Law {
    id: "npm-lock",
    why: "The page must build from the lock file alone, on every platform, through whatever registry the builder uses; \
          npm drops what it could not find from the lock without a word and refuses it later.",
    comply: "Exact versions in package.json, `ignore-scripts=true` and `omit-lockfile-registry-resolved=true` in \
             .npmrc, and take a version whose packages for all platforms can be had (run `npm install` again).",
    check,
};

fn check(tree: &Tree) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for lock in tree.files.iter().filter(|file| file.name() == "package-lock.json") {
        let folder = lock.path.trim_end_matches("package-lock.json");
        findings.extend(judge_lock(lock)?);
        if let Some(manifest) = tree.file(&format!("{folder}package.json")) {
            findings.extend(judge_manifest(manifest)?);
        }
        let rc = tree.file(&format!("{folder}.npmrc")).map_or("", |file| file.text.as_str());
        if !rc.lines().any(|line| line.replace(' ', "") == "ignore-scripts=true") {
            findings.push(Finding::new(&format!("{folder}.npmrc"), 0, "no `ignore-scripts=true`"));
        }
        if rc.lines().any(|line| line.contains("registry=") || line.contains("_authToken")) {
            findings.push(Finding::new(&format!("{folder}.npmrc"), 0, "a registry or a token"));
        }
    }
    Ok(findings)
}

fn judge_lock(lock: &File) -> Result<Vec<Finding>> {
    let parsed: Value = serde_json::from_str(&lock.text)?;
    let Some(packages) = parsed["packages"].as_object() else {
        return Ok(vec![Finding::new(&lock.path, 0, "a lock file of an old version")]);
    };
    let mut findings = Vec::new();
    for (path, package) in packages {
        if package["resolved"].as_str().is_some_and(|from| from.contains("://")) {
            findings.push(Finding::new(&lock.path, 0, format!("`{path}` has a download address")));
        }
        let optional = package["optionalDependencies"].as_object();
        for name in optional.into_iter().flat_map(|names| names.keys()) {
            let found = packages.keys().any(|key| {
                key.strip_suffix(name.as_str()).is_some_and(|before| before.ends_with("node_modules/"))
            });
            if !found {
                findings.push(Finding::new(
                    &lock.path,
                    0,
                    format!("`{path}` may want `{name}`, which is not locked"),
                ));
            }
        }
    }
    Ok(findings)
}

fn judge_manifest(manifest: &File) -> Result<Vec<Finding>> {
    let parsed: Value = serde_json::from_str(&manifest.text)?;
    let groups = ["dependencies", "devDependencies"].iter().filter_map(|group| parsed[*group].as_object());
    Ok(groups
        .flatten()
        .filter(|(_, version)| !version.as_str().is_some_and(|v| v.starts_with(|c: char| c.is_ascii_digit())))
        .map(|(name, version)| {
            Finding::new(&manifest.path, 0, format!("`{name}` is not an exact version: {version}"))
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::super::tests::finds;
    use super::*;

    const RC: &str = "ignore-scripts=true\nsave-exact=true\n";

    #[test]
    fn red_when_the_lock_names_a_host_or_misses_a_platform() {
        let lock = r#"{"packages": {
            "": {},
            "node_modules/a": {"resolved": "https://example.org/a.tgz", "optionalDependencies": {"a-mac": "1.0.0", "a-linux": "1.0.0"}},
            "node_modules/a/node_modules/a-linux": {}
        }}"#;
        finds(
            &LAW,
            &[("web/package-lock.json", lock), ("web/.npmrc", RC)],
            &[
                "web/package-lock.json:0: `node_modules/a` has a download",
                "web/package-lock.json:0: `node_modules/a` may want `a-mac`",
            ],
        );
    }

    #[test]
    fn red_when_a_version_floats_or_scripts_may_run() {
        let manifest = r#"{"dependencies": {"react": "19.3.1"}, "devDependencies": {"vite": "^8.3.8"}}"#;
        finds(
            &LAW,
            &[
                ("web/package-lock.json", r#"{"packages": {}}"#),
                ("web/package.json", manifest),
                ("web/.npmrc", "registry=http://localhost/\n"),
            ],
            &["web/package.json:0: `vite` is not", "web/.npmrc:0: no `ignore", "web/.npmrc:0: a registry"],
        );
    }

    #[test]
    fn green_for_an_exact_and_complete_lock() {
        let manifest = r#"{"dependencies": {"react": "19.3.1"}}"#;
        let lock = r#"{"packages": {"": {}, "node_modules/react": {"version": "19.3.1"}}}"#;
        finds(
            &LAW,
            &[("web/package-lock.json", lock), ("web/package.json", manifest), ("web/.npmrc", RC)],
            &[],
        );
    }
}
