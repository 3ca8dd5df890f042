use std::fs;

use super::*;

/// Those of a package that is somewhere else.
fn folders(out: &Path) -> Folders {
    Folders {
        out: Some(out.into()),
        package: None,
    }
}

fn run(builder: &Builder, folders: &Folders) -> Transcript {
    builder.run_once(folders, &Mutex::default())
}

/// Why a build fails.
fn failure(builder: &Builder, folders: &Folders) -> BuildError {
    run(builder, folders).failure.expect("it fails")
}

const SPEC: &str = "openapi: 3.0.3\ninfo: {title: Pets, version: '1'}\npaths: {}\n";

#[test]
fn every_file_is_watched_and_only_out_dir_is_written() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (spec, out) = (folder.path().join("pets.yaml"), folder.path().join("out"));
    fs::write(&spec, SPEC).expect("written");
    let transcript = run(&Builder::new(&spec), &folders(&out));
    assert_eq!(transcript.failure, None);
    let watch = format!("cargo::rerun-if-changed={}\n", spec.display());
    assert!(transcript.instructions.contains(&watch), "{transcript:?}");
    assert!(out.join("client/mod.rs").is_file());
    assert_eq!(fs::read_dir(folder.path()).expect("a listing").count(), 2);
}

#[test]
fn no_client_takes_the_place_of_another() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (spec, out) = (folder.path().join("pets.yaml"), folder.path().join("out"));
    fs::write(&spec, SPEC).expect("written");
    let written = Mutex::default();
    let failure = |builder: Builder| builder.run_once(&folders(&out), &written).failure;
    let at = |folder: &str| failure(Builder::new(&spec).out_dir(folder));
    assert_eq!(failure(Builder::new(&spec)), None);
    assert_eq!(at("other"), None);
    let error = failure(Builder::new(&spec)).expect("it is there");
    let message = "`client` below OUT_DIR has a client of this build script already";
    let expected = format!("cargo::error={message}");
    assert!(error.instructions.starts_with(&expected), "{error}");
    assert!(error.to_string().contains(message), "{error}");

    assert_eq!(at("pets/inner"), None);
    for (folder, place) in [("pets", "around"), ("pets/inner/most", "within")] {
        let error = at(folder).expect("it is there").to_string();
        let message = format!("`{folder}` below OUT_DIR is {place} the folder of a client");
        assert!(error.contains(&message), "{error}");
    }
    assert_eq!(at("pets/inner2"), None);
    assert!(out.join("pets/inner/mod.rs").exists());

    // What failed has not written anything.
    assert!(failure(Builder::new("no-such.yaml").out_dir("second")).is_some());
    assert_eq!(at("second"), None);
}

#[test]
fn a_failure_has_its_place_and_is_watched_too() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (spec, out) = (folder.path().join("pets.yaml"), folder.path().join("out"));
    fs::write(&spec, "openapi: 3.0.3\npaths: {\n").expect("written");
    let transcript = run(&Builder::new(&spec), &folders(&out));
    let path = spec.display();
    // The script may go on, and what is an error to Cargo would end the build.
    let watched = format!("cargo::rerun-if-changed={path}\n");
    assert!(transcript.instructions.ends_with(&watched));
    assert!(!transcript.instructions.contains("cargo::error"));
    let error = transcript.failure.expect("it fails");
    let lines = &error.instructions;
    let place = lines.strip_prefix(&format!("cargo::error={path}:"));
    assert!(
        place.is_some_and(|place| place.starts_with(|c: char| c.is_ascii_digit())),
        "{lines}"
    );
    assert!(error.to_string().starts_with("error["), "{error}");
    assert_eq!(format!("{error:?}"), error.to_string());
    assert!(!out.exists());
}

#[test]
fn a_file_that_was_only_touched_costs_a_look() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (spec, out) = (folder.path().join("pets.yaml"), folder.path().join("out"));
    fs::write(&spec, SPEC).expect("written");
    let run = || run(&Builder::new(&spec), &folders(&out));
    let changed = |path: &str| {
        let metadata = fs::metadata(out.join("client").join(path)).expect("it is there");
        metadata.modified().expect("its time")
    };
    let first = run();
    let stamped = changed(".stamp");

    // Whoever compiles the description stamps the folder anew.
    fs::write(&spec, SPEC).expect("written");
    let second = run();
    assert_eq!(second.instructions, first.instructions);
    assert_eq!(second.failure, None);
    assert_eq!(changed(".stamp"), stamped);

    let root = out.join("client/mod.rs");
    let text = fs::read_to_string(&root).expect("read");
    fs::write(&root, "").expect("written");
    assert_eq!(run().failure, None);
    assert_eq!(fs::read_to_string(&root).expect("read"), text);

    let stamped = changed(".stamp");
    fs::write(&spec, SPEC.replace("Pets", "Cats")).expect("written");
    assert_eq!(run().failure, None);
    assert_ne!(changed(".stamp"), stamped);
}

#[test]
fn no_folder_is_watched_that_the_build_writes_to() {
    let workspace = tempfile::tempdir().expect("a temporary folder");
    let at = |path: &str| workspace.path().join(path);
    fs::create_dir_all(at("target/out")).expect("created");
    fs::create_dir_all(at("package/api")).expect("created");
    let folders = Folders {
        out: Some(at("target/out").into()),
        package: Some(at("package").into()),
    };
    let watched = |spec: &str| {
        fs::write(at(spec), SPEC).expect("written");
        let transcript = run(&Builder::new(at(spec)), &folders);
        assert_eq!(transcript.failure, None);
        let lines = transcript.instructions.lines();
        let paths = lines.filter_map(|line| line.strip_prefix("cargo::rerun-if-changed="));
        paths.map(PathBuf::from).collect::<Vec<_>>()
    };
    // Nothing else is in this folder, and a configuration may come.
    let spec = "package/api/a.yaml";
    assert_eq!(watched(spec), [at("package/api"), at(spec)]);
    for spec in [
        "package/a.yaml",
        "a.yaml",
        "target/a.yaml",
        "package/api/../a.yaml",
        "package/../a.yaml",
    ] {
        let watched = watched(spec);
        assert_eq!(watched.len(), 1, "{spec}: {watched:?}");
        assert!(watched[0].is_file(), "{spec}: {watched:?}");
    }
    // What the script itself has written, beside which a configuration may come.
    for spec in ["target/out/a.yaml", "target/out/api/a.yaml"] {
        fs::create_dir_all(at("target/out/api")).expect("created");
        assert!(watched(spec).is_empty(), "{spec}");
    }
    fs::write(at("package/api/specwright.toml"), "").expect("written");
    let files = [at("package/api/specwright.toml"), at(spec)];
    assert_eq!(watched(spec), files);
}

#[test]
fn a_failure_is_told_first_and_has_an_end() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (spec, out) = (folder.path().join("pets.yaml"), folder.path().join("out"));
    // An unknown key each, and at the end what can't be survived.
    let keys: Vec<String> = (0..200).map(|n| format!("k{n}: 1\n")).collect();
    let text = format!("{SPEC}{}", keys.concat());
    fs::write(&spec, &text).expect("written");
    let count = |text: &str, what: &str| text.matches(what).count();

    let transcript = run(&Builder::new(&spec), &folders(&out));
    assert_eq!(transcript.failure, None);
    let told = &transcript.instructions;
    assert_eq!(count(told, "cargo::warning="), MOST + 1, "{told}");
    assert!(
        told.ends_with("cargo::warning=... and 150 more\n"),
        "{told}"
    );

    // One line is all that Cargo shows of a warning.
    fs::write(&spec, format!("{SPEC}tag: []\n")).expect("written");
    let told = run(&Builder::new(&spec), &folders(&out)).instructions;
    assert!(told.contains("; help: did you mean `tags`?\n"), "{told}");

    let broken = text.replace("paths: {}", "paths: {'/{a': {get: {responses: {}}}}");
    fs::write(&spec, format!("x-first: 1\n{broken}")).expect("written");
    let error = failure(&Builder::new(&spec), &folders(&out));
    let (told, report) = (&error.instructions, &error.report);
    assert_eq!(count(told, "cargo::error="), 1, "{told}");
    assert_eq!(count(told, "cargo::warning="), 0, "{told}");
    assert!(report.starts_with("error[bad-path-template]"), "{report}");
    assert_eq!(count(report, "warning["), MOST - 1, "{report}");
    assert!(
        report.ends_with("... and 151 warnings more\n\n"),
        "{report}"
    );
}

#[test]
fn a_relative_path_is_told_with_where_it_starts() {
    let told = |spec: &str| failure(&Builder::new(spec), &folders(Path::new("/out"))).instructions;
    let here = env::current_dir().expect("there is one");
    let start = format!("; help: relative paths start in `{}`\n", here.display());
    let missing = told("no-such.yaml");
    assert!(missing.ends_with(&start), "{missing}");
    let folder = told("src");
    let what = format!("cannot read `src`: it is a folder{start}");
    assert!(folder.ends_with(&what), "{folder}");
    let nothing = "cargo::error=error[unreadable-file]: cannot read ``: its path is empty\n";
    assert_eq!(told(""), nothing);
    assert!(!told("/no/such.yaml").contains("help"));
}

#[test]
fn nothing_is_written_outside_out_dir() {
    let mut folders = folders(Path::new("/out"));
    assert_eq!(
        folders.output(Path::new("pets")),
        Ok(PathBuf::from("/out/pets"))
    );
    for outside in ["", "/src", "../src", "a/../../b", "."] {
        assert!(folders.output(Path::new(outside)).is_err(), "{outside}");
    }
    folders.out = None;
    assert!(folders.output(Path::new("pets")).is_err());
}
