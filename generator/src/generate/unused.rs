//! Entries of the configuration that match nothing in the description: a typing error, or a thing that is gone.

use crate::api::{Access, Api, Discrimination, Operation, Origin, SchemeKind, Shape, Type};
use crate::config::{self, Config, Given};
use crate::diagnostic::{Diagnostics, Place, catalogue};
use crate::document::Whole;
use crate::source::{join, parent};

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
    report.prefixes();
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

    fn check_schema(&mut self, name: &str, place: &Place, known: &[&str]) {
        match shared(self.api, name) {
            Some(help) => {
                let unused = catalogue::config_unused(place.clone(), "schema", name, []);
                self.diagnostics.push(unused.help(help));
            }
            None => self.check("schema", name, place, known),
        }
    }

    /// Names of parts of a thing, each of which it must have.
    fn check_parts<'n>(
        &mut self,
        what: &str,
        names: impl IntoIterator<Item = (&'n String, &'n Given<String>)>,
        known: &[&str],
    ) {
        for (name, given) in names {
            self.check(what, name, &given.place, known);
        }
    }

    fn operations(&mut self) {
        let (api, config, whole) = (self.api, self.config, self.whole);
        if config.operations.is_empty() {
            return;
        }
        let ids = api.operations.iter().filter_map(|it| it.id.clone());
        let taken: Vec<String> = ids
            .chain(api.operations.iter().map(Operation::label))
            .collect();
        let others = whole.into_iter().flat_map(|whole| &whole.operations);
        let known: Vec<&str> = taken.iter().chain(others).map(String::as_str).collect();
        for (name, entry) in &config.operations {
            self.check("operation", name, &entry.place, &known);
            let is_meant = |operation: &&Operation| {
                operation.id.as_ref() == Some(name) || operation.label() == *name
            };
            // Of one that was not taken, nobody knows what it takes.
            if entry.fields.is_empty() || !taken.contains(name) {
                continue;
            }
            let meant = api.operations.iter().filter(is_meant);
            let known: Vec<&str> = meant.flat_map(|it| inputs(api, it)).collect();
            let what = format!("`{name}` with a parameter or a member");
            self.check_parts(&what, &entry.fields, &known);
        }
    }

    /// The names of all components, also of those that were not taken; nothing where nobody knows them.
    fn components(&self) -> Option<Vec<&'a str>> {
        let others = match self.whole {
            Some(whole) => whole.schemas.as_deref()?,
            None => &[],
        };
        let all = self.api.component_names.iter().chain(others);
        Some(all.map(String::as_str).collect())
    }

    /// Prefixes that no component has.
    fn prefixes(&mut self) {
        let Some(known) = self.components() else {
            return;
        };
        for prefix in &self.config.names.prefixes {
            let (name, what) = (prefix.as_str(), "component that begins with");
            if !known.iter().any(|it| config::cut(name, it).is_some()) {
                self.check(what, name, &prefix.place, &[]);
            }
        }
    }

    fn types(&mut self) {
        let (api, config) = (self.api, self.config);
        let named = |ty: &Type| match &ty.origin {
            Origin::Component(name) => name.clone(),
            _ => format!("#{}", ty.site),
        };
        let all: Vec<(String, &Type)> = api.types.iter().map(|(_, ty)| (named(ty), ty)).collect();
        if let Some(mut known) = self.components() {
            let inline = all
                .iter()
                .filter(|(_, ty)| !matches!(ty.origin, Origin::Component(_)));
            known.extend(inline.map(|(name, _)| name.as_str()));
            for (name, entry) in &config.types {
                self.check_schema(name, &entry.place, &known);
            }
            for (name, given) in config.derive.iter().filter(|(name, _)| *name != "*") {
                self.check_schema(name, &given.place, &known);
            }
        }
        let closable = all.iter().filter(|(_, ty)| has_others(&ty.shape));
        let closable: Vec<&str> = closable.map(|(name, _)| name.as_str()).collect();
        for (name, entry) in &config.types {
            let shapes = all.iter().filter(|(known, _)| known == name);
            let shapes: Vec<&Shape> = shapes.map(|(_, ty)| &ty.shape).collect();
            // What no operation reaches is not known.
            if shapes.is_empty() {
                continue;
            }
            if let Some(closed) = &entry.closed {
                self.check(
                    "enum or union with a tag or keys",
                    name,
                    &closed.place,
                    &closable,
                );
            }
            self.parts_of_type(name, entry, &shapes);
        }
    }

    fn parts_of_type(&mut self, name: &str, entry: &config::Type, shapes: &[&'a Shape]) {
        let members = shapes.iter().flat_map(|shape| match shape {
            Shape::Object(object) => object.fields.as_slice(),
            _ => &[],
        });
        let members: Vec<&str> = members.map(|field| &*field.wire_name).collect();
        let what = format!("`{name}` with a member");
        self.check_parts(&what, &entry.fields, &members);
        let values = shapes.iter().flat_map(|shape| match shape {
            Shape::Enumeration(list) => {
                let values = list.values.iter();
                values.map(|listed| listed.value.to_string()).collect()
            }
            Shape::Union(union) => {
                let variants = union.variants.iter();
                variants.map(|variant| variant.name.clone()).collect()
            }
            _ => Vec::new(),
        });
        let values: Vec<String> = values.collect();
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        let what = format!("`{name}` with a value or a variant");
        self.check_parts(&what, &entry.variants, &values);
    }

    fn security(&mut self) {
        let api = self.api;
        let schemes: Vec<&str> = api.schemes.iter().map(|it| it.name.as_str()).collect();
        for (name, variables) in &self.config.security.env {
            self.check("security scheme", name, &variables.place, &schemes);
            let scheme = api.schemes.iter().find(|scheme| scheme.name == *name);
            let wanted = match scheme.map(|scheme| &scheme.kind) {
                None => continue,
                Some(SchemeKind::Transport) => {
                    "none: the connection itself is what proves who calls"
                }
                // A single one has them as they travel.
                Some(SchemeKind::Basic) if matches!(variables.value.len(), 1 | 2) => continue,
                Some(SchemeKind::Basic) => "two: user and password",
                Some(_) if variables.value.len() == 1 => continue,
                Some(_) => "one",
            };
            let message = format!(
                "the variables of `{name}` are {}, and its scheme takes {wanted}",
                variables.value.len()
            );
            let place = variables.place.clone();
            self.diagnostics
                .push(catalogue::config_bad_value(place, message));
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
        // Of the others nothing is made that could have a name.
        let receivers = self.api.receivers.iter().filter(|it| it.body.is_some());
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

/// What the schema at a pointer is called, if it stands in a shared parameter, response or body, and what to say of it.
fn shared(api: &Api, pointer: &str) -> Option<String> {
    let pointer = pointer.strip_prefix('#')?;
    if let Some(name) = api.hoisted.get(pointer) {
        return Some(format!("it has the name of its component: `{name}`"));
    }
    let above = std::iter::successors(parent(pointer), |here| parent(here));
    let (above, name) = above
        .filter_map(|above| Some((above, api.hoisted.get(above)?)))
        .next()?;
    let named = join("#/components/schemas", name);
    let rest = &pointer[above.len()..];
    Some(format!(
        "it stands in what has the name of its component: `{named}{rest}`"
    ))
}

/// The wire names of what a call takes: parameters, and the members of a body that are arguments and setters.
fn inputs<'a>(api: &'a Api, operation: &'a Operation) -> Vec<&'a str> {
    let parameters = operation.parameters.iter();
    let mut names: Vec<&str> = parameters.map(|it| it.wire_name.as_str()).collect();
    let body = operation.body.as_ref();
    if let Some((_, object)) = body.and_then(|body| body.spread(&api.types)) {
        // The server alone sets what is read-only.
        let sent = object.fields.iter();
        let sent = sent.filter(|field| field.access != Access::ReadOnly);
        names.extend(sent.map(|field| &*field.wire_name));
    }
    names
}

/// Whether a type has a variant for values that are not listed, unless it is closed.
fn has_others(shape: &Shape) -> bool {
    match shape {
        Shape::Enumeration(_) => true,
        Shape::Union(union) => !matches!(union.discrimination, Discrimination::Order { .. }),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::source::Files;
    use crate::{api, config, diagnostic, document};

    const SPEC: &str = "openapi: 3.0.3
info: {title: t, version: '1'}
security: [{token: []}, {login: []}]
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
        let (api, _) = api::lower(document, &|_| None, &mut diagnostics);
        super::report(&api, whole.as_ref(), &config, &mut diagnostics);
        let line = |item: &diagnostic::Diagnostic| {
            let help = item.help.clone().unwrap_or_default();
            format!("{}: {}; {help}", item.code, item.message)
        };
        diagnostics.iter().map(line).collect()
    }

    #[test]
    fn a_prefix_that_no_component_has_is_told() {
        let text = "[names]\nprefixes = [\"P\", \"Pett\", \"Pet\", \"\"]\n";
        let expected = ["Pett", "Pet", ""].map(|prefix| {
            format!("config-unused: the description has no component that begins with `{prefix}`; ")
        });
        assert_eq!(said(SPEC, text), expected);
    }

    #[test]
    fn what_has_no_effect_is_told_with_a_suggestion() {
        let text = "[operations.listPet]\nmethod = \"all\"\n[security.env]\nkey = \"KEY\"\n\
            [types.Pet]\nclosed = true\n[types.Size]\nclosed = true\n";
        let expected = [
            "config-unused: the description has no operation `listPet`; did you mean `listPets`?",
            "config-unused: the description has no security scheme `key`; ",
            "config-unused: the description has no enum or union with a tag or keys `Pet`; ",
        ];
        assert_eq!(said(SPEC, text), expected);
    }

    #[test]
    fn parts_without_effect_are_told_too() {
        let text = "[operations.listPets]\nfields = { page_size = \"a\", pageSize = \"b\" }\n\
            [operations.addPet]\nfields = { petname = \"a\", petName = \"b\", id = \"c\" }\n\
            [types.Pet]\nfields = { petNam = \"a\", petName = \"b\", id = \"c\" }\nvariants = { s = \"A\" }\n\
            [types.Size]\nvariants = { m = \"A\", M = \"B\" }\n";
        let expected = [
            "config-unused: the description has no `listPets` with a parameter or a member `page_size`; \
             did you mean `pageSize`?",
            "config-unused: the description has no `addPet` with a parameter or a member `petname`; \
             did you mean `petName`?",
            "config-unused: the description has no `addPet` with a parameter or a member `id`; ",
            "config-unused: the description has no `Pet` with a member `petNam`; did you mean `petName`?",
            "config-unused: the description has no `Pet` with a value or a variant `s`; ",
            "config-unused: the description has no `Size` with a value or a variant `M`; did you mean `m`?",
        ];
        assert_eq!(said(SPEC, text), expected);
    }

    #[test]
    fn a_pointer_of_what_has_a_name_is_told_the_name() {
        let spec = "openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /p:
    get:
      operationId: list
      parameters: [{$ref: '#/components/parameters/Order'}, {$ref: '#/components/parameters/Cat'}]
      responses: {default: {$ref: '#/components/responses/Cat'}, '200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Cat'}}}}}
components:
  parameters:
    Order: {name: order, in: query, schema: {type: string, enum: [up, down]}}
    Cat: {name: cat, in: query, schema: {enum: [a, b]}}
  responses:
    Cat:
      description: d
      content:
        application/json: {schema: {type: object, properties: {kind: {enum: [a, b]}}}}
        application/xml: {schema: {type: object, properties: {kind: {enum: [a, b]}}}}
  schemas:
    Cat: {type: object, properties: {name: {type: string}}}
";
        let text = "[types.\"#/components/schemas/Cat\"]\nname = \"Kitty\"\n\
            [types.\"#/components/parameters/Order/schema\"]\nname = \"Way\"\n";
        let expected = "config-unused: the description has no schema `#/components/parameters/Order/schema`; \
            it has the name of its component: `Order`";
        assert_eq!(said(spec, text), [expected]);
        let content = "#/components/responses/Cat/content";
        for (pointer, help) in [
            (
                "#/components/parameters/Cat/schema".to_owned(),
                "it has the name of its component: `CatParameter`",
            ),
            (
                format!("{content}/application~1json/schema"),
                "it has the name of its component: `CatResponse`",
            ),
            (
                format!("{content}/application~1xml/schema/properties/kind"),
                "it stands in what has the name of its component: \
                 `#/components/schemas/CatResponse_2/properties/kind`",
            ),
        ] {
            let expected =
                format!("config-unused: the description has no schema `{pointer}`; {help}");
            let text = format!("[types.\"{pointer}\"]\nname = \"Other\"\n");
            assert_eq!(said(spec, &text), [expected]);
        }
    }

    #[test]
    fn variables_that_are_never_read_are_told() {
        let text = "[security.env]\ntoken = [\"A\", \"B\"]\nlogin = [\"A\", \"B\", \"C\"]\n";
        let expected = [
            "config-bad-value: the variables of `token` are 2, and its scheme takes one; ",
            "config-bad-value: the variables of `login` are 3, and its scheme takes two: user and password; ",
        ];
        assert_eq!(said(SPEC, text), expected);
        let text = "[security.env]\ntoken = [\"A\"]\nlogin = [\"A\", \"B\"]\n";
        assert_eq!(said(SPEC, text), [""; 0]);
    }

    #[test]
    fn a_name_for_a_message_that_nothing_is_made_of_is_told() {
        let spec = "openapi: 3.1.0
info: {title: t, version: '1'}
webhooks:
  made: {post: {requestBody: {content: {application/json: {}}}}}
  text: {post: {requestBody: {content: {text/plain: {}}}}}
";
        let text = "[webhooks.made]\nname = \"a\"\n[webhooks.text]\nname = \"b\"\n";
        let unused = "config-unused: the description has no callback or webhook `text`; ";
        let unread = "unsupported-message: the callback or webhook `text` sends neither JSON nor a form; \
            where messages are signed, `Receiver::verify` takes it";
        assert_eq!(said(spec, text), [unused, unread]);
    }

    #[test]
    fn what_is_said_of_the_rest_is_right_where_a_part_is_taken() {
        let text = "[document]\nonly = [\"tag:pets\"]\n\
            [operations.listToys]\nmethod = \"toys\"\nfields = { nothing = \"a\" }\n\
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
