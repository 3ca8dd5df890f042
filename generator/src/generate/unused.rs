//! Entries of the configuration that match nothing in the description: a typing error, or a thing that is gone.

use crate::api::{Api, Discrimination, Operation, Origin, Shape, Type};
use crate::config::Config;
use crate::diagnostic::{Diagnostics, Place, catalogue};
use crate::document::Whole;

/// Warns of every entry without effect. Where only a part of the description was taken, `whole` is what there is in all:
/// what is said of the rest is not without a reason.
pub(super) fn report(
    api: &Api,
    whole: Option<&Whole>,
    config: &Config,
    diagnostics: &mut Diagnostics,
) {
    let mut report = Report {
        api,
        whole,
        config,
        diagnostics,
    };
    report.operations();
    if !config.types.is_empty() || !config.derive.is_empty() {
        report.types();
    }
    report.security();
    // Of these, nobody knows what the rest has.
    if whole.is_none() {
        report.formats();
        report.webhooks();
        report.parameters();
    }
}

struct Report<'a> {
    api: &'a Api,
    whole: Option<&'a Whole>,
    config: &'a Config,
    diagnostics: &'a mut Diagnostics,
}

impl<'a> Report<'a> {
    fn check(&mut self, what: &str, name: &str, place: &Place, known: &[&str]) {
        if !known.contains(&name) {
            let known = known.iter().copied();
            let unused = catalogue::config_unused(place.clone(), what, name, known);
            self.diagnostics.push(unused);
        }
    }

    fn operations(&mut self) {
        let (api, config, whole) = (self.api, self.config, self.whole);
        if config.operations.is_empty() {
            return;
        }
        let label = |operation: &Operation| format!("{} {}", operation.method, operation.path);
        let ids = api.operations.iter().filter_map(|it| it.id.clone());
        let taken: Vec<String> = ids.chain(api.operations.iter().map(label)).collect();
        let others = whole.into_iter().flat_map(|whole| &whole.operations);
        let known: Vec<&str> = taken.iter().chain(others).map(String::as_str).collect();
        for (name, entry) in &config.operations {
            self.check("operation", name, &entry.place, &known);
        }
    }

    fn types(&mut self) {
        let (api, config) = (self.api, self.config);
        let named = |ty: &Type| match &ty.origin {
            Origin::Component(name) => name.clone(),
            _ => format!("#{}", ty.site),
        };
        let all: Vec<(String, &Type)> = api.types.iter().map(|(_, ty)| (named(ty), ty)).collect();
        let schemas = self.whole.map(|whole| &whole.schemas);
        if schemas != Some(&None) {
            let inline = all
                .iter()
                .filter(|(_, ty)| !matches!(ty.origin, Origin::Component(_)))
                .map(|(name, _)| name);
            let others = schemas.into_iter().flatten().flatten();
            let known = api.component_names.iter().chain(inline).chain(others);
            let known: Vec<&str> = known.map(String::as_str).collect();
            for (name, entry) in &config.types {
                self.check("schema", name, &entry.place, &known);
            }
            for (name, given) in config.derive.iter().filter(|(name, _)| *name != "*") {
                self.check("schema", name, &given.place, &known);
            }
        }
        let closable = all.iter().filter(|(_, ty)| has_others(&ty.shape));
        let closable: Vec<&str> = closable.map(|(name, _)| name.as_str()).collect();
        for (name, entry) in &config.types {
            // What no operation reaches is not known.
            if !all.iter().any(|(known, _)| known == name) {
                continue;
            }
            if let Some(closed) = &entry.closed {
                self.check("enum or union with a tag", name, &closed.place, &closable);
            }
        }
    }

    fn security(&mut self) {
        let api = self.api;
        let schemes: Vec<&str> = api.schemes.iter().map(|it| it.name.as_str()).collect();
        for (name, variables) in &self.config.security.env {
            self.check("security scheme", name, &variables.place, &schemes);
        }
    }

    fn formats(&mut self) {
        let formats = self.api.types.iter();
        let known: Vec<&str> = formats.filter_map(|(_, ty)| ty.format.as_deref()).collect();
        for (name, given) in &self.config.formats {
            self.check("format", name, &given.place, &known);
        }
    }

    fn webhooks(&mut self) {
        let receivers = self.api.receivers.iter();
        let known: Vec<&str> = receivers.map(|receiver| receiver.id.as_str()).collect();
        for (name, entry) in &self.config.webhooks {
            self.check("callback or webhook", name, &entry.place, &known);
        }
    }

    fn parameters(&mut self) {
        let operations = self.api.operations.iter();
        let all = operations.flat_map(|operation| &operation.parameters);
        let known: Vec<&str> = all.map(|parameter| parameter.wire_name.as_str()).collect();
        for (name, entry) in &self.config.client.parameters {
            self.check("parameter", name, &entry.place, &known);
        }
    }
}

/// Whether a type has a variant for values that are not listed, unless it is closed.
fn has_others(shape: &Shape) -> bool {
    match shape {
        Shape::Enumeration(_) => true,
        Shape::Union(union) => matches!(union.discrimination, Discrimination::Tag { .. }),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::source::Files;
    use crate::{api, config, diagnostic, document};

    const SPEC: &str = "openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /p:
    get:
      operationId: listPets
      tags: [pets]
      parameters: [{name: pageSize, in: query, schema: {type: integer}}]
      responses:
        '200':
          description: d
          content:
            application/json:
              schema:
                properties: {p: {$ref: '#/components/schemas/Pet'}, s: {$ref: '#/components/schemas/Size'}}
    post:
      operationId: addPet
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
      responses: {'204': {description: d}}
  /q:
    get:
      operationId: listToys
      parameters: [{name: q, in: query, schema: {type: string, format: q}}]
      responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Toy'}}}}}
components:
  schemas:
    Pet: {type: object, properties: {petName: {type: string}, id: {type: string, readOnly: true}}}
    Size: {type: string, enum: [s, m]}
    Toy: {type: object, properties: {size: {type: string}}}
  securitySchemes:
    token: {type: http, scheme: bearer}
    login: {type: http, scheme: basic}
";

    /// What is said of a configuration, a line each.
    fn said(spec: &str, text: &str) -> Vec<String> {
        let (mut files, mut diagnostics) = (Files::new(), diagnostic::Diagnostics::new());
        let config =
            config::Config::parse("specwright.toml", text, &mut files, &mut diagnostics).unwrap();
        let mut document =
            document::load_text("api.yaml", spec, &config, &mut files, &mut diagnostics).unwrap();
        let whole = document.whole.take();
        let (api, _) = api::lower(document, &mut diagnostics);
        super::report(&api, whole.as_ref(), &config, &mut diagnostics);
        let line = |item: &diagnostic::Diagnostic| {
            let help = item.help.clone().unwrap_or_default();
            format!("{}: {}; {help}", item.code, item.message)
        };
        diagnostics.iter().map(line).collect()
    }

    #[test]
    fn what_has_no_effect_is_told_with_a_suggestion() {
        let text = "[operations.listPet]\nmethod = \"all\"\n[security.env]\nkey = \"KEY\"\n\
            [types.Pet]\nclosed = true\n[types.Size]\nclosed = true\n";
        let expected = [
            "config-unused: the description has no operation `listPet`; did you mean `listPets`?",
            "config-unused: the description has no security scheme `key`; ",
            "config-unused: the description has no enum or union with a tag `Pet`; ",
        ];
        assert_eq!(said(SPEC, text), expected);
    }

    #[test]
    fn what_is_said_of_the_rest_is_right_where_a_part_is_taken() {
        let text = "[document]\nonly = [\"tag:pets\"]\n\
            [operations.listToys]\nmethod = \"toys\"\n\
            [operations.\"GET /q\"]\nmethod = \"toys\"\n\
            [types.Toy]\nname = \"AToy\"\n\
            [types.\"#/components/schemas/Toy/properties/size\"]\nname = \"AToySize\"\n\
            [derive]\nToy = \"Hash\"\n[formats]\nq = \"Q\"\n[client.parameters.q]\nenv = \"Q\"\n";
        assert_eq!(said(SPEC, text), [""; 0]);
        let wrong = text
            .replace("listToys", "listToy")
            .replace("types.Toy", "types.Toi");
        let expected = [
            "config-unused: the description has no operation `listToy`; did you mean `listToys`?",
            "config-unused: the description has no schema `Toi`; did you mean `Toy`?",
        ];
        assert_eq!(said(SPEC, &wrong), expected);
    }
}
