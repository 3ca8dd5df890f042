//! Entries of the configuration about things that the description has, and that they change nothing about.

use std::collections::{BTreeMap, BTreeSet};

use crate::api::{Api, ContentKind, Operation, TypeRef};
use crate::config::{Config, Type, key_of};
use crate::diagnostic::{Diagnostics, Place, catalogue};
use crate::plan::{Untyped, besides_forms, key};

/// Warns of entries in the place of which another one holds.
pub(super) fn report(api: &Api, config: &Config, diagnostics: &mut Diagnostics) {
    let mut report = Report {
        api,
        config,
        diagnostics,
    };
    report.operations();
    let forms = report.forms();
    report.replaced(&forms);
}

/// Warns of entries about types that are not made.
pub(super) fn untyped(untyped: &Untyped, config: &Config, diagnostics: &mut Diagnostics) {
    let mut push = |place: &Place, message: String| {
        diagnostics.push(catalogue::config_without_effect(place.clone(), message));
    };
    for name in &untyped.names {
        let given = config.types[name].name.iter();
        given.for_each(|given| push(&given.place, format!("no type is made for `{name}`")));
    }
    for name in &untyped.derives {
        let message = format!("no type is made for `{name}` that could derive anything");
        push(&config.derive[name].place, message);
    }
}

struct Report<'a> {
    api: &'a Api,
    config: &'a Config,
    diagnostics: &'a mut Diagnostics,
}

impl<'a> Report<'a> {
    fn push(&mut self, place: &Place, message: String) {
        let warning = catalogue::config_without_effect(place.clone(), message);
        self.diagnostics.push(warning);
    }

    /// The entry of an operationId goes before the one of method and path.
    fn operations(&mut self) {
        let (api, config) = (self.api, self.config);
        let described = api.operations.iter().filter(|it| it.alternative.is_none());
        for (id, label) in described.filter_map(|it| Some((it.id.as_ref()?, it.label()))) {
            if *id != label
                && config.operations.contains_key(id)
                && let Some(entry) = config.operations.get(&label)
            {
                let message = format!("`{label}` is `{id}`, which has an entry as well");
                self.push(&entry.place, message);
            }
        }
    }

    /// Types of the user's for whole forms of several parts, and for nothing else. Gives back the keys of all that are for
    /// such forms.
    fn forms(&mut self) -> BTreeSet<&'a str> {
        let (api, config) = (self.api, self.config);
        let chosen = api.operations.iter().filter_map(|operation| {
            let mut types = api.types.way(form(operation)?);
            let found = types.find_map(|ty| Some((key(ty), config.replacement(key(ty))?)));
            found.map(|(key, given)| (key, (given, operation)))
        });
        let mut forms = BTreeMap::new();
        for (key, found) in chosen {
            forms.entry(key).or_insert(found);
        }
        if forms.is_empty() {
            return BTreeSet::new();
        }
        let elsewhere = besides_forms(api);
        let elsewhere: BTreeSet<&str> = elsewhere.iter().map(|id| key(&api.types[*id])).collect();
        let idle = forms.iter().filter(|(key, _)| !elsewhere.contains(*key));
        for (_, (given, operation)) in idle {
            let label = operation.label();
            let message =
                format!("`use` is not for the form of `{label}`, whose parts are given one by one");
            self.push(&given.place, message);
        }
        forms.into_keys().collect()
    }

    /// What is said of types that are not made, because the user has one.
    fn replaced(&mut self, forms: &BTreeSet<&str>) {
        let (api, config) = (self.api, self.config);
        let met: BTreeSet<&str> = api.types.iter().map(|(_, ty)| key(ty)).collect();
        for (name, entry) in &config.types {
            let key = key_of(name);
            let Some(given) = &entry.replaced_by else {
                continue;
            };
            // The members of a form have their names.
            if !met.contains(key) || forms.contains(key) {
                continue;
            }
            for (what, place) in beside(entry) {
                let path = given.value.as_str();
                let message = format!("`{name}` is `{path}`, which has no use for `{what}`");
                self.push(place, message);
            }
        }
    }
}

/// The type of a body that is a form of several parts.
fn form(operation: &Operation) -> Option<TypeRef> {
    match operation.body.as_ref()?.content.kind {
        ContentKind::Multipart(ty) => ty,
        _ => None,
    }
}

/// What an entry says beside `use`, each once.
fn beside(entry: &Type) -> impl Iterator<Item = (&'static str, &Place)> {
    let name = entry.name.as_ref().map(|given| ("name", &given.place));
    let field = entry.fields.values().next();
    let field = field.map(|given| ("fields", &given.place));
    let variant = entry.variants.values().next();
    let variant = variant.map(|given| ("variants", &given.place));
    let closed = entry.closed.as_ref();
    let closed = closed.map(|given| ("closed", &given.place));
    [name, field, variant, closed].into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use crate::source::Files;
    use crate::{api, config, diagnostic, document, plan};

    const SPEC: &str = "openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /pets/{id}:
    get:
      operationId: getPet
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}
  /photos:
    post:
      requestBody: {content: {multipart/form-data: {schema: {$ref: '#/components/schemas/Form'}}}}
      responses: {'204': {description: d}}
components:
  schemas:
    Pet:
      type: object
      properties:
        id: {type: string}
        tags: {$ref: '#/components/schemas/Tags'}
        sizes: {$ref: '#/components/schemas/Sizes'}
        price: {$ref: '#/components/schemas/Money'}
    Tags: {type: array, items: {type: string}}
    Sizes: {type: array, items: {type: string, enum: [s, m]}}
    Money: {type: object, properties: {cents: {type: integer}}}
    Form: {$ref: '#/components/schemas/Photo'}
    Photo: {type: object, properties: {file: {type: string, format: binary}}}
    Never: {type: array, items: {type: string}}
";

    /// What is said of a configuration, a line each.
    fn said(text: &str) -> Vec<String> {
        said_of(SPEC, text)
    }

    fn said_of(spec: &str, text: &str) -> Vec<String> {
        let (mut files, mut diagnostics) = (Files::new(), diagnostic::Diagnostics::new());
        let config =
            config::Config::parse("specwright.toml", text, &mut files, &mut diagnostics).unwrap();
        let document =
            document::load_text("api.yaml", spec, &config, &mut files, &mut diagnostics).unwrap();
        let (mut api, _) = api::lower(document, &|_| None, &mut diagnostics);
        super::report(&api, &config, &mut diagnostics);
        plan::replace(&mut api, &config);
        let plan = plan::plan(&api, &config);
        super::untyped(&plan.untyped, &config, &mut diagnostics);
        let line = |item: &diagnostic::Diagnostic| format!("{}: {}", item.code, item.message);
        diagnostics.iter().map(line).collect()
    }

    #[test]
    fn one_method_has_one_entry() {
        let both = "[operations.getPet]\nmethod = \"a\"\n[operations.\"GET /pets/{id}\"]\nmethod = \"b\"\n";
        let told = "config-unused: `GET /pets/{id}` is `getPet`, which has an entry as well";
        assert_eq!(said(both), [told]);
        assert_eq!(said(&both.replace("getPet", "\"POST /photos\"")), [""; 0]);
    }

    #[test]
    fn what_is_said_beside_a_type_of_the_users_is_told() {
        let text = "[types.Money]\nuse = \"crate::Money\"\nname = \"Price\"\nfields = { cents = \"a\" }\n\
            variants = { b = \"B\" }\nclosed = true\n";
        let told = ["name", "fields", "variants", "closed"].map(|key| {
            format!("config-unused: `Money` is `crate::Money`, which has no use for `{key}`")
        });
        assert_eq!(said(text), told);
        assert_eq!(said("[types.Money]\nuse = \"crate::Money\"\n"), [""; 0]);
    }

    #[test]
    fn a_type_for_a_form_of_several_parts_is_told() {
        for name in ["Form", "Photo"] {
            let text =
                format!("[types.{name}]\nuse = \"crate::Photo\"\nfields = {{ file = \"a\" }}\n");
            let told = "config-unused: `use` is not for the form of `POST /photos`, whose parts are given one by one";
            assert_eq!(said(&text), [told]);
        }
    }

    #[test]
    fn a_type_that_is_more_than_a_form_is_not_told() {
        let answer = "'204': {description: d}";
        let json = "'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Photo'}}}}";
        let spec = SPEC.replace(answer, json);
        let text = "[types.Photo]\nuse = \"crate::Photo\"\n";
        assert_eq!(said_of(&spec, text), [""; 0]);
        // The answer is no `Form`.
        assert_eq!(
            said_of(&spec, &text.replace("types.Photo", "types.Form")).len(),
            1
        );
    }

    #[test]
    fn what_is_said_of_types_that_are_not_made_is_told() {
        let text = "[types.Tags]\nname = \"Labels\"\n[types.Sizes]\nname = \"Widths\"\n\
            [types.Never]\nname = \"Ever\"\n[types.Photo]\nname = \"Picture\"\n\
            [types.Money]\nuse = \"crate::Money\"\n\
            [types.\"#/components/schemas/Pet/properties/id\"]\nname = \"PetId\"\n\
            [derive]\n\"*\" = \"Hash\"\nPet = \"Eq\"\nTags = \"Eq\"\nSizes = \"Eq\"\nMoney = \"Eq\"\nNever = \"Eq\"\n";
        let untyped = |name| format!("config-unused: no type is made for `{name}`");
        let underived = |name| {
            format!("config-unused: no type is made for `{name}` that could derive anything")
        };
        let expected = [
            untyped("Tags"),
            untyped("Photo"),
            untyped("#/components/schemas/Pet/properties/id"),
            underived("Tags"),
            underived("Sizes"),
            underived("Money"),
        ];
        assert_eq!(said(text), expected);
    }
}
