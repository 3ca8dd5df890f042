//! What the program is asked.

use std::path::PathBuf;
use std::thread;

use clap::Parser;

/// Compile a folder of descriptions to clients, and the clients with rustc
#[derive(Debug, Parser)]
#[command(name = "corpus", max_term_width = 100)]
pub struct Arguments {
    /// A folder of descriptions, or one of them [default: corpus/ in the folder that CORPUS names, else ../shared]
    pub input: Option<PathBuf>,

    /// Documents at once [default: one for each core]
    #[arg(long, value_name = "N")]
    pub jobs: Option<usize>,

    /// Run also what has a result of this compiler
    #[arg(long)]
    pub again: bool,

    /// Stop when the clients are written
    #[arg(long)]
    pub no_check: bool,

    /// Only documents whose name contains this; may be given several times
    #[arg(long, value_name = "NAME")]
    pub only: Vec<String>,

    /// Put off the check of clients with more lines than this
    #[arg(long, value_name = "N")]
    pub max_lines: Option<usize>,

    /// Only the few documents that CI takes
    #[arg(long)]
    pub sample: bool,
}

impl Arguments {
    /// How many documents are in work at once.
    pub fn jobs(&self) -> usize {
        let cores = || thread::available_parallelism().map_or(1, |cores| cores.get());
        self.jobs.unwrap_or_else(cores).max(1)
    }

    /// Whether a document is wanted.
    pub fn wants(&self, name: &str) -> bool {
        let sampled = !self.sample || SAMPLE.contains(&name);
        let named = self.only.is_empty() || self.only.iter().any(|part| name.contains(part));
        sampled && named
    }
}

/// Small documents that have nearly all features between them, and those that once were a fault.
const SAMPLE: &[&str] = &[
    "adobe-com-aem.json",
    "apicurio-local-registry.json",
    "aucklandmuseum-com.json",
    "codat-sync-for-commerce.yaml",
    "ideaconsult-net-enanomapper.json",
    "kubernetes-apiextensions.json",
    "oai31-style-defaults.yaml",
    "oapicodegen-content-types.yaml",
    "oapicodegen-strict.yaml",
    "payments-service-gov-uk-payments.json",
    "swift-event-streams.yaml",
    "whatsapp-local.json",
    "wiremock-admin.yaml",
    "x-ogen-testdata-positive-additional-operations.yaml",
];
