//! What the program is asked.

use std::path::PathBuf;

use clap::Parser;

use crate::list::List;

/// Call every operation of some real descriptions against Prism, which holds requests against them
#[derive(Debug, Parser)]
#[command(name = "requests", max_term_width = 100)]
pub struct Arguments {
    /// A folder of descriptions, or one of them [default: corpus/ in the folder that CORPUS names, else ../shared]
    pub input: Option<PathBuf>,

    /// Only documents whose name contains this, whether they are listed or not; may be given several times
    #[arg(long, value_name = "NAME")]
    pub only: Vec<String>,

    /// Leave out documents whose clients have more lines than this
    #[arg(long, value_name = "N", default_value_t = 60_000)]
    pub max_lines: usize,

    /// Answers that Prism makes up for each operation, beside those from examples
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub random: usize,

    #[clap(skip)]
    pub list: List,
}

impl Arguments {
    /// Whether a document is wanted: one that is listed, unless others were named.
    pub fn wants(&self, name: &str) -> bool {
        match self.only.is_empty() {
            true => self.list.has(name),
            false => self.only.iter().any(|part| name.contains(part)),
        }
    }
}
