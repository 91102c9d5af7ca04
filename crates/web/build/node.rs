//! Runs npm and Vite on a copy of the sources. Nothing is written into the source tree.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use sha2::{Digest, Sha256};

/// What the build of the page reads, below `web/`. Tests, the mock and pictures are not among them.
pub const SOURCES: &[&str] = &[
    "index.html",
    "package.json",
    "package-lock.json",
    ".npmrc",
    "vite.config.ts",
    "tsconfig.json",
    "public",
    "src",
];

const OLDEST: (u32, u32) = (20, 19);

/// Finds npm beside a Node that is new enough; tells why not otherwise.
pub fn find() -> Result<OsString, String> {
    let version = said(Command::new("node").arg("--version")).ok_or("Node was not found")?;
    if !is_new_enough(&version) {
        return Err(format!("Node {version} is too old, {}.{} is the least", OLDEST.0, OLDEST.1));
    }
    let npm = OsString::from(if cfg!(windows) { "npm.cmd" } else { "npm" });
    said(Command::new(&npm).arg("--version")).ok_or("npm was not found")?;
    Ok(npm)
}

fn said(command: &mut Command) -> Option<String> {
    let output = command.output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn is_new_enough(version: &str) -> bool {
    let mut parts = version.trim_start_matches('v').split('.').map_while(|part| part.parse::<u32>().ok());
    let (Some(major), Some(minor)) = (parts.next(), parts.next()) else { return false };
    // 21 and early 22 lack what Vite needs, as its own engines field says.
    (major == OLDEST.0 && minor >= OLDEST.1) || (major == 22 && minor >= 12) || major > 22
}

/// Builds the page and returns the folder of the result. Does nothing when the sources are those of the last time.
pub fn build(npm: &OsString, web: &Path, out: &Path) -> Result<PathBuf, String> {
    let work = out.join("web");
    let dist = work.join("dist");
    let stamp = work.join("built");
    let sources = hash_of(web, SOURCES)?;
    if fs::read_to_string(&stamp).is_ok_and(|last| last == sources) && dist.join("index.html").is_file() {
        return Ok(dist);
    }

    // From here to the end the result belongs to no sources.
    let _ = fs::remove_file(&stamp);
    let lock = hash_of(web, &["package.json", "package-lock.json", ".npmrc"])?;
    let installed = work.join("installed");
    copy_sources(web, &work)?;
    if !fs::read_to_string(&installed).is_ok_and(|last| last == lock) {
        run(npm, &["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"], &work)?;
        put(&installed, &lock)?;
    }
    run(npm, &["run", "build"], &work)?;
    put(&stamp, &sources)?;
    Ok(dist)
}

fn run(npm: &OsString, args: &[&str], at: &Path) -> Result<(), String> {
    let named = format!("npm {}", args.join(" "));
    let output = Command::new(npm)
        .args(args)
        .current_dir(at)
        // Cargo's own variables mean nothing to npm, and a production setting would leave nothing out that is needed.
        .env_remove("NODE_ENV")
        .output()
        .map_err(|cause| format!("{named} could not be started: {cause}"))?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!(
        "{named} failed ({}) in {}\n{}\n{}\nSet MARQUEE_SKIP_UI=1 to build without the page.",
        output.status,
        at.display(),
        String::from_utf8_lossy(&output.stdout).trim(),
        String::from_utf8_lossy(&output.stderr).trim(),
    ))
}

/// Replaces the copy of the sources; installed packages stay.
fn copy_sources(web: &Path, work: &Path) -> Result<(), String> {
    for name in SOURCES {
        let (from, to) = (web.join(name), work.join(name));
        if to.is_dir() {
            fs::remove_dir_all(&to).map_err(|cause| format!("{}: {cause}", to.display()))?;
        }
        for file in files_below(&from)? {
            let below = file.strip_prefix(web).map_err(|_| format!("{} lies outside", file.display()))?;
            let target = work.join(below);
            if let Some(folder) = target.parent() {
                fs::create_dir_all(folder).map_err(|cause| format!("{}: {cause}", folder.display()))?;
            }
            fs::copy(&file, &target).map_err(|cause| format!("{}: {cause}", file.display()))?;
        }
    }
    Ok(())
}

/// A hash over names and contents, the same on every machine.
fn hash_of(web: &Path, names: &[&str]) -> Result<String, String> {
    let mut hash = Sha256::new();
    for name in names {
        for file in files_below(&web.join(name))? {
            let bytes = fs::read(&file).map_err(|cause| format!("{}: {cause}", file.display()))?;
            hash.update(file.strip_prefix(web).unwrap_or(&file).to_string_lossy().as_bytes());
            hash.update(bytes.len().to_le_bytes());
            hash.update(&bytes);
        }
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// All files at or below a path, sorted.
pub fn files_below(path: &Path) -> Result<Vec<PathBuf>, String> {
    if path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    let told = |cause: std::io::Error| format!("{}: {cause}", path.display());
    let mut entries = fs::read_dir(path).map_err(told)?.collect::<Result<Vec<_>, _>>().map_err(told)?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    let mut files = Vec::new();
    for entry in entries {
        files.extend(files_below(&entry.path())?);
    }
    Ok(files)
}

fn put(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|cause| format!("{}: {cause}", path.display()))
}
