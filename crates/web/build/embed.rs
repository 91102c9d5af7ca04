//! Compresses the files of a built page and writes the table that `src/lib.rs` includes.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::node::files_below;

/// Writes `OUT_DIR/assets.rs` for all files below `dist`.
pub fn write(dist: &Path, out: &Path, placeholder: bool) -> Result<(), String> {
    let packed = out.join("packed");
    fs::create_dir_all(&packed).map_err(|cause| format!("{}: {cause}", packed.display()))?;
    let mut rows = Vec::new();
    for file in files_below(dist)? {
        let below = file.strip_prefix(dist).map_err(|_| format!("{} lies outside", file.display()))?;
        let path = below.to_string_lossy().replace('\\', "/");
        // Maps are for developers, who have the sources.
        if path.ends_with(".map") {
            continue;
        }
        rows.push((path.clone(), row(&path, &file, &packed)?));
    }
    rows.sort();
    let page = rows.iter().position(|(path, _)| path == "index.html");
    let page = page.ok_or_else(|| format!("there is no index.html in {}", dist.display()))?;

    let mut table = String::from("static ASSETS: &[Asset] = &[\n");
    for (_, row) in &rows {
        table.push_str(row);
    }
    let _ = write!(table, "];\nstatic PAGE: usize = {page};\nconst PLACEHOLDER: bool = {placeholder};\n");
    let at = out.join("assets.rs");
    fs::write(&at, table).map_err(|cause| format!("{}: {cause}", at.display()))
}

fn row(path: &str, file: &Path, packed: &Path) -> Result<String, String> {
    let bytes = fs::read(file).map_err(|cause| format!("{}: {cause}", file.display()))?;
    let hash: String = Sha256::digest(&bytes).iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let file = fs::canonicalize(file).map_err(|cause| format!("{}: {cause}", file.display()))?;
    // By contents, so that a file that stays is packed once.
    let (br, gz) = if PACKED.iter().any(|ending| path.ends_with(ending)) {
        ("None".to_owned(), "None".to_owned())
    } else {
        (
            pack(&bytes, &packed.join(format!("{hash}.br")), brotli)?,
            pack(&bytes, &packed.join(format!("{hash}.gz")), gzip)?,
        )
    };
    let mime = mime_of(path);
    let immutable = path.starts_with("assets/");
    Ok(format!(
        "    Asset {{ path: {path:?}, mime: {mime:?}, etag: \"\\\"{hash}\\\"\", immutable: {immutable}, bytes: include_bytes!({file:?}), br: {br}, gz: {gz} }},\n"
    ))
}

/// Formats that are packed already: trying again costs seconds and gains nothing.
const PACKED: &[&str] = &[".woff2", ".png", ".ico"];

/// The packed file as an expression, or `None` where packing gains nothing.
fn pack(bytes: &[u8], at: &Path, how: fn(&[u8]) -> std::io::Result<Vec<u8>>) -> Result<String, String> {
    let told = |cause: std::io::Error| format!("{}: {cause}", at.display());
    let size = if at.is_file() {
        usize::try_from(fs::metadata(at).map_err(told)?.len()).unwrap_or(usize::MAX)
    } else {
        let small = how(bytes).map_err(told)?;
        fs::write(at, &small).map_err(told)?;
        small.len()
    };
    Ok(if size < bytes.len() { format!("Some(include_bytes!({at:?}))") } else { "None".to_owned() })
}

fn brotli(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut small = Vec::new();
    brotli::CompressorWriter::new(&mut small, 4096, 11, 22).write_all(bytes)?;
    Ok(small)
}

fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut small = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    small.write_all(bytes)?;
    small.finish()
}

fn mime_of(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
