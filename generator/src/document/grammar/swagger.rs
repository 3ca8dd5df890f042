//! Those objects of Swagger 2.0 that references are found by: where a schema, a parameter or a response stands elsewhere than
//! in OpenAPI 3. No document is held against these: what is wrong in one is found once it is OpenAPI.

use super::Shape::{List, Map, Of, OrRef};
use super::{Field, Kind, Rest, Rule, Shape, field};

const PARAMETERS: Shape = List(&OrRef(Kind::Parameter));
const OPERATION: Shape = Of(Kind::SwaggerOperation);
const RESPONSE: Shape = OrRef(Kind::SwaggerResponse);

#[rustfmt::skip]
pub(super) fn rule(kind: Kind) -> &'static Rule {
    match kind {
        Kind::SwaggerComponents => closed!("the shared parts", [
            field("parameters", Map(&OrRef(Kind::Parameter))),
            field("responses", Map(&RESPONSE)),
            field("schemas", Map(&OrRef(Kind::Schema))),
            field("securitySchemes", Map(&OrRef(Kind::SecurityScheme))),
        ]),
        Kind::SwaggerPaths => keyed!("`paths`", |key| key.starts_with('/'), OrRef(Kind::SwaggerPathItem),
            "a path", []),
        Kind::SwaggerPathItem => closed!("a path item", [
            field("delete", OPERATION),
            field("get", OPERATION),
            field("head", OPERATION),
            field("options", OPERATION),
            field("parameters", PARAMETERS),
            field("patch", OPERATION),
            field("post", OPERATION),
            field("put", OPERATION),
        ]),
        Kind::SwaggerOperation => closed!("an operation", [
            field("parameters", PARAMETERS),
            field("responses", Of(Kind::SwaggerResponses)),
        ]),
        Kind::SwaggerResponses => keyed!("`responses`", |key| !key.starts_with("x-"), RESPONSE,
            "a status code", []),
        Kind::SwaggerResponse => closed!("a response", [field("schema", OrRef(Kind::Schema))]),
        _ => closed!("the description", [
            // Where `swagger::arrange` puts them.
            field("components", Of(Kind::SwaggerComponents)),
            field("paths", Of(Kind::SwaggerPaths)),
        ]),
    }
}
