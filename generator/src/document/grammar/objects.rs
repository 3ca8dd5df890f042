//! The table of all objects but the schema. The order is that of the specification; keys within one are sorted.

use super::Need::{OrEmptyObject, OrEmptyText, OrEmptyTextBefore, Required, RequiredBefore};
use super::Shape::{Any, Flag, List, Map, Of, OrRef, Text, Word};
use super::Version::{V3_1, V3_2};
use super::{FURTHER_METHODS, Field, Kind, Rest, Rule, Shape, field};

const SERVERS: Shape = List(&Of(Kind::Server));
const PARAMETERS: Shape = List(&OrRef(Kind::Parameter));
const CONTENT: Shape = Map(&OrRef(Kind::MediaType));
const HEADERS: Shape = Map(&OrRef(Kind::Header));
const EXAMPLES: Shape = Map(&OrRef(Kind::Example));
const SCHEMA: Shape = OrRef(Kind::Schema);
const PATH_ITEMS: Shape = Map(&OrRef(Kind::PathItem));
const SECURITY: Shape = List(&Of(Kind::SecurityRequirement));
const EXTERNAL_DOCS: Shape = Of(Kind::ExternalDocs);
const OPERATION: Shape = Of(Kind::Operation);
const FLOW: Shape = Of(Kind::OAuthFlow);
const STYLES: Shape = Word(&[
    "form",
    "simple",
    "matrix",
    "label",
    "spaceDelimited",
    "pipeDelimited",
    "deepObject",
    "cookie",
]);

/// Every kind there is a rule for.
#[cfg(test)]
pub(super) const ALL: &[Kind] = &[
    Kind::Root,
    Kind::Info,
    Kind::Contact,
    Kind::License,
    Kind::Server,
    Kind::ServerVariable,
    Kind::Components,
    Kind::Paths,
    Kind::PathItem,
    Kind::Operation,
    Kind::ExternalDocs,
    Kind::Parameter,
    Kind::RequestBody,
    Kind::MediaType,
    Kind::Encoding,
    Kind::Responses,
    Kind::Response,
    Kind::Callback,
    Kind::Example,
    Kind::Link,
    Kind::Header,
    Kind::Tag,
    Kind::Discriminator,
    Kind::Xml,
    Kind::SecurityScheme,
    Kind::OAuthFlows,
    Kind::OAuthFlow,
    Kind::SecurityRequirement,
    Kind::Schema,
    Kind::Swagger,
    Kind::SwaggerComponents,
    Kind::SwaggerPaths,
    Kind::SwaggerPathItem,
    Kind::SwaggerOperation,
    Kind::SwaggerResponses,
    Kind::SwaggerResponse,
];

#[rustfmt::skip]
pub(super) fn rule(kind: Kind) -> &'static Rule {
    match kind {
        Kind::Root => closed!("the description", [
            field("$self", Text).since(V3_2),
            field("components", Of(Kind::Components)),
            field("externalDocs", EXTERNAL_DOCS),
            field("info", Of(Kind::Info)).need(Required),
            field("jsonSchemaDialect", Text).since(V3_1),
            field("openapi", Text).need(Required),
            field("paths", Of(Kind::Paths)),
            field("security", SECURITY),
            field("servers", SERVERS),
            field("tags", List(&Of(Kind::Tag))),
            field("webhooks", PATH_ITEMS).since(V3_1),
        ]),
        Kind::Info => closed!("`info`", [
            field("contact", Of(Kind::Contact)),
            field("description", Text),
            field("license", Of(Kind::License)),
            field("summary", Text).since(V3_1),
            field("termsOfService", Text),
            field("title", Text).need(OrEmptyText),
            field("version", Text).need(OrEmptyText),
        ]),
        Kind::Contact => closed!("a contact", [
            field("email", Text),
            field("name", Text),
            field("url", Text),
        ]),
        Kind::License => closed!("a license", [
            field("identifier", Text).since(V3_1),
            field("name", Text).need(OrEmptyText),
            field("url", Text),
        ]),
        Kind::Server => closed!("a server", [
            field("description", Text),
            field("name", Text).since(V3_2),
            field("url", Text).need(Required),
            field("variables", Map(&Of(Kind::ServerVariable))),
        ]),
        Kind::ServerVariable => closed!("a server variable", [
            field("default", Text).need(OrEmptyText),
            field("description", Text),
            field("enum", List(&Text)),
        ]),
        Kind::Components => closed!("`components`", [
            field("callbacks", Map(&OrRef(Kind::Callback))),
            field("examples", EXAMPLES),
            field("headers", HEADERS),
            field("links", Map(&OrRef(Kind::Link))),
            field("mediaTypes", CONTENT).since(V3_2),
            field("parameters", Map(&OrRef(Kind::Parameter))),
            field("pathItems", PATH_ITEMS).since(V3_1),
            field("requestBodies", Map(&OrRef(Kind::RequestBody))),
            field("responses", Map(&OrRef(Kind::Response))),
            field("schemas", Map(&SCHEMA)),
            field("securitySchemes", Map(&OrRef(Kind::SecurityScheme))),
        ]),
        Kind::Paths => keyed!("`paths`", |key| key.starts_with('/'), OrRef(Kind::PathItem),
            "a path, which begins with `/`", []),
        Kind::PathItem => closed!("a path item", [
            field("$ref", Text),
            field(FURTHER_METHODS, Map(&OPERATION)).since(V3_2),
            field("delete", OPERATION),
            field("description", Text),
            field("get", OPERATION),
            field("head", OPERATION),
            field("options", OPERATION),
            field("parameters", PARAMETERS),
            field("patch", OPERATION),
            field("post", OPERATION),
            field("put", OPERATION),
            field("query", OPERATION).since(V3_2),
            field("servers", SERVERS),
            field("summary", Text),
            field("trace", OPERATION),
        ]),
        Kind::Operation => closed!("an operation", [
            field("callbacks", Map(&OrRef(Kind::Callback))),
            field("deprecated", Flag),
            field("description", Text),
            field("externalDocs", EXTERNAL_DOCS),
            field("operationId", Text),
            field("parameters", PARAMETERS),
            field("requestBody", OrRef(Kind::RequestBody)),
            field("responses", Of(Kind::Responses)).need(RequiredBefore(V3_1)),
            field("security", SECURITY),
            field("servers", SERVERS),
            field("summary", Text),
            field("tags", List(&Text)),
        ]),
        Kind::ExternalDocs => closed!("`externalDocs`", [
            field("description", Text),
            field("url", Text).need(OrEmptyText),
        ]),
        Kind::Parameter => closed!("a parameter", [
            field("allowEmptyValue", Flag),
            field("allowReserved", Flag),
            field("content", CONTENT),
            field("deprecated", Flag),
            field("description", Text),
            field("example", Any),
            field("examples", EXAMPLES),
            field("explode", Flag),
            field("in", Word(&["path", "query", "header", "cookie", "querystring"])).need(Required),
            field("name", Text).need(Required),
            field("required", Flag),
            field("schema", SCHEMA),
            field("style", STYLES),
        ]),
        Kind::RequestBody => closed!("a request body", [
            field("content", CONTENT).need(OrEmptyObject),
            field("description", Text),
            field("required", Flag),
        ]),
        Kind::MediaType => closed!("a media type", [
            field("description", Text).since(V3_2),
            field("encoding", Map(&Of(Kind::Encoding))),
            field("example", Any),
            field("examples", EXAMPLES),
            field("itemEncoding", Of(Kind::Encoding)).since(V3_2),
            field("itemSchema", SCHEMA).since(V3_2),
            field("prefixEncoding", List(&Of(Kind::Encoding))).since(V3_2),
            field("schema", SCHEMA),
        ]),
        Kind::Encoding => closed!("an encoding", [
            field("allowReserved", Flag),
            field("contentType", Text),
            field("encoding", Map(&Of(Kind::Encoding))).since(V3_2),
            field("explode", Flag),
            field("headers", HEADERS),
            field("itemEncoding", Of(Kind::Encoding)).since(V3_2),
            field("prefixEncoding", List(&Of(Kind::Encoding))).since(V3_2),
            field("style", Word(&["form", "spaceDelimited", "pipeDelimited", "deepObject"])),
        ]),
        Kind::Responses => keyed!("`responses`", is_status, OrRef(Kind::Response),
            "a status code such as `200`, a range such as `4XX`, or `default`",
            [field("default", OrRef(Kind::Response))]),
        Kind::Response => closed!("a response", [
            field("content", CONTENT),
            field("description", Text).need(OrEmptyTextBefore(V3_2)),
            field("headers", HEADERS),
            field("links", Map(&OrRef(Kind::Link))),
            field("summary", Text).since(V3_2),
        ]),
        Kind::Callback => keyed!("a callback", |key| !key.starts_with("x-"), OrRef(Kind::PathItem),
            "an expression", []),
        Kind::Example => closed!("an example", [
            field("dataValue", Any).since(V3_2),
            field("description", Text),
            field("externalValue", Text),
            field("serializedValue", Text).since(V3_2),
            field("summary", Text),
            field("value", Any),
        ]),
        Kind::Link => closed!("a link", [
            field("description", Text),
            field("operationId", Text),
            field("operationRef", Text),
            field("parameters", Map(&Any)),
            field("requestBody", Any),
            field("server", Of(Kind::Server)),
        ]),
        Kind::Header => closed!("a header", [
            field("content", CONTENT),
            field("deprecated", Flag),
            field("description", Text),
            field("example", Any),
            field("examples", EXAMPLES),
            field("explode", Flag),
            field("required", Flag),
            field("schema", SCHEMA),
            field("style", Word(&["simple"])),
        ]),
        Kind::Tag => closed!("a tag", [
            field("description", Text),
            field("externalDocs", EXTERNAL_DOCS),
            field("kind", Text).since(V3_2),
            field("name", Text).need(OrEmptyText),
            field("parent", Text).since(V3_2),
            field("summary", Text).since(V3_2),
        ]),
        Kind::Discriminator => closed!("a discriminator", [
            field("defaultMapping", Text).since(V3_2),
            field("mapping", Map(&Text)),
            field("propertyName", Text).need(Required),
        ]),
        Kind::Xml => closed!("`xml`", [
            field("attribute", Flag),
            field("name", Text),
            field("namespace", Text),
            field("nodeType", Text).since(V3_2),
            field("prefix", Text),
            field("wrapped", Flag),
        ]),
        Kind::SecurityScheme => closed!("a security scheme", [
            field("bearerFormat", Text),
            field("deprecated", Flag).since(V3_2),
            field("description", Text),
            field("flows", Of(Kind::OAuthFlows)),
            field("in", Word(&["query", "header", "cookie"])),
            field("name", Text),
            field("oauth2MetadataUrl", Text).since(V3_2),
            field("openIdConnectUrl", Text),
            field("scheme", Text),
            field("type", Word(&["apiKey", "http", "oauth2", "openIdConnect", "mutualTLS"])).need(Required),
        ]),
        Kind::OAuthFlows => closed!("`flows`", [
            field("authorizationCode", FLOW),
            field("clientCredentials", FLOW),
            field("deviceAuthorization", FLOW).since(V3_2),
            field("implicit", FLOW),
            field("password", FLOW),
        ]),
        Kind::OAuthFlow => closed!("an OAuth flow", [
            field("authorizationUrl", Text),
            field("deviceAuthorizationUrl", Text).since(V3_2),
            field("refreshUrl", Text),
            field("scopes", Map(&Text)).need(OrEmptyObject),
            field("tokenUrl", Text),
        ]),
        Kind::SecurityRequirement => keyed!("a security requirement", |_| true, List(&Text),
            "the name of a security scheme", []),
        Kind::Schema => &super::schema::SCHEMA,
        Kind::Swagger
        | Kind::SwaggerComponents
        | Kind::SwaggerPaths
        | Kind::SwaggerPathItem
        | Kind::SwaggerOperation
        | Kind::SwaggerResponses
        | Kind::SwaggerResponse => super::swagger::rule(kind),
    }
}

/// `200`, `4XX`, and what people write for it.
fn is_status(key: &str) -> bool {
    let bytes = key.as_bytes();
    bytes.len() == 3
        && matches!(bytes[0], b'1'..=b'5')
        && (bytes[1..].iter().all(u8::is_ascii_digit)
            || bytes[1..].iter().all(|byte| matches!(byte, b'X' | b'x')))
}
