//! A short unified diff of two texts, for people.

use std::fmt::Write as _;
use std::ops::Range;

/// Lines of context around a change.
const CONTEXT: usize = 3;
/// Above this many cells the table of [`edits`] would be too large; then the middle is shown as replaced.
const MAX_CELLS: usize = 4_000_000;

/// The first `limit` lines of the hunks that lead from `old` to `new`. Empty when both have the same lines.
pub(super) fn unified(old: &str, new: &str, limit: usize) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let mut text = String::new();
    for hunk in hunks(&edits(&old, &new), old.len()) {
        hunk.print(&old, &new, &mut text);
    }
    shorten(text, limit)
}

fn shorten(text: String, limit: usize) -> String {
    let lines = text.lines().count();
    if lines <= limit {
        return text;
    }
    let mut short: String = text.split_inclusive('\n').take(limit).collect();
    _ = writeln!(short, "... {} more lines", lines - limit);
    short
}

/// A run of lines of the old text that became a run of lines of the new one.
#[derive(Debug, PartialEq)]
struct Edit {
    old: Range<usize>,
    new: Range<usize>,
}

/// The changes, by the longest common subsequence of what is between the common beginning and the common end.
fn edits(old: &[&str], new: &[&str]) -> Vec<Edit> {
    let start = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let end = old[start..]
        .iter()
        .rev()
        .zip(new[start..].iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let (a, b) = (&old[start..old.len() - end], &new[start..new.len() - end]);
    if a.is_empty() && b.is_empty() {
        return Vec::new();
    }
    let width = b.len() + 1;
    if (a.len() + 1) * width > MAX_CELLS {
        return vec![Edit {
            old: start..start + a.len(),
            new: start..start + b.len(),
        }];
    }
    // common[i * width + j]: length of the longest common subsequence of a[i..] and b[j..].
    let mut common = vec![0_u32; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            common[i * width + j] = match a[i] == b[j] {
                true => common[(i + 1) * width + j + 1] + 1,
                false => common[(i + 1) * width + j].max(common[i * width + j + 1]),
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut edits: Vec<Edit> = Vec::new();
    while i < a.len() || j < b.len() {
        if i < a.len() && j < b.len() && a[i] == b[j] {
            (i, j) = (i + 1, j + 1);
            continue;
        }
        let (from_i, from_j) = (i, j);
        while i < a.len() || j < b.len() {
            if i < a.len() && j < b.len() && a[i] == b[j] {
                break;
            }
            let drop_old = j == b.len()
                || (i < a.len() && common[(i + 1) * width + j] >= common[i * width + j + 1]);
            if drop_old { i += 1 } else { j += 1 }
        }
        edits.push(Edit {
            old: start + from_i..start + i,
            new: start + from_j..start + j,
        });
    }
    edits
}

/// Edits that are near enough to share their context.
struct Hunk<'e> {
    edits: &'e [Edit],
    /// Lines of the old text, context included.
    old: Range<usize>,
}

fn hunks(mut edits: &[Edit], old_lines: usize) -> Vec<Hunk<'_>> {
    let mut hunks = Vec::new();
    while !edits.is_empty() {
        let near = edits
            .windows(2)
            .take_while(|pair| pair[1].old.start - pair[0].old.end <= 2 * CONTEXT)
            .count();
        let (together, rest) = edits.split_at(near + 1);
        let old = together[0].old.start.saturating_sub(CONTEXT)
            ..(together[near].old.end + CONTEXT).min(old_lines);
        hunks.push(Hunk {
            edits: together,
            old,
        });
        edits = rest;
    }
    hunks
}

impl Hunk<'_> {
    fn print(&self, old: &[&str], new: &[&str], text: &mut String) {
        let (first, last) = (&self.edits[0], &self.edits[self.edits.len() - 1]);
        let new_start = first.new.start - (first.old.start - self.old.start);
        let new_end = last.new.end + (self.old.end - last.old.end);
        _ = writeln!(
            text,
            "@@ -{} +{} @@",
            place(&self.old),
            place(&(new_start..new_end))
        );
        let mut at = self.old.start;
        for edit in self.edits {
            lines(text, ' ', &old[at..edit.old.start]);
            lines(text, '-', &old[edit.old.clone()]);
            lines(text, '+', &new[edit.new.clone()]);
            at = edit.old.end;
        }
        lines(text, ' ', &old[at..self.old.end]);
    }
}

fn lines(text: &mut String, sign: char, lines: &[&str]) {
    for line in lines {
        _ = writeln!(text, "{sign}{line}");
    }
}

/// Start and length as diff tools write them: an empty range is said to stand after the line before it.
fn place(range: &Range<usize>) -> String {
    let start = if range.is_empty() {
        range.start
    } else {
        range.start + 1
    };
    match range.len() {
        1 => start.to_string(),
        length => format!("{start},{length}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(old: &str, new: &str, expected: &str) {
        let lines = |text: &str| {
            text.split(' ')
                .filter(|line| !line.is_empty())
                .map(|l| format!("{l}\n"))
                .collect()
        };
        let (old, new): (String, String) = (lines(old), lines(new));
        assert_eq!(unified(&old, &new, 100), expected.replace('|', "\n"));
    }

    #[test]
    fn same_text_has_no_diff() {
        check("a b", "a b", "");
    }

    #[test]
    fn changes_keep_three_lines_of_context() {
        check(
            "1 2 3 4 5 6 7 8 9",
            "1 2 3 4 x 6 7 8 9",
            "@@ -2,7 +2,7 @@| 2| 3| 4|-5|+x| 6| 7| 8|",
        );
    }

    #[test]
    fn the_ends_count_too() {
        check("", "a", "@@ -0,0 +1 @@|+a|");
        check("a b", "b c", "@@ -1,2 +1,2 @@|-a| b|+c|");
        check("a", "", "@@ -1 +0,0 @@|-a|");
    }

    #[test]
    fn far_changes_are_hunks_of_their_own() {
        check(
            "a 1 2 3 4 5 6 7 b",
            "1 2 3 4 5 6 7",
            "@@ -1,4 +1,3 @@|-a| 1| 2| 3|@@ -6,4 +5,3 @@| 5| 6| 7|-b|",
        );
        check(
            "a 1 2 3 4 5 6 b",
            "1 2 3 4 5 6",
            "@@ -1,8 +1,6 @@|-a| 1| 2| 3| 4| 5| 6|-b|",
        );
    }

    #[test]
    fn a_long_diff_is_cut() {
        let old: String = (0..50).map(|line| format!("{line}\n")).collect();
        let diff = unified(&old, "", 3);
        assert_eq!(diff, "@@ -1,50 +0,0 @@\n-0\n-1\n... 48 more lines\n");
    }
}
