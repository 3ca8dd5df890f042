//! What the programs share that take clients of many descriptions through something.

use std::io::{BufRead as _, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use specwright::diagnostic::Severity;
use specwright::{Packaging, Request, generate, write};

/// A client that is written as modules.
#[derive(Debug)]
pub struct Written {
    /// Where its root is.
    pub root: PathBuf,
    /// How many lines it has.
    pub lines: usize,
}

/// Writes the client of a description into a folder.
///
/// # Errors
///
/// Where the description is refused, the client has more lines than it may, or it can't be written.
pub fn written(spec: &Path, folder: &Path, max_lines: usize) -> Result<Written, String> {
    let output = generate(&Request::new(spec, Packaging::Module)).map_err(|report| {
        let mut lines = report.lines().into_iter();
        let first = lines.find(|(severity, _)| *severity == Severity::Error);
        let first = first.map(|(_, line)| line);
        format!("refused: {}", first.unwrap_or_default())
    })?;
    let lines = output.files.lines();
    if lines > max_lines {
        return Err(format!("put off: {lines} lines"));
    }
    write::write_out_dir(folder, &output.files).map_err(|error| error.to_string())?;
    let root = folder.join("mod.rs");
    Ok(Written { root, lines })
}

/// The lines that a process says, as they come: whoever wants one can give up waiting.
pub fn lines(said: Option<impl Read + Send + 'static>) -> Receiver<String> {
    let (sender, lines) = channel();
    thread::spawn(move || {
        for line in said
            .into_iter()
            .flat_map(|said| BufReader::new(said).lines())
        {
            if !line.is_ok_and(|line| sender.send(line).is_ok()) {
                break;
            }
        }
    });
    lines
}
