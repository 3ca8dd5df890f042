//! Tokens as one line of text, with marks where it may be broken.

use std::fmt::Write as _;
use std::iter;

use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, TokenTree};

use super::into_tokens;

/// Some tokens in one line.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub text: String,
    pub marks: Vec<Mark>,
    /// Whether there is something that only prettyplease knows how to lay out.
    pub strange: bool,
    /// Whether a struct is made of more than what prettyplease leaves in one line.
    pub wide: bool,
    last: Last,
    /// Where the expression began that the last token belongs to.
    from: usize,
    /// The lists in angle brackets that are open, by their marks.
    angles: Vec<usize>,
}

/// What stands at a place of the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub kind: Kind,
    pub at: usize,
    /// Where the expression begins that it belongs to.
    pub from: usize,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    /// A list begins, whose end is at this mark.
    Open(usize),
    /// Braces begin, whose end is at this mark.
    Brace(usize),
    Close,
    Comma,
    Semicolon,
    Equals,
    /// A link of a chain of calls and fields begins.
    Dot,
    /// What stands before the body of an arm ends.
    Arrow,
    /// An expression with this is not broken.
    Rigid,
}

/// What the last token was, for the space after it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Last {
    #[default]
    Start,
    Word,
    Open,
    Close,
    /// A comma, a semicolon or a colon: there is no space before it.
    Mark(Spacing),
    /// `=` or `->`: there is a space before and after it.
    Operator(Spacing),
    /// `&` or `'`: there is no space after it.
    Prefix,
    /// `::` or a dot: there are no spaces around it.
    Joint,
}

/// How much of a struct is left in one line, up to its last brace.
pub(super) const STRUCT_WIDTH: usize = 34;

/// Words with a layout of their own.
const STRANGE: &[&str] = &[
    "as", "dyn", "else", "if", "in", "loop", "move", "return", "static", "unsafe", "where", "while",
];

impl Line {
    pub fn clear(&mut self) {
        self.text.clear();
        self.marks.clear();
        self.angles.clear();
        (self.strange, self.wide) = (false, false);
        (self.last, self.from) = (Last::Start, 0);
    }

    /// Whether a list in angle brackets is open, so that a comma belongs to it.
    pub fn is_open(&self) -> bool {
        !self.angles.is_empty()
    }

    pub fn push(&mut self, token: TokenTree) {
        match token {
            TokenTree::Ident(word) => self.word(&word),
            TokenTree::Literal(literal) => {
                self.begin();
                _ = write!(self.text, "{literal}");
                self.last = Last::Word;
            }
            TokenTree::Punct(punct) => self.punct(&punct),
            TokenTree::Group(group) => self.group(group),
        }
    }

    fn word(&mut self, word: &Ident) {
        self.begin();
        let from = self.text.len();
        _ = write!(self.text, "{word}");
        self.strange |= STRANGE.contains(&&self.text[from..]);
        self.last = Last::Word;
    }

    /// The space before a word, or what else an expression begins with.
    fn begin(&mut self) {
        match self.last {
            Last::Word | Last::Close | Last::Mark(_) | Last::Operator(_) => self.text.push(' '),
            Last::Start | Last::Open | Last::Prefix | Last::Joint => {}
        }
        if !matches!(self.last, Last::Joint) {
            self.from = self.text.len();
        }
    }

    fn mark(&mut self, kind: Kind) {
        let (at, from) = (self.text.len(), self.from);
        self.marks.push(Mark { kind, at, from });
    }

    fn punct(&mut self, punct: &Punct) {
        let (sign, spacing) = (punct.as_char(), punct.spacing());
        self.last = match (sign, self.last) {
            (':', Last::Mark(Spacing::Joint)) => Last::Joint,
            ('>', Last::Operator(Spacing::Joint)) => {
                if self.text.ends_with('=') {
                    self.mark(Kind::Arrow);
                }
                Last::Operator(Spacing::Alone)
            }
            (_, Last::Mark(Spacing::Joint) | Last::Operator(Spacing::Joint)) => {
                self.strange = true;
                Last::Operator(spacing)
            }
            (':', last) => {
                if matches!(last, Last::Mark(_) | Last::Operator(_)) {
                    self.text.push(' ');
                }
                Last::Mark(spacing)
            }
            (',', _) => {
                self.mark(Kind::Comma);
                Last::Mark(Spacing::Alone)
            }
            (';', _) => {
                self.mark(Kind::Semicolon);
                Last::Mark(Spacing::Alone)
            }
            ('<', Last::Word | Last::Joint) => {
                self.angles.push(self.marks.len());
                self.mark(Kind::Close);
                Last::Open
            }
            ('>', _) if self.is_open() => {
                self.close_angle();
                Last::Close
            }
            ('.', Last::Word | Last::Close) => {
                self.mark(Kind::Dot);
                Last::Joint
            }
            ('*', Last::Joint) => Last::Word,
            ('!', Last::Word) => {
                self.strange = true;
                Last::Prefix
            }
            ('?', _) => {
                self.mark(Kind::Rigid);
                Last::Close
            }
            ('&' | '\'', Last::Start | Last::Open | Last::Prefix) => Last::Prefix,
            ('&' | '\'', Last::Mark(_) | Last::Operator(_)) => {
                self.text.push(' ');
                Last::Prefix
            }
            ('&', Last::Word) if &self.text[self.from..] == "match" => {
                self.text.push(' ');
                Last::Prefix
            }
            ('=' | '-' | '+', Last::Word | Last::Close) => {
                match (sign, spacing) {
                    ('=', Spacing::Alone) => self.mark(Kind::Equals),
                    // An arrow follows.
                    ('-' | '=', Spacing::Joint) => {}
                    _ => self.mark(Kind::Rigid),
                }
                self.text.push(' ');
                Last::Operator(spacing)
            }
            (_, last) => {
                self.strange = true;
                if last != Last::Joint {
                    self.text.push(' ');
                }
                Last::Operator(spacing)
            }
        };
        self.text.push(sign);
    }

    fn close_angle(&mut self) {
        if let Some(open) = self.angles.pop() {
            self.close(open, false);
        }
    }

    fn group(&mut self, group: Group) {
        let (open, close) = match group.delimiter() {
            Delimiter::Parenthesis => ('(', ')'),
            Delimiter::Bracket => ('[', ']'),
            Delimiter::Brace => {
                let from = self.from;
                self.braces(group);
                self.wide |= self.text.len() - 1 - from > STRUCT_WIDTH;
                return;
            }
            Delimiter::None => {
                self.strange = true;
                return self.all(group);
            }
        };
        let is_called = matches!(self.last, Last::Word | Last::Close);
        if matches!(self.last, Last::Mark(_) | Last::Operator(_)) {
            self.text.push(' ');
        }
        if !is_called {
            self.from = self.text.len();
        }
        let mark = self.marks.len();
        self.mark(Kind::Close);
        self.text.push(open);
        self.last = Last::Open;
        self.all(group);
        self.close(mark, open == '(' && !is_called);
        self.text.push(close);
        self.last = Last::Close;
    }

    /// Braces, with spaces between them and what is in them.
    pub fn braces(&mut self, group: Group) {
        if self.last == Last::Joint {
            return self.imports(group);
        }
        let is_empty = group.stream().is_empty();
        if self.last != Last::Start {
            self.text.push(' ');
        }
        let mark = self.marks.len();
        self.mark(Kind::Close);
        self.text.push('{');
        self.last = Last::Mark(Spacing::Alone);
        self.all(group);
        self.close(mark, false);
        if !is_empty {
            self.text.push(' ');
        }
        self.text.push('}');
        self.last = Last::Close;
        self.marks[mark].kind = Kind::Brace(self.marks.len() - 1);
    }

    /// The names of an import, in a line. Braces around a single one are none, and those within others break the line.
    fn imports(&mut self, group: Group) {
        self.text.push('{');
        let start = self.text.len();
        self.last = Last::Open;
        self.all(group);
        if self.text.ends_with(',') {
            self.text.pop();
        }
        let names = &self.text[start..];
        self.strange |= names.contains('{') || !names.contains(',');
        self.text.push('}');
        self.last = Last::Close;
    }

    /// What is in a group.
    pub fn all(&mut self, group: Group) {
        into_tokens(group).for_each(|token| self.push(token));
    }

    /// Marks the end of the list that begins at a mark. A comma after its last entry is there only if it makes a tuple.
    fn close(&mut self, open: usize, is_tuple: bool) {
        if self.last == Last::Mark(Spacing::Alone) && self.text.ends_with(',') {
            self.marks.pop();
            if !is_tuple
                || self
                    .siblings(open + 1, self.marks.len())
                    .any(|(_, it)| it.kind == Kind::Comma)
            {
                self.text.pop();
            }
        }
        self.marks[open].kind = Kind::Open(self.marks.len());
        self.mark(Kind::Close);
        self.from = self.marks[open].from;
    }

    /// The marks of a range, without those in lists.
    pub fn siblings(&self, from: usize, to: usize) -> impl Iterator<Item = (usize, Mark)> {
        let mut next = from;
        iter::from_fn(move || {
            let index = next;
            let mark = *self.marks[..to].get(index)?;
            next = match mark.kind {
                Kind::Open(close) | Kind::Brace(close) => close + 1,
                _ => index + 1,
            };
            Some((index, mark))
        })
    }
}
