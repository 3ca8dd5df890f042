//! The `specwright` command.

use std::process::ExitCode;

use libmimalloc_sys as sys;
use mimalloc::MiMalloc;

/// Tokens are many small pieces of memory: with this, a large description takes a fifth less of processor time.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    give_memory_back();
    specwright::cli::main()
}

/// Memory that is let go returns to the system soon, and not after the second that mimalloc waits. A run is over by
/// then, and would end with all that each of its phases took. What is asked for again within a few milliseconds is not
/// worth two calls of the system, and a small description is done by then.
fn give_memory_back() {
    /// `mi_option_purge_delay` of mimalloc 3, which the bindings have no name for.
    const PURGE_DELAY: sys::mi_option_t = 15;
    /// Its default, in milliseconds: another version may have something else in this place.
    const DEFAULT: std::ffi::c_long = 1000;
    const SOON: std::ffi::c_long = 2;
    #[expect(unsafe_code, reason = "there is no other way to set an option")]
    // SAFETY: both functions may be called at any time, and take any number.
    unsafe {
        if sys::mi_option_get(PURGE_DELAY) == DEFAULT {
            sys::mi_option_set(PURGE_DELAY, SOON);
        }
    }
}
