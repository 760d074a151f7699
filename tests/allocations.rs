//! A warm run allocates nothing in a step.
//!
//! A run takes a snapshot of its parameters at every `stride`-th step. A snapshot allocates one block, and a second one
//! if a rule has scalars to store. Nothing else allocates: not the pass, the clip, the update or the record, nor the
//! shuffle of the next epoch. (AutoClip's log of norms grows by doubling, but not in the steps tested here.)

use gradscape::clips::AnyClip;
use gradscape::optimizers::AnyOptimizer;
use gradscape::registry::Settings;
use gradscape::run::AnyRun;
use gradscape::scenarios;
use gradscape::schedules::AnySchedule;
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

thread_local! {
    static COUNT: Cell<u64> = const { Cell::new(0) };
}

/// Counts allocations of the calling thread.
struct Counting;

// SAFETY: every call goes on to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.with(|count| count.set(count.get() + 1));
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        unsafe { System.dealloc(block, layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        COUNT.with(|count| count.set(count.get() + 1));
        unsafe { System.realloc(block, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Blocks allocated by `work`.
fn allocations(work: impl FnOnce()) -> u64 {
    let before = COUNT.get();
    work();
    COUNT.get() - before
}

fn run(text: &str) -> AnyRun {
    let (settings, notices) = Settings::parse(text);
    assert!(notices.is_empty(), "{text}");
    AnyRun::new(&settings, scenarios::data_file(&settings).map(|file| file.bytes)).expect("the data are good")
}

/// Steps after which the snapshot stride is 8: of at most 256 snapshots, every other one was dropped at 256, 512 and
/// 1024.
const WARM: u64 = 1200;

/// Allocations of each of `count` single steps of a warm run.
fn counts(text: &str, count: u64) -> Vec<u64> {
    let mut run = run(text);
    run.step(WARM);
    let counts = (0..count).map(|_| allocations(|| assert!(run.step(1) > WARM))).collect();
    assert_eq!(run.frame().step, WARM + count, "{text} does not diverge");
    counts
}

/// In 64 steps, only the snapshot at every eighth allocates.
fn only_snapshots_allocate(text: &str) {
    for (k, count) in counts(text, 64).into_iter().enumerate() {
        let step = WARM + 1 + k as u64;
        let allowed = if step.is_multiple_of(8) { 1..=2 } else { 0..=0 };
        assert!(allowed.contains(&count), "{text}, step {step}: {count}");
    }
}

#[test]
fn full_batches_of_a_network_allocate_nothing() {
    for optimizer in AnyOptimizer::ITEMS.iter().map(|item| item.id) {
        only_snapshots_allocate(&format!(
            "scenario=spiral&points=40&width=4&optimizer={optimizer}&lr=0.001&batch=full"
        ));
    }
}

#[test]
fn mini_batches_allocate_nothing_within_an_epoch_or_across_epochs() {
    // Five batches to an epoch, the last one short: 64 steps go through a dozen epochs.
    only_snapshots_allocate("scenario=spiral&points=43&width=4&lr=0.001&batch=10");
}

#[test]
fn testing_on_what_was_set_aside_allocates_nothing() {
    only_snapshots_allocate("scenario=moons&points=60&test_share=0.4&width=4&lr=0.001&optimizer=sgd&batch=10");
}

#[test]
fn clips_allocate_nothing() {
    for clip in AnyClip::ITEMS.iter().map(|item| item.id) {
        only_snapshots_allocate(&format!("scenario=spiral&points=40&width=4&lr=0.001&clip={clip}&threshold=0.01"));
    }
}

#[test]
fn schedules_allocate_nothing() {
    for schedule in AnySchedule::ITEMS.iter().map(|item| item.id) {
        let small = "scenario=spiral&points=40&width=4&optimizer=momentum&lr=0.001";
        only_snapshots_allocate(&format!("{small}&schedule={schedule}&patience=5"));
    }
}

#[test]
fn several_pieces_of_a_batch_allocate_nothing() {
    only_snapshots_allocate("scenario=spiral&points=300&hidden_layers=1&width=4&lr=0.001&batch=full");
}

#[test]
fn normalisation_residual_connections_and_dropout_allocate_nothing() {
    for norm in ["batch", "layer", "rms"] {
        only_snapshots_allocate(&format!(
            "scenario=spiral&points=43&width=4&lr=0.001&batch=10&norm={norm}&residual=scaled&residual_learned=1&dropout=0.1"
        ));
    }
}

#[test]
fn functions_of_two_variables_allocate_nothing() {
    for surface in ["bowl", "rosenbrock", "cliff"] {
        only_snapshots_allocate(&format!("scenario={surface}&lr=0.0001"));
    }
    only_snapshots_allocate("scenario=saddle&start_y=0&lr=0.0001");
}

#[test]
fn smiles_allocate_nothing() {
    for coordinates in ["free", "raw"] {
        only_snapshots_allocate(&format!("scenario=svi-smile&coordinates={coordinates}&batch=5"));
    }
}

#[test]
fn options_and_agents_allocate_nothing() {
    only_snapshots_allocate("scenario=option-price&points=80&slope_weight=1&batch=20&width=4");
    only_snapshots_allocate("scenario=deep-hedge&points=20&dates=4&width=4&cost=0.01");
    only_snapshots_allocate("scenario=mean-reversion-agent&points=20&episode=5&width=4&baseline=mean");
}

#[test]
fn sequences_allocate_nothing() {
    only_snapshots_allocate("scenario=recall&points=16&delay=6&width=4&lr=0.001");
    only_snapshots_allocate("scenario=regime-switch&points=64&regime=16&window=4&width=4&batch=5&lr=0.0001");
    for cell in ["rnn-relu", "lstm&hidden_layers=2", "gru&tbptt=3"] {
        only_snapshots_allocate(&format!("scenario=recall&points=16&delay=6&width=4&lr=0.001&batch=5&cell={cell}"));
    }
}

#[test]
fn numbers_stored_in_a_narrow_format_take_no_more_room() {
    only_snapshots_allocate("scenario=spiral&points=40&width=4&lr=0.001&precision=f16&loss_scaling=dynamic");
}

#[test]
fn single_and_double_precision_are_alike() {
    only_snapshots_allocate("scenario=spiral&points=40&width=4&lr=0.001&precision=f64");
}
