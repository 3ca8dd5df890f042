//! Entries of the configuration that match nothing in the description: a typing error, or a thing that is gone.

use crate::api::{Api, Discrimination, Origin, Shape, Type};
use crate::config::Config;
use crate::diagnostic::{Diagnostics, Place, catalogue};

/// Warns of every entry without effect.
pub(super) fn report(api: &Api, config: &Config, diagnostics: &mut Diagnostics) {
    let mut check = |what: &str, name: &str, place: &Place, known: &[String]| {
        if !known.iter().any(|known| known == name) {
            let known = known.iter().map(String::as_str);
            diagnostics.push(catalogue::config_unused(place.clone(), what, name, known));
        }
    };

    if !config.operations.is_empty() {
        let ids = api
            .operations
            .iter()
            .filter_map(|operation| operation.id.clone());
        let paths = api
            .operations
            .iter()
            .map(|operation| format!("{} {}", operation.method, operation.path));
        let known: Vec<String> = ids.chain(paths).collect();
        for (name, entry) in &config.operations {
            check("operation", name, &entry.place, &known);
        }
    }
    if !config.types.is_empty() || !config.derive.is_empty() {
        let inline = api
            .types
            .iter()
            .filter(|(_, ty)| !matches!(ty.origin, Origin::Component(_)))
            .map(|(_, ty)| format!("#{}", ty.site));
        let known: Vec<String> = api.component_names.iter().cloned().chain(inline).collect();
        for (name, entry) in &config.types {
            check("schema", name, &entry.place, &known);
        }
        let named = |ty: &Type| match &ty.origin {
            Origin::Component(name) => name.clone(),
            _ => format!("#{}", ty.site),
        };
        let (closable, others): (Vec<_>, Vec<_>) =
            api.types.iter().partition(|(_, ty)| has_others(&ty.shape));
        let closable: Vec<String> = closable.iter().map(|(_, ty)| named(ty)).collect();
        for (name, entry) in &config.types {
            // What no operation reaches is not known.
            let reached = others.iter().any(|(_, ty)| named(ty) == *name);
            if let Some(closed) = entry.closed.as_ref().filter(|_| reached) {
                let what = "enum or union with a tag";
                check(what, name, &closed.place, &closable);
            }
        }
        for (name, given) in config.derive.iter().filter(|(name, _)| *name != "*") {
            check("schema", name, &given.place, &known);
        }
    }
    if !config.formats.is_empty() {
        let formats = api.types.iter().filter_map(|(_, ty)| ty.format.clone());
        let known: Vec<String> = formats.collect();
        for (name, given) in &config.formats {
            check("format", name, &given.place, &known);
        }
    }
    let schemes: Vec<String> = api
        .schemes
        .iter()
        .map(|scheme| scheme.name.clone())
        .collect();
    for (name, entry) in &config.security.env {
        check("security scheme", name, &entry.place, &schemes);
    }
    let receivers: Vec<String> = api
        .receivers
        .iter()
        .map(|receiver| receiver.id.clone())
        .collect();
    for (name, entry) in &config.webhooks {
        check("callback or webhook", name, &entry.place, &receivers);
    }
    if !config.client.parameters.is_empty() {
        let all = api
            .operations
            .iter()
            .flat_map(|operation| &operation.parameters);
        let known: Vec<String> = all.map(|parameter| parameter.wire_name.clone()).collect();
        for (name, entry) in &config.client.parameters {
            check("parameter", name, &entry.place, &known);
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

    #[test]
    fn what_has_no_effect_is_told_with_a_suggestion() {
        let (mut files, mut diagnostics) = (Files::new(), diagnostic::Diagnostics::new());
        let text = "[operations.listPet]\nmethod = \"all\"\n[security.env]\nkey = \"KEY\"\n\
            [types.Pet]\nclosed = true\n[types.Size]\nclosed = true\n";
        let config =
            config::Config::parse("specwright.toml", text, &mut files, &mut diagnostics).unwrap();
        let spec = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {/p: {get: {operationId: listPets, responses: {'200': {description: d, content: {\
            application/json: {schema: {properties: {p: {$ref: '#/components/schemas/Pet'}, s: {$ref: '#/components/schemas/Size'}}}}}}}}}}\n\
            components: {schemas: {Pet: {type: object}, Size: {type: string, enum: [s, m]}}}";
        let document =
            document::load_text("api.yaml", spec, &config, &mut files, &mut diagnostics).unwrap();
        let (api, _) = api::lower(document, &mut diagnostics);
        super::report(&api, &config, &mut diagnostics);
        let text = diagnostic::render::render(&diagnostics, &files, false);
        assert!(
            text.contains("no operation `listPet`") && text.contains("did you mean `listPets`?"),
            "{text}"
        );
        assert!(text.contains("no security scheme `key`"), "{text}");
        assert!(text.contains("no enum or union with a tag `Pet`"), "{text}");
        assert!(!text.contains("`Size`"), "{text}");
    }
}
