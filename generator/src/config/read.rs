//! The file as a whole: its syntax, and which section is read by what.

use std::cell::RefCell;

use toml::de::DeTable;

use super::table::{Reader, Table};
use super::{Config, package, pages, sections, signature};
use crate::diagnostic::{Diagnostics, Place, catalogue};
use crate::source::{FileId, Files};

/// Reads the configuration in a file; none if it is no TOML.
pub(super) fn config(file: FileId, files: &Files, diagnostics: &mut Diagnostics) -> Option<Config> {
    let table = match DeTable::parse(files.get(file).text()) {
        Ok(table) => table,
        Err(error) => {
            let place = Place::span(file, error.span().unwrap_or(0..0));
            diagnostics.push(catalogue::config_syntax(place, error.message()));
            return None;
        }
    };
    let cell = RefCell::new(diagnostics);
    let reader = Reader {
        file,
        diagnostics: &cell,
    };
    let place = Place::span(file, 0..0);
    let mut root = Table::new("the configuration", place, table.get_ref(), reader);
    let config = Config {
        package: root
            .table("crate", "`[crate]`")
            .map(package::package)
            .unwrap_or_default(),
        document: root
            .table("document", "`[document]`")
            .map(sections::document)
            .unwrap_or_default(),
        client: root
            .table("client", "`[client]`")
            .map(sections::client)
            .unwrap_or_default(),
        security: root
            .table("security", "`[security]`")
            .map(sections::security)
            .unwrap_or_default(),
        names: root
            .table("names", "`[names]`")
            .map(sections::names)
            .unwrap_or_default(),
        docs: root
            .table("docs", "`[docs]`")
            .map(sections::docs)
            .unwrap_or_default(),
        envelope: root
            .table("envelope", "`[envelope]`")
            .and_then(sections::envelope),
        streams: root
            .table("streams", "`[streams]`")
            .map(sections::streams)
            .unwrap_or_default(),
        pages: root
            .each("pages", "`[[pages]]`")
            .into_iter()
            .filter_map(pages::of_all)
            .collect(),
        operations: root
            .table("operations", "`[operations]`")
            .map(sections::operations)
            .unwrap_or_default(),
        types: root
            .table("types", "`[types]`")
            .map(sections::types)
            .unwrap_or_default(),
        formats: root
            .table("formats", "`[formats]`")
            .map(sections::formats)
            .unwrap_or_default(),
        derive: root
            .table("derive", "`[derive]`")
            .map(sections::derive)
            .unwrap_or_default(),
        webhooks: root
            .table("webhooks", "`[webhooks]`")
            .map(sections::webhooks)
            .unwrap_or_default(),
        signature: root
            .table("signature", "`[signature]`")
            .and_then(signature::signature),
        diagnostics: root
            .table("diagnostics", "`[diagnostics]`")
            .map(sections::diagnostics)
            .unwrap_or_default(),
        limits: root
            .table("limits", "`[limits]`")
            .map(sections::limits)
            .unwrap_or_default(),
    };
    root.finish();
    Some(config)
}

#[cfg(test)]
mod tests {
    use super::super::{PageStyle, Pages, PayloadPiece, SignatureEncoding};
    use super::*;
    use crate::diagnostic::render;

    fn read(text: &str) -> (Config, Vec<String>) {
        let (mut files, mut diagnostics) = (Files::new(), Diagnostics::new());
        let config = Config::parse("api/specwright.toml", text, &mut files, &mut diagnostics);
        let lines = render::lines(&diagnostics, &files).into_iter();
        (
            config.unwrap_or_default(),
            lines.map(|(_, line)| line).collect(),
        )
    }

    #[test]
    fn every_section_is_read() {
        let (config, problems) = read(
            r#"
            [crate]
            name = "an-api"
            version = "1.2.3"
            [document]
            overlays = ["fix.overlay.yaml"]
            only = ["getA", "PUT /b"]
            [client]
            base-url-env = "AN_API_URL"
            [client.parameters.account_id]
            env = "AN_API_ACCOUNT"
            [security]
            requirements = [["token"], ["email", "key"]]
            [security.env]
            token = "AN_API_TOKEN"
            login = ["AN_API_USER", "AN_API_PASSWORD"]
            [envelope]
            result = "result"
            success = "ok"
            [operations."PUT /b"]
            resource = "b.things"
            method = "update"
            fields = { notificationUrl = "notification_url_camel" }
            [types.thing_b]
            name = "Thing"
            variants = { "a-b" = "Ab" }
            [webhooks.done]
            name = "finished"
            [signature]
            header = "Signature"
            timestamp = "t"
            signatures = ["v1"]
            payload = "{timestamp}.{body}"
            "#,
        );
        assert_eq!(problems, [""; 0]);
        assert_eq!(
            config.document.overlays[0].value.to_str(),
            Some("api/fix.overlay.yaml")
        );
        assert_eq!(config.document.only[1].value, "PUT /b");
        assert_eq!(config.security.env["login"].value.len(), 2);
        assert_eq!(
            config.security.requirements.map(|sets| sets[1].len()),
            Some(2)
        );
        let operation = &config.operations["PUT /b"];
        assert_eq!(
            operation.resource.as_ref().map(|given| given.value.len()),
            Some(2)
        );
        assert_eq!(
            operation.fields["notificationUrl"].value,
            "notification_url_camel"
        );
        assert_eq!(config.types["thing_b"].variants["a-b"].value, "Ab");
        let signature = config.signature.expect("was given");
        assert_eq!(signature.encoding, SignatureEncoding::Hex);
        assert_eq!(signature.tolerance, 300);
        let text = PayloadPiece::Text(".".to_owned());
        assert_eq!(
            signature.payload,
            [PayloadPiece::Timestamp, text, PayloadPiece::Body]
        );
    }

    #[test]
    fn mistakes_are_all_told_with_their_places() {
        let (_, problems) = read(concat!(
            "clients = 1\n",
            "[crate]\nnmae = \"x\"\nversion = 2\n",
            "[operations.a]\nmethod = \"doIt\"\nresource = \"a..b\"\n",
            "[envelope]\nsuccess = \"s\"\nreslut = \"r\"\n",
            "[signature]\nheader = \"H\"\nsignatures = [\"v\"]\nencoding = \"hax\"\npayload = \"{tmie}{body}\"\n",
        ));
        let expected = [
            "api/specwright.toml:1:1: error[config-unknown-key]: unknown key `clients` in the configuration",
            "api/specwright.toml:3:1: error[config-unknown-key]: unknown key `nmae` in `[crate]`",
            "api/specwright.toml:4:11: error[config-wrong-type]: `version` must be a string, and this is an integer",
            "api/specwright.toml:6:10: error[config-bad-value]: `doIt` can't be a name in Rust: it must be in snake_case",
            "api/specwright.toml:7:12: error[config-bad-value]: `` can't be a name in Rust: it is empty",
            "api/specwright.toml:8:2: error[config-missing-key]: `[envelope]` needs the key `result`",
            "api/specwright.toml:10:1: error[config-unknown-key]: unknown key `reslut` in `[envelope]`",
            "api/specwright.toml:14:12: error[config-bad-value]: unknown encoding `hax`",
            "api/specwright.toml:15:11: error[config-bad-value]: unknown piece `{tmie}` of a payload",
        ];
        assert_eq!(problems, expected);
    }

    #[test]
    fn pages_and_streams_are_read() {
        let (config, problems) = read(concat!(
            "[streams]\nend = \"[DONE]\"\n",
            "[operations.a]\nstream-end = [\"x\", \"y\"]\n",
            "[operations.a.pages]\nstyle = \"cursor\"\nparameter = \"from\"\nnext = \"meta.next\"\n",
        ));
        assert_eq!(problems, [""; 0]);
        assert_eq!(config.streams.end, ["[DONE]"]);
        let operation = &config.operations["a"];
        assert_eq!(operation.stream_end.as_deref().map(<[_]>::len), Some(2));
        let pages = operation.pages.as_ref().expect("was given");
        assert_eq!(pages.style, PageStyle::Cursor);
        let next = |pages: &Pages| pages.next.as_ref().map(|steps| steps.value.clone());
        let meta_next = ["meta", "next"].map(str::to_owned).to_vec();
        assert_eq!(next(pages), Some(meta_next));
        // A name may have full stops in it.
        let (config, problems) =
            read("[operations.a.pages]\nstyle = \"url\"\nnext = [\"@odata.nextLink\"]\n");
        assert_eq!(problems, [""; 0]);
        let pages = config.operations["a"].pages.as_ref().expect("was given");
        assert_eq!(next(pages), Some(vec!["@odata.nextLink".to_owned()]));

        let (config, problems) = read(concat!(
            "[[pages]]\nstyle = \"number\"\nparameter = \"page\"\nitems = \"data.things\"\n",
            "[[pages]]\nstyle = \"none\"\nparameter = \"offset\"\n",
        ));
        assert_eq!(problems, [""; 0]);
        let styles = config.pages.iter().map(|pages| pages.style);
        assert!(styles.eq([PageStyle::Number, PageStyle::None]));

        // What holds for all must say what it is for.
        let (_, problems) = read(concat!(
            "[[pages]]\nstyle = \"link\"\n",
            "[[pages]]\nstyle = \"curser\"\nnext = \"a\"\n",
        ));
        let expected = [
            "api/specwright.toml:1:1: error[config-missing-key]: `[[pages]]` needs the key `parameter`",
            "api/specwright.toml:4:9: error[config-bad-value]: unknown style `curser`",
        ];
        assert_eq!(problems, expected);
        let (_, problems) = read("[pages]\nstyle = \"link\"\n");
        let expected = [
            "api/specwright.toml:1:1: error[config-wrong-type]: `pages` must be a list of tables, and this is a table",
        ];
        assert_eq!(problems, expected);

        let (_, problems) = read(concat!(
            "[operations.a.pages]\nstyle = \"curser\"\n",
            "[operations.b.pages]\nstyle = \"cursor\"\nparam = \"c\"\n",
            "[streams]\nends = \"x\"\n",
        ));
        let expected = [
            "api/specwright.toml:2:9: error[config-bad-value]: unknown style `curser`",
            "api/specwright.toml:3:15: error[config-missing-key]: `pages` needs the key `parameter`",
            "api/specwright.toml:5:1: error[config-unknown-key]: unknown key `param` in `pages`",
            "api/specwright.toml:7:1: error[config-unknown-key]: unknown key `ends` in `[streams]`",
        ];
        assert_eq!(problems, expected);
    }

    #[test]
    fn rust_of_the_users_is_read() {
        let (config, problems) = read(concat!(
            "[crate.dependencies]\nuuid = { version = \"1\", features = [\"serde\"] }\n",
            "[types.a]\nuse = \"crate::A\"\n",
            "[formats]\nuuid = \"uuid::Uuid\"\n",
            "[derive]\n\"*\" = \"Hash\"\na = [\"Eq\", \"Hash\"]\n",
        ));
        assert_eq!(problems, [""; 0]);
        let uuid = &config.package.dependencies["uuid"];
        assert_eq!(uuid["features"][0].as_str(), Some("serde"));
        let replacement = config.replacement("a").expect("was given");
        assert_eq!(replacement.value.as_str(), "crate::A");
        assert_eq!(config.formats["uuid"].value.as_str(), "uuid::Uuid");
        assert_eq!(config.derives("a").len(), 2);
        assert_eq!(config.derives("b").len(), 1);

        let (config, problems) = read(concat!(
            "[types.\"#/components/schemas/Cat\"]\nname = \"Kitty\"\n",
            "[derive]\n\"#/components/schemas/Cat\" = \"std::hash::Hash\"\nCat = \"Hash\"\n",
        ));
        assert_eq!(config.type_name("Cat"), Some("Kitty"));
        assert_eq!(config.derives("Cat").len(), 1);
        let expected = "api/specwright.toml:5:7: error[config-bad-value]: `Cat` has an entry already, by its name or \
            its pointer";
        assert_eq!(problems, [expected]);

        let (_, problems) = read(concat!(
            "[crate.dependencies]\nuuid = 1\n",
            "[types.a]\nuse = \"A; fn f() {}\"\n",
            "[formats]\nuuid = \"two words\"\n",
            "[derive]\na = [\"Eq\", \"Hash)]\"]\n",
        ));
        let expected = [
            "api/specwright.toml:2:8: error[config-wrong-type]: `uuid` must be a string or a table, and this is an integer",
            "api/specwright.toml:4:7: error[config-bad-value]: `A; fn f() {}` is not the path of a Rust type",
            "api/specwright.toml:6:8: error[config-bad-value]: `two words` is not the path of a Rust type",
            "api/specwright.toml:8:5: error[config-bad-value]: `Hash)]` is not the path of a macro that derives",
        ];
        assert_eq!(problems, expected);
    }

    #[test]
    fn no_webhook_takes_the_name_of_what_every_receiver_has() {
        let (config, problems) =
            read("[webhooks.a]\nname = \"also\"\n[webhooks.b]\nname = \"late\"\n");
        let expected = "api/specwright.toml:2:8: error[config-bad-value]: `also` is a method that every receiver has \
            by itself";
        assert_eq!(problems, [expected]);
        assert_eq!(config.webhook_name("b"), Some("late"));
    }

    #[test]
    fn what_is_no_toml_is_told() {
        let (_, problems) = read("[crate\nname = 1");
        assert!(problems[0].contains("config-syntax"), "{problems:?}");
    }
}
