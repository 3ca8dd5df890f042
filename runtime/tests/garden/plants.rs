use serde::Serialize;

use super::{call::Call, client::ENVELOPE, runtime, types};

#[derive(Clone, Debug)]
pub struct Plants {
    pub(crate) client: runtime::Client,
}

impl Plants {
    pub fn update(&self, plant_id: impl Into<String>) -> Call<PlantUpdateParams> {
        Call::new(&self.client, PlantUpdateParams::new(plant_id))
    }

    pub fn list(&self) -> Call<PlantListParams> {
        Call::new(&self.client, PlantListParams::default())
    }

    pub fn remove(&self, plant_id: impl Into<String>) -> Call<PlantRemoveParams> {
        Call::new(
            &self.client,
            PlantRemoveParams {
                plant_id: plant_id.into(),
            },
        )
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct PlantUpdateParams {
    #[serde(skip)]
    pub garden_id: Option<String>,
    #[serde(skip)]
    pub plant_id: String,
    #[serde(skip_serializing_if = "runtime::Field::is_absent")]
    pub name: runtime::Field<String>,
}

impl PlantUpdateParams {
    pub fn new(plant_id: impl Into<String>) -> Self {
        Self {
            plant_id: plant_id.into(),
            garden_id: None,
            name: runtime::Field::Absent,
        }
    }
}

impl Call<PlantUpdateParams> {
    pub fn garden_id(mut self, value: impl Into<String>) -> Self {
        self.params.garden_id = Some(value.into());
        self
    }

    pub fn name(mut self, value: impl Into<runtime::Field<String>>) -> Self {
        self.params.name = value.into();
        self
    }
}

impl runtime::Operation for PlantUpdateParams {
    type Output = types::Plant;
    type Reply = runtime::Unwrapped<Self>;

    const SPEC: runtime::Spec = &runtime::operation(
        "plants.update",
        "PUT",
        "/gardens/{garden_id}/plants/{plant_id}",
    )
    .parameters(&[
        runtime::path("garden_id").global(0).max_length(8),
        runtime::path("plant_id").min_length(2),
    ])
    .security(&[&[0], &[1, 2], &[5]])
    .envelope(&ENVELOPE)
    .failures(&[
        runtime::failure_range::<types::Failure>(4),
        runtime::failure::<types::NotFound>(404),
        runtime::failure::<runtime::Text>(409),
        runtime::failure::<runtime::Empty>(410),
    ]);

    fn encode(&self, request: &mut runtime::RequestWriter<'_>) {
        request.parameter(0, &self.garden_id);
        request.parameter(1, &self.plant_id);
        request.json("application/json", self);
    }
}

impl runtime::Wrapped for PlantUpdateParams {
    type Response = types::PlantEnvelope;
    type Output = types::Plant;

    fn output(response: Self::Response) -> Option<Self::Output> {
        response.data
    }
}

#[derive(Clone, Debug, Default)]
pub struct PlantListParams {
    pub state: Option<Vec<types::PlantState>>,
    pub trace: Option<String>,
    pub theme: Option<String>,
}

impl Call<PlantListParams> {
    pub fn state(mut self, value: Vec<types::PlantState>) -> Self {
        self.params.state = Some(value);
        self
    }

    pub fn trace(mut self, value: impl Into<String>) -> Self {
        self.params.trace = Some(value.into());
        self
    }

    pub fn theme(mut self, value: impl Into<String>) -> Self {
        self.params.theme = Some(value.into());
        self
    }
}

impl runtime::Operation for PlantListParams {
    type Output = Vec<types::Plant>;
    type Reply = runtime::Json<Vec<types::Plant>>;

    const SPEC: runtime::Spec = &runtime::operation("plants.list", "GET", "/plants")
        .parameters(&[
            runtime::query("state"),
            runtime::header("X-Trace"),
            runtime::cookie("theme"),
        ])
        .security(&[&[], &[3, 4], &[0]]);

    fn encode(&self, request: &mut runtime::RequestWriter<'_>) {
        request.parameter(0, &self.state);
        request.parameter(1, &self.trace);
        request.parameter(2, &self.theme);
    }
}

#[derive(Clone, Debug)]
pub struct PlantRemoveParams {
    pub plant_id: String,
}

impl runtime::Operation for PlantRemoveParams {
    type Output = ();
    type Reply = runtime::Empty;

    const SPEC: runtime::Spec =
        &runtime::operation("plants.remove", "DELETE", "/plants/{plant_id}")
            .parameters(&[runtime::path("plant_id")]);

    fn encode(&self, request: &mut runtime::RequestWriter<'_>) {
        request.parameter(0, &self.plant_id);
    }
}
