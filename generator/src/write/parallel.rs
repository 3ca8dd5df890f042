//! Work over a list on all cores, with the results in the list's order.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Applies `work` to each item. The order of the results does not depend on which thread was faster.
pub(super) fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    if cores == 1 || items.len() < 2 {
        return items.iter().map(work).collect();
    }
    // Modules differ much in size, so that each thread takes the next one when it is free.
    let next = AtomicUsize::new(0);
    let take_turns = || {
        let mut done = Vec::new();
        while let Some((index, item)) = {
            let index = next.fetch_add(1, Ordering::Relaxed);
            items.get(index).map(|item| (index, item))
        } {
            done.push((index, work(item)));
        }
        done
    };
    let mut done: Vec<(usize, R)> = thread::scope(|scope| {
        let others: Vec<_> = (1..cores.min(items.len()))
            .map(|_| scope.spawn(take_turns))
            .collect();
        let mut done = take_turns();
        done.extend(others.into_iter().flat_map(|thread| {
            thread
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        }));
        done
    });
    done.sort_unstable_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_keep_the_order_of_the_items() {
        let items: Vec<u64> = (0..1_000).collect();
        let uneven = |item: &u64| {
            let turns = if item.is_multiple_of(7) { 10_000 } else { 1 };
            (0..turns).fold(*item, |value, _| std::hint::black_box(value))
        };
        assert_eq!(map(&items, uneven), items);
        assert!(map(&[] as &[u64], uneven).is_empty());
    }
}
