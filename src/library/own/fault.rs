//! Where a test lets the disk fail: at a step, for some steps or for good, as when the program is
//! killed there. Outside tests there is nothing here.

#[cfg(not(test))]
use std::io;

/// Stands before everything that is done to the disk.
#[cfg(not(test))]
#[expect(clippy::unnecessary_wraps, reason = "it fails in tests")]
pub(super) fn step() -> io::Result<()> {
    Ok(())
}

/// How much of `bytes` is written before the step fails: all, where it does not.
#[cfg(not(test))]
pub(super) fn part(bytes: &[u8]) -> &[u8] {
    bytes
}

#[cfg(test)]
pub(crate) use injected::{Fault, inject, part, step, steps};

#[cfg(test)]
mod injected {
    use std::cell::Cell;
    use std::io;

    /// What is to fail.
    #[derive(Clone, Copy, Debug)]
    pub(crate) struct Fault {
        /// The step, counted from 1.
        pub(crate) at: usize,
        /// How many steps fail; `usize::MAX` for all that follow.
        pub(crate) lasts: usize,
        /// How many thousandths of its bytes a write gets done.
        pub(crate) part: usize,
    }

    thread_local! {
        static FAULT: Cell<Option<Fault>> = const { Cell::new(None) };
        static STEPS: Cell<usize> = const { Cell::new(0) };
    }

    /// From now on lets this fail on this thread; steps are counted anew.
    pub(crate) fn inject(fault: Option<Fault>) {
        FAULT.set(fault);
        STEPS.set(0);
    }

    /// The steps since then.
    pub(crate) fn steps() -> usize {
        STEPS.get()
    }

    pub(crate) fn step() -> io::Result<()> {
        STEPS.set(STEPS.get() + 1);
        match FAULT.get() {
            Some(fault)
                if (fault.at..fault.at.saturating_add(fault.lasts)).contains(&STEPS.get()) =>
            {
                Err(io::ErrorKind::StorageFull.into())
            }
            _ => Ok(()),
        }
    }

    pub(crate) fn part(bytes: &[u8]) -> &[u8] {
        let next = STEPS.get() + 1;
        match FAULT.get() {
            Some(fault) if next == fault.at => &bytes[..bytes.len() * fault.part / 1000],
            Some(fault) if next > fault.at && next - fault.at < fault.lasts => &[],
            _ => bytes,
        }
    }
}
