//! Changes to a description that leave it one: most of what chance does to the text of one is only a syntax error.

// Its mappings keep their order, as those of a description do.
use serde_yaml::{Mapping, Value};

/// Words that mean something in a description, as keys and as values.
const WORDS: &[&str] = &[
    "$ref",
    "additionalProperties",
    "allOf",
    "anyOf",
    "application/json",
    "apiKey",
    "array",
    "boolean",
    "basePath",
    "body",
    "callbacks",
    "collectionFormat",
    "components",
    "const",
    "consumes",
    "content",
    "cookie",
    "deepObject",
    "default",
    "definitions",
    "deprecated",
    "description",
    "discriminator",
    "enum",
    "example",
    "explode",
    "file",
    "format",
    "formData",
    "header",
    "headers",
    "host",
    "in",
    "int64",
    "integer",
    "items",
    "mapping",
    "multi",
    "name",
    "not",
    "null",
    "nullable",
    "number",
    "object",
    "oneOf",
    "operationId",
    "parameters",
    "path",
    "pattern",
    "patternProperties",
    "prefixItems",
    "produces",
    "properties",
    "propertyName",
    "query",
    "readOnly",
    "required",
    "responses",
    "schema",
    "schemes",
    "security",
    "securityDefinitions",
    "servers",
    "string",
    "style",
    "summary",
    "swagger",
    "tags",
    "title",
    "type",
    "variables",
    "writeOnly",
    "x-sensitive",
    "200",
    "4XX",
    "default",
    "/a/{b}",
    "{b}",
    "#/components/schemas/Thing",
    "#/components/schemas/A",
    "#/definitions/A",
    "#/parameters/A",
    "#/responses/A",
    "#",
    "#/",
    "~1",
    "self",
    "Self",
    "crate",
    "r#type",
    "_",
    "",
    " ",
    "0",
    "*/",
    "\"#",
    "```\nloop {}\n```",
    "    loop {}",
    "<script>",
    "[a]: b",
    "\u{202e}",
    "é",
    "{",
    "}",
    "\\",
    "\n",
    "\r\n//!",
    "1e400",
    "3.1.0",
    "2.0",
];

/// A source of choices.
struct Dice(u64);

impl Dice {
    /// A number below another.
    fn below(&mut self, limit: usize) -> usize {
        // SplitMix64: chance enough for choices.
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) as usize % limit.max(1)
    }

    fn word(&mut self) -> String {
        WORDS[self.below(WORDS.len())].to_owned()
    }

    fn value(&mut self) -> Value {
        match self.below(8) {
            0 => Value::Null,
            1 => Value::Bool(self.below(2) == 0),
            2 => Value::from([0, 1, -1, i64::MAX, i64::MIN, 200][self.below(6)]),
            3 => Value::from(0.5),
            4 => Value::Sequence(vec![Value::from(self.word())]),
            5 => Value::Mapping(Mapping::from_iter([(
                self.word().into(),
                self.word().into(),
            )])),
            _ => Value::from(self.word()),
        }
    }
}

/// Changes the description in `data`, if it is one and what comes out fits; gives the new length.
pub fn description(data: &mut [u8], size: usize, most: usize, seed: u32) -> Option<usize> {
    let mut tree: Value = serde_json::from_slice(data.get(..size)?).ok()?;
    let mut dice = Dice(u64::from(seed));
    for _ in 0..=dice.below(4) {
        change(&mut tree, &mut dice);
    }
    let text = serde_json::to_vec(&tree).ok()?;
    let place = data.get_mut(..text.len())?;
    (text.len() <= most).then(|| {
        place.copy_from_slice(&text);
        text.len()
    })
}

fn change(tree: &mut Value, dice: &mut Dice) {
    let count = count(tree);
    let from = dice.below(count);
    let copy = nth(tree, &mut { from }).map(|value| value.clone());
    let to = dice.below(count);
    let Some(node) = nth(tree, &mut { to }) else {
        return;
    };
    match (dice.below(6), node) {
        (0, Value::Mapping(members)) => {
            let name = match members.keys().nth(dice.below(members.len())) {
                Some(name) => name.clone(),
                None => return,
            };
            members.shift_remove(&name);
        }
        (1, Value::Mapping(members)) => {
            let name = members.keys().nth(dice.below(members.len())).cloned();
            let name = name.unwrap_or_default();
            if let Some(value) = members.shift_remove(&name) {
                members.insert(dice.word().into(), value);
            }
        }
        (2, Value::Mapping(members)) => {
            members.insert(dice.word().into(), copy.unwrap_or_default());
        }
        (0 | 1, Value::Sequence(items)) if !items.is_empty() => {
            items.remove(dice.below(items.len()));
        }
        (2, Value::Sequence(items)) => items.push(copy.unwrap_or_default()),
        (3, Value::String(text)) => {
            let word = dice.word();
            match dice.below(2) {
                0 => text.push_str(&word),
                _ => text.insert_str(0, &word),
            }
        }
        (4, node) => *node = copy.unwrap_or_default(),
        (_, node) => *node = dice.value(),
    }
}

fn count(value: &Value) -> usize {
    1 + match value {
        Value::Sequence(items) => items.iter().map(count).sum(),
        Value::Mapping(members) => members.values().map(count).sum(),
        _ => 0,
    }
}

fn nth<'v>(value: &'v mut Value, left: &mut usize) -> Option<&'v mut Value> {
    if *left == 0 {
        return Some(value);
    }
    *left -= 1;
    match value {
        Value::Sequence(items) => items.iter_mut().find_map(|item| nth(item, left)),
        Value::Mapping(members) => members.values_mut().find_map(|member| nth(member, left)),
        _ => None,
    }
}
