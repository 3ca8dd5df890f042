//! Those objects of Swagger 2.0 that references are found by: where a schema, a parameter or a response stands elsewhere than
//! in OpenAPI 3. No document is held against these: what is wrong in one is found once it is OpenAPI.

use super::{Field, Kind, Rest, Rule, Shape, field};

macro_rules! part {
    ($name:literal, $rest:expr, [$($field:expr),*]) => {{
        const FIELDS: &[Field] = &[$($field),*];
        const { &Rule { name: $name, fields: FIELDS, rest: $rest } }
    }};
}

const PARAMETERS: Shape = Shape::List(&Shape::OrRef(Kind::Parameter));
const OPERATION: Shape = Shape::Of(Kind::SwaggerOperation);
const RESPONSE: Shape = Shape::OrRef(Kind::SwaggerResponse);

pub(super) fn rule(kind: Kind) -> &'static Rule {
    match kind {
        Kind::SwaggerComponents => part!(
            "the shared parts",
            Rest::Closed,
            [
                field("parameters", Shape::Map(&Shape::OrRef(Kind::Parameter))),
                field("responses", Shape::Map(&RESPONSE)),
                field("schemas", Shape::Map(&Shape::OrRef(Kind::Schema))),
                field(
                    "securitySchemes",
                    Shape::Map(&Shape::OrRef(Kind::SecurityScheme))
                )
            ]
        ),
        Kind::SwaggerPaths => part!(
            "`paths`",
            Rest::Keys(
                |key| key.starts_with('/'),
                Shape::OrRef(Kind::SwaggerPathItem),
                "a path"
            ),
            []
        ),
        Kind::SwaggerPathItem => part!(
            "a path item",
            Rest::Closed,
            [
                field("delete", OPERATION),
                field("get", OPERATION),
                field("head", OPERATION),
                field("options", OPERATION),
                field("parameters", PARAMETERS),
                field("patch", OPERATION),
                field("post", OPERATION),
                field("put", OPERATION)
            ]
        ),
        Kind::SwaggerOperation => part!(
            "an operation",
            Rest::Closed,
            [
                field("parameters", PARAMETERS),
                field("responses", Shape::Of(Kind::SwaggerResponses))
            ]
        ),
        Kind::SwaggerResponses => part!(
            "`responses`",
            Rest::Keys(|key| !key.starts_with("x-"), RESPONSE, "a status code"),
            []
        ),
        Kind::SwaggerResponse => part!(
            "a response",
            Rest::Closed,
            [field("schema", Shape::OrRef(Kind::Schema))]
        ),
        _ => part!(
            "the description",
            Rest::Closed,
            [
                // Where `swagger::arrange` puts them.
                field("components", Shape::Of(Kind::SwaggerComponents)),
                field("paths", Shape::Of(Kind::SwaggerPaths))
            ]
        ),
    }
}
