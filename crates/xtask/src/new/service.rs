//! A service from the template: it compiles, passes its own tests and keeps the laws as it is.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::is_word;
use crate::{Result, run};

const TEMPLATE: &str = "crates/xtask/template/service";

/// Names that mean something else: to Rust, to SQL, or in the addresses of the house.
const RESERVED: &str = "\
    adr all alloc and answer any api array as asc async await box break caller case cast check column const \
    continue core counters covers crate create default desc distinct do docs dyn else end enum error \
    extern false fetch files fn for foreign from gen grant group having health if impl in into \
    leading let limit live loop macro main match migration mod move mut not null offset on only or \
    order page path placing primary priv public pub query ref references result return select self setup shown some static std \
    struct super table test then time to trait true try type union unique unsafe use user using when \
    where while window with words yield";

/// Writes `services/<name>` and hangs it into the program; tells what to do next.
///
/// Everything is looked at before anything is written.
pub fn new(root: &Path, name: &str, noun: &str) -> Result<String> {
    check(root, name)?;
    // The words of the template itself would be replaced twice.
    let twice = noun.contains("demo") || (noun.contains("gizmo") && noun != "gizmo");
    if !is_word(noun) || is_reserved(noun) || noun == name || twice {
        return Err(format!(
            "`{noun}` is no noun to keep: one lower-case word in the singular, such as `lane`"
        )
        .into());
    }
    let manifest = depend(&read(root, "crates/marquee/Cargo.toml")?, name)?;
    let list = hang(&read(root, "crates/marquee/src/services.rs")?, name)?;
    let names = Names::new(name, noun);
    for (path, text) in template(&root.join(TEMPLATE))? {
        let path = root.join("services").join(name).join(names.put_into(&path));
        fs::create_dir_all(path.parent().ok_or("a file in no folder")?)?;
        fs::write(path, names.put_into(&text))?;
    }
    fs::write(root.join("crates/marquee/Cargo.toml"), manifest)?;
    fs::write(root.join("crates/marquee/src/services.rs"), list)?;
    // The names have other lengths than those of the template, and the lock file has one crate more.
    cargo(root, &["fmt", "-p", name, "-p", "marquee"])?;
    cargo(root, &["metadata", "--offline", "--format-version", "1"])?;
    Ok(next_steps(name, noun))
}

fn next_steps(name: &str, noun: &str) -> String {
    let steps = [
        (format!("cargo test -p {name}"), "it is green as it is".to_owned()),
        (format!("services/{name}/README.md"), "say what it is for; at most 40 lines".to_owned()),
        ("src/model.rs, migrations/".to_owned(), format!("your nouns instead of `{noun}`")),
        ("src/http.rs".to_owned(), "a right of its own, as the comment there says".to_owned()),
        ("cargo xtask laws".to_owned(), "what a reader will hold you to".to_owned()),
    ];
    let lines: String = steps.iter().map(|(what, why)| format!("  {what:<40}{why}\n")).collect();
    format!(
        "services/{name} is there, and crates/marquee lists it.\n\nNext:\n{lines}\
         An endpoint is a handler, a line in src/http.rs, a function in src/db.rs and a test. services/todos shows how\n\
         a service looks when it is grown up."
    )
}

/// Whether a service may have this name.
fn check(root: &Path, name: &str) -> Result<()> {
    if !is_word(name) {
        return Err(
            format!("`{name}` is no name for a service: one lower-case word of 2 to 20 letters").into()
        );
    }
    if is_reserved(name) {
        return Err(format!(
            "`{name}` means something else to Rust, to SQL or in the addresses of this house"
        )
        .into());
    }
    for home in ["services", "crates"] {
        if root.join(home).join(name).exists() {
            return Err(format!("`{name}` is taken: there is a folder {home}/{name}").into());
        }
    }
    if read(root, "Cargo.lock")?.lines().any(|line| line == format!("name = \"{name}\"")) {
        return Err(format!("`{name}` is taken: a crate of this name is among our dependencies").into());
    }
    Ok(())
}

fn is_reserved(word: &str) -> bool {
    RESERVED.split(' ').any(|reserved| reserved == word)
}

/// What stands where the template says `demo` and `gizmo`.
struct Names(Vec<(String, String)>);

impl Names {
    fn new(name: &str, noun: &str) -> Self {
        let plural = plural(noun);
        let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
        // The longer first, since each is part of the next.
        let pairs = [
            ("gizmos", plural.clone()),
            ("Gizmos", capital(&plural)),
            ("GIZMOS", plural.to_uppercase()),
            ("a gizmo", format!("{article} {noun}")),
            ("A gizmo", format!("{} {noun}", capital(article))),
            ("a_gizmo", format!("{article}_{noun}")),
            ("gizmo", noun.to_owned()),
            ("Gizmo", capital(noun)),
            ("GIZMO", noun.to_uppercase()),
            ("demo", name.to_owned()),
            ("Demo", capital(name)),
        ];
        Self(pairs.map(|(from, to)| (from.to_owned(), to)).into())
    }

    fn put_into(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
    }
}

fn plural(noun: &str) -> String {
    let hisses = ["s", "x", "z", "ch", "sh"].iter().any(|end| noun.ends_with(end));
    let vowel = |c: char| "aeiou".contains(c);
    match noun.strip_suffix('y') {
        Some(stem) if !stem.ends_with(vowel) => format!("{stem}ies"),
        _ if hisses => format!("{noun}es"),
        _ => format!("{noun}s"),
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
}

/// The files of the template: their paths in it, and what they hold.
fn template(folder: &Path) -> Result<Vec<(String, String)>> {
    let (mut files, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next)? {
            let path: PathBuf = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let inside = path.strip_prefix(folder)?.to_string_lossy().into_owned();
                files.push((inside, fs::read_to_string(&path)?));
            }
        }
    }
    Ok(files)
}

fn read(root: &Path, path: &str) -> Result<String> {
    fs::read_to_string(root.join(path)).map_err(|error| format!("{path}: {error}").into())
}

/// The binary's manifest with one more dependency, in the order of names.
fn depend(manifest: &str, name: &str) -> Result<String> {
    let line = format!("{name} = {{ path = \"../../services/{name}\" }}");
    let mut lines: Vec<&str> = manifest.lines().collect();
    let begin =
        lines.iter().position(|line| *line == "[dependencies]").ok_or("no [dependencies] in marquee")? + 1;
    let end = lines[begin..].iter().position(|line| line.is_empty()).map_or(lines.len(), |end| begin + end);
    let at = lines[begin..end].iter().position(|other| key(other) > name).map_or(end, |at| begin + at);
    lines.insert(at, &line);
    Ok(lines.join("\n") + "\n")
}

fn key(line: &str) -> &str {
    line.split(['.', ' ', '=']).next().unwrap_or(line)
}

/// The list of services with one more at its end.
fn hang(list: &str, name: &str) -> Result<String> {
    let last = list.rfind("::service()").ok_or("crates/marquee/src/services.rs lists no service")?;
    let after = last + "::service()".len();
    Ok(format!("{}, {name}::service(){}", &list[..after], &list[after..]))
}

/// Runs cargo in the workspace; what it prints is shown only when it fails.
fn cargo(root: &Path, arguments: &[&str]) -> Result<()> {
    let output = Command::new(run::cargo()).args(arguments).current_dir(root).output()?;
    if output.status.success() {
        return Ok(());
    }
    let why = String::from_utf8_lossy(&output.stderr).into_owned();
    Err(format!("cargo {}: {why}", arguments.join(" ")).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::sample::Sample;

    #[test]
    fn bad_and_taken_names_are_refused_in_words() {
        let sample = Sample::new(&[
            ("services/games/README.md", ""),
            ("crates/kit/Cargo.toml", ""),
            ("Cargo.lock", "[[package]]\nname = \"tokio\"\n"),
        ]);
        let told = |name: &str| new(&sample.tree.root, name, "lane").unwrap_err().to_string();
        for name in ["Bowling", "bowling-club", "b", "bowling2", "", "averyveryverylongname", "../x"] {
            assert!(told(name).contains("one lower-case word"), "{name}");
        }
        assert!(told("order").contains("means something else"));
        assert_eq!(told("games"), "`games` is taken: there is a folder services/games");
        assert_eq!(told("kit"), "`kit` is taken: there is a folder crates/kit");
        assert!(told("tokio").contains("among our dependencies"));
        let noun = |noun: &str| new(&sample.tree.root, "bowling", noun).unwrap_err().to_string();
        assert!(noun("bowling").contains("is no noun") && noun("Lane").contains("is no noun"));
        assert!(!sample.tree.root.join("services/bowling").exists());
    }

    #[test]
    fn names_are_put_in_with_their_plural_and_article() {
        let text = "A gizmo of demo: /demo/gizmos, NO_SUCH_GIZMO, a gizmo, Gizmos, Demo";
        let names = Names::new("bowling", "alley");
        assert_eq!(
            names.put_into(text),
            "An alley of bowling: /bowling/alleys, NO_SUCH_ALLEY, an alley, Alleys, Bowling"
        );
        assert_eq!([plural("box"), plural("party"), plural("match")], ["boxes", "parties", "matches"]);
    }

    #[test]
    fn the_binary_depends_on_it_in_the_order_of_names() {
        let manifest = "[dependencies]\naxum.workspace = true\ngames = { path = \"x\" }\n\n[dev-dependencies]\ntempfile = \"3\"\n";
        let got = depend(manifest, "bowling").unwrap();
        assert!(
            got.contains("axum.workspace = true\nbowling = { path = \"../../services/bowling\" }\ngames"),
            "{got}"
        );
        let last = depend(manifest, "zoo").unwrap();
        assert!(
            last.contains("games = { path = \"x\" }\nzoo = { path = \"../../services/zoo\" }\n\n[dev"),
            "{last}"
        );
    }

    #[test]
    fn the_list_of_services_grows_at_its_end() {
        let one_line = "vec![games::service(), todos::service()]";
        assert_eq!(
            hang(one_line, "zoo").unwrap(),
            "vec![games::service(), todos::service(), zoo::service()]"
        );
        let lines = "vec![\n    games::service(),\n    todos::service(),\n]";
        assert!(hang(lines, "zoo").unwrap().contains("todos::service(), zoo::service(),\n]"));
    }
}
