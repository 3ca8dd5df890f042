//! "Did you mean": the known name that a wrong one is nearest to.

/// The nearest of the known names, if it is near enough to be meant: a third of the letters may differ, and capitals
/// don't count.
pub fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = wrong.to_lowercase();
    let (letters, length) = (letters(wrong), lower.chars().count());
    known
        .into_iter()
        .filter(|name| *name != wrong)
        .filter_map(|name| {
            let most = name.chars().count().max(lower.len()) / 3;
            // A description may have a thousand wrong names and forty thousand to compare each with: what is far by its
            // length or letters alone is passed over.
            let least = (letters & !self::letters(name)).count_ones() as usize;
            if least > most || name.chars().count().abs_diff(length) > most {
                return None;
            }
            let distance = strsim::osa_distance(&lower, &name.to_lowercase());
            (distance <= most).then_some((distance, name))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// The set of a name's letters, as far as a few bits tell them apart. Each that another name lacks takes an edit.
fn letters(name: &str) -> u64 {
    let lower = name.chars().flat_map(char::to_lowercase);
    lower.fold(0, |set, letter| set | 1 << (u32::from(letter) % 64))
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
