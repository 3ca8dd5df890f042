//! The guide has a page for each code of a diagnostic, and no link in it leads nowhere.
//!
//! Pages of codes take their text from where `specwright explain` has it. `UPDATE_GUIDE=1` writes what is missing.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use specwright::diagnostic::{CODES, Code};

/// Where the part of a page begins that is made from the list of codes.
const MARK: &str = "cargo test -p specwright --test guide` writes this page. -->\n";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_default()
}

/// What the guide has to hold of codes, by path.
fn expected() -> BTreeMap<String, String> {
    let page = |code: &Code| {
        let slug = code.slug;
        let text = format!(
            "{{{{#include ../../generator/src/diagnostic/explain/{slug}.md}}}}\n\n\
             `specwright explain {slug}` prints this page.\n"
        );
        (format!("docs/diagnostics/{slug}.md"), text)
    };
    let mut pages: BTreeMap<String, String> = CODES.iter().map(page).collect();
    let summary = read("docs/SUMMARY.md");
    let lines = summary.split_inclusive('\n');
    let mut summary: String = lines
        .filter(|line| !line.contains("](diagnostics/"))
        .collect();
    let chapter = "](diagnostics.md)\n";
    let at = summary.find(chapter).expect("the chapter") + chapter.len();
    let entry = |code: &Code| format!("  - [{0}](diagnostics/{0}.md)\n", code.slug);
    summary.insert_str(at, &CODES.iter().map(entry).collect::<String>());
    pages.insert("docs/SUMMARY.md".to_owned(), summary);
    let all = read("docs/diagnostics.md");
    let at = all.find(MARK).expect("the mark") + MARK.len();
    let row = |code: &Code| {
        format!(
            "| [`{0}`](diagnostics/{0}.md) | {1} |\n",
            code.slug,
            code.title()
        )
    };
    let table: String = CODES.iter().map(row).collect();
    let all = format!(
        "{}\n| code | what it is about |\n| --- | --- |\n{table}",
        &all[..at]
    );
    pages.insert("docs/diagnostics.md".to_owned(), all);
    pages
}

#[test]
fn every_code_has_a_page() {
    for (path, text) in expected() {
        if std::env::var_os("UPDATE_GUIDE").is_some() {
            fs::write(root().join(&path), &text).expect("written");
        }
        assert_eq!(read(&path), text, "{path}: `UPDATE_GUIDE=1` writes it");
    }
    for entry in fs::read_dir(root().join("docs/diagnostics")).expect("the folder") {
        let name = entry
            .expect("an entry")
            .file_name()
            .to_string_lossy()
            .into_owned();
        let slug = name.strip_suffix(".md").unwrap_or(&name);
        assert!(Code::find(slug).is_some(), "{name} is about no code");
    }
}

#[test]
fn every_page_is_in_the_summary() {
    let summary = read("docs/SUMMARY.md");
    for path in pages() {
        let below = path.strip_prefix(root().join("docs")).expect("it is there");
        let below = below.to_string_lossy().replace('\\', "/");
        let listed = summary.contains(&format!("]({below})"));
        assert!(
            listed || below == "SUMMARY.md",
            "{below} is not in SUMMARY.md"
        );
    }
}

#[test]
fn no_link_leads_nowhere() {
    let mut paths = pages();
    for name in [
        "ARCHITECTURE.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "README.md",
        "SECURITY.md",
    ] {
        paths.push(root().join(name));
    }
    let mut wrong = Vec::new();
    for path in &paths {
        let text = fs::read_to_string(path).expect("a page");
        for link in links(&text) {
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            if file.contains(':') {
                continue;
            }
            let target = match file {
                "" => path.clone(),
                file => path.with_file_name("").join(file),
            };
            let found = match (fs::read_to_string(&target), anchor) {
                (Ok(text), anchor) => anchor.is_empty() || anchors(&text).any(|it| it == anchor),
                (Err(_), _) => target.is_dir(),
            };
            if !found {
                wrong.push(format!("{}: {link}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// All pages of the guide.
fn pages() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join("docs")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            match path.extension() {
                _ if path.is_dir() => folders.push(path),
                Some(extension) if extension == "md" => found.push(path),
                _ => {}
            }
        }
    }
    found
}

/// What stands in `](…)` and `{{#include …}}`, outside of code.
fn links(text: &str) -> Vec<&str> {
    let mut code = false;
    let prose = text.lines().filter(|line| {
        code ^= line.trim_start().starts_with("```");
        !code
    });
    prose
        .flat_map(|line| between(line, "](", ")").chain(between(line, "{{#include ", "}}")))
        .collect()
}

fn between<'t>(
    line: &'t str,
    open: &'static str,
    close: &'static str,
) -> impl Iterator<Item = &'t str> {
    line.split(open)
        .skip(1)
        .filter_map(move |rest| rest.split_once(close))
        .map(|(link, _)| link)
}

/// The anchors of a page's headings, as GitHub and mdBook make them.
fn anchors(text: &str) -> impl Iterator<Item = String> {
    let headings = text.lines().filter(|line| line.starts_with('#'));
    headings.map(|line| {
        let words = line.trim_start_matches('#').trim().to_lowercase();
        let kept = words
            .chars()
            .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        kept.map(|c| if c == ' ' { '-' } else { c }).collect()
    })
}
