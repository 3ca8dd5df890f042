//! Which members of objects and unions are boxed: where the type would otherwise contain itself, or be very large.

use foldhash::{HashMap, HashMapExt as _, HashSet, HashSetExt as _};

use super::sizes;
use crate::api::{Shape, TypeId, TypeRef, Types};

/// The edges from a type to a type that it holds directly, and through which it would contain itself or be very large.
#[derive(Debug, Default)]
pub struct Boxes {
    edges: HashSet<(TypeId, TypeId)>,
    /// Arrays, tuples and maps that need a name: those that contain themselves with no object or union between, or are
    /// nested deeper than [`NESTED`] without one.
    pub named_containers: HashSet<TypeId>,
}

impl Boxes {
    /// Looks through all types. Of a cycle, only the edges that close it are boxed: which ones these are depends on the types
    /// of the cycle, and not on where it is come upon. What is large is boxed wherever it is held.
    pub fn of(types: &Types) -> Self {
        let mut boxes = Self::default();
        let index = types.iter().enumerate().map(|(n, (id, _))| (id, n));
        let index: HashMap<TypeId, usize> = index.collect();
        let ids: Vec<TypeId> = types.iter().map(|(id, _)| id).collect();
        let edges = |of: fn(&Shape) -> Vec<TypeRef>| -> Vec<Vec<usize>> {
            let to = |reference: TypeRef| index[&types.resolve(reference).id];
            let shapes = types.iter().map(|(_, ty)| of(&ty.shape));
            let edges = shapes.map(|shape| shape.into_iter().map(to).collect());
            edges.collect()
        };
        let held = edges(held);
        let groups = groups(&held);
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); held.len()];
        for (node, group) in groups.iter().enumerate() {
            members[*group].push(node);
        }
        // What holds itself is a group of one.
        members.retain(|group| match group.as_slice() {
            [only] => held[*only].contains(only),
            group => !group.is_empty(),
        });
        let by_place = |node: &usize| &types[ids[*node]].site;
        let mut boxed = HashSet::new();
        for mut group in members {
            group.sort_by_key(by_place);
            let within = |node: usize| {
                let mut all = held[node].clone();
                all.retain(|child| groups[*child] == groups[node]);
                all.sort_by_key(by_place);
                all
            };
            boxed.extend(closing(&group, within));
        }
        let shapes: Vec<&Shape> = types.iter().map(|(_, ty)| &ty.shape).collect();
        boxed.extend(sizes::large(&shapes, &held, &boxed));
        let boxed = boxed.into_iter().map(|(from, to)| (ids[from], ids[to]));
        boxes.edges.extend(boxed);
        let named = named_containers(&edges(contained));
        boxes.named_containers = named.into_iter().map(|node| ids[node]).collect();
        boxes
    }

    /// Whether the member of `holder` that is of type `held` goes into a box.
    pub fn contains(&self, holder: TypeId, held: TypeId) -> bool {
        self.edges.contains(&(holder, held))
    }
}

/// How deep containers are nested that have no name: what is written as one type is laid out by a stack, and its text is as
/// long as it is deep wherever it stands.
const NESTED: usize = 32;

/// The nodes that are in a circle, and those from which a way is longer than [`NESTED`] that leads to none of the former.
fn named_containers(inside: &[Vec<usize>]) -> Vec<usize> {
    let groups = groups(inside);
    let is_recursive = |node: &usize| {
        let mut inside = inside[*node].iter();
        inside.any(|item| groups[*item] == groups[*node])
    };
    let (mut named, others): (Vec<usize>, Vec<usize>) = (0..inside.len()).partition(is_recursive);
    let mut deep: Vec<bool> = inside.iter().map(|inside| !inside.is_empty()).collect();
    named.iter().for_each(|node| deep[*node] = false);
    // Those that are nested one deeper, each time.
    for _ in 0..NESTED {
        let leads_on = |node: &usize| inside[*node].iter().any(|item| deep[*item]);
        let deeper: Vec<usize> = others.iter().copied().filter(leads_on).collect();
        deep.fill(false);
        deeper.iter().for_each(|node| deep[*node] = true);
    }
    named.extend((0..inside.len()).filter(|node| deep[*node]));
    named
}

/// The groups of nodes that lead to each other, by one node of each (Tarjan 1972).
fn groups(edges: &[Vec<usize>]) -> Vec<usize> {
    const NONE: usize = usize::MAX;
    let (mut found, mut low) = (vec![NONE; edges.len()], vec![NONE; edges.len()]);
    let (mut group, mut open) = (vec![NONE; edges.len()], Vec::new());
    let mut count = 0;
    for start in 0..edges.len() {
        // A stack of our own: a chain of types may be longer than the thread's stack is deep.
        let mut stack = vec![(start, 0)];
        while let Some((node, next)) = stack.pop() {
            if next == 0 {
                if found[node] != NONE {
                    continue;
                }
                (found[node], low[node]) = (count, count);
                count += 1;
                open.push(node);
            } else {
                low[node] = low[node].min(low[edges[node][next - 1]]);
            }
            // Those of other groups are closed, and say nothing of this one.
            let unseen = edges[node][next..].iter().position(|child| {
                if group[*child] == NONE && found[*child] != NONE {
                    low[node] = low[node].min(found[*child]);
                }
                found[*child] == NONE
            });
            if let Some(unseen) = unseen {
                stack.push((node, next + unseen + 1));
                stack.push((edges[node][next + unseen], 0));
            } else if low[node] == found[node] {
                while let Some(member) = open.pop() {
                    group[member] = node;
                    if member == node {
                        break;
                    }
                }
            }
        }
    }
    group
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Open,
    Done,
}

/// The edges that close a cycle on a walk through a group of nodes, in the order that they and their edges have.
fn closing(nodes: &[usize], edges: impl Fn(usize) -> Vec<usize>) -> Vec<(usize, usize)> {
    let mut state: HashMap<usize, State> = HashMap::new();
    let mut closing = Vec::new();
    for start in nodes {
        if state.contains_key(start) {
            continue;
        }
        let mut stack = vec![(*start, edges(*start), 0)];
        state.insert(*start, State::Open);
        while let Some((node, children, next)) = stack.last_mut() {
            let Some(child) = children.get(*next).copied() else {
                state.insert(*node, State::Done);
                stack.pop();
                continue;
            };
            *next += 1;
            match state.get(&child) {
                None => {
                    state.insert(child, State::Open);
                    stack.push((child, edges(child), 0));
                }
                Some(State::Open) => closing.push((*node, child)),
                Some(State::Done) => {}
            }
        }
    }
    closing
}

/// What a value of this shape holds without a heap allocation between.
fn held(shape: &Shape) -> Vec<TypeRef> {
    match shape {
        Shape::Object(object) => object.fields.iter().map(|field| field.ty).collect(),
        Shape::Union(union) => union.variants.iter().map(|variant| variant.ty).collect(),
        Shape::Tuple(items) => items.clone(),
        _ => Vec::new(),
    }
}

/// What a container of this shape contains.
fn contained(shape: &Shape) -> Vec<TypeRef> {
    match shape {
        Shape::Array(item) | Shape::Map(item) => vec![*item],
        Shape::Tuple(items) => items.clone(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_those_that_lead_to_each_other() {
        // 0 and 2 lead to each other by way of 1; 3 leads to them; 4 to itself; 5 to 6, which is closed by then.
        let edges = [
            vec![1],
            vec![2],
            vec![0],
            vec![0, 4],
            vec![4],
            vec![6],
            vec![],
        ];
        let found = groups(&edges);
        assert!(found[0] == found[1] && found[1] == found[2]);
        let mut others = found[2..].to_vec();
        others.sort_unstable();
        others.dedup();
        assert_eq!(others.len(), 5);
    }

    #[test]
    fn containers_are_named_in_a_circle_and_far_out() {
        // 0 to 99 are each in the one before, and 99 is no container; 100 and 101 are in each other, and both in 102.
        let mut inside: Vec<Vec<usize>> = (1..100).map(|next| vec![next]).collect();
        inside.extend([vec![], vec![101], vec![100], vec![100]]);
        let mut named = named_containers(&inside);
        named.sort_unstable();
        let expected: Vec<usize> = (0..99 - NESTED).chain([100, 101]).collect();
        assert_eq!(named, expected);
    }

    #[test]
    fn a_chain_may_be_long() {
        let length = 200_000;
        let mut edges: Vec<Vec<usize>> = (1..length).map(|next| vec![next]).collect();
        edges.push(vec![0]);
        let found = groups(&edges);
        assert!(found.iter().all(|group| *group == found[0]));
        let nodes: Vec<usize> = (0..length).collect();
        assert_eq!(
            closing(&nodes, |node| edges[node].clone()),
            [(length - 1, 0)]
        );
    }
}
