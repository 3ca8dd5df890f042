//! Names that are given once each.

use foldhash::{HashMap, HashSet};

#[derive(Default)]
pub(super) struct Names {
    taken: HashSet<String>,
    /// The last number that was put behind a name.
    numbers: HashMap<String, usize>,
}

impl Names {
    /// Those that are taken already.
    pub(super) fn of<'n>(names: impl Iterator<Item = &'n str>) -> Self {
        Self {
            taken: names.map(str::to_owned).collect(),
            numbers: HashMap::default(),
        }
    }

    /// The name, or the name with a number that makes it free.
    pub(super) fn give(&mut self, name: &str) -> String {
        let mut given = name.to_owned();
        while !self.taken.insert(given.clone()) {
            let number = self.numbers.entry(name.to_owned()).or_insert(1);
            *number += 1;
            given = format!("{name}_{number}");
        }
        given
    }
}
