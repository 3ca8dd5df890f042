//! Names of what is in something that has a name.

use std::collections::BTreeMap;

use super::pascal;

/// What the variants of a union are called within it: `Owner` is enough for the `ChatMemberOwner` of `ChatMember`, and
/// `Search` for the `SearchTool` of `Tool`. Each is shortened for itself, so that one more renames none, unless both want
/// one name.
pub fn variants(of: &str, names: &[&str]) -> Vec<String> {
    let short: Vec<Option<String>> = names.iter().map(|name| shorter(of, name)).collect();
    let mut wanted: BTreeMap<String, usize> = BTreeMap::new();
    for (name, short) in names.iter().zip(&short) {
        *wanted.entry(pascal(name)).or_default() += 1;
        if let Some(short) = short {
            *wanted.entry(short.clone()).or_default() += 1;
        }
    }
    let names = names.iter().zip(short);
    names
        .map(|(name, short)| match short {
            Some(short) if wanted[&short] == 1 => short,
            _ => (*name).to_owned(),
        })
        .collect()
}

/// A name without that of the union, before it or behind it, if that leaves a name.
fn shorter(of: &str, name: &str) -> Option<String> {
    let name = pascal(name);
    // A part of a word is none, and neither is a number.
    let behind = name.strip_prefix(of);
    let behind = behind.filter(|rest| rest.starts_with(char::is_uppercase));
    let before = || name.strip_suffix(of).filter(|rest| !rest.is_empty());
    let short = behind.or_else(before)?;
    (!["Self", "Unknown"].contains(&short)).then(|| short.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_union_goes_without_saying() {
        let chat = [
            "ChatMemberOwner",
            "chat_member_left",
            "ChatMembership",
            "Text",
        ];
        assert_eq!(
            variants("ChatMember", &chat),
            ["Owner", "Left", "ChatMembership", "Text"]
        );
        let tools = ["FileSearchTool", "Stool", "Tool", "ToolUnknown", "Tool2"];
        assert_eq!(
            variants("Tool", &tools),
            ["FileSearch", "Stool", "Tool", "ToolUnknown", "Tool2"]
        );
    }

    #[test]
    fn two_that_want_one_name_keep_theirs() {
        assert_eq!(
            variants("Tool", &["SearchTool", "ToolSearch", "ToolText"]),
            ["SearchTool", "ToolSearch", "Text"]
        );
        assert_eq!(
            variants("Tool", &["text", "ToolText"]),
            ["text", "ToolText"]
        );
    }
}
