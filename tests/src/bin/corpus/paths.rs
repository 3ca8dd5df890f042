//! Where everything is.

use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

/// The folders that the program works in, all below Cargo's target folder.
#[derive(Debug)]
pub struct Paths {
    work: PathBuf,
}

impl Paths {
    /// Makes the folders.
    pub fn new() -> Result<Self, String> {
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => PathBuf::from(folder),
            None => repository().join("target"),
        };
        let paths = Self {
            work: target.join("corpus"),
        };
        for folder in [
            paths.inputs(),
            paths.work.join("clients"),
            paths.dependencies(),
        ] {
            make(&folder)?;
        }
        Ok(paths)
    }

    /// Descriptions that had to be unpacked.
    pub fn inputs(&self) -> PathBuf {
        self.work.join("inputs")
    }

    /// The folder of one client.
    pub fn client(&self, name: &str) -> PathBuf {
        self.work.join("clients").join(name.replace('/', "+"))
    }

    /// The package whose dependencies all clients are compiled with.
    pub fn dependencies(&self) -> PathBuf {
        self.work.join("dependencies")
    }

    /// The table of results.
    pub fn results(&self) -> PathBuf {
        self.work.join("results.csv")
    }

    /// A digest of this program, in which the compiler is linked.
    pub fn compiler(&self) -> Result<String, String> {
        let program = env::current_exe().map_err(|error| error.to_string())?;
        let bytes = fs::read(&program).map_err(|error| unreadable(&program, &error))?;
        Ok(digest([bytes.as_slice()]))
    }
}

/// The folder of descriptions that nobody needs to name.
pub fn default_corpus() -> PathBuf {
    let shared =
        env::var_os("CORPUS").map_or_else(|| repository().join("../shared"), PathBuf::from);
    shared.join("corpus")
}

/// The root of this repository.
pub fn repository() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// A digest of some texts, for comparison on one machine.
pub fn digest<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hasher = DefaultHasher::new();
    for part in parts {
        hasher.write_usize(part.len());
        hasher.write(part);
    }
    format!("{:016x}", hasher.finish())
}

/// Makes a folder that may be there.
pub fn make(folder: &Path) -> Result<(), String> {
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))
}

/// What to say of a file that can't be read.
pub fn unreadable(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}
