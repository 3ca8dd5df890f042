//! The arguments, and what `--help` says of them.

use std::path::PathBuf;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{Parser, Subcommand, ValueEnum};

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

/// Compile an OpenAPI description to a Rust client
///
/// specwright reads a description of OpenAPI 3.0, 3.1 or 3.2, or of Swagger 2.0 (YAML or JSON), and writes a crate with
/// typed structs and a method for each operation. The crate compiles alone, and its files are the same to the byte on
/// every machine.
#[derive(Debug, Parser)]
#[command(name = "specwright", version, styles = STYLES, max_term_width = 100, after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(subcommand)]
    pub command: Command,

    /// When to use colors
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: Color,

    /// In which form to say what is wrong
    #[arg(long, global = true, value_name = "FORMAT", default_value = "human")]
    pub message_format: MessageFormat,

    /// How many errors and warnings to show [default: 50; all of them as json]
    #[arg(long, global = true, value_name = "N")]
    pub max_diagnostics: Option<usize>,
}

const EXAMPLES: &str = "\
Examples:
  specwright generate                      the only description here or in spec/ becomes a crate
  specwright generate pets.yaml -o pets    the crate goes to pets/
  specwright generate pets.yaml -o pets --check
                                           fails if pets/ is stale; for CI
  specwright check pets.yaml               what is wrong with the description
  specwright diff old.yaml pets.yaml       what changes for those who use the client
  specwright explain unresolved-reference  what an error means, and what to do

In a build script, use `specwright::Builder` instead.";

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Write a crate from a description
    ///
    /// On Linux the folder is replaced as a whole or not at all, where the file system can exchange folders; elsewhere a
    /// run that was killed is finished by the next. Files that you added stay; files that an earlier run wrote and that
    /// are no longer needed go. A generated file that you edited is never replaced without --force.
    #[command(visible_alias = "gen", after_help = GENERATE_EXAMPLES)]
    Generate(Generate),

    /// Say what is wrong with a description, and write nothing
    ///
    /// Shows what is wrong, what is widened or left out for it, and what is worth knowing: names that collide and what
    /// they become, operations without an id, schemas that say nothing.
    #[command(after_help = CHECK_EXAMPLES)]
    Check(Check),

    /// Say what another description changes for those who use the client
    ///
    /// Compares what two clients offer: methods, arguments, types, fields, variants, and what each of them means. Says of
    /// each difference whether code that uses it still compiles, and whether the next version is a major one.
    #[command(after_help = DIFF_EXAMPLES)]
    Diff(Diff),

    /// Say what the code of an error or a warning means
    #[command(after_help = EXPLAIN_EXAMPLES)]
    Explain(Explain),
}

const GENERATE_EXAMPLES: &str = "\
Examples:
  specwright generate                      the only description here or in spec/
  specwright generate pets.yaml --config pets.toml --out crates/pets
  specwright generate pets.yaml --out crates/pets --check";

const CHECK_EXAMPLES: &str = "\
Examples:
  specwright check pets.yaml
  specwright check pets.yaml --deny-warnings
  specwright check pets.yaml --message-format github
                                           annotations of a pull request; for CI";

const DIFF_EXAMPLES: &str = "\
Examples:
  specwright diff old.yaml pets.yaml       what changes from one description to the other
  specwright diff crates/pets pets.yaml    the same, from a crate that was generated earlier
  git show v1.4:pets.yaml > /tmp/old.yaml && specwright diff /tmp/old.yaml pets.yaml --deny-breaking
                                           fails if something breaks; for CI";

const EXPLAIN_EXAMPLES: &str = "\
Examples:
  specwright explain                       all codes
  specwright explain unresolved-reference";

#[derive(Debug, clap::Args)]
pub(super) struct Input {
    /// The description, YAML or JSON [default: the only one in this folder, or in spec/]
    pub spec: Option<PathBuf>,

    /// How the description becomes Rust [default: specwright.toml beside SPEC, if there is one]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// Treat warnings as errors
    #[arg(long)]
    pub deny_warnings: bool,

    /// Take only these operations, and what they reach: an operationId, 'PUT /path', '/path', 'tag:name' or
    /// 'resource.method'; '*' stands for any text. May be given several times
    #[arg(long, value_name = "PATTERN")]
    pub only: Vec<String>,
}

#[derive(Debug, clap::Args)]
pub(super) struct Generate {
    #[command(flatten)]
    pub input: Input,

    /// The folder of the crate [default: a folder with the crate's name, in target/ if there is a Cargo.toml here]
    #[arg(long, short, value_name = "DIR")]
    pub out: Option<PathBuf>,

    /// Write nothing; show a short diff and fail if the folder is stale
    #[arg(long, conflicts_with = "force")]
    pub check: bool,

    /// Replace files in the folder that were edited, or that specwright did not write
    #[arg(long)]
    pub force: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct Check {
    #[command(flatten)]
    pub input: Input,
}

#[derive(Debug, clap::Args)]
pub(super) struct Diff {
    /// The description before, or the folder of a crate that was generated from it
    pub old: PathBuf,

    /// The description after, or such a folder [default: the only description in this folder, or in spec/]
    pub new: Option<PathBuf>,

    /// How both descriptions become Rust [default: specwright.toml beside each; where OLD has none, that beside NEW]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// Fail if code that uses the client may have to change
    #[arg(long)]
    pub deny_breaking: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct Explain {
    /// What stands in brackets behind `error` or `warning`; all codes are listed without it
    pub code: Option<String>,
}

/// `Json` is an object on each line, `Github` a workflow command on each, `Sarif` one document. These are on standard
/// output, and all else is on standard error then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum MessageFormat {
    Human,
    Json,
    Github,
    Sarif,
}

/// When there are colors: `Auto` is on a terminal, unless `NO_COLOR` is set.
// The variants have no documentation of their own, because clap would give each a paragraph in the help.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Color {
    Auto,
    Always,
    Never,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_arguments_are_consistent() {
        super::Args::command().debug_assert();
    }
}
