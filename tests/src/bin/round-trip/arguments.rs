//! What the program is asked.

use std::path::PathBuf;

use clap::Parser;

/// Take the values of descriptions through the types that are made for them
#[derive(Debug, Parser)]
#[command(name = "round-trip", max_term_width = 100)]
pub struct Arguments {
    /// A folder of descriptions, or one of them [default: corpus/ in the folder that CORPUS names, else ../shared]
    pub input: Option<PathBuf>,

    /// Only documents whose name contains this; may be given several times
    #[arg(long, value_name = "NAME")]
    pub only: Vec<String>,

    /// Leave out documents whose types have more lines than this
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    pub max_lines: usize,

    /// Also make N values at random for each schema that has a name, or stands in a media type or parameter
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub random: usize,
}

impl Arguments {
    /// Whether a document is wanted.
    pub fn wants(&self, name: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|part| name.contains(part))
    }
}
