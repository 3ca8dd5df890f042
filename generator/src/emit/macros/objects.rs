/// A struct as an object: first `("member" = value)` for members that are always the same, `field: "member" presence;` for
/// each field, and last `{ .. field; }` for members without one. Fields come by the dozen, and dozens by the dozen where
/// there are more than that.
#[allow(unused_macros, unused_macro_rules)]
macro_rules! object {
    ($name:ident $(($($constant:literal = $always:literal),*))? $({ $($field:ident: $member:literal $presence:ident;)* })* $({ .. $rest:ident; })?) => {
        written_object! { $name $(($($constant = $always),*))? $({ $($field: $member $presence;)* })* $({ .. $rest; })? }

        read_object! {
            $name ($($($constant,)*)? $($($member,)*)*) ($($($field,)*)*)
            ($(($(runtime::object::$presence::Read($field),)*),)*) $($rest)?
        }
    };
    ($name:ident $(($($constant:literal = $always:literal),*))? $({ $({ $($field:ident: $member:literal $presence:ident;)* })* })* $({ .. $rest:ident; })?) => {
        written_object! { $name $(($($constant = $always),*))? $($({ $($field: $member $presence;)* })*)* $({ .. $rest; })? }

        read_object! {
            $name ($($($constant,)*)? $($($($member,)*)*)*) ($($($($field,)*)*)*)
            ($(($(($(runtime::object::$presence::Read($field),)*),)*),)*) $($rest)?
        }
    };
    ($name:ident $(($($constant:literal = $always:literal),*))? $({ $({ $({ $($field:ident: $member:literal $presence:ident;)* })* })* })* $({ .. $rest:ident; })?) => {
        written_object! { $name $(($($constant = $always),*))? $($($({ $($field: $member $presence;)* })*)*)* $({ .. $rest; })? }

        read_object! {
            $name ($($($constant,)*)? $($($($($member,)*)*)*)*) ($($($($($field,)*)*)*)*)
            ($(($(($(($(runtime::object::$presence::Read($field),)*),)*),)*),)*) $($rest)?
        }
    };
}

/// A struct as an object that is written and never read.
#[allow(unused_macros, unused_macro_rules)]
macro_rules! written_object {
    ($name:ident $(($($constant:literal = $always:literal),*))? $({ $($field:ident: $member:literal $presence:ident;)* })* $({ .. $rest:ident; })?) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                #[allow(unused_mut)]
                let mut object = runtime::object::Writer::new(serializer);
                $($(object.required($constant, &$always);)*)?
                $($(object.$presence($member, &self.$field);)*)*
                $(object.rest(&self.$rest);)?
                object.end()
            }
        }
    };
}

/// How an object is read: its members, its fields, the pattern that they are found by, and the field of other members. Or
/// its members, and what makes a struct of what is found.
#[allow(unused_macros, unused_macro_rules)]
macro_rules! read_object {
    ($name:ident ($($member:literal,)*) ($($field:ident,)*) $fields:tt) => {
        read_object! { $name [$($member),*] |$fields| Self { $($field,)* } }
    };
    ($name:ident ($($member:literal,)*) ($($field:ident,)*) $fields:tt $rest:ident) => {
        read_object! {
            $name [$($member),*] |runtime::object::Open($fields, $rest)| Self { $($field,)* $rest }
        }
    };
    ($name:ident $members:tt $whole:expr) => {
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                runtime::object::read(deserializer, stringify!($name), &$members, $whole)
            }
        }
    };
}
