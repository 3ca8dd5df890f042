//! Texts with names in braces: paths, and addresses of servers.

/// The names, in their order.
pub fn template_names(template: &str) -> impl Iterator<Item = &str> {
    template
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}

/// The parameter that a name in braces stands for where it may be several segments of a path, as frameworks and gateways write it:
/// `{*rest}`, `{**rest}`, `{rest*}`, `{+rest}`, `{rest+}` and `{rest...}`.
pub fn catch_all(name: &str) -> Option<&str> {
    let before = ["**", "*", "+"].into_iter();
    let before = before.filter_map(|sign| name.strip_prefix(sign));
    let behind = ["...", "*", "+"].into_iter();
    let behind = behind.filter_map(|sign| name.strip_suffix(sign));
    before.chain(behind).next().filter(|name| !name.is_empty())
}

/// The names in a path's braces, each with the path parameter that it stands for, and whether it may be several segments.
pub fn path_names(
    template: &str,
    is_declared: impl Fn(&str) -> bool,
) -> impl Iterator<Item = (&str, &str, bool)> {
    template_names(template).map(move |name| {
        let several = catch_all(name).filter(|it| !is_declared(name) && is_declared(it));
        (name, several.unwrap_or(name), several.is_some())
    })
}

/// The text with what some of its names stand for in their places. What a value holds is text, and no name, as it is to the
/// runtime. Names without a value stay as they are.
pub fn filled_template<'v>(template: &str, value: impl Fn(&str) -> Option<&'v str>) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, behind)) = after.split_once('}') else {
            break;
        };
        out.push_str(before);
        match value(name) {
            Some(value) => out.push_str(value),
            None => out.extend(["{", name, "}"]),
        }
        rest = behind;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_segments_are_written_in_many_ways() {
        for name in ["*p", "**p", "p*", "+p", "p+", "p..."] {
            assert_eq!(catch_all(name), Some("p"), "{name}");
        }
        for name in ["p", "", "*", "**", "...", "p.*q"] {
            assert_eq!(catch_all(name), None, "{name}");
        }
        let template = "/{a}/{*b}/{c*}/{+d}";
        let names = path_names(template, |name| ["a", "b", "c*", "c"].contains(&name));
        let expected = [
            ("a", "a", false),
            ("*b", "b", true),
            ("c*", "c*", false),
            ("+d", "+d", false),
        ];
        assert_eq!(names.collect::<Vec<_>>(), expected);
    }
}
