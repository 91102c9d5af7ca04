//! The built front end, embedded in the binary.
//!
//! `build.rs` decides what is in here: the real page, built from `web/` or taken from `MARQUEE_WEB_DIST`, or a
//! placeholder that says how to build it. Everything is compressed at build time, so serving a file is a look-up
//! and a choice by `Accept-Encoding`.

pub mod readers;

/// One file of the front end, ready to be sent.
#[derive(Debug)]
pub struct Asset {
    /// Path below the root of the site, without a leading slash: `assets/index-Dx8oeAXk.js`.
    pub path: &'static str,
    /// Value for `Content-Type`.
    pub mime: &'static str,
    /// Strong validator of the uncompressed bytes, with its quotes; a compressed answer needs a suffix of its own.
    pub etag: &'static str,
    /// Whether the name holds a hash of the contents, so that it may be cached for ever.
    pub immutable: bool,
    /// The file as it is.
    pub bytes: &'static [u8],
    /// Brotli at the highest level; none where it would not be smaller.
    pub br: Option<&'static [u8]>,
    /// Gzip at the highest level; none where it would not be smaller.
    pub gz: Option<&'static [u8]>,
}

// `static ASSETS: &[Asset]` sorted by path, `static PAGE: usize` the place of index.html, `const PLACEHOLDER: bool`.
include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// Finds a file by its path, with or without the leading slash. The page itself is `index.html`.
pub fn asset(path: &str) -> Option<&'static Asset> {
    let path = path.strip_prefix('/').unwrap_or(path);
    let at = ASSETS.binary_search_by(|asset| asset.path.cmp(path)).ok()?;
    ASSETS.get(at)
}

/// The one page that answers every page path.
pub fn page() -> &'static Asset {
    &ASSETS[PAGE]
}

/// Whether the binary was built without the front end, so that [`page`] only says how to build it.
pub fn is_placeholder() -> bool {
    PLACEHOLDER
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_there_and_is_html() {
        let page = page();
        assert_eq!(page.path, "index.html");
        assert_eq!(page.mime, "text/html; charset=utf-8");
        assert!(!page.immutable, "the page names the hashed files, so it must be asked for anew");
        assert!(page.bytes.starts_with(b"<!doctype html>"));
    }

    #[test]
    fn files_are_found_with_and_without_the_slash() {
        for file in ASSETS {
            assert_eq!(asset(file.path).map(|found| found.path), Some(file.path));
            assert_eq!(asset(&format!("/{}", file.path)).map(|found| found.path), Some(file.path));
        }
        for path in ["", "/", "nothing", "//index.html", "index.html/", "../index.html", "assets"] {
            assert!(asset(path).is_none(), "{path} is no file");
        }
    }

    #[test]
    fn every_file_can_be_sent_as_it_is() {
        for file in ASSETS {
            assert!(
                file.etag.len() > 10 && file.etag.starts_with('"') && file.etag.ends_with('"'),
                "{}",
                file.path
            );
            assert!(!file.mime.is_empty(), "{}", file.path);
            for packed in [file.br, file.gz].into_iter().flatten() {
                assert!(packed.len() < file.bytes.len(), "{} is larger when packed", file.path);
            }
            assert_eq!(file.immutable, file.path.starts_with("assets/"), "{}", file.path);
        }
    }

    #[test]
    fn the_page_has_nothing_that_its_policy_forbids() {
        let page = std::str::from_utf8(page().bytes).expect("the page is UTF-8");
        assert!(!page.contains("<style"), "a style element is inline");
        assert!(!page.contains(" style="), "a style attribute is inline");
        for script in page.split("<script").skip(1) {
            let tag = script.split('>').next().unwrap_or_default();
            assert!(tag.contains(" src=\"/"), "a script without a source of our own is inline: {tag}");
        }
    }

    #[test]
    fn what_the_page_names_is_embedded() {
        let page = std::str::from_utf8(page().bytes).expect("the page is UTF-8");
        for name in page.split(['"', '\'']).filter(|word| word.starts_with('/') && word.contains('.')) {
            assert!(asset(name).is_some(), "{name} is named by the page and is not there");
        }
    }
}
