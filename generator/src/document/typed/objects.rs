//! All objects of OpenAPI but schemas, in the order of the specification.

use indexmap::IndexMap;
use openapiv3::{
    APIKeyLocation, AuthorizationCodeOAuth2Flow, ClientCredentialsOAuth2Flow, Contact, CookieStyle,
    Encoding, Example, ExternalDocumentation, Header, HeaderStyle, ImplicitOAuth2Flow, Info,
    License, Link, LinkOperation, MediaType, OAuth2Flows, Operation, Parameter, ParameterData,
    ParameterSchemaOrContent, PasswordOAuth2Flow, PathItem, PathStyle, QueryStyle, ReferenceOr,
    RequestBody, Response, Responses, SecurityScheme, Server, ServerVariable, StatusCode, Tag,
};

use super::read::{Read, extensions, get, object};
use crate::source::{Object, Value};

/// Implements [`Read`] for objects: each field by its key.
macro_rules! objects {
    ($($object:ident { $($field:ident: $key:literal,)* })*) => {$(
        impl Read for $object {
            fn read(value: Value) -> Option<Self> {
                let object = &mut object(value)?;
                Some(Self {
                    $($field: get(object, $key),)*
                    extensions: extensions(object),
                })
            }
        }
    )*};
}

objects! {
    Info {
        title: "title",
        description: "description",
        terms_of_service: "termsOfService",
        contact: "contact",
        license: "license",
        version: "version",
    }
    Contact {
        name: "name",
        url: "url",
        email: "email",
    }
    License {
        name: "name",
        url: "url",
    }
    Server {
        url: "url",
        description: "description",
        variables: "variables",
    }
    ServerVariable {
        enumeration: "enum",
        default: "default",
        description: "description",
    }
    PathItem {
        summary: "summary",
        description: "description",
        get: "get",
        put: "put",
        post: "post",
        delete: "delete",
        options: "options",
        head: "head",
        patch: "patch",
        trace: "trace",
        servers: "servers",
        parameters: "parameters",
    }
    Operation {
        tags: "tags",
        summary: "summary",
        description: "description",
        external_docs: "externalDocs",
        operation_id: "operationId",
        parameters: "parameters",
        request_body: "requestBody",
        responses: "responses",
        callbacks: "callbacks",
        deprecated: "deprecated",
        security: "security",
        servers: "servers",
    }
    ExternalDocumentation {
        description: "description",
        url: "url",
    }
    RequestBody {
        description: "description",
        content: "content",
        required: "required",
    }
    MediaType {
        schema: "schema",
        example: "example",
        examples: "examples",
        encoding: "encoding",
    }
    Encoding {
        content_type: "contentType",
        headers: "headers",
        style: "style",
        explode: "explode",
        allow_reserved: "allowReserved",
    }
    Response {
        description: "description",
        headers: "headers",
        content: "content",
        links: "links",
    }
    Example {
        summary: "summary",
        description: "description",
        value: "value",
        external_value: "externalValue",
    }
    Tag {
        name: "name",
        description: "description",
        external_docs: "externalDocs",
    }
    OAuth2Flows {
        implicit: "implicit",
        password: "password",
        client_credentials: "clientCredentials",
        authorization_code: "authorizationCode",
    }
    ImplicitOAuth2Flow {
        authorization_url: "authorizationUrl",
        refresh_url: "refreshUrl",
        scopes: "scopes",
    }
    PasswordOAuth2Flow {
        refresh_url: "refreshUrl",
        token_url: "tokenUrl",
        scopes: "scopes",
    }
    ClientCredentialsOAuth2Flow {
        refresh_url: "refreshUrl",
        token_url: "tokenUrl",
        scopes: "scopes",
    }
    AuthorizationCodeOAuth2Flow {
        authorization_url: "authorizationUrl",
        token_url: "tokenUrl",
        refresh_url: "refreshUrl",
        scopes: "scopes",
    }
}

impl Read for Parameter {
    fn read(value: Value) -> Option<Self> {
        let object = &mut object(value)?;
        let parameter_data = ParameterData {
            name: get(object, "name"),
            description: get(object, "description"),
            required: get(object, "required"),
            deprecated: get(object, "deprecated"),
            format: schema_or_content(object)?,
            example: get(object, "example"),
            examples: get(object, "examples"),
            explode: get(object, "explode"),
            extensions: extensions(object),
        };
        Some(match object.get("in")?.as_str()? {
            "query" => Self::Query {
                parameter_data,
                allow_reserved: get(object, "allowReserved"),
                style: get(object, "style"),
                allow_empty_value: get(object, "allowEmptyValue"),
            },
            "header" => Self::Header {
                parameter_data,
                style: HeaderStyle::Simple,
            },
            "path" => Self::Path {
                parameter_data,
                style: get(object, "style"),
            },
            "cookie" => Self::Cookie {
                parameter_data,
                style: CookieStyle::Form,
            },
            _ => return None,
        })
    }
}

/// The one of both that a parameter or header has. `content` comes first where there are both, as it says more.
fn schema_or_content(object: &mut Object) -> Option<ParameterSchemaOrContent> {
    if object.contains_key("content") {
        return IndexMap::read(object.take("content")).map(ParameterSchemaOrContent::Content);
    }
    ReferenceOr::read(object.take("schema")).map(ParameterSchemaOrContent::Schema)
}

impl Read for PathStyle {
    fn read(value: Value) -> Option<Self> {
        match value.as_str()? {
            "matrix" => Some(Self::Matrix),
            "label" => Some(Self::Label),
            "simple" => Some(Self::Simple),
            _ => None,
        }
    }
}

impl Read for QueryStyle {
    fn read(value: Value) -> Option<Self> {
        match value.as_str()? {
            "form" => Some(Self::Form),
            "spaceDelimited" => Some(Self::SpaceDelimited),
            "pipeDelimited" => Some(Self::PipeDelimited),
            "deepObject" => Some(Self::DeepObject),
            _ => None,
        }
    }
}

impl Read for Responses {
    fn read(value: Value) -> Option<Self> {
        let object = &mut object(value)?;
        let responses = object.iter_mut().filter_map(|(key, value)| {
            let status = status_code(key)?;
            Some((status, Read::read(std::mem::take(value))?))
        });
        let responses = responses.collect();
        Some(Self {
            default: get(object, "default"),
            responses,
            extensions: extensions(object),
        })
    }
}

/// `404`, or a hundred of them as `4XX`.
fn status_code(key: &str) -> Option<StatusCode> {
    match *key.as_bytes() {
        [hundreds @ b'1'..=b'9', b'X' | b'x', b'X' | b'x'] => {
            Some(StatusCode::Range(u16::from(hundreds - b'0')))
        }
        [b'1'..=b'9', _, _] => key.parse().ok().map(StatusCode::Code),
        _ => None,
    }
}

impl Read for Header {
    fn read(value: Value) -> Option<Self> {
        let object = &mut object(value)?;
        Some(Self {
            description: get(object, "description"),
            style: HeaderStyle::Simple,
            required: get(object, "required"),
            deprecated: get(object, "deprecated"),
            format: schema_or_content(object)?,
            example: get(object, "example"),
            examples: get(object, "examples"),
            extensions: extensions(object),
        })
    }
}

impl Read for Link {
    fn read(value: Value) -> Option<Self> {
        let object = &mut object(value)?;
        let reference = String::read(object.take("operationRef"));
        let operation = match reference.map(LinkOperation::OperationRef) {
            Some(by_reference) => by_reference,
            None => LinkOperation::OperationId(String::read(object.take("operationId"))?),
        };
        Some(Self {
            description: get(object, "description"),
            operation,
            request_body: get(object, "requestBody"),
            parameters: get(object, "parameters"),
            server: get(object, "server"),
            extensions: extensions(object),
        })
    }
}

impl Read for SecurityScheme {
    fn read(value: Value) -> Option<Self> {
        let object = &mut object(value)?;
        let description = get(object, "description");
        let extensions = extensions(object);
        Some(match object.get("type")?.as_str()? {
            "apiKey" => Self::APIKey {
                location: match object.get("in")?.as_str()? {
                    "query" => APIKeyLocation::Query,
                    "header" => APIKeyLocation::Header,
                    "cookie" => APIKeyLocation::Cookie,
                    _ => return None,
                },
                name: get(object, "name"),
                description,
                extensions,
            },
            "http" => Self::HTTP {
                scheme: get(object, "scheme"),
                bearer_format: get(object, "bearerFormat"),
                description,
                extensions,
            },
            "oauth2" => Self::OAuth2 {
                flows: get(object, "flows"),
                description,
                extensions,
            },
            "openIdConnect" => Self::OpenIDConnect {
                open_id_connect_url: get(object, "openIdConnectUrl"),
                description,
                extensions,
            },
            _ => return None,
        })
    }
}
