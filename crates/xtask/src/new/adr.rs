//! A page about a decision: numbered, from a template, never rewritten (row S3-27).

use std::fs;
use std::path::Path;

use super::next_number;
use crate::Result;

/// Writes the next page in `docs/adr`; tells what to do with it.
pub fn new(root: &Path, title: &str) -> Result<String> {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let kebab = kebab(&title);
    if kebab.is_empty() || title.len() > 80 {
        return Err(format!("`{title}` is no title: a few words, at most 80 characters").into());
    }
    let folder = root.join("docs/adr");
    let number = next_number(&folder)?;
    let template = fs::read_to_string(root.join("crates/xtask/template/adr.md"))?;
    let page = template.replace("{number}", number.trim_start_matches('0')).replace("{title}", &title);
    let name = format!("{number}-{kebab}.md");
    fs::write(folder.join(&name), page)?;
    Ok(format!("docs/adr/{name} is there. Fill it in, and add its line to the table in docs/adr/README.md."))
}

fn kebab(title: &str) -> String {
    let words = title.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::sample::Sample;

    const TEMPLATE: &str = include_str!("../../template/adr.md");

    #[test]
    fn a_page_has_the_next_number_a_kebab_name_and_a_status() {
        let sample = Sample::new(&[("docs/adr/0009-old.md", ""), ("crates/xtask/template/adr.md", TEMPLATE)]);
        let told = new(&sample.tree.root, "We don't  use  Kafka (yet)").unwrap();
        assert!(told.starts_with("docs/adr/0010-we-don-t-use-kafka-yet.md is there"), "{told}");
        let page =
            fs::read_to_string(sample.tree.root.join("docs/adr/0010-we-don-t-use-kafka-yet.md")).unwrap();
        assert!(page.starts_with("# 10. We don't use Kafka (yet)\n\nStatus: Draft\n"), "{page}");
        for word in ["Accepted", "Superseded", "## Context", "## Decision", "## Consequences"] {
            assert!(page.contains(word), "{word}");
        }
    }

    #[test]
    fn what_is_no_title_is_refused() {
        let sample = Sample::new(&[("docs/adr/0001-a.md", "")]);
        assert!(new(&sample.tree.root, "...").unwrap_err().to_string().contains("is no title"));
        assert!(new(&sample.tree.root, &"long ".repeat(20)).is_err());
    }
}
