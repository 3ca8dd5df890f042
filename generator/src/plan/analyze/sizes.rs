//! Roughly how many bytes a value takes where it stands, what it has on the heap aside.

use foldhash::HashSet;

use crate::api::{Integer, Scalar, Shape, Text};

/// What is larger than this goes into a box where another type holds it. Types hold types that hold types: without a
/// limit, one of three levels with a dozen members each can have megabytes, which no stack has room for. It is high enough for
/// what most descriptions have to stay as it is, and low enough for what is left to be a small part of a thread's stack, also where
/// nothing is optimized and each step of reading has a copy.
const LARGE: usize = 2048;

/// The edges from types to those that they hold and that are large. `held` has the types that each one holds directly,
/// and `boxed` those of its edges that have a box anyway: without these, nothing holds itself.
pub(super) fn large(
    shapes: &[&Shape],
    held: &[Vec<usize>],
    boxed: &HashSet<(usize, usize)>,
) -> Vec<(usize, usize)> {
    let mut sizes: Vec<Option<usize>> = vec![None; shapes.len()];
    let mut edges = Vec::new();
    // A stack of our own: a chain of types may be longer than the thread's stack is deep.
    let mut stack: Vec<usize> = (0..shapes.len()).collect();
    while let Some(node) = stack.pop() {
        if sizes[node].is_some() {
            continue;
        }
        let inline = held[node]
            .iter()
            .filter(|child| !boxed.contains(&(node, **child)));
        let mut unknown = inline.filter(|child| sizes[**child].is_none()).peekable();
        if unknown.peek().is_some() {
            let unknown: Vec<usize> = unknown.copied().collect();
            stack.push(node);
            stack.extend(unknown);
            continue;
        }
        let parts = held[node].iter().map(|child| match sizes[*child] {
            Some(size) if size <= LARGE && !boxed.contains(&(node, *child)) => size,
            _ => BOX,
        });
        let size = match shapes[node] {
            Shape::Object(_) | Shape::Tuple(_) => parts.sum(),
            Shape::Union(_) => WORD + parts.max().unwrap_or(0),
            other => scalar(other),
        };
        sizes[node] = Some(size);
    }
    for (node, children) in held.iter().enumerate() {
        let large = |child: &&usize| sizes[**child].is_some_and(|size| size > LARGE);
        edges.extend(children.iter().filter(large).map(|child| (node, *child)));
    }
    edges
}

const WORD: usize = 8;
const BOX: usize = WORD;

/// What holds nothing directly. A value that may be missing is counted like one that may not: it is a rough measure.
fn scalar(shape: &Shape) -> usize {
    match shape {
        Shape::Null => 0,
        Shape::Scalar(Scalar::Boolean(_)) => 1,
        Shape::Scalar(Scalar::Integer(Integer::I64 | Integer::U64) | Scalar::Number) => 2 * WORD,
        Shape::Scalar(Scalar::Integer(_)) => WORD,
        Shape::Scalar(Scalar::Text(Text::DateTime)) => 5 * WORD,
        Shape::Any => 4 * WORD,
        // A text, a list, a map: where it is, how long, and how much room there is. Of a user's type nothing is known.
        _ => 3 * WORD,
    }
}

#[cfg(test)]
mod tests {
    use foldhash::HashSetExt as _;

    use super::*;
    use crate::api::{Discrimination, Object, Union};

    fn object() -> Shape {
        Shape::Object(Object {
            fields: Vec::new(),
            additional: None,
        })
    }

    #[test]
    fn what_is_large_is_boxed_wherever_it_is_held() {
        let (text, outer) = (Shape::Scalar(Scalar::Text(Text::Plain)), object());
        // 0 is a text; 1 has just as many as may be, and 2 one more; 3 holds both, and is small, since the larger is boxed.
        let shapes = [&text, &outer, &outer, &outer, &outer];
        let most = LARGE / (3 * WORD);
        let held = [
            vec![],
            vec![0; most],
            vec![0; most + 1],
            vec![1, 2],
            vec![3, 2],
        ];
        let none = HashSet::new();
        assert_eq!(large(&shapes, &held, &none), [(3, 2), (4, 2)]);
    }

    #[test]
    fn what_holds_itself_is_measured_with_its_box() {
        let outer = object();
        let mut boxed = HashSet::new();
        boxed.insert((1, 0));
        assert_eq!(
            large(&[&outer, &outer], &[vec![1; 3], vec![0; 3]], &boxed),
            []
        );
    }

    #[test]
    fn of_variants_the_largest_counts() {
        let text = Shape::Scalar(Scalar::Text(Text::Plain));
        let union = Shape::Union(Union {
            discrimination: Discrimination::default(),
            variants: Vec::new(),
        });
        let mut held = vec![vec![], vec![0; 1000], vec![1]];
        assert_eq!(large(&[&text, &union, &union], &held, &HashSet::new()), []);
        let outer = object();
        held[2] = vec![1; 65];
        held.push(vec![2]);
        let shapes = [&text, &union, &outer, &union];
        assert_eq!(large(&shapes, &held, &HashSet::new()), [(3, 2)]);
    }
}
