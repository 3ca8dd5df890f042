//! "Did you mean": the known name that a wrong one is nearest to.

/// The nearest of the known names, if it is near enough to be meant: a third of the letters may differ, and capitals
/// don't count.
pub fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = wrong.to_lowercase();
    known
        .into_iter()
        .filter(|name| *name != wrong)
        .map(|name| (strsim::osa_distance(&lower, &name.to_lowercase()), name))
        .filter(|(distance, name)| *distance <= name.chars().count().max(lower.len()) / 3)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_found_and_far_ones_are_not() {
        let known = ["operationId", "responses", "parameters", "type"];
        assert_eq!(nearest("operationID", known), Some("operationId"));
        assert_eq!(nearest("response", known), Some("responses"));
        assert_eq!(nearest("tpye", known), Some("type"));
        assert_eq!(nearest("requestBody", known), None);
    }
}
