/// What converts into a type, where that may be null as well.
#[allow(unused_macros, unused_macro_rules)]
macro_rules! into_field {
    ($name:ident ($($type:ty),*)) => {
        $(
            impl runtime::IntoField<$name> for $type {
                fn into_field(self) -> runtime::Field<$name> {
                    runtime::Field::Value(self.into())
                }
            }
        )*
    };
}

/// What converts into a type, where that is in a box as well.
#[allow(unused_macros, unused_macro_rules)]
macro_rules! into_box {
    ($name:ident ($($type:ty),*)) => {
        $(
            impl From<$type> for Box<$name> {
                fn from(value: $type) -> Self {
                    Self::new(value.into())
                }
            }

            impl runtime::IntoField<Box<$name>> for $type {
                fn into_field(self) -> runtime::Field<Box<$name>> {
                    runtime::Field::Value(self.into())
                }
            }
        )*
    };
}
