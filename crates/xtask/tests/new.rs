//! A service from the template, in a copy of this workspace: it compiles, passes its own tests and keeps the laws.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The copy keeps its place and the times of files that did not change, so that a second run builds little.
fn copy_of_the_workspace() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join("new-service");
    // What the run before made goes, with its folders: an empty one would be a member without a manifest.
    let _ = fs::remove_dir_all(copy.join("services/bowling"));
    let wanted = files_of(&root);
    for path in &wanted {
        let (from, to) = (root.join(path), copy.join(path));
        let Ok(bytes) = fs::read(from) else { continue };
        if fs::read(&to).ok().as_ref() != Some(&bytes) {
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::write(to, bytes).unwrap();
        }
    }
    for path in all_below(&copy) {
        if !wanted.contains(path.strip_prefix(&copy).unwrap().to_str().unwrap()) {
            fs::remove_file(path).unwrap();
        }
    }
    copy
}

/// What git tracks or would track, without the page, which no service needs.
fn files_of(root: &Path) -> BTreeSet<String> {
    let arguments = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    let output = Command::new("git").args(arguments).current_dir(root).output().expect("git");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let names = String::from_utf8(output.stdout).unwrap();
    names
        .split('\0')
        .filter(|name| !name.is_empty() && !name.starts_with("web/"))
        .map(str::to_owned)
        .collect()
}

fn all_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(all_below(&path));
        } else {
            found.push(path);
        }
    }
    found
}

/// Runs a program in the copy to its end; gives what it printed.
fn run(program: &str, arguments: &[&str], folder: &Path) -> String {
    // The shared target folder: what is below our own crates is built already.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let mut command = Command::new(program);
    let output =
        command.args(arguments).current_dir(folder).env("CARGO_TARGET_DIR", target).output().unwrap();
    let printed =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {arguments:?}\n{printed}");
    printed
}

#[test]
fn a_new_service_compiles_passes_its_own_tests_and_keeps_the_laws() {
    let copy = copy_of_the_workspace();
    let told = run(env!("CARGO_BIN_EXE_xtask"), &["new", "bowling", "alley"], &copy);
    assert!(told.contains("services/bowling is there") && told.contains("Next:"), "{told}");
    let list = fs::read_to_string(copy.join("crates/marquee/src/services.rs")).unwrap();
    assert!(list.contains("bowling::service()"), "{list}");
    assert!(run(env!("CARGO_BIN_EXE_xtask"), &["laws"], &copy).contains(" 0 broken"));
    let tested = run(env!("CARGO"), &["test", "--offline", "--package", "bowling"], &copy);
    assert!(tested.contains("alleys::an_alley_is_made_shown_changed_and_deleted::sqlite ... ok"), "{tested}");
    run(env!("CARGO"), &["check", "--offline", "--package", "marquee"], &copy);
    // Nothing of the template's own names is left.
    for path in all_below(&copy.join("services/bowling")) {
        let text = fs::read_to_string(&path).unwrap().to_lowercase();
        assert!(!text.contains("gizmo") && !text.contains("demo"), "{}", path.display());
    }
}
