//! One of several: the singular of the words that APIs have.

/// Plurals that follow no rule, and words that end like one and are none. Those of five letters and more are found at the
/// end of longer words as well: `timeseries`.
const KNOWN: &[(&str, &str)] = &[
    // Not plurals.
    ("alias", "alias"),
    ("analytics", "analytics"),
    ("atlas", "atlas"),
    ("aws", "aws"),
    ("bias", "bias"),
    ("canvas", "canvas"),
    ("gas", "gas"),
    ("https", "https"),
    ("ios", "ios"),
    ("jwks", "jwks"),
    ("kubernetes", "kubernetes"),
    ("lens", "lens"),
    ("mmds", "mmds"),
    ("news", "news"),
    ("pos", "pos"),
    ("sas", "sas"),
    ("series", "series"),
    ("species", "species"),
    // Plurals of abbreviations and of words that end in a vowel of their own.
    ("ais", "ai"),
    ("apis", "api"),
    ("cds", "cd"),
    ("cpus", "cpu"),
    ("dbs", "db"),
    ("dms", "dm"),
    ("emojis", "emoji"),
    ("gpus", "gpu"),
    ("kpis", "kpi"),
    ("menus", "menu"),
    ("pcs", "pc"),
    ("pois", "poi"),
    ("skus", "sku"),
    ("tvs", "tv"),
    ("txs", "tx"),
    ("uris", "uri"),
    ("vms", "vm"),
    ("wikis", "wiki"),
    // Plurals that lose more or less than others.
    ("aliases", "alias"),
    ("analyses", "analysis"),
    ("bonuses", "bonus"),
    ("buses", "bus"),
    ("caches", "cache"),
    ("calories", "calorie"),
    ("campuses", "campus"),
    ("canvases", "canvas"),
    ("children", "child"),
    ("cookies", "cookie"),
    ("heroes", "hero"),
    ("indices", "index"),
    ("lenses", "lens"),
    ("matrices", "matrix"),
    ("movies", "movie"),
    ("people", "person"),
    ("quizzes", "quiz"),
    ("selfies", "selfie"),
    ("statuses", "status"),
    ("ties", "tie"),
    ("vertices", "vertex"),
    ("viruses", "virus"),
];

/// The name of one of several: `webhooks` to `webhook`, `policies` to `policy`. Of words with underscores between, it is
/// the last that counts.
pub fn singular(words: &str) -> String {
    let start = words.rfind('_').map_or(0, |at| at + 1);
    let (before, last) = words.split_at(start);
    format!("{before}{}", one(last))
}

/// Whether a word looks like one for several things, which `news` and `dns` do as well.
pub fn is_plural(words: &str) -> bool {
    words.ends_with('s') && !ends_otherwise(words) || singular(words) != words
}

fn ends_otherwise(word: &str) -> bool {
    ["ss", "us", "is"]
        .into_iter()
        .any(|end| word.ends_with(end))
}

fn one(word: &str) -> String {
    let mut known = KNOWN.iter();
    let known = known.find_map(|(many, one)| {
        let before = word.strip_suffix(many)?;
        (before.is_empty() || many.len() > 4).then(|| format!("{before}{one}"))
    });
    if let Some(one) = known {
        return one;
    }
    let ends = |suffix: &str| word.len() > suffix.len() + 1 && word.ends_with(suffix);
    // `dns`, `sms`, `css`: letters that are no word.
    let is_letters = word.len() <= 3 && !word.contains(['a', 'e', 'i', 'o', 'u']);
    if ends("ies") {
        format!("{}y", &word[..word.len() - 3])
    } else if ["sses", "shes", "ches", "xes", "tzes"]
        .into_iter()
        .any(ends)
    {
        word[..word.len() - 2].to_owned()
    } else if ends("s") && !is_letters && !ends_otherwise(word) {
        word[..word.len() - 1].to_owned()
    } else {
        word.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_lose_their_ending() {
        for (many, one) in [
            ("webhooks", "webhook"),
            ("policies", "policy"),
            ("addresses", "address"),
            ("sizes", "size"),
            ("people", "person"),
            ("time_series", "time_series"),
            ("bank_accounts", "bank_account"),
            ("componentstatuses", "componentstatus"),
            ("movies", "movie"),
            ("apis", "api"),
            ("scenarios", "scenario"),
            ("vpcs", "vpc"),
            ("vms", "vm"),
        ] {
            assert_eq!(singular(many), one);
            assert!(is_plural(many));
        }
    }

    #[test]
    fn what_is_no_plural_stays() {
        for word in [
            "status",
            "access",
            "analysis",
            "dns",
            "sms",
            "css",
            "kubernetes",
            "news",
            "timeseries",
            "s",
            "",
            "é",
        ] {
            assert_eq!(singular(word), word);
        }
        assert!(is_plural("news") && is_plural("apis"));
        assert!(!is_plural("status") && !is_plural("media"));
    }
}
