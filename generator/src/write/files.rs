//! The files of one folder, in memory: relative path to text, sorted.

use std::collections::BTreeMap;

/// The whole of what belongs in an output folder.
///
/// Paths are relative, use `/`, and never leave the folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    texts: BTreeMap<String, String>,
}

impl Files {
    /// Adds a file, or replaces the one that has the same path.
    ///
    /// # Panics
    ///
    /// When the path is absolute, or has an empty, `.` or `..` segment: paths come from the layout, which makes
    /// identifiers of all that a description says.
    pub fn insert(&mut self, path: String, text: String) {
        assert!(
            is_inside(&path),
            "`{path}` is not a plain path inside the output folder"
        );
        self.texts.insert(path, text);
    }

    /// Path and text of each file, sorted by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The text of one file.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.texts.get(path).map(String::as_str)
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// How many lines all files have together.
    pub fn lines(&self) -> usize {
        let ended = |text: &String| memchr::memchr_iter(b'\n', text.as_bytes()).count();
        let open = |text: &String| usize::from(!text.is_empty() && !text.ends_with('\n'));
        let texts = self.texts.values();
        texts.map(|text| ended(text) + open(text)).sum()
    }
}

impl FromIterator<(String, String)> for Files {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(pairs: I) -> Self {
        let mut files = Self::default();
        for (path, text) in pairs {
            files.insert(path, text);
        }
        files
    }
}

/// Whether a relative path has plain segments only. Paths read back from a record are held to the same rule.
pub(super) fn is_inside(path: &str) -> bool {
    !path.contains(['\\', ':', '\n'])
        && path
            .split('/')
            .all(|segment| !matches!(segment, "" | "." | ".."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside() {
        for path in ["lib.rs", "src/a/b.rs", ".specwright"] {
            assert!(is_inside(path), "{path}");
        }
        for path in [
            "",
            "/etc/passwd",
            "../x",
            "a/../b",
            "a//b",
            "./a",
            "a\\b",
            "C:/x",
            "a/",
        ] {
            assert!(!is_inside(path), "{path}");
        }
    }

    #[test]
    fn iteration_is_sorted() {
        let files: Files = [("b", "2\n3\n"), ("a", "1")]
            .map(|(p, t)| (p.to_owned(), t.to_owned()))
            .into_iter()
            .collect();
        assert_eq!(
            files.iter().collect::<Vec<_>>(),
            [("a", "1"), ("b", "2\n3\n")]
        );
        assert_eq!(files.lines(), 3);
    }
}
