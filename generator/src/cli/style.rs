//! Colors, and whether there are any.

use std::env;
use std::io::IsTerminal;

use clap::builder::styling::{AnsiColor, Style};

use super::args::Color;

/// The styles of one output; all plain where it shows no colors.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Styles {
    pub error: Style,
    pub note: Style,
    pub good: Style,
    pub strong: Style,
    pub faint: Style,
}

impl Styles {
    pub fn new(color: Color, output: &impl IsTerminal) -> Self {
        let colored = match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => output.is_terminal() && wanted(),
        };
        if colored {
            Self::colored()
        } else {
            Self::default()
        }
    }

    fn colored() -> Self {
        Self {
            error: AnsiColor::Red.on_default().bold(),
            note: AnsiColor::Cyan.on_default().bold(),
            good: AnsiColor::Green.on_default().bold(),
            strong: Style::new().bold(),
            faint: Style::new().dimmed(),
        }
    }

    pub fn is_colored(self) -> bool {
        self != Self::default()
    }
}

/// What the environment says, by the two conventions that there are.
fn wanted() -> bool {
    let unset_or_empty = env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    unset_or_empty && env::var_os("TERM").is_none_or(|term| term != "dumb")
}
