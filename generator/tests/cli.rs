//! The command, as a person or a CI job runs it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

/// A folder with a description in it, to run the command in.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        let desk = Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
        };
        desk.put("pets.yaml", &description("name"));
        desk
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn put(&self, path: &str, text: &str) {
        fs::write(self.path(path), text).expect("written");
    }

    fn command(&self, args: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_specwright"));
        command
            .args(args.split_whitespace())
            .current_dir(self.folder.path());
        command
    }

    fn run(&self, args: &str) -> Output {
        self.command(args).output().expect("the command starts")
    }

    /// What the command prints on standard output; it must succeed and say nothing else.
    fn succeed(&self, args: &str) -> String {
        let output = self.run(args);
        assert!(output.status.success(), "{args}: {}", stderr(&output));
        assert_eq!(stderr(&output), "", "{args}");
        stdout(&output)
    }

    /// What the command prints on standard error; it must fail with this exit code.
    fn fail(&self, args: &str, code: i32) -> String {
        let output = self.run(args);
        assert_eq!(
            output.status.code(),
            Some(code),
            "{args}: {}",
            stderr(&output)
        );
        stderr(&output)
    }
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A description with one operation, whose answer has one field.
fn description(field: &str) -> String {
    format!(
        "\
openapi: 3.0.3
info: {{title: Pet Store, version: '1', description: All about pets.}}
servers: [{{url: 'https://pets.example'}}]
paths:
  /pets/{{id}}:
    get:
      operationId: getPet
      tags: [pets]
      parameters:
        - {{name: id, in: path, required: true, schema: {{type: string}}}}
      responses:
        '200':
          description: A pet.
          content:
            application/json:
              schema: {{$ref: '#/components/schemas/Pet'}}
components:
  schemas:
    Pet:
      type: object
      properties:
        {field}: {{type: string}}
"
    )
}

/// Every file below a folder with its text, but not what an interrupted run may leave.
fn tree(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.to_string_lossy().contains(".specwright-") {
                continue;
            }
            match path.is_dir() {
                true => folders.push(path),
                false => found.push((path.clone(), fs::read_to_string(&path).expect("text"))),
            }
        }
    }
    found.sort();
    found
}

#[test]
fn the_only_description_becomes_a_crate_named_by_its_title() {
    let desk = Desk::new();
    let said = desk.succeed("generate");
    assert!(
        said.contains("pet-store 0.1.0 in pet-store, from pets.yaml"),
        "{said}"
    );
    assert!(said.contains("1 operation, 1 type, "), "{said}");
    assert!(said.contains("GET /pets/{id}"), "{said}");
    for path in [
        "Cargo.toml",
        "README.md",
        "src/lib.rs",
        "src/runtime/mod.rs",
        ".specwright",
    ] {
        assert!(desk.path("pet-store").join(path).is_file(), "{path}");
    }
    let again = desk.succeed("generate");
    assert!(
        again.starts_with("Unchanged") && again.contains("nothing to do"),
        "{again}"
    );
}

#[test]
fn in_a_rust_project_the_crate_goes_where_version_control_does_not_look() {
    let desk = Desk::new();
    desk.put("Cargo.toml", "[workspace]\nexclude = [\"target\"]\n");
    let said = desk.succeed("generate");
    let folder = Path::new("target").join("pet-store");
    assert!(
        said.contains(&format!("pet-store 0.1.0 in {}", folder.display())),
        "{said}"
    );
    assert!(desk.path("target/pet-store/src/lib.rs").is_file());
    assert!(!desk.path("pet-store").exists());
    desk.succeed("generate --check");
}

#[test]
fn the_output_is_the_same_to_the_byte_wherever_it_is_made() {
    let (one, other) = (Desk::new(), Desk::new());
    one.succeed("generate --out client");
    fs::create_dir(other.path("deep")).expect("a folder");
    fs::rename(other.path("pets.yaml"), other.path("deep/pets.yaml")).expect("moved");
    other.succeed("generate deep/pets.yaml --out elsewhere/client");
    let relative = |desk: &Desk, folder: &str| -> Vec<(PathBuf, String)> {
        let root = desk.path(folder);
        let inside = |path: PathBuf| path.strip_prefix(&root).expect("inside").to_owned();
        tree(&root)
            .into_iter()
            .map(|(path, text)| (inside(path), text))
            .collect()
    };
    assert_eq!(
        relative(&one, "client"),
        relative(&other, "elsewhere/client")
    );
}

#[test]
fn types_of_the_including_crate_are_for_build_scripts() {
    let desk = Desk::new();
    desk.put("specwright.toml", "[types.Pet]\nuse = \"crate::Pet\"\n");
    // Which of both it will be is not said here.
    desk.succeed("check");
    let said = desk.fail("generate --out client", 1);
    assert!(said.contains("`crate::Pet` is of a crate"), "{said}");
}

#[test]
fn what_is_received_is_counted() {
    let desk = Desk::new();
    desk.put(
        "pets.yaml",
        "\
openapi: 3.1.0
info: {title: Hooks, version: '1'}
webhooks:
  adopted:
    post:
      operationId: adopted
      requestBody:
        content: {application/json: {schema: {type: object, properties: {name: {type: string}}}}}
      responses: {'204': {description: Done.}}
",
    );
    let said = desk.succeed("generate --out client");
    assert!(said.contains("\n  1 receiver, 1 type, "), "{said}");
}

#[test]
fn a_stale_folder_fails_the_check_with_a_short_diff() {
    let desk = Desk::new();
    desk.succeed("generate --out client");
    assert!(
        desk.succeed("generate --out client --check")
            .contains("client is up to date")
    );

    desk.put("pets.yaml", &description("nickname"));
    let before = tree(&desk.path("client"));
    let output = desk.run("generate --out client --check");
    assert_eq!(output.status.code(), Some(1));
    let diff = stdout(&output);
    assert!(
        diff.contains("differs") && diff.contains("+    pub nickname: "),
        "{diff}"
    );
    assert!(
        stderr(&output).contains("client is stale"),
        "{}",
        stderr(&output)
    );
    assert_eq!(tree(&desk.path("client")), before);

    desk.succeed("generate --out client");
    desk.succeed("generate --out client --check");
}

#[test]
fn an_edited_file_is_kept_unless_forced() {
    let desk = Desk::new();
    desk.succeed("generate --out client");
    desk.put("client/src/lib.rs", "// mine");
    desk.put("client/notes.txt", "mine");
    let complaint = desk.fail("generate --out client", 1);
    assert!(
        complaint.contains("src/lib.rs") && complaint.contains("--force"),
        "{complaint}"
    );
    // Nobody is sent to a command that refuses.
    let complaint = desk.fail("generate --out client --check", 1);
    assert!(
        complaint.contains("  src/lib.rs  (edited since it was generated)\n")
            && complaint.contains("with --force and without --check")
            && !complaint.contains("run the same command without"),
        "{complaint}"
    );
    assert_eq!(
        fs::read_to_string(desk.path("client/src/lib.rs")).expect("text"),
        "// mine"
    );

    desk.succeed("generate --out client --force");
    desk.succeed("generate --out client --check");
    assert_eq!(
        fs::read_to_string(desk.path("client/notes.txt")).expect("text"),
        "mine"
    );
}

#[test]
fn a_run_may_be_killed_at_any_moment() {
    let desk = Desk::new();
    desk.succeed("generate --out client");
    let old = tree(&desk.path("client"));
    desk.put("pets.yaml", &description("nickname"));
    desk.succeed("generate --out client");
    let new = tree(&desk.path("client"));
    for attempt in 0..12 {
        desk.put("pets.yaml", &description("name"));
        desk.succeed("generate --out client");
        desk.put("pets.yaml", &description("nickname"));
        let mut run = desk.command("generate --out client");
        let mut run = run
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("started");
        thread::sleep(Duration::from_millis(attempt * 3));
        run.kill().and_then(|()| run.wait()).expect("killed");

        let found = tree(&desk.path("client"));
        assert!(
            found == old || found == new,
            "killed after {} ms",
            attempt * 3
        );
        desk.succeed("generate --out client");
        assert_eq!(tree(&desk.path("client")), new);
    }
}

/// Tests are built with the hook for this.
#[cfg(debug_assertions)]
#[test]
fn a_run_may_be_killed_after_each_of_its_steps() {
    let desk = Desk::new();
    desk.succeed("generate --out client");
    desk.put("client/notes.txt", "mine");
    fs::create_dir_all(desk.path("client/src/mine/empty")).expect("folders");
    desk.put("client/src/mine/mod.rs", "mine");
    #[cfg(unix)]
    std::os::unix::fs::symlink("../notes.txt", desk.path("client/src/link.txt")).expect("a link");
    let old = tree(&desk.path("client"));
    desk.put("pets.yaml", &description("nickname"));
    desk.succeed("generate --out client");
    let new = tree(&desk.path("client"));
    assert_ne!(old, new);
    let (mut seen_old, mut seen_new) = (0, 0);
    for step in 0.. {
        desk.put("pets.yaml", &description("name"));
        desk.succeed("generate --out client");
        assert_eq!(tree(&desk.path("client")), old, "after step {step}");
        desk.put("pets.yaml", &description("nickname"));
        let mut run = desk.command("generate --out client");
        run.env("SPECWRIGHT_TEST_ABORT_AT_STEP", step.to_string());
        let done = run.output().expect("the command starts").status.success();
        let found = tree(&desk.path("client"));
        match (found == old, found == new) {
            (true, _) => seen_old += 1,
            (_, true) => seen_new += 1,
            _ => panic!("a mixed folder after step {step}"),
        }
        assert!(desk.path("client/src/mine/empty").is_dir());
        if done {
            assert_eq!(found, new);
            break;
        }
    }
    assert!(
        seen_old > 5 && seen_new > 1,
        "{seen_old} old, {seen_new} new"
    );
    // Nothing is left beside the folder.
    let mut names: Vec<_> = fs::read_dir(desk.path(""))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name())
        .collect();
    names.sort();
    assert_eq!(names, ["client", "pets.yaml"]);
}

#[test]
fn two_runs_do_not_write_to_one_folder() {
    let desk = Desk::new();
    let lock = fs::File::create(desk.path(".client.specwright-lock")).expect("a file");
    lock.lock().expect("locked");
    let complaint = desk.fail("generate --out client", 1);
    assert!(
        complaint.contains("another run of specwright is writing to"),
        "{complaint}"
    );
    assert!(!desk.path("client").exists());
    drop(lock);
    desk.succeed("generate --out client");
    assert!(!desk.path(".client.specwright-lock").exists());
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_folder_as_it_was() {
    let desk = Desk::new();
    desk.succeed("generate --out client");
    let before = tree(&desk.path("client"));
    desk.put("pets.yaml", &description("nickname"));
    // No file may be larger than a block or two: to the command, that is a disk with no room.
    let script = format!(
        "trap '' XFSZ; ulimit -f 1; exec {} generate --out client",
        env!("CARGO_BIN_EXE_specwright")
    );
    let output = Command::new("sh")
        .args(["-c", &script])
        .current_dir(desk.path(""))
        .output()
        .expect("a shell");
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("can't write `"),
        "{}",
        stderr(&output)
    );
    assert_eq!(tree(&desk.path("client")), before);
    assert_eq!(fs::read_dir(desk.path("")).expect("a folder").count(), 2);
}

#[cfg(unix)]
#[test]
fn a_folder_that_can_not_be_written_is_named() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::new();
    fs::create_dir(desk.path("locked")).expect("a folder");
    let set = |mode| fs::set_permissions(desk.path("locked"), fs::Permissions::from_mode(mode));
    set(0o555).expect("read-only");
    if fs::write(desk.path("locked/probe"), "").is_ok() {
        eprintln!("NOT TESTED: this user may write to folders that are read-only");
        return;
    }
    let complaint = desk.fail("generate --out locked/client", 1);
    assert!(
        complaint.contains("locked") && complaint.contains("make the folder writable"),
        "{complaint}"
    );
    set(0o755).expect("writable again");
}

/// What a person has in the folder, and a shell that stands in it.
#[test]
fn the_folder_may_be_the_one_that_the_shell_stands_in() {
    let desk = Desk::new();
    fs::create_dir(desk.path("client")).expect("a folder");
    desk.put("client/notes.txt", "mine");
    for field in ["name", "nickname"] {
        desk.put("pets.yaml", &description(field));
        let mut run = desk.command("generate ../pets.yaml --out .");
        let output = run
            .current_dir(desk.path("client"))
            .output()
            .expect("started");
        assert!(output.status.success(), "{}", stderr(&output));
        assert!(desk.path("client/src/lib.rs").is_file());
        assert!(desk.path("client/notes.txt").is_file());
    }
    desk.succeed("generate --out client --check");
    assert_eq!(fs::read_dir(desk.path("")).expect("a folder").count(), 2);
}

#[test]
fn a_mistake_is_shown_where_it_stands() {
    let desk = Desk::new();
    desk.put("pets.yaml", "openapi: 3.0.3\npaths: [\n");
    for command in ["generate", "check"] {
        let complaint = desk.fail(&format!("{command} pets.yaml"), 1);
        assert!(
            complaint.contains("error[") && complaint.contains("pets.yaml:"),
            "{complaint}"
        );
        assert!(!complaint.contains("panicked"), "{complaint}");
    }
    let missing = desk.fail("check dogs.yaml", 1);
    assert!(missing.contains("dogs.yaml"), "{missing}");
    let color = desk.fail("check pets.yaml --color always", 1);
    assert!(color.contains("\u{1b}["), "{color}");
}

#[test]
fn what_is_missing_or_too_much_is_said_before_anything_is_read() {
    let desk = Desk::new();
    desk.put("dogs.yaml", &description("name"));
    let complaint = desk.fail("generate", 1);
    assert!(
        complaint.contains("dogs.yaml") && complaint.contains("pets.yaml"),
        "{complaint}"
    );
    desk.fail("generate pets.yaml --check --force", 2);
    desk.fail("generate pets.yaml --colour", 2);
}

#[test]
fn help_shows_examples() {
    let desk = Desk::new();
    for args in [
        "--help",
        "generate --help",
        "check --help",
        "diff --help",
        "explain --help",
    ] {
        let help = desk.succeed(args);
        assert!(help.contains("Examples:\n  specwright "), "{help}");
        assert!(
            help.lines().all(|line| line.chars().count() <= 100),
            "{help}"
        );
    }
    assert!(desk.succeed("--version").starts_with("specwright "));
}

#[test]
fn codes_are_explained() {
    let desk = Desk::new();
    let all = desk.succeed("explain");
    assert!(all.lines().count() > 40, "{all}");
    let one = desk.succeed("explain unresolved-reference");
    assert!(
        one.starts_with("unresolved-reference: A reference leads to nothing\n"),
        "{one}"
    );
    assert!(one.contains("## Example"), "{one}");
    assert_eq!(desk.succeed("explain error[unresolved-reference]"), one);
    let unknown = desk.fail("explain unresolved-refrence", 1);
    assert!(
        unknown.contains("did you mean `unresolved-reference`?"),
        "{unknown}"
    );
    // It is what was asked for, and no diagnostic is in its way.
    let format = "explain unresolved-reference --message-format json";
    assert_eq!(desk.succeed(format), one);
}

#[test]
fn a_warning_is_what_the_configuration_says() {
    let desk = Desk::new();
    desk.put(
        "pets.yaml",
        &description("name").replace("operationId: getPet", "operationID: getPet"),
    );
    let output = desk.run("generate --out client");
    assert!(output.status.success());
    let said = stderr(&output);
    assert!(
        said.contains("warning[unknown-key]") && !said.contains("note["),
        "{said}"
    );

    let output = desk.run("check");
    assert!(output.status.success());
    assert!(
        stderr(&output).contains("note[missing-operation-id]"),
        "{}",
        stderr(&output)
    );
    assert!(
        stdout(&output).contains("1 type; 1 warning, 1 note"),
        "{}",
        stdout(&output)
    );

    let denied = desk.fail("generate --out other --deny-warnings", 1);
    assert!(denied.contains("error[unknown-key]"), "{denied}");
    assert!(
        denied.contains("1 error; all are warnings that are denied"),
        "{denied}"
    );
    assert!(!desk.path("other").exists());
    desk.put("specwright.toml", "[diagnostics]\nstrict = true\n");
    desk.fail("check", 1);
    desk.put(
        "specwright.toml",
        "[diagnostics]\nstrict = true\nallow = ['unknown-key']\n",
    );
    desk.succeed("generate --out other --deny-warnings");
    desk.put(
        "specwright.toml",
        "[diagnostics]\ndeny = ['missing-operation-id']\n",
    );
    assert!(
        desk.fail("generate", 1)
            .contains("error[missing-operation-id]")
    );
}

#[test]
fn a_part_can_be_taken() {
    let desk = Desk::new();
    desk.put("pets.yaml", &description("name"));
    desk.succeed("generate --only GET* --out part");
    let refused = desk.fail("generate --only tag:birds --out none", 1);
    assert!(
        refused.contains("none of the operations that are to be taken"),
        "{refused}"
    );
    assert!(!desk.path("none").exists());
}

#[test]
fn programs_and_workflows_are_told_in_their_own_form() {
    let desk = Desk::new();
    desk.put("pets.yaml", &description("name").replace("/Pet'", "/Pte'"));
    desk.put(
        "specwright.toml",
        "[diagnostics]\ndeny = ['unresolved-reference']\n",
    );
    let output = desk.run("check --message-format json");
    assert_eq!(output.status.code(), Some(1));
    let lines = stdout(&output);
    assert_eq!(lines.lines().count(), 1, "{lines}");
    assert!(
        lines.starts_with("{\"code\":\"unresolved-reference\",\"severity\":\"error\","),
        "{lines}"
    );
    assert!(
        lines.contains("\"file\":\"pets.yaml\",\"line\":16,"),
        "{lines}"
    );
    let output = desk.run("generate --message-format github --max-diagnostics 0");
    assert_eq!(stdout(&output), "::notice ::... and 1 error more\n");
    let output = desk.run("generate --message-format github");
    assert!(
        stdout(&output).starts_with("::error file=pets.yaml,line=16,endLine=16,col="),
        "{}",
        stdout(&output)
    );
    let output = desk.run("check --message-format sarif");
    let log: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    let result = &log["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "unresolved-reference");
    // Where nothing is wrong, nothing but diagnostics is on standard output.
    desk.put("pets.yaml", &description("name"));
    let output = desk.run("generate --message-format json");
    assert_eq!(stdout(&output), "");
    assert!(
        stderr(&output).contains("pet-store 0.1.0"),
        "{}",
        stderr(&output)
    );
}
