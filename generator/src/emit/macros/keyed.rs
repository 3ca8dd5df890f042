/// An enum of types that go by the key of an object with one member: `Variant: "key";` for each, and in a list before them
/// `Variant: "text";` for those that hold nothing. `.. Variant;` is the one that keeps values with another key or text; an
/// enum without it is closed. A type stands beside its variant where it converts into the enum, and behind a semicolon that
/// of the values where pairs do.
#[allow(unused_macros, unused_macro_rules)]
macro_rules! keyed_union {
    ($name:ident $({ $($unit:ident: $text:literal;)* })? by {
        $($variant:ident $(($type:ty $(, $from:ty)? $(; $pair:ty)?))?: $key:literal;)*
        $(.. $unknown:ident;)?
    }) => {
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                runtime::de::keyed(deserializer)
            }
        }

        impl runtime::de::Keyed for $name {
            $(const TEXTS: &'static [&'static str] = &[$($text),*];)?
            const KEYS: &'static [&'static str] = &[$($key),*];

            $(
                fn text(text: &str) -> Option<Self> {
                    match text {
                        $($text => Some(Self::$unit),)*
                        _ => None,
                    }
                }
            )?

            fn member<'de, D: serde::Deserializer<'de>>(key: &str, value: D) -> Result<Self, D::Error> {
                match key {
                    $($key => runtime::de::straight(value).map(Self::$variant),)*
                    _ => Err(serde::de::Error::unknown_variant(key, Self::KEYS)),
                }
            }

            $(
                fn other<E: serde::de::Error>(value: runtime::Value) -> Result<Self, E> {
                    Ok(Self::$unknown(value))
                }
            )?
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $($(Self::$unit => serializer.serialize_str($text),)*)?
                    $(Self::$variant(value) => serializer.collect_map([($key, value)]),)*
                    $(Self::$unknown(value) => serde::Serialize::serialize(value, serializer),)?
                }
            }
        }

        $($(
            impl From<$type> for $name {
                #[inline]
                fn from(value: $type) -> Self {
                    Self::$variant(value)
                }
            }

            $(
                impl From<$from> for $name {
                    fn from(value: $from) -> Self {
                        Self::$variant(value.into())
                    }
                }
            )?

            $(
                impl<MapKey: Into<String>, MapValue: Into<$pair>, const COUNT: usize> From<[(MapKey, MapValue); COUNT]> for $name {
                    fn from(pairs: [(MapKey, MapValue); COUNT]) -> Self {
                        Self::$variant(pairs.into_iter().map(|(key, value)| (key.into(), value.into())).collect())
                    }
                }

                impl<MapKey: Into<String>, MapValue: Into<$pair>, Hasher> From<std::collections::HashMap<MapKey, MapValue, Hasher>> for $name {
                    fn from(pairs: std::collections::HashMap<MapKey, MapValue, Hasher>) -> Self {
                        Self::$variant(pairs.into_iter().map(|(key, value)| (key.into(), value.into())).collect())
                    }
                }
            )?
        )?)*
    };
}
