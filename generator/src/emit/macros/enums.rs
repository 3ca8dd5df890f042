/// An enum as a string: `Variant: "value";` for each variant, and `.. Variant;` for the one that keeps other values. An
/// enum without that one is closed.
#[allow(unused_macros, unused_macro_rules)]
macro_rules! string_enum {
    ($name:ident { $($variant:ident: $value:literal;)* }) => {
        impl $name {
            /// The values that the description lists, as they are on the wire.
            pub const VALUES: &'static [&'static str] = &[$($value),*];

            /// The value as it is on the wire.
            pub fn as_str(&self) -> &'static str {
                match self {
                    $(Self::$variant => $value,)*
                }
            }
        }

        impl TryFrom<&str> for $name {
            type Error = runtime::UnknownValue;

            // `Self::Error` may be a variant.
            fn try_from(value: &str) -> Result<Self, runtime::UnknownValue> {
                match value {
                    $($value => Ok(Self::$variant),)*
                    other => Err(runtime::UnknownValue::new(other)),
                }
            }
        }

        impl std::str::FromStr for $name {
            type Err = runtime::UnknownValue;

            // `Self::Err` may be a variant.
            fn from_str(value: &str) -> Result<Self, runtime::UnknownValue> {
                Self::try_from(value)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                runtime::de::closed_enum(deserializer, &[$($value),*])
            }
        }

        string_enum! { $name }
    };
    ($name:ident { $($variant:ident: $value:literal;)* .. $unknown:ident; }) => {
        impl $name {
            /// The values that the description lists, as they are on the wire.
            pub const VALUES: &'static [&'static str] = &[$($value),*];

            /// The value as it is on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $value,)*
                    Self::$unknown(value) => value.as_str(),
                }
            }
        }

        impl From<&str> for $name {
            fn from(value: &str) -> Self {
                match value {
                    $($value => Self::$variant,)*
                    other => Self::$unknown(runtime::UnknownValue::new(other)),
                }
            }
        }

        impl From<String> for $name {
            fn from(value: String) -> Self {
                Self::from(value.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::convert::Infallible;

            // `Self::Err` may be a variant.
            fn from_str(value: &str) -> Result<Self, std::convert::Infallible> {
                Ok(Self::from(value))
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                runtime::de::string_enum(deserializer)
            }
        }

        string_enum! { $name }
    };
    ($name:ident) => {
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, value: &&str) -> bool {
                self.as_str() == *value
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}

/// An enum as an integer: `Variant: 1;` for each variant, and `.. Variant;` for the one that keeps other values. An enum
/// without that one is closed.
#[allow(unused_macros, unused_macro_rules)]
macro_rules! integer_enum {
    ($name:ident as $integer:ident { $($variant:ident: $value:literal;)* }) => {
        impl $name {
            /// The values that the description lists.
            pub const VALUES: &'static [$integer] = &[$($value),*];

            /// The value as it is on the wire.
            pub fn value(self) -> $integer {
                match self {
                    $(Self::$variant => $value,)*
                }
            }
        }

        impl TryFrom<$integer> for $name {
            type Error = runtime::UnknownInteger<$integer>;

            // `Self::Error` may be a variant.
            fn try_from(value: $integer) -> Result<Self, runtime::UnknownInteger<$integer>> {
                match value {
                    $($value => Ok(Self::$variant),)*
                    other => Err(runtime::UnknownInteger::new(other)),
                }
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                runtime::de::closed_integer::<D, $integer, Self>(deserializer, &[$($value),*])
            }
        }

        integer_enum! { $name as $integer }
    };
    ($name:ident as $integer:ident { $($variant:ident: $value:literal;)* .. $unknown:ident; }) => {
        impl $name {
            /// The values that the description lists.
            pub const VALUES: &'static [$integer] = &[$($value),*];

            /// The value as it is on the wire.
            pub fn value(self) -> $integer {
                match self {
                    $(Self::$variant => $value,)*
                    Self::$unknown(value) => value.get(),
                }
            }
        }

        impl From<$integer> for $name {
            fn from(value: $integer) -> Self {
                match value {
                    $($value => Self::$variant,)*
                    other => Self::$unknown(runtime::UnknownInteger::new(other)),
                }
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <$integer as serde::Deserialize>::deserialize(deserializer).map(Self::from)
            }
        }

        integer_enum! { $name as $integer }
    };
    ($name:ident as $integer:ident) => {
        impl From<$name> for $integer {
            fn from(value: $name) -> Self {
                value.value()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&self.value(), f)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serde::Serialize::serialize(&self.value(), serializer)
            }
        }
    };
}
