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
