//! JSONPath (RFC 9535) as text: names, wildcards, indices, descendants and filters. Slices and functions are not known.

/// One step of a path.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Step {
    /// Whether the step is taken from every value below, and not only from here (`..`).
    pub(super) deep: bool,
    /// What is selected; the union of these.
    pub(super) selectors: Vec<Selector>,
}

/// What a step selects.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Selector {
    Name(String),
    Any,
    Index(i64),
    Filter(Test),
}

/// A filter's condition.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Test {
    Or(Vec<Test>),
    And(Vec<Test>),
    Not(Box<Test>),
    /// The path leads somewhere.
    Exists(Operand),
    /// Two operands compare.
    Compare(Operand, Comparison, Operand),
}

/// How two operands compare.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Comparison {
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// One side of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Operand {
    /// `@...`
    Here(Vec<Step>),
    /// `$...`
    Root(Vec<Step>),
    Text(String),
    Number(f64),
    Bool(bool),
    Null,
}

/// Parses a path, or says what was expected and at which character.
pub(super) fn parse(text: &str) -> Result<Vec<Step>, String> {
    let mut parser = Parser { text, at: 0 };
    parser.expect("$")?;
    let steps = parser.steps()?;
    match parser.rest() {
        "" => Ok(steps),
        _ => Err(parser.fault("`.`, `[` or the end")),
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn fault(&self, expected: &str) -> String {
        let before = &self.text[..self.at];
        format!(
            "expected {expected} at character {}",
            before.chars().count() + 1
        )
    }

    fn take(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    fn expect(&mut self, token: &str) -> Result<(), String> {
        if self.take(token) {
            Ok(())
        } else {
            Err(self.fault(&format!("`{token}`")))
        }
    }

    fn space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    fn steps(&mut self) -> Result<Vec<Step>, String> {
        let mut steps = Vec::new();
        loop {
            let deep = self.take("..");
            let selectors = if self.take("[") {
                self.bracket()?
            } else if deep || self.take(".") {
                vec![self.dotted()?]
            } else {
                return Ok(steps);
            };
            steps.push(Step { deep, selectors });
        }
    }

    /// `name` or `*` behind a dot.
    fn dotted(&mut self) -> Result<Selector, String> {
        if self.take("*") {
            return Ok(Selector::Any);
        }
        let rest = self.rest();
        let is_name = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '$');
        let end = rest.find(|letter| !is_name(letter)).unwrap_or(rest.len());
        if end == 0 {
            return Err(self.fault("a name or `*`"));
        }
        self.at += end;
        Ok(Selector::Name(rest[..end].to_owned()))
    }

    fn bracket(&mut self) -> Result<Vec<Selector>, String> {
        let mut selectors = Vec::new();
        loop {
            self.space();
            selectors.push(self.selector()?);
            self.space();
            if self.take("]") {
                return Ok(selectors);
            }
            self.expect(",")?;
        }
    }

    fn selector(&mut self) -> Result<Selector, String> {
        if self.take("*") {
            return Ok(Selector::Any);
        }
        if self.take("?") {
            self.space();
            return Ok(Selector::Filter(self.or()?));
        }
        if let Some(name) = self.quoted()? {
            return Ok(Selector::Name(name));
        }
        match self.number() {
            Some(number) if number.fract() == 0.0 => Ok(Selector::Index(number as i64)),
            _ => Err(self.fault("a name in quotes, an index, `*` or `?`")),
        }
    }

    fn quoted(&mut self) -> Result<Option<String>, String> {
        let quote = match self.rest().chars().next() {
            Some(quote @ ('\'' | '"')) => quote,
            _ => return Ok(None),
        };
        self.at += 1;
        let mut text = String::new();
        let mut letters = self.rest().char_indices();
        while let Some((offset, letter)) = letters.next() {
            match letter {
                letter if letter == quote => {
                    self.at += offset + 1;
                    return Ok(Some(text));
                }
                '\\' => {
                    let escape = self.rest().get(offset..).unwrap_or_default();
                    let Some((letter, length)) = escaped(escape) else {
                        self.at += offset;
                        return Err(self.fault("an escape such as `\\n`, `\\'` or `\\u0041`"));
                    };
                    text.push(letter);
                    // All of an escape is ASCII, and its first letter is taken.
                    letters.nth(length - 2);
                }
                letter => text.push(letter),
            }
        }
        Err(self.fault("the closing quote"))
    }

    fn number(&mut self) -> Option<f64> {
        let rest = self.rest();
        let is_number = |letter: char| letter.is_ascii_digit() || "+-.eE".contains(letter);
        let end = rest.find(|letter| !is_number(letter)).unwrap_or(rest.len());
        let number = rest[..end].parse().ok()?;
        self.at += end;
        Some(number)
    }

    fn or(&mut self) -> Result<Test, String> {
        let mut tests = vec![self.and()?];
        while self.take_spaced("||") {
            tests.push(self.and()?);
        }
        Ok(one_or(tests, Test::Or))
    }

    fn and(&mut self) -> Result<Test, String> {
        let mut tests = vec![self.test()?];
        while self.take_spaced("&&") {
            tests.push(self.test()?);
        }
        Ok(one_or(tests, Test::And))
    }

    fn take_spaced(&mut self, token: &str) -> bool {
        self.space();
        let found = self.take(token);
        self.space();
        found
    }

    fn test(&mut self) -> Result<Test, String> {
        self.space();
        if self.take("!") {
            return Ok(Test::Not(Box::new(self.test()?)));
        }
        if self.take("(") {
            let test = self.or()?;
            self.space();
            self.expect(")")?;
            return Ok(test);
        }
        let left = self.operand()?;
        self.space();
        let comparison = [
            ("==", Comparison::Equal),
            ("!=", Comparison::Unequal),
            ("<=", Comparison::LessOrEqual),
            (">=", Comparison::GreaterOrEqual),
            ("<", Comparison::Less),
            (">", Comparison::Greater),
        ];
        for (token, comparison) in comparison {
            if self.take(token) {
                self.space();
                return Ok(Test::Compare(left, comparison, self.operand()?));
            }
        }
        Ok(Test::Exists(left))
    }

    fn operand(&mut self) -> Result<Operand, String> {
        if self.take("@") {
            return Ok(Operand::Here(self.steps()?));
        }
        if self.take("$") {
            return Ok(Operand::Root(self.steps()?));
        }
        if let Some(text) = self.quoted()? {
            return Ok(Operand::Text(text));
        }
        for (word, value) in [
            ("true", Operand::Bool(true)),
            ("false", Operand::Bool(false)),
            ("null", Operand::Null),
        ] {
            if self.take(word) {
                return Ok(value);
            }
        }
        let number = self.number().map(Operand::Number);
        number.ok_or_else(|| self.fault("`@`, `$` or a value"))
    }
}

/// What an escape at the beginning of a text stands for (RFC 9535, section 2.3.1.1), and its length.
fn escaped(text: &str) -> Option<(char, usize)> {
    let unit = |text: &str| {
        let digits = text.strip_prefix("\\u")?.get(..4)?;
        let hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        hex.then(|| u16::from_str_radix(digits, 16).ok()).flatten()
    };
    let letter = match text.chars().nth(1)? {
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        letter @ ('\\' | '/' | '\'' | '"') => letter,
        'u' => {
            // What does not fit 16 bits is two escapes.
            let units = [Some(unit(text)?), text.get(6..).and_then(unit)];
            let mut letters = char::decode_utf16(units.into_iter().flatten());
            let letter = letters.next()?.ok()?;
            return Some((letter, 6 * letter.len_utf16()));
        }
        _ => return None,
    };
    Some((letter, 2))
}

fn one_or(mut tests: Vec<Test>, many: impl FnOnce(Vec<Test>) -> Test) -> Test {
    if tests.len() == 1 {
        tests.remove(0)
    } else {
        many(tests)
    }
}
