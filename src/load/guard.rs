//! Other people's parsers, held at arm's length: one that panics on a file costs that file, and
//! says nothing on a terminal that may be showing something else.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

thread_local! {
    /// Whether a panic on this thread is one that a guard catches.
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// What `parse` gives; `None` where it panicked.
pub(crate) fn guarded<T>(parse: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    // The hook that was there (it may restore a terminal) must not run for a panic that ends here.
    HOOK.call_once(|| {
        let previous = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if GUARDED.get() {
                log::error!("a parser panicked: {panic}");
            } else {
                previous(panic);
            }
        }));
    });
    let outer = GUARDED.replace(true);
    let parsed = panic::catch_unwind(AssertUnwindSafe(parse)).ok();
    GUARDED.set(outer);
    parsed
}

/// Ends the program without a word where a test asks for that: a parser that overflows the stack
/// does so, and nothing can catch it. What is shipped cannot be asked.
pub(super) fn abort_if_asked(path: &str) {
    if cfg!(debug_assertions)
        && std::env::var("RASHOMON_ABORT").is_ok_and(|words| path.contains(&words))
    {
        std::process::abort();
    }
}

/// What `work` gives for each of `items`, in order; `None` for those on which it panicked. Each is
/// guarded on the thread that works on it, so that a bad one costs only itself.
pub(crate) fn each<T: Send, U: Send>(
    items: Vec<T>,
    work: impl Fn(T) -> U + Sync,
) -> Vec<Option<U>> {
    items.into_par_iter().map(|item| guarded(|| work(item))).collect()
}

#[cfg(test)]
mod tests {
    use super::{GUARDED, each, guarded};

    #[test]
    fn a_bad_item_costs_only_itself_on_whatever_thread() {
        let work = |number: u32| {
            assert!(GUARDED.get(), "a panic here would be printed");
            assert!(number != 70, "never seen");
            number
        };
        let done = guarded(|| each((0..100).collect(), work)).unwrap();
        assert_eq!(done.iter().filter(|number| number.is_none()).count(), 1);
        assert_eq!((done[69], done[70], done[99]), (Some(69), None, Some(99)));
    }

    #[test]
    fn a_panic_is_an_answer_and_the_next_call_is_as_ever() {
        assert_eq!(guarded(|| guarded(|| "".parse::<u8>().unwrap()).unwrap_or(7)), Some(7));
        assert_eq!(guarded(|| -> u8 { panic!("never seen") }), None);
        assert_eq!(guarded(|| 1), Some(1));
    }
}
