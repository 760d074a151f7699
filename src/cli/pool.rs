//! Threads that compute independent pieces of work; the results come in their order.

use super::Failure;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Condvar, Mutex};

/// A thread may be ahead of the next result by this many pieces for each thread. That bounds the memory of results that
/// wait for an earlier one.
const AHEAD: usize = 256;

/// What the threads share.
struct State<T> {
    /// The next piece that nobody has begun.
    next: usize,
    /// The next piece whose result is to be taken.
    due: usize,
    /// Results that wait for an earlier one.
    ready: BTreeMap<usize, Result<T, String>>,
    /// Whether to stop early.
    stops: bool,
}

/// Computes `work(k)` for each k on `jobs` threads and gives the results to `take` in ascending order, on this thread.
/// Stops at the first error, after the results before it.
pub fn in_order<T: Send>(
    jobs: usize,
    pieces: Range<usize>,
    work: impl Fn(usize) -> Result<T, String> + Sync,
    mut take: impl FnMut(usize, T) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let state = State { next: pieces.start, due: pieces.start, ready: BTreeMap::new(), stops: false };
    let (state, changed) = (Mutex::new(state), Condvar::new());
    let ahead = AHEAD * jobs;
    let run = || {
        loop {
            let k = {
                let mut state = state.lock().expect("no thread panics while it holds the lock");
                while !state.stops && state.next < pieces.end && state.next >= state.due + ahead {
                    state = changed.wait(state).expect("no thread panics while it holds the lock");
                }
                if state.stops || state.next >= pieces.end {
                    return;
                }
                state.next += 1;
                state.next - 1
            };
            let result = work(k);
            state.lock().expect("no thread panics while it holds the lock").ready.insert(k, result);
            changed.notify_all();
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..jobs.min(pieces.len()) {
            scope.spawn(run);
        }
        let mut taking = || -> Result<(), Failure> {
            for k in pieces.clone() {
                let result = {
                    let mut state = state.lock().expect("no thread panics while it holds the lock");
                    loop {
                        if let Some(result) = state.ready.remove(&k) {
                            state.due = k + 1;
                            break result;
                        }
                        state = changed.wait(state).expect("no thread panics while it holds the lock");
                    }
                };
                changed.notify_all();
                take(k, result.map_err(Failure::Other)?)?;
            }
            Ok(())
        };
        let taken = taking();
        state.lock().expect("no thread panics while it holds the lock").stops = true;
        changed.notify_all();
        taken
    })
}
