use serde::Serialize;

use super::{call::Call, runtime};

#[derive(Clone, Debug)]
pub struct Orders {
    pub(crate) client: runtime::Client,
}

impl Orders {
    pub fn place(&self) -> Call<OrderPlaceParams> {
        Call::new(&self.client, OrderPlaceParams::default())
    }

    pub fn pay(&self) -> Call<OrderPayParams> {
        Call::new(&self.client, OrderPayParams)
    }

    pub fn attach(&self, body: runtime::Form) -> Call<OrderAttachParams> {
        Call::new(&self.client, OrderAttachParams { page: None, body })
    }

    pub fn note(&self, body: Note) -> Call<OrderNoteParams> {
        Call::new(&self.client, OrderNoteParams { body })
    }

    pub fn scan(&self, body: impl Into<runtime::Upload>) -> Call<OrderScanParams> {
        let body = body.into();
        Call::new(&self.client, OrderScanParams { page: None, body })
    }
}

/// The server knows repeated requests by their key.
#[derive(Clone, Debug, Default, Serialize)]
pub struct OrderPlaceParams {
    #[serde(skip)]
    pub idempotency_key: Option<String>,
    pub note: Option<String>,
}

impl Call<OrderPlaceParams> {
    pub fn idempotency_key(mut self, value: impl Into<String>) -> Self {
        self.params.idempotency_key = Some(value.into());
        self
    }
}

impl runtime::Operation for OrderPlaceParams {
    type Output = runtime::Value;
    type Reply = runtime::Json<runtime::Value>;

    const SPEC: runtime::Spec = &runtime::operation("orders.place", "POST", "/orders")
        .parameters(&[runtime::header("Idempotency-Key")]);

    fn encode(&self, request: &mut runtime::RequestWriter<'_>) {
        request.parameter(0, &self.idempotency_key);
        request.json("application/json", self);
    }
}

/// Not safe to repeat, and on a server of its own.
#[derive(Clone, Debug)]
pub struct OrderPayParams;

impl runtime::Operation for OrderPayParams {
    type Output = ();
    type Reply = runtime::Empty;

    const SPEC: runtime::Spec =
        &runtime::operation("orders.pay", "POST", "/payments").base_url("https://pay.example");
}

/// With a body of several parts.
#[derive(Clone, Debug)]
pub struct OrderAttachParams {
    pub page: Option<String>,
    pub body: runtime::Form,
}

impl Call<OrderAttachParams> {
    pub fn page(mut self, value: impl Into<String>) -> Self {
        self.params.page = Some(value.into());
        self
    }
}

impl runtime::Operation for OrderAttachParams {
    type Output = ();
    type Reply = runtime::Empty;

    const SPEC: runtime::Spec = &runtime::operation("orders.attach", "PUT", "/attachment")
        .parameters(&[runtime::header("X-Page")]);

    fn encode(&self, request: &mut runtime::RequestWriter<'_>) {
        request.parameter(0, &self.page);
        request.multipart(&self.body);
    }
}

/// With a body that may be left out.
#[derive(Clone, Debug)]
pub struct OrderNoteParams {
    pub body: Note,
}

/// A body that is written in one of these ways.
#[derive(Clone, Debug)]
pub enum Note {
    Json(serde_json::Value),
    Form(serde_json::Value),
    Parts(runtime::Form),
}

impl runtime::Operation for OrderNoteParams {
    type Output = ();
    type Reply = runtime::Empty;

    const SPEC: runtime::Spec = &runtime::operation("orders.note", "POST", "/notes");

    fn encode(&self, request: &mut runtime::RequestWriter<'_>) {
        match &self.body {
            Note::Json(note) => request.optional().json("application/json", note),
            Note::Form(note) => request.optional().form(note),
            Note::Parts(note) => request.optional().multipart(note),
        }
    }
}

/// With a body that is there only once.
#[derive(Clone, Debug)]
pub struct OrderScanParams {
    pub page: Option<String>,
    pub body: runtime::Upload,
}

impl Call<OrderScanParams> {
    pub fn page(mut self, value: impl Into<String>) -> Self {
        self.params.page = Some(value.into());
        self
    }
}

impl runtime::Operation for OrderScanParams {
    type Output = ();
    type Reply = runtime::Empty;

    const SPEC: runtime::Spec = &runtime::operation("orders.scan", "PUT", "/scan")
        .security(&[&[], &[0]])
        .parameters(&[runtime::header("X-Page")]);

    fn encode(&self, request: &mut runtime::RequestWriter<'_>) {
        request.parameter(0, &self.page);
        request.upload("image/png", &self.body);
    }
}
