//! What tests of plans share.

use super::Plan;
use crate::config::Config;
use crate::source::Files;
use crate::{api, diagnostic, document, plan};

/// The plan of a description in which nothing is wrong.
pub(crate) fn planned(spec: &str, config: &str) -> Plan {
    let (mut files, mut diagnostics) = (Files::new(), diagnostic::Diagnostics::new());
    let config = Config::parse("specwright.toml", config, &mut files, &mut diagnostics);
    let config = config.expect("it is TOML");
    let document = document::load_text("api.yaml", spec, &config, &mut files, &mut diagnostics);
    let document = document.unwrap_or_else(|| panic!("{spec}"));
    let (mut api, _) = api::lower(document, &|ty| plan::chosen(&config, ty), &mut diagnostics);
    let text = diagnostic::render::render(&diagnostics, &files, false);
    assert!(!diagnostics.has_errors(), "{text}");
    plan::replace(&mut api, &config);
    plan::plan(&api, &config)
}
