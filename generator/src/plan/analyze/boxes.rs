//! Which members of objects and unions must be boxed, because the type would otherwise contain itself.

use foldhash::{HashMap, HashSet, HashSetExt as _};

use crate::api::{Shape, TypeId, TypeRef, Types};

/// The edges from a type to a type that it holds directly and through which it would contain itself.
#[derive(Debug, Default)]
pub struct Boxes {
    edges: HashSet<(TypeId, TypeId)>,
    /// Arrays, tuples and maps that contain themselves with no object or union between.
    pub recursive_containers: HashSet<TypeId>,
}

impl Boxes {
    /// Looks through all types. Only the edges that close a cycle are boxed.
    pub fn of(types: &Types) -> Self {
        let mut boxes = Self::default();
        let mut state = vec![State::New; types.len()];
        let index: HashMap<TypeId, usize> = types
            .iter()
            .enumerate()
            .map(|(n, (id, _))| (id, n))
            .collect();
        for (id, _) in types.iter() {
            if state[index[&id]] != State::New {
                continue;
            }
            // A stack of our own: a chain of types may be longer than the thread's stack is deep.
            let mut stack = vec![(id, held(types, id), 0usize)];
            state[index[&id]] = State::Open;
            while let Some((id, children, next)) = stack.last_mut() {
                let Some(child) = children.get(*next).copied() else {
                    state[index[id]] = State::Done;
                    stack.pop();
                    continue;
                };
                *next += 1;
                match state[index[&child]] {
                    State::New => {
                        state[index[&child]] = State::Open;
                        stack.push((child, held(types, child), 0));
                    }
                    State::Open => {
                        boxes.edges.insert((*id, child));
                    }
                    State::Done => {}
                }
            }
        }
        boxes.containers(types);
        boxes
    }

    /// Whether the member of `holder` that is of type `held` goes into a box.
    pub fn contains(&self, holder: TypeId, held: TypeId) -> bool {
        self.edges.contains(&(holder, held))
    }

    fn containers(&mut self, types: &Types) {
        for (id, ty) in types.iter() {
            let inside = |shape: &Shape| -> Vec<TypeId> {
                let items = match shape {
                    Shape::Array(item) | Shape::Map(item) => std::slice::from_ref(item),
                    Shape::Tuple(items) => items,
                    _ => &[],
                };
                items.iter().map(|item| types.resolve(*item).id).collect()
            };
            let mut seen = HashSet::new();
            let mut next = inside(&ty.shape);
            while let Some(here) = next.pop() {
                if here == id {
                    self.recursive_containers.insert(id);
                    break;
                }
                if seen.insert(here) {
                    next.extend(inside(&types[here].shape));
                }
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    Open,
    Done,
}

/// The types that a value of this type holds without a heap allocation between.
fn held(types: &Types, id: TypeId) -> Vec<TypeId> {
    let direct = |reference: TypeRef| types.resolve(reference).id;
    match &types[id].shape {
        Shape::Object(object) => object.fields.iter().map(|field| direct(field.ty)).collect(),
        Shape::Union(union) => union
            .variants
            .iter()
            .map(|variant| direct(variant.ty))
            .collect(),
        Shape::Tuple(items) => items.iter().map(|item| direct(*item)).collect(),
        _ => Vec::new(),
    }
}
