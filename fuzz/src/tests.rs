//! The promises about the output, held by the descriptions that the targets begin with: what they do not know of, no
//! run of a fuzzer is needed to find.

use super::*;

/// Where the descriptions are that the targets begin with.
const FOLDERS: &[&str] = &["tests/fixtures", "spec"];

#[test]
fn all_fixtures_keep_what_is_promised_of_the_output() {
    let mut checked = 0;
    for path in descriptions(FOLDERS) {
        for config in [Config::default(), beside(&path)] {
            let Some(plan) = plan_of(&path, &config) else {
                continue;
            };
            check_tokens(&plan);
            write_and_check(&plan);
            checked += 1;
        }
    }
    assert!(checked > 100, "{checked} of the fixtures became a plan");
}

#[test]
fn the_targets_plan_what_they_begin_with() {
    let descriptions = descriptions(FOLDERS);
    let planned = descriptions
        .iter()
        .filter_map(|path| fs::read_to_string(path).ok())
        .filter(|text| planned(text).is_some());
    assert!(planned.count() > 50);
}

fn plan_of(path: &Path, config: &Config) -> Option<Plan> {
    let mut files = Files::new();
    let mut diagnostics = Diagnostics::new();
    let document = document::load(path, config, &mut files, &mut diagnostics)?;
    let (mut api, _) = api::lower(document, &|ty| plan::chosen(config, ty), &mut diagnostics);
    plan::replace(&mut api, config);
    let plan = plan::plan(&api, config);
    (!diagnostics.has_errors()).then_some(plan)
}

/// The configuration of a description: `pets.toml` of `pets.yaml`, or the one of its folder.
fn beside(path: &Path) -> Config {
    let of_its_own = path.with_extension("toml");
    let config = match of_its_own.exists() {
        true => of_its_own,
        false => path.with_file_name("specwright.toml"),
    };
    Config::read(&config, &mut Files::new(), &mut Diagnostics::new()).unwrap_or_default()
}
