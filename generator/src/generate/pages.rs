//! What the configuration says of lists in pages and the description does not have: a name that is misspelt loses all items
//! after the first page, and nothing else would tell.

use foldhash::{HashSet, HashSetExt as _};

use crate::api::{Api, ContentKind, Operation, Place, Shape, TypeRef, Types};
use crate::config::{Config, PageStyle, Pages};
use crate::diagnostic::{Diagnostics, catalogue};
use crate::plan;

/// How many members are looked at for one that may be meant.
const MOST: usize = 1000;

/// How many unions may be variants of each other; one may be a variant of itself.
const UNIONS: u8 = 8;

/// Warns of parameters that no operation takes, of members that no answer has, and of entries that fit no operation.
pub(super) fn report(api: &Api, config: &Config, diagnostics: &mut Diagnostics) {
    let types = &api.types;
    let mut fitting = HashSet::new();
    // What sends another body is the same operation once more.
    let operations = api.operations.iter();
    for operation in operations.filter(|operation| operation.alternative.is_none()) {
        let Some(pages) = plan::entry_of_pages(types, config, operation) else {
            continue;
        };
        fitting.insert(&pages.place);
        if pages.style != PageStyle::None {
            parameter(types, operation, pages, diagnostics);
            members(types, operation, pages, diagnostics);
        }
    }
    for entry in config
        .pages
        .iter()
        .filter(|it| !fitting.contains(&it.place))
    {
        let message =
            "no operation has all that this entry of `[[pages]]` names, and no entry before it";
        let place = entry.place.clone();
        diagnostics.push(catalogue::config_without_effect(place, message.to_owned()));
    }
}

fn parameter(types: &Types, operation: &Operation, pages: &Pages, diagnostics: &mut Diagnostics) {
    if let Some(given) = &pages.parameter
        && !plan::asks_in_query(types, operation, given.as_str())
    {
        let parameters = operation.parameters.iter();
        let known = parameters.filter(|parameter| parameter.place == Place::Query);
        diagnostics.push(catalogue::config_unknown_of_pages(
            given.place.clone(),
            "query parameter",
            &called(operation),
            given.as_str(),
            known.map(|parameter| &*parameter.wire_name),
        ));
    }
}

fn members(types: &Types, operation: &Operation, pages: &Pages, diagnostics: &mut Diagnostics) {
    let contents = operation.successes.iter();
    let contents = contents.filter_map(|answer| answer.content.as_ref());
    let answers: Vec<TypeRef> = contents
        .filter_map(|content| match content.kind {
            ContentKind::Json(ty) => Some(ty),
            _ => None,
        })
        .collect();
    if answers.is_empty() {
        return;
    }
    let any: fn(&Shape) -> bool = |_| true;
    let paths = [
        ("list", &pages.items, may_be_list as fn(&Shape) -> bool),
        ("member", &pages.next, any),
        ("member", &pages.more, any),
        ("member", &pages.current, any),
        ("member", &pages.last, any),
    ];
    for (what, given, fits) in paths {
        let Some(given) = given else { continue };
        let mut all = answers.iter();
        if all.any(|ty| may_have(types, *ty, &given.value, UNIONS, fits)) {
            continue;
        }
        let mut known = Vec::new();
        for ty in &answers {
            gather(types, *ty, "", given.value.len(), &mut known);
        }
        diagnostics.push(catalogue::config_unknown_of_pages(
            given.place.clone(),
            what,
            &called(operation),
            &given.value.join("."),
            known.iter().map(String::as_str),
        ));
    }
}

/// An operation as the configuration may call it.
fn called(operation: &Operation) -> String {
    operation.id.clone().unwrap_or_else(|| operation.label())
}

/// Whether a shape is that of a list, or may be.
fn may_be_list(shape: &Shape) -> bool {
    !matches!(
        shape,
        Shape::Object(_) | Shape::Map(_) | Shape::Scalar(_) | Shape::Enumeration(_) | Shape::Null
    )
}

/// Whether there is something that fits at the end of a path, or may be: not all that an answer has is described.
fn may_have(
    types: &Types,
    ty: TypeRef,
    path: &[String],
    unions: u8,
    fits: fn(&Shape) -> bool,
) -> bool {
    let Some((step, rest)) = path.split_first() else {
        return fits(types.shape(ty));
    };
    let has = |ty, rest| may_have(types, ty, rest, UNIONS, fits);
    match types.shape(ty) {
        Shape::Object(object) => match object.field(step) {
            Some(field) => has(field.ty, rest),
            None => object.additional.is_some(),
        },
        Shape::Array(item) => step == "-1" && has(*item, rest),
        Shape::Union(union) if unions > 0 && union.keys().is_none() => {
            let mut variants = union.variants.iter();
            variants.any(|variant| may_have(types, variant.ty, path, unions - 1, fits))
        }
        Shape::Union(_) | Shape::Any | Shape::Map(_) | Shape::Foreign(_) | Shape::Tuple(_) => true,
        Shape::Null | Shape::Scalar(_) | Shape::Enumeration(_) | Shape::Alias(_) => false,
    }
}

/// The paths to all members, so many steps deep.
fn gather(types: &Types, ty: TypeRef, before: &str, depth: usize, found: &mut Vec<String>) {
    if depth == 0 {
        return;
    }
    match types.shape(ty) {
        Shape::Object(object) => {
            for field in &object.fields {
                if found.len() == MOST {
                    return;
                }
                let path = match before {
                    "" => field.wire_name.to_string(),
                    before => format!("{before}.{}", field.wire_name),
                };
                found.push(path.clone());
                gather(types, field.ty, &path, depth - 1, found);
            }
        }
        Shape::Array(item) if !before.is_empty() => {
            gather(types, *item, &format!("{before}.-1"), depth - 1, found);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::source::Files;
    use crate::{api, config, diagnostic, document};

    fn problems(pages: &str) -> String {
        problems_of(&format!("[operations.list.pages]\n{pages}"))
    }

    fn problems_of(text: &str) -> String {
        let spec = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {/p: {get: {operationId: list, parameters: [\
            {name: cursor, in: query, schema: {type: string}}, {name: x-after, in: header, schema: {type: string}}], \
            responses: {'200': {description: d, content: {application/json: {schema: {properties: {\
            data: {type: array, items: {properties: {id: {type: string}}}}, free: {type: object}, \
            meta: {properties: {next: {type: string}}}}}}}}}}}}\n";
        let (mut files, mut diagnostics) = (Files::new(), diagnostic::Diagnostics::new());
        let config = config::Config::parse("s.toml", text, &mut files, &mut diagnostics).unwrap();
        let document =
            document::load_text("api.yaml", spec, &config, &mut files, &mut diagnostics).unwrap();
        let (api, _) = api::lower(document, &|_| None, &mut diagnostics);
        super::report(&api, &config, &mut diagnostics);
        diagnostic::render::render(&diagnostics, &files, false)
    }

    #[test]
    fn what_the_description_has_is_fine() {
        for pages in [
            "style = 'cursor'\nparameter = 'cursor'\nnext = 'meta.next'\nitems = 'data'\n",
            "style = 'cursor'\nparameter = 'cursor'\nnext = 'data.-1.id'\nmore = 'free.anything'\n",
            "style = 'none'\nnext = 'nothing'\n",
        ] {
            assert_eq!(problems(pages), "", "{pages}");
        }
    }

    #[test]
    fn what_it_has_not_is_told_with_a_suggestion() {
        let told = problems(
            "style = 'cursor'\nparameter = 'curser'\nnext = 'meta.nxt'\nmore = 'data.more'\nitems = 'dat'\n",
        );
        for part in [
            "warning[config-unused]",
            "no query parameter `curser` for `list`",
            "did you mean `cursor`?",
            "no member `meta.nxt` for `list`",
            "did you mean `meta.next`?",
            "no member `data.more` for `list`",
            "did you mean `data`?",
        ] {
            assert!(told.contains(part), "{part}: {told}");
        }
        let told = problems("style = 'link'\nitems = 'meta'\n");
        assert!(told.contains("no list `meta` for `list`"), "{told}");
        let told = problems("style = 'cursor'\nparameter = 'x-after'\nnext = 'meta.next'\n");
        assert!(told.contains("no query parameter `x-after`"), "{told}");
    }

    #[test]
    fn what_fits_no_list_is_told() {
        let cursor = "[[pages]]\nstyle = 'cursor'\nparameter = 'cursor'\nnext = 'meta.next'\n";
        assert_eq!(problems_of(cursor), "");
        let none = "[[pages]]\nstyle = 'none'\nparameter = 'curser'\n";
        let told = problems_of(&format!("{cursor}{none}{cursor}"));
        for line in ["s.toml:5:1", "s.toml:8:1"] {
            assert!(told.contains(line), "{line}: {told}");
        }
        assert_eq!(
            told.matches("warning[config-unused]: no operation has all")
                .count(),
            2
        );
    }
}
