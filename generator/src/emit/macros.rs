//! How the types of this crate are read and written. serde's `derive` would do as well; compiling what it makes of a
//! large API takes longer than compiling all the rest.

/// A struct as an object: `field: "member" presence;` for each field, and last `{ .. field; }` for members
/// without one. Fields come by the dozen, and dozens by the dozen where there are more than that.
#[allow(unused_macros)]
macro_rules! object {
    ($name:ident $({ $($field:ident: $member:literal $presence:ident;)* })* $({ .. $rest:ident; })?) => {
        written_object! { $name $({ $($field: $member $presence;)* })* $({ .. $rest; })? }

        read_object! {
            $name ($($($member,)*)*) ($($($field,)*)*)
            ($(($(runtime::object::$presence::Read($field),)*),)*) $($rest)?
        }
    };
    ($name:ident $({ $({ $($field:ident: $member:literal $presence:ident;)* })* })* $({ .. $rest:ident; })?) => {
        written_object! { $name $($({ $($field: $member $presence;)* })*)* $({ .. $rest; })? }

        read_object! {
            $name ($($($($member,)*)*)*) ($($($($field,)*)*)*)
            ($(($(($(runtime::object::$presence::Read($field),)*),)*),)*) $($rest)?
        }
    };
    ($name:ident $({ $({ $({ $($field:ident: $member:literal $presence:ident;)* })* })* })* $({ .. $rest:ident; })?) => {
        written_object! { $name $($($({ $($field: $member $presence;)* })*)*)* $({ .. $rest; })? }

        read_object! {
            $name ($($($($($member,)*)*)*)*) ($($($($($field,)*)*)*)*)
            ($(($(($(($(runtime::object::$presence::Read($field),)*),)*),)*),)*) $($rest)?
        }
    };
}

/// A struct as an object that is written and never read.
#[allow(unused_macros)]
macro_rules! written_object {
    ($name:ident $({ $($field:ident: $member:literal $presence:ident;)* })* $({ .. $rest:ident; })?) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                #[allow(unused_mut)]
                let mut object = runtime::object::Writer::new(serializer);
                $($(object.$presence($member, &self.$field);)*)*
                $(object.rest(&self.$rest);)?
                object.end()
            }
        }
    };
}

/// How an object is read: its members, its fields, the pattern that they are found by, and the field of other members.
#[allow(unused_macros)]
macro_rules! read_object {
    ($name:ident ($($member:literal,)*) ($($field:ident,)*) $fields:tt) => {
        impl<'de> runtime::object::Object<'de> for $name {
            fn read<A: serde::de::MapAccess<'de>>(
                members: runtime::object::Members<A>,
            ) -> Result<Self, A::Error> {
                let $fields = members.fields()?;
                Ok(Self { $($field,)* })
            }
        }

        read_object! { $name $($member,)* }
    };
    ($name:ident ($($member:literal,)*) ($($field:ident,)*) $fields:tt $rest:ident) => {
        impl<'de> runtime::object::Object<'de> for $name {
            const REST: bool = true;

            fn read<A: serde::de::MapAccess<'de>>(
                members: runtime::object::Members<A>,
            ) -> Result<Self, A::Error> {
                let ($fields, $rest) = members.fields_and_rest()?;
                Ok(Self { $($field,)* $rest })
            }
        }

        read_object! { $name $($member,)* }
    };
    ($name:ident $($member:literal,)*) => {
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                runtime::object::read(deserializer, stringify!($name), &[$($member),*])
            }
        }
    };
}

/// An enum as a string: `Variant: "value";` for each variant, and `.. Variant;` for the one that keeps other values. An
/// enum without that one is closed.
#[allow(unused_macros)]
macro_rules! string_enum {
    ($name:ident { $($variant:ident: $value:literal;)* }) => {
        impl $name {
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

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                runtime::de::closed_enum(deserializer, &[$($value),*])
            }
        }

        string_enum! { $name }
    };
    ($name:ident { $($variant:ident: $value:literal;)* .. $unknown:ident; }) => {
        impl $name {
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

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}

/// An enum as an integer: `Variant: 1;` for each variant, and `.. Variant;` for the one that keeps other values. An enum
/// without that one is closed.
#[allow(unused_macros)]
macro_rules! integer_enum {
    ($name:ident as $integer:ident { $($variant:ident: $value:literal;)* }) => {
        impl $name {
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
