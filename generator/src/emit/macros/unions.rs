/// An enum of types that are told apart by what is in a value: `Variant: Kind;` for each, in the order in which they are
/// tried. A type stands beside its variant where it converts into the enum, and behind a semicolon that of the values where
/// pairs do. `Kind("member": test "value" presence)` is what
/// tells a variant from others: the one value of a member, or those that it has in others.
#[allow(unused_macros, unused_macro_rules)]
macro_rules! untagged_union {
    ($name:ident {
        $($variant:ident $(($type:ty $(, $from:ty)? $(; $pair:ty)?))?:
            $kind:ident $(($($member:literal: $test:ident $($value:literal)|* $presence:ident),*))?;)*
    }) => {
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value: runtime::de::Tree = serde::Deserialize::deserialize(deserializer)?;
                runtime::de::first(
                    &value,
                    &[$((
                        stringify!($variant),
                        runtime::de::Kind::$kind,
                        &[$($(($member, runtime::de::Test::$test(&[$($value),*]), runtime::de::Presence::$presence)),*)?],
                    )),*],
                    &[$(|value| runtime::de::attempt(value).map(Self::$variant)),*],
                )
            }
        }

        written_union! { $name { $($variant $(($type $(, $from)? $(; $pair)?))?;)* } }
    };
}

/// An enum of types that a member tells apart, the tag: `Variant: "value" how;` for each, with all values that lead to it
/// and the function of `runtime::de` that reads it, and `.. Variant;` for the one that keeps values with another tag. An
/// enum without that one is closed. A type stands beside its variant where it converts into the enum.
#[allow(unused_macros, unused_macro_rules)]
macro_rules! tagged_union {
    ($name:ident by $tag:literal { $($variant:ident $(($type:ty $(, $from:ty)? $(; $pair:ty)?))?: $($value:literal)|* $how:ident;)* }) => {
        tagged_union! {
            $name $tag { $($($value $variant $how;)*)* }
            (tag, value) Err(runtime::de::unknown_tag(tag, Self::TAG, &[$($($value,)*)*]))
        }

        written_union! { $name { $($variant $(($type $(, $from)? $(; $pair)?))?;)* } }
    };
    ($name:ident by $tag:literal { $($variant:ident $(($type:ty $(, $from:ty)? $(; $pair:ty)?))?: $($value:literal)|* $how:ident;)* .. $unknown:ident; }) => {
        tagged_union! {
            $name $tag { $($($value $variant $how;)*)* }
            (tag, value) runtime::de::straight(value).map(Self::$unknown)
        }

        written_union! { $name { $($variant $(($type $(, $from)? $(; $pair)?))?;)* $unknown; } }
    };
    ($name:ident $tag:literal { $($value:literal $variant:ident $how:ident;)* } ($found:ident, $content:ident) $other:expr) => {
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                runtime::de::tagged(deserializer)
            }
        }

        impl runtime::de::Tagged for $name {
            const TAG: &'static str = $tag;

            fn read<'de, D: serde::Deserializer<'de>>($found: Option<&str>, $content: D) -> Result<Self, D::Error> {
                match $found {
                    $(Some($value) => runtime::de::$how($content).map(Self::$variant),)*
                    _ => $other,
                }
            }
        }
    };
}

/// An enum of types as the value that is in it, and the types that convert into it: those of its variants, and what
/// becomes one of them.
#[allow(unused_macros, unused_macro_rules)]
macro_rules! written_union {
    ($name:ident { $($variant:ident $(($type:ty $(, $from:ty)? $(; $pair:ty)?))?;)* }) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => serde::Serialize::serialize(value, serializer),)*
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
