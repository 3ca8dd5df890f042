use serde::{Deserialize, Serialize};

use super::runtime;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plant {
    pub id: String,
    #[serde(default, skip_serializing_if = "runtime::Field::is_absent")]
    pub name: runtime::Field<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<PlantState>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub watered: Option<runtime::DateTime>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<runtime::Secret>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PlantState {
    Growing,
    Resting,
    Unknown(runtime::UnknownValue),
}

impl PlantState {
    pub fn as_str(&self) -> &str {
        match self {
            Self::Growing => "growing",
            Self::Resting => "resting",
            Self::Unknown(other) => other.as_str(),
        }
    }
}

impl From<&str> for PlantState {
    fn from(value: &str) -> Self {
        match value {
            "growing" => Self::Growing,
            "resting" => Self::Resting,
            other => Self::Unknown(runtime::UnknownValue::new(other)),
        }
    }
}

impl Serialize for PlantState {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for PlantState {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        runtime::de::string_enum(deserializer)
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlantEnvelope {
    pub ok: bool,
    #[serde(default)]
    pub faults: Vec<Fault>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<Plant>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fault {
    pub code: i64,
    pub message: String,
}

/// What any failure looks like.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Failure {
    pub ok: bool,
    pub faults: Vec<Fault>,
}

/// What 404 looks like.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NotFound {
    pub missing: String,
}
