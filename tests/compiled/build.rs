//! Compiles every fixture to a module.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn main() {
    let fixtures = Path::new("../fixtures");
    println!("cargo::rerun-if-changed={}", fixtures.display());
    let mut paths: Vec<PathBuf> = std::fs::read_dir(fixtures)
        .expect("the folder of fixtures is beside this package")
        .map(|entry| entry.expect("it can be listed").path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "yaml")
        })
        .collect();
    paths.sort();
    let mut index = String::new();
    for path in paths {
        let stem = path
            .file_stem()
            .expect("it has an extension")
            .to_string_lossy()
            .into_owned();
        let mut builder = specwright::Builder::new(&path).out_dir(&stem);
        let config = path.with_extension("toml");
        if config.exists() {
            builder = builder.config(config);
        }
        builder.compile();
        writeln!(
            index,
            "/// `{stem}.yaml`\npub mod {} {{ include!(concat!(env!(\"OUT_DIR\"), \"/{stem}/mod.rs\")); }}",
            stem.replace('-', "_"),
        )
        .expect("a string takes everything");
    }
    let out_dir = PathBuf::from(std::env::var_os("OUT_DIR").expect("Cargo sets it"));
    std::fs::write(out_dir.join("index.rs"), index).expect("OUT_DIR can be written");
}
