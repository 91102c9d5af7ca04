//! Swagger UI and ReDoc: what people read the API's documents with. See `readers/README.md`.

use std::borrow::Cow;
use std::io::Read as _;

use flate2::read::GzDecoder;

/// A file of a reader. The addresses hold the version, so that a file may be kept for ever.
#[derive(Debug)]
pub struct File {
    /// Its address.
    pub path: &'static str,
    /// Value for `Content-Type`.
    pub mime: &'static str,
    /// Whether the address names the version.
    pub immutable: bool,
    kept: Kept,
}

#[derive(Debug)]
enum Kept {
    Plain(&'static [u8]),
    /// Only packed: whoever does not take gzip waits until it is unpacked.
    Packed(&'static [u8]),
}

const JS: &str = "text/javascript; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";

static FILES: [File; 5] = [
    File {
        path: "/docs/swagger-ui-5.35.0.js",
        mime: JS,
        immutable: true,
        kept: Kept::Packed(include_bytes!("../readers/swagger-ui.js.gz")),
    },
    File {
        path: "/docs/swagger-ui-5.35.0.css",
        mime: CSS,
        immutable: true,
        kept: Kept::Packed(include_bytes!("../readers/swagger-ui.css.gz")),
    },
    File {
        path: "/redoc/redoc-2.5.4.js",
        mime: JS,
        immutable: true,
        kept: Kept::Packed(include_bytes!("../readers/redoc.js.gz")),
    },
    File {
        path: "/docs/start.js",
        mime: JS,
        immutable: false,
        kept: Kept::Plain(include_bytes!("../readers/start.js")),
    },
    File {
        path: "/docs/page.css",
        mime: CSS,
        immutable: false,
        kept: Kept::Plain(include_bytes!("../readers/page.css")),
    },
];

/// The file at an address.
#[must_use]
pub fn file(path: &str) -> Option<&'static File> {
    FILES.iter().find(|file| file.path == path)
}

impl File {
    /// The bytes to send, and whether they are packed with gzip.
    #[must_use]
    pub fn bytes(&self, takes_gzip: bool) -> (Cow<'static, [u8]>, bool) {
        match self.kept {
            Kept::Plain(bytes) => (bytes.into(), false),
            Kept::Packed(bytes) if takes_gzip => (bytes.into(), true),
            Kept::Packed(bytes) => {
                let mut plain = Vec::new();
                // What stands in the program was unpacked by the tests.
                let _: std::io::Result<usize> = GzDecoder::new(bytes).read_to_end(&mut plain);
                (plain.into(), false)
            }
        }
    }
}

/// The page of Swagger UI (`docs`) or of ReDoc (`redoc`), for the document at this address.
///
/// `service` is the one that the document is about; empty for all. Names are those of our services and need no escaping.
#[must_use]
pub fn page(kind: &str, service: &str, document: &str) -> String {
    let (title, other, script, style) = match kind {
        "docs" => (
            "Swagger UI",
            "redoc",
            "/docs/swagger-ui-5.35.0.js",
            "<link rel=\"stylesheet\" href=\"/docs/swagger-ui-5.35.0.css\">",
        ),
        _ => ("ReDoc", "docs", "/redoc/redoc-2.5.4.js", ""),
    };
    let other_title = if other == "redoc" { "ReDoc" } else { "Swagger UI" };
    let below = if service.is_empty() { String::new() } else { format!("/{service}") };
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>The API of this house · {title}</title>\n<link rel=\"icon\" href=\"data:,\">\n{style}\n\
         <link rel=\"stylesheet\" href=\"/docs/page.css\">\n</head>\n<body>\n\
         <header class=\"top\"><strong>The API of this house</strong><nav id=\"services\" aria-label=\"Services\"></nav>\
         <nav class=\"end\" aria-label=\"Other views\"><a href=\"/{other}{below}\">{other_title}</a>\
         <a href=\"{document}\">OpenAPI</a><a href=\"/\">Marquee</a></nav></header>\n\
         <main id=\"reader\" data-kind=\"{kind}\" data-document=\"{document}\" data-here=\"{service}\"></main>\n\
         <noscript>The document itself is at <a href=\"{document}\">{document}</a>.</noscript>\n\
         <script src=\"{script}\"></script>\n<script src=\"/docs/start.js\"></script>\n</body>\n</html>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_can_be_unpacked_and_is_what_its_address_says() {
        for file in &FILES {
            let (plain, packed) = file.bytes(false);
            assert!(!packed && plain.len() > 200, "{}", file.path);
            assert!(std::str::from_utf8(&plain).is_ok(), "{}", file.path);
        }
        let (swagger, _) = FILES[0].bytes(false);
        assert!(swagger.windows(15).any(|bytes| bytes == b"SwaggerUIBundle"));
        let (redoc, _) = FILES[2].bytes(false);
        assert!(
            !String::from_utf8_lossy(&redoc).contains("logo-mini.svg"),
            "it would ask elsewhere for its logo"
        );
        assert!(FILES[0].bytes(true).1 && FILES[0].bytes(true).0.len() < swagger.len() / 3);
    }

    #[test]
    fn a_page_loads_only_what_is_here() {
        for (kind, service) in [("docs", ""), ("docs", "todos"), ("redoc", "")] {
            let page = page(kind, service, "/openapi.json");
            let mut loaded = page.split(['"']).filter(|part| part.ends_with(".js") || part.ends_with(".css"));
            assert!(loaded.all(|path| file(path).is_some()), "{page}");
            assert!(!page.contains("://"), "{page}");
        }
    }
}
