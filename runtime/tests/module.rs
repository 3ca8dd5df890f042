//! The source works as a module of another crate, which is how a crate that stands alone has it.

#[path = "../src/lib.rs"]
#[allow(dead_code, unused_imports)]
mod runtime;

#[test]
fn it_is_another_copy_of_the_same() {
    let secret = runtime::Secret::from("x");
    assert_eq!(format!("{secret:?}"), "[redacted]");
}
