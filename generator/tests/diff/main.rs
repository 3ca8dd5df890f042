//! What is said of two descriptions: a pair of small ones for each rule.

mod aliases;
mod terms;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use specwright::interface::{Bump, Changes, Effect, Interface};
use specwright::{Packaging, Request, generate};

/// What a crate of this description offers; of everything but paths there is what `rest` says.
fn interface(text: &str) -> Interface {
    let text = format!("openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\n{text}");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let spec = folder.path().join("openapi.yaml");
    fs::write(&spec, text).expect("written");
    let output = generate(&Request::new(&spec, Packaging::Module));
    let output = output.unwrap_or_else(|report| panic!("{}", report.render(false)));
    Interface::of(&output.files).expect("what is generated is Rust")
}

fn changes(old: &str, new: &str) -> Changes {
    interface(old).changes(&interface(new))
}

/// Each change in a line, behind a letter for what it does.
fn lines(changes: &Changes) -> Vec<String> {
    let line = |change: &specwright::interface::Change| {
        let letter = match change.effect {
            Effect::Breaking => 'B',
            Effect::Meaning => 'M',
            Effect::Literal => 'L',
            Effect::Addition => 'A',
        };
        format!("{letter} {} {}", change.item, change.said)
    };
    changes.0.iter().map(line).collect()
}

/// A description of one operation that sends and gives a component `Pet` with these members.
fn pet(members: &str) -> String {
    format!(
        "{}components:
  schemas:
    Pet:
      type: object
      required: [id]
      properties: {{id: {{type: string}}, {members}}}
",
        operation("put", "/pets", "replacePet", "", true)
    )
}

/// The same with members that are only received.
fn received(members: &str) -> String {
    pet(members).replace(
        &operation("put", "/pets", "replacePet", "", true),
        &operation("get", "/pets/mine", "getMine", "", false),
    )
}

fn operation(method: &str, path: &str, id: &str, parameters: &str, sends: bool) -> String {
    let content = "content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}";
    let body = match sends {
        true => format!("requestBody: {{required: true, {content}}}, "),
        false => String::new(),
    };
    format!(
        "paths:
  {path}: {{{method}: {{operationId: {id}, tags: [pets], parameters: [{parameters}], {body}\
         responses: {{'200': {{description: Fine., {content}}}}}}}}}
"
    )
}

/// Paths with one operation that takes these parameters, and answers nothing.
fn with_parameters(method: &str, path: &str, id: &str, parameters: &str) -> String {
    format!(
        "paths:
  {path}: {{{method}: {{operationId: {id}, tags: [pets], parameters: [{parameters}], \
         responses: {{'204': {{description: Done.}}}}}}}}
"
    )
}

fn parameter(place: &str, name: &str, ty: &str) -> String {
    let required = if place == "path" {
        "required: true, "
    } else {
        ""
    };
    format!("{{name: {name}, in: {place}, {required}schema: {{type: {ty}}}}}")
}

#[track_caller]
fn assert_changes(old: &str, new: &str, expected: &[&str]) -> Changes {
    let changes = changes(old, new);
    assert_eq!(lines(&changes), expected);
    changes
}

#[test]
fn nothing_that_users_see_is_a_patch() {
    let old = pet("name: {type: string}");
    let new = pet("name: {type: string, description: What it is called., maxLength: 20}");
    let changes = assert_changes(&old, &new, &[]);
    assert_eq!(changes.bump(), Bump::Patch);
}

#[test]
fn what_is_received_may_have_more_members() {
    let changes = assert_changes(
        &received(""),
        &received("name: {type: string}"),
        &["A types::Pet.name is new: `Option<String>`"],
    );
    assert_eq!(changes.bump(), Bump::Minor);
}

#[test]
fn what_is_sent_can_be_written_as_a_literal() {
    let changes = assert_changes(
        &pet(""),
        &pet("name: {type: string}"),
        &[
            "L resources::pets::PetReplaceParams.name is new: `Option<String>`",
            "L types::Pet.name is new: `Option<String>`",
        ],
    );
    assert_eq!(changes.bump(), Bump::Major);
}

#[test]
fn members_go_and_change() {
    let old = received("name: {type: string}, age: {type: integer}, size: {type: string}");
    let new = received("age: {type: string}, size: {type: string, nullable: true}");
    let expected = [
        "B types::Pet.age is `Option<String>`, and was `Option<i64>`",
        "B types::Pet.name is gone",
        "B types::Pet.size is `runtime::Field<String>`, and was `Option<String>`",
    ];
    let changes = assert_changes(&old, &new, &expected);
    assert_eq!(changes.bump(), Bump::Major);
}

#[test]
fn a_field_that_stands_for_another_member_is_found() {
    // Both spellings want one name, and one that comes later takes it over.
    let expected = [
        "M types::Pet.name means \"name\", and meant \"Name\"",
        "A types::Pet.name_2 is new: `Option<String>`",
    ];
    let new = "Name: {type: string}, name: {type: string}";
    assert_changes(&received("Name: {type: string}"), &received(new), &expected);
}

#[test]
fn values_and_their_variants() {
    let old = received("size: {type: string, enum: [small, large]}");
    let new = received("size: {type: string, enum: [small, huge]}");
    let expected = [
        "B types::PetSize::Large is gone",
        "A types::PetSize::Huge is new",
    ];
    assert_changes(&old, &new, &expected);
}

#[test]
fn operations_come_and_go() {
    let one = with_parameters("get", "/pets/ping", "ping", "");
    let other = with_parameters("get", "/pets/pong", "pong", "");
    let expected = [
        "B client.pets().ping() is gone: GET /pets/ping",
        "A client.pets().pong() is new: GET /pets/pong",
    ];
    assert_changes(&one, &other, &expected);
}

#[test]
fn an_operation_is_known_by_what_it_sends() {
    let old = with_parameters("get", "/pets/ping", "ping", "");
    let new = with_parameters("get", "/pets/ping", "wake", "");
    let expected = [
        "B client.pets().ping() is called client.pets().wake()",
        "B resources::pets::PetPingParams is called `resources::pets::PetWakeParams`",
    ];
    assert_changes(&old, &new, &expected);
}

#[test]
fn an_operation_that_sends_something_else_is_known_by_its_call() {
    let old = with_parameters("post", "/pets/wake", "wake", "");
    let new = with_parameters("put", "/pets/wake/all", "wake", "");
    let expected = ["M client.pets().wake() sends PUT /pets/wake/all, and sent POST /pets/wake"];
    assert_changes(&old, &new, &expected);
}

#[test]
fn names_of_variables_in_paths_are_no_matter() {
    let path = |name: &str| {
        let parameter = parameter("path", name, "string");
        with_parameters(
            "post",
            &format!("/pets/{{{name}}}/wake"),
            "wake",
            &parameter,
        )
    };
    let expected = ["B resources::pets::PetWakeParams.id is called `pet`"];
    assert_changes(&path("id"), &path("pet"), &expected);
}

#[test]
fn arguments_are_compared_by_type_and_place() {
    let of = |ty| {
        let parameters = [
            parameter("path", "owner", "string"),
            parameter("path", "pet", ty),
        ];
        with_parameters(
            "post",
            "/owners/{owner}/pets/{pet}/wake",
            "wake",
            &parameters.join(", "),
        )
    };
    let expected = [
        "B client.pets().wake(owner, pet) takes (owner: impl Into<String>, pet: i64), \
         and took (owner: impl Into<String>, pet: impl Into<String>)",
        "B resources::pets::PetWakeParams.pet is `i64`, and was `String`",
    ];
    assert_changes(&of("string"), &of("integer"), &expected);
}

#[test]
fn arguments_of_one_type_in_another_order_mean_something_else() {
    let of = |path| {
        let parameters = ["owner", "pet"].map(|name| parameter("path", name, "string"));
        with_parameters("post", path, "wake", &parameters.join(", "))
    };
    let expected = [
        "M client.pets().wake(owner, pet) takes (pet, owner) in this order, and took (owner, pet)",
        "M resources::pets::PetWakeParams.owner means variable 2 of the path, and meant variable 1 of the path",
        "M resources::pets::PetWakeParams.pet means variable 1 of the path, and meant variable 2 of the path",
    ];
    assert_changes(
        &of("/owners/{owner}/pets/{pet}"),
        &of("/owners/{pet}/pets/{owner}"),
        &expected,
    );
}

#[test]
fn a_new_parameter_is_a_setter_and_a_field() {
    let old = with_parameters("get", "/pets/ping", "ping", "");
    let new = with_parameters(
        "get",
        "/pets/ping",
        "ping",
        &parameter("query", "deep", "boolean"),
    );
    let expected = ["L resources::pets::PetPingParams.deep is new: `Option<bool>`"];
    assert_changes(&old, &new, &expected);
}

#[test]
fn a_parameter_that_travels_elsewhere_means_something_else() {
    let of = |place| {
        with_parameters(
            "get",
            "/pets/ping",
            "ping",
            &parameter(place, "deep", "boolean"),
        )
    };
    let expected = [
        "M resources::pets::PetPingParams.deep means the header parameter `deep`, and meant the query parameter `deep`",
    ];
    assert_changes(&of("query"), &of("header"), &expected);
}

#[test]
fn a_component_with_another_name_is_known_by_its_members() {
    let old = received("name: {type: string}");
    let new = old
        .replace("/Pet'", "/Animal'")
        .replace("    Pet:", "    Animal:");
    let expected = ["B types::Pet is called `types::Animal`"];
    assert_changes(&old, &new, &expected);
}

#[test]
fn answers_are_compared() {
    let one = "{schema: {$ref: '#/components/schemas/Pet'}}";
    let several = "{schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}}";
    let old = received("");
    let expected = ["B client.pets().get_mine() gives `Vec<types::Pet>`, and gave `types::Pet`"];
    assert_changes(&old, &old.replace(one, several), &expected);
}

#[test]
fn a_file_that_is_no_rust_is_named() {
    let files = [("src/lib.rs".to_owned(), "pub struct {".to_owned())]
        .into_iter()
        .collect();
    let error = Interface::of(&files).expect_err("no name");
    assert!(
        error.to_string().starts_with("src/lib.rs is no Rust: "),
        "{error}"
    );
}

/// Runs the command in a folder.
fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_specwright"));
    let command = command.args(arguments).current_dir(folder);
    command.output().expect("the command starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A folder with a description, an older one elsewhere, and what was generated of the older one.
fn desk() -> tempfile::TempDir {
    let desk = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, members: &str| {
        let text = format!(
            "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\n{}",
            received(members)
        );
        let path = desk.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    };
    write(
        "old/pets.yaml",
        "name: {type: string}, age: {type: integer}",
    );
    write("pets.yaml", "name: {type: string}, size: {type: integer}");
    let output = run(
        desk.path(),
        &["generate", "old/pets.yaml", "--out", "client"],
    );
    assert!(output.status.success(), "{}", text(&output.stderr));
    desk
}

#[test]
fn descriptions_and_crates_are_compared_alike() {
    let desk = desk();
    let expected = "\
Does not compile any more

  types::Pet.age is gone

New

  types::Pet.size is new: `Option<i64>`

1 breaking change, 1 addition: the next version is a major one
";
    for old in ["old/pets.yaml", "client"] {
        let output = run(desk.path(), &["diff", old, "pets.yaml"]);
        assert!(output.status.success(), "{}", text(&output.stderr));
        assert_eq!(text(&output.stdout), expected);
    }
    let output = run(desk.path(), &["diff", "client"]);
    assert_eq!(
        text(&output.stdout),
        expected,
        "the only description here is the new one"
    );
    let output = run(
        desk.path(),
        &["diff", "client", "old/pets.yaml", "--deny-breaking"],
    );
    assert!(output.status.success());
    let nothing = "The client offers what it did: the next version is a patch\n";
    assert_eq!(text(&output.stdout), nothing);
}

#[test]
fn what_breaks_can_be_denied() {
    let desk = desk();
    let output = run(
        desk.path(),
        &["diff", "client", "pets.yaml", "--deny-breaking"],
    );
    assert_eq!(output.status.code(), Some(1));
    let expected = "error: pets.yaml breaks code that was written for client\n";
    assert_eq!(text(&output.stderr), expected);
}

#[test]
fn programs_and_workflows_are_told_in_their_own_form() {
    let desk = desk();
    let told = |format: &str| {
        let output = run(
            desk.path(),
            &["diff", "client", "pets.yaml", "--message-format", format],
        );
        text(&output.stdout)
    };
    let json = "\
{\"change\":\"is gone\",\"effect\":\"breaking\",\"item\":\"types::Pet.age\"}
{\"change\":\"is new: `Option<i64>`\",\"effect\":\"addition\",\"item\":\"types::Pet.size\"}
";
    assert_eq!(told("json"), json);
    assert_eq!(
        told("github"),
        "::warning title=breaking change::types::Pet.age is gone\n"
    );
}

#[test]
fn one_that_lies_elsewhere_is_compared_by_the_same_rules() {
    let desk = desk();
    let config = "[types.Pet]\nname = \"Animal\"\n";
    fs::write(desk.path().join("specwright.toml"), config).expect("written");
    let output = run(desk.path(), &["diff", "old/pets.yaml", "pets.yaml"]);
    let said = text(&output.stdout);
    assert!(said.contains("types::Animal.age is gone"), "{said}");
    assert!(!said.contains("is called"), "{said}");
}

#[test]
fn what_can_not_be_compared_is_said() {
    let desk = desk();
    let output = run(desk.path(), &["diff", "old", "pets.yaml"]);
    assert_eq!(output.status.code(), Some(1));
    let expected = "error: `old` has nothing that specwright wrote: name a description, or the folder of a crate that was generated\n";
    assert_eq!(text(&output.stderr), expected);
    fs::write(desk.path().join("client/src/types.rs"), "pub struct {").expect("written");
    let output = run(desk.path(), &["diff", "client", "pets.yaml"]);
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stderr);
    assert!(
        said.starts_with("error: client/src/types.rs is no Rust: "),
        "{said}"
    );
    fs::write(desk.path().join("bad.yaml"), "openapi: 3.0.3\npaths: 4\n").expect("written");
    let output = run(desk.path(), &["diff", "bad.yaml", "pets.yaml"]);
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stderr);
    assert!(
        said.contains("bad.yaml:2:8") && said.contains("nothing was compared"),
        "{said}"
    );
}
