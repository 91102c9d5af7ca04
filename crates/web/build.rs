//! Builds or finds the front end and writes the table that embeds it. In this order:
//!
//! 1. `MARQUEE_WEB_DIST` names a built front end: embed it (packagers, images, CI).
//! 2. `MARQUEE_SKIP_UI=1`, or a debug build without `MARQUEE_BUILD_UI=1`: the placeholder, so that `cargo check` and
//!    tests never need Node.
//! 3. Node and npm are there: build `web/` in a copy under `OUT_DIR`. A build that fails is an error.
//! 4. They are not: the placeholder, with a warning.

#![expect(clippy::disallowed_methods, reason = "cargo talks to a build script through the environment")]

#[path = "build/embed.rs"]
mod embed;
#[path = "build/node.rs"]
mod node;

use std::env;
use std::path::{Path, PathBuf};

fn main() {
    for name in ["MARQUEE_WEB_DIST", "MARQUEE_SKIP_UI", "MARQUEE_BUILD_UI"] {
        println!("cargo::rerun-if-env-changed={name}");
    }
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=placeholder");
    if let Err(told) = run() {
        // `cargo::error` shows every line and fails the build without a backtrace that tells nothing.
        for line in told.lines() {
            println!("cargo::error={line}");
        }
    }
}

fn run() -> Result<(), String> {
    let here = PathBuf::from(var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(var("OUT_DIR")?);
    let placeholder = here.join("placeholder");

    if let Some(dist) = env::var_os("MARQUEE_WEB_DIST").filter(|dist| !dist.is_empty()) {
        let dist = PathBuf::from(dist);
        if !dist.join("index.html").is_file() {
            return Err(format!("MARQUEE_WEB_DIST: there is no index.html in {}", dist.display()));
        }
        println!("cargo::rerun-if-changed={}", dist.display());
        return embed::write(&dist, &out, false);
    }

    let debug = var("PROFILE")? == "debug";
    if is_on("MARQUEE_SKIP_UI") || (debug && !is_on("MARQUEE_BUILD_UI")) {
        return embed::write(&placeholder, &out, true);
    }

    let web = here.join("../../web");
    watch(&web);
    match node::find() {
        Ok(npm) => embed::write(&node::build(&npm, &web, &out)?, &out, false),
        Err(why) => {
            println!("cargo::warning=the front end is left out: {why}");
            println!(
                "cargo::warning=install Node 20.19 or newer with npm and build again, or set MARQUEE_SKIP_UI=1 to be quiet about it"
            );
            embed::write(&placeholder, &out, true)
        }
    }
}

/// Runs this script again when a source of the page changes; its output and packages are not sources.
fn watch(web: &Path) {
    for source in node::SOURCES {
        println!("cargo::rerun-if-changed={}", web.join(source).display());
    }
}

fn var(name: &str) -> Result<String, String> {
    env::var(name).map_err(|_| format!("cargo did not set {name}"))
}

fn is_on(name: &str) -> bool {
    env::var(name).is_ok_and(|value| !value.is_empty() && value != "0")
}
