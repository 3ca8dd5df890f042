//! Texts with names in braces: paths, and addresses of servers.

/// The names, in their order.
pub fn template_names(template: &str) -> impl Iterator<Item = &str> {
    template
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}
