//! Makes the types that are measured.

fn main() {
    specwright::Builder::new("tickets.yaml").compile();
}
