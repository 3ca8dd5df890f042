//! Names of what is in something that has a name.

use std::collections::BTreeMap;

use super::pascal;

/// What the variants of a union are called within it: `Owner` is enough for the `ChatMemberOwner` of `ChatMember`,
/// `Search` for the `SearchTool` of `Tool`, and `User` for the `ChatUserMessage` of `ChatMessage`. Each is shortened for
/// itself, so that one more renames none, unless both want one name.
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

/// What the values of an enum are called within it, where Protocol Buffers have the name of the enum before each: `ACTIVE` is
/// enough for the `STATE_ACTIVE` beside a `STATE_UNSPECIFIED`. Each is shortened for itself, unless two want one name.
pub fn values<'n>(names: &[&'n str]) -> Vec<&'n str> {
    let mut unspecified = names.iter().filter_map(|it| it.strip_suffix("UNSPECIFIED"));
    let Some(of) = unspecified.find(|of| of.len() > 1 && of.ends_with('_')) else {
        return names.to_vec();
    };
    let short = |name: &'n str| {
        let rest = name.strip_prefix(of)?;
        rest.starts_with(char::is_alphabetic).then_some(rest)
    };
    let mut wanted: BTreeMap<String, usize> = BTreeMap::new();
    for name in names {
        let short = short(name).map(pascal);
        for name in [Some(pascal(name)), short].into_iter().flatten() {
            *wanted.entry(name).or_default() += 1;
        }
    }
    let is_free = |name: &&str| wanted.get(&pascal(name)) == Some(&1);
    let names = names.iter();
    names
        .map(|name| short(name).filter(is_free).unwrap_or(name))
        .collect()
}

/// A name without that of the union, before it, behind it or around it, if that leaves a name. A part of a word is none,
/// and neither is a number.
fn shorter(of: &str, name: &str) -> Option<String> {
    let name = pascal(name);
    if name == of {
        return None;
    }
    let words = of.char_indices().filter(|(_, c)| c.is_uppercase());
    let ends = words.map(|(at, _)| at).chain([of.len()]).rev();
    let around = ends.clone().map(|at| of.split_at(at));
    // `PaintingCreate` of `WorkCreate` says `Create` as its union does, which is of something else.
    let behind = ends.rev().filter(|at| *at > 0).map(|at| ("", &of[at..]));
    let short = around.chain(behind).find_map(|(before, behind)| {
        let rest = name.strip_prefix(before)?.strip_suffix(behind)?;
        (rest.len() < name.len() && rest.starts_with(char::is_uppercase)).then_some(rest)
    })?;
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
    fn its_words_may_stand_around_the_others() {
        let messages = [
            "ChatUserMessage",
            "ChatMessage",
            "ChatterMessage",
            "chatToolMessage",
            "ChatMessages",
        ];
        assert_eq!(
            variants("ChatMessage", &messages),
            ["User", "ChatMessage", "Chatter", "Tool", "ChatMessages"]
        );
    }

    #[test]
    fn the_end_of_its_name_is_the_end_of_theirs() {
        assert_eq!(
            variants("WorkCreate", &["PaintingCreate", "SongCreate", "Create"]),
            ["Painting", "Song", "Create"]
        );
        let outputs = ["CatOutput", "Throughput", "DogPetOutput"];
        assert_eq!(
            variants("PetOutput", &outputs),
            ["Cat", "Throughput", "Dog"]
        );
    }

    #[test]
    fn what_protocol_buffers_put_before_each_value_is_left_out() {
        let states = [
            "STATE_UNSPECIFIED",
            "STATE_ACTIVE",
            "STATE_2",
            "DONE",
            "STATE_DONE",
        ];
        assert_eq!(
            values(&states),
            ["UNSPECIFIED", "ACTIVE", "STATE_2", "DONE", "STATE_DONE"]
        );
        let others = ["UNSPECIFIED", "STATE_ACTIVE"];
        assert_eq!(values(&others), others);
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
