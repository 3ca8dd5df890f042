//! What names mean in the modules of a crate.

use foldhash::{HashMap, HashMapExt as _, HashSet, HashSetExt as _};
use syn::{Item, UseTree, Visibility};

use super::spell::plain;

/// A module's path from the root, which is empty.
pub(super) type Path = Vec<String>;

/// All modules of a crate.
pub(super) struct Scope {
    modules: HashMap<Path, Module>,
}

#[derive(Default)]
struct Module {
    /// Modules within, and whether they are public.
    modules: HashMap<String, bool>,
    items: HashSet<String>,
    /// What `use` brings under a name.
    uses: HashMap<String, Path>,
    /// Modules all of whose names are names here.
    globs: Vec<Path>,
}

/// What a name leads to.
enum Found {
    Module(Path),
    Item(Path),
}

impl Scope {
    pub fn of(files: &[(Path, syn::File)]) -> Self {
        let mut scope = Self {
            modules: HashMap::new(),
        };
        for (path, file) in files {
            let mut module = Module::default();
            for item in &file.items {
                module.add(item, path);
            }
            scope.modules.insert(path.clone(), module);
        }
        scope
    }

    /// The path by which users know an item of a module: without modules that are private, whose items are known as
    /// those of the module above.
    pub fn public(&self, module: &[String], name: &str) -> String {
        let mut shown: Vec<&str> = Vec::new();
        for (depth, segment) in module.iter().enumerate() {
            let above = self.modules.get(&module[..depth]);
            if above.and_then(|it| it.modules.get(segment)) == Some(&true) {
                shown.push(segment);
            }
        }
        shown.push(name);
        shown.join("::")
    }

    /// What a path in a module leads to, as users know it; none if it is no item of the crate.
    pub fn resolve(&self, module: &[String], path: &[String]) -> Option<String> {
        let mut at = module.to_vec();
        let mut segments = path.iter().peekable();
        while let Some(segment) = segments.next_if(|it| is_step(it)) {
            step(&mut at, segment.clone());
        }
        loop {
            let name = segments.next()?;
            match self.find(&at, name, &mut HashSet::new())? {
                Found::Module(path) => at = path,
                Found::Item(path) => {
                    let (name, module) = path.split_last()?;
                    let rest = segments.map(|segment| format!("::{segment}"));
                    return Some(self.public(module, name) + &rest.collect::<String>());
                }
            }
        }
    }

    fn find(&self, module: &[String], name: &str, seen: &mut HashSet<Path>) -> Option<Found> {
        let known = self.modules.get(module)?;
        let mut path = module.to_vec();
        path.push(name.to_owned());
        if known.items.contains(name) {
            return Some(Found::Item(path));
        }
        if known.modules.contains_key(name) {
            return Some(Found::Module(path));
        }
        if !seen.insert(module.to_vec()) {
            return None;
        }
        if let Some(used) = known.uses.get(name) {
            let (name, module) = used.split_last()?;
            return self.find(module, name, seen);
        }
        let mut globs = known.globs.iter();
        globs.find_map(|module| self.find(module, name, seen))
    }
}

impl Module {
    fn add(&mut self, item: &Item, here: &[String]) {
        match item {
            Item::Struct(it) => _ = self.items.insert(plain(it.ident.to_string())),
            Item::Enum(it) => _ = self.items.insert(plain(it.ident.to_string())),
            Item::Type(it) => _ = self.items.insert(plain(it.ident.to_string())),
            Item::Mod(it) => {
                let public = matches!(it.vis, Visibility::Public(_));
                self.modules.insert(plain(it.ident.to_string()), public);
            }
            Item::Use(it) => self.bring(&it.tree, here.to_vec()),
            _ => {}
        }
    }

    /// What `use` brings, whose path so far is `at`.
    fn bring(&mut self, tree: &UseTree, mut at: Path) {
        match tree {
            UseTree::Path(path) => {
                step(&mut at, plain(path.ident.to_string()));
                self.bring(&path.tree, at);
            }
            UseTree::Name(name) if name.ident == "self" => {
                if let Some(name) = at.last() {
                    self.uses.insert(name.clone(), at);
                }
            }
            UseTree::Name(name) => {
                let name = plain(name.ident.to_string());
                step(&mut at, name.clone());
                self.uses.insert(name, at);
            }
            UseTree::Rename(rename) => {
                step(&mut at, plain(rename.ident.to_string()));
                self.uses.insert(plain(rename.rename.to_string()), at);
            }
            UseTree::Glob(_) => self.globs.push(at),
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.bring(tree, at.clone());
                }
            }
        }
    }
}

/// Whether a segment says where a path begins, and is no name.
fn is_step(segment: &str) -> bool {
    matches!(segment, "crate" | "super" | "self")
}

fn step(at: &mut Path, segment: String) {
    match segment.as_str() {
        "crate" => at.clear(),
        "super" => _ = at.pop(),
        "self" => {}
        _ => at.push(segment),
    }
}
