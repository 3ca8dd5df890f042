//! Parameters.

use std::sync::Arc;

use openapiv3::{Parameter as Document, ParameterSchemaOrContent, PathItem, PathStyle, QueryStyle};

use super::Lower;
use super::schema::Part;
use super::view::View;
use crate::api::{Origin, Parameter, Place, Step, Style};
use crate::document::ALLOW_RESERVED;
use crate::source::{escape, filled_template, path_names};

/// A path in which each name in braces is that of its parameter.
fn named(path: &str, names: &[(&str, &str, bool)]) -> String {
    if names.iter().all(|(_, _, several)| !several) {
        return path.to_owned();
    }
    let filled = names.iter().map(|(_, name, _)| format!("{{{name}}}"));
    let filled: Vec<String> = filled.collect();
    let value = |written: &str| {
        let position = names.iter().position(|(name, _, _)| *name == written)?;
        Some(filled[position].as_str())
    };
    filled_template(path, value)
}

/// What parameters and headers have in common.
struct Described<'a> {
    name: &'a str,
    description: Option<&'a String>,
    deprecated: Option<bool>,
    format: &'a ParameterSchemaOrContent,
}

impl<'a> Lower<'a, '_> {
    /// The parameters of an operation: the path item's, overridden by its own where name and place are the same
    /// (OpenAPI 3.0.3, "Operation Object"), the path's first and in the order of the template; and the path with their names.
    pub(super) fn parameters(
        &mut self,
        item: &'a PathItem,
        item_site: &str,
        operation: &'a openapiv3::Operation,
        site: &str,
        path: &str,
        index: usize,
    ) -> (Vec<Parameter>, String) {
        let inherited = item
            .parameters
            .iter()
            .enumerate()
            .map(|(n, p)| (p, format!("{item_site}/parameters/{n}")));
        let own = operation
            .parameters
            .iter()
            .enumerate()
            .map(|(n, p)| (p, format!("{site}/parameters/{n}")));
        let mut found: Vec<(&'a Document, String)> = Vec::new();
        for (parameter, site) in inherited.chain(own) {
            let Some((parameter, site)) =
                self.component_at(parameter, site, "parameters", |all, name| {
                    all.parameters.get(name)
                })
            else {
                continue;
            };
            match found
                .iter_mut()
                .find(|(known, _)| key(known) == key(parameter))
            {
                Some(known) => *known = (parameter, site),
                None => found.push((parameter, site)),
            }
        }
        let is_declared = |name: &str| {
            let mut found = found.iter().map(|(parameter, _)| parameter);
            found.any(|parameter| {
                let is_in_path = matches!(parameter, Document::Path { .. });
                is_in_path && parameter.parameter_data_ref().name == name
            })
        };
        let names: Vec<(&str, &str, bool)> = path_names(path, is_declared).collect();
        let mut parameters: Vec<Parameter> = found
            .into_iter()
            .filter_map(|(parameter, site)| self.parameter(parameter, site, index, &names))
            .collect();
        for (_, name, _) in &names {
            if !parameters
                .iter()
                .any(|known| known.place == Place::Path && known.wire_name == *name)
            {
                parameters.push(self.undeclared(name, site, index));
            }
        }
        let position = |parameter: &Parameter| match parameter.place {
            Place::Path => names
                .iter()
                .position(|(_, name, _)| *name == parameter.wire_name)
                .unwrap_or(usize::MAX - 1),
            _ => usize::MAX,
        };
        parameters.sort_by_key(position);
        parameters.shrink_to_fit();
        (parameters, named(path, &names))
    }

    fn parameter(
        &mut self,
        parameter: &'a Document,
        site: String,
        index: usize,
        names: &[(&str, &str, bool)],
    ) -> Option<Parameter> {
        let data = parameter.parameter_data_ref();
        let (place, style, explode, allow_reserved) = match parameter {
            Document::Path { style, .. } => {
                let allow_reserved = data.extensions.get(ALLOW_RESERVED);
                let allow_reserved = allow_reserved == Some(&true.into());
                let style = match style {
                    PathStyle::Matrix => Style::Matrix,
                    PathStyle::Label => Style::Label,
                    PathStyle::Simple => Style::Simple,
                };
                (Place::Path, style, false, allow_reserved)
            }
            Document::Query {
                style,
                allow_reserved,
                ..
            } => {
                let style = query_style(style);
                (Place::Query, style, style == Style::Form, *allow_reserved)
            }
            Document::Header { .. } => (Place::Header, Style::Simple, false, false),
            Document::Cookie { .. } => (Place::Cookie, Style::Form, true, false),
        };
        let mut named = names.iter().filter(|(_, name, _)| *name == data.name);
        let place_in_path = named.next().filter(|_| place == Place::Path);
        if place == Place::Path && place_in_path.is_none() {
            return None;
        }
        // OpenAPI 3.0.3, "Parameter Object": these three are described elsewhere and ignored here.
        let ignored = ["accept", "content-type", "authorization"];
        if place == Place::Header
            && ignored
                .iter()
                .any(|name| data.name.eq_ignore_ascii_case(name))
        {
            return None;
        }
        let described = Described {
            name: &data.name,
            description: data.description.as_ref(),
            deprecated: data.deprecated,
            format: &data.format,
        };
        let parameter = self.described_parameter(described, place, site, index);
        // `{list*}` is how RFC 6570 says `explode`.
        let is_list = data.explode == Some(true);
        let several = place_in_path.is_some_and(|(_, _, several)| *several);
        Some(Parameter {
            style,
            explode: data.explode.unwrap_or(explode),
            allow_reserved,
            slashes: several && !is_list,
            // A path without one of its segments is another path.
            required: data.required || place == Place::Path,
            ..parameter
        })
    }

    /// The headers of a part of a form. Its media type is described elsewhere (OpenAPI 3.0.3, "Encoding Object").
    pub(super) fn part_headers(
        &mut self,
        encoding: &'a openapiv3::Encoding,
        site: &str,
        index: usize,
    ) -> Vec<Parameter> {
        let mut parameters = Vec::new();
        for (name, header) in &encoding.headers {
            let site = format!("{site}/headers/{}", escape(name));
            let Some((header, site)) =
                self.component_at(header, site, "headers", |all, name| all.headers.get(name))
            else {
                continue;
            };
            if name.eq_ignore_ascii_case("content-type") {
                continue;
            }
            let described = Described {
                name,
                description: header.description.as_ref(),
                deprecated: header.deprecated,
                format: &header.format,
            };
            let parameter = self.described_parameter(described, Place::Header, site, index);
            let explode = header.extensions.get("x-specwright-explode");
            parameters.push(Parameter {
                explode: explode.and_then(serde_json::Value::as_bool) == Some(true),
                required: header.required,
                ..parameter
            });
        }
        parameters
    }

    /// A parameter in the style that its place has of itself.
    fn described_parameter(
        &mut self,
        described: Described<'a>,
        place: Place,
        site: String,
        index: usize,
    ) -> Parameter {
        let (part, json) = parameter_schema(described.format, &site);
        let origin = Origin::Operation {
            operation: index,
            step: Step::Parameter(described.name.into()),
        };
        let mut view = View::of(self, part.as_slice(), &[]);
        // It is sent, whatever the schema says of other places.
        view.access = None;
        let limits = view.limits.clone();
        let mut docs = self.state.docs(&view);
        drop(view);
        let ty = match part {
            Some(part) => self.parts(vec![part], &[], origin),
            None => self.text(&site, origin),
        };
        if let Some(description) = described.description {
            Arc::make_mut(&mut docs).description =
                Some(self.state.texts.share(description.as_str()));
        }
        if described.deprecated == Some(true) {
            Arc::make_mut(&mut docs).deprecated = true;
        }
        Parameter {
            wire_name: described.name.to_owned(),
            place,
            style: Style::Simple,
            explode: false,
            allow_reserved: false,
            slashes: false,
            json,
            required: false,
            min_length: limits.min_length,
            max_length: limits.max_length,
            ty,
            docs,
            site,
        }
    }

    /// A path parameter that the template has and the document does not describe: text.
    fn undeclared(&mut self, name: &str, site: &str, index: usize) -> Parameter {
        let origin = Origin::Operation {
            operation: index,
            step: Step::Parameter(name.into()),
        };
        Parameter {
            wire_name: name.to_owned(),
            place: Place::Path,
            style: Style::Simple,
            explode: false,
            allow_reserved: false,
            slashes: false,
            json: false,
            required: true,
            min_length: None,
            max_length: None,
            ty: self.text(site, origin),
            docs: Arc::default(),
            site: site.to_owned(),
        }
    }

    fn text(&mut self, site: &str, origin: Origin) -> crate::api::TypeRef {
        let id = self.state.api.types.add(site, origin);
        self.state.api.types[id].shape =
            crate::api::Shape::Scalar(crate::api::Scalar::Text(crate::api::Text::Plain));
        crate::api::TypeRef {
            id,
            nullable: false,
        }
    }
}

/// The schema of a parameter or header, and whether its values travel as JSON text.
fn parameter_schema<'a>(
    format: &'a ParameterSchemaOrContent,
    site: &str,
) -> (Option<Part<'a>>, bool) {
    match format {
        ParameterSchemaOrContent::Schema(schema) => (
            Some(Part::new(schema.into(), format!("{site}/schema"))),
            false,
        ),
        ParameterSchemaOrContent::Content(content) => {
            let Some((media_type, content)) = content.first() else {
                return (None, false);
            };
            let pointer = format!("{site}/content/{}/schema", escape(media_type));
            let part = content
                .schema
                .as_ref()
                .map(|schema| Part::new(schema.into(), pointer));
            (part, super::representations::is_json(media_type))
        }
    }
}

/// What makes a parameter unique: its name and its place. Header names are case-insensitive.
fn key(parameter: &Document) -> (u8, std::borrow::Cow<'_, str>) {
    let name = &parameter.parameter_data_ref().name;
    match parameter {
        Document::Path { .. } => (0, name.into()),
        Document::Query { .. } => (1, name.into()),
        Document::Header { .. } => (2, name.to_ascii_lowercase().into()),
        Document::Cookie { .. } => (3, name.into()),
    }
}

/// How something is written in a query or a form.
pub(super) fn query_style(style: &QueryStyle) -> Style {
    match style {
        QueryStyle::Form => Style::Form,
        QueryStyle::SpaceDelimited => Style::SpaceDelimited,
        QueryStyle::PipeDelimited => Style::PipeDelimited,
        QueryStyle::DeepObject => Style::DeepObject,
    }
}
