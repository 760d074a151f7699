//! The race: its chart, and the names of its racers.

use crate::texts::messages;

messages! { "race";
    nobody() = "There are no other racers yet: add one in the panel, or race=optimizer:adam to the settings.";
    compared_here() = "compared here";
    lost(rank, name, step) = "{rank}. {name}, diverged at step {step}";
    summary_lost(rank, name, step) = "{rank}. {name}: diverged at step {step}";
    summary_loss(rank, name, loss) = "{rank}. {name}: loss {loss}";
    epoch() = "epoch";
    example_gradients() = "gradients of single examples";
    gradient_evaluations() = "gradient evaluations";
    same_settings(name) = "{name} (same settings)";
    no_clipping() = "no clipping";
    percentile() = "percentile";
    z() = "z";
    chosen(name, threshold) = "{name}, threshold {threshold}";
    chosen_none(name) = "{name}, no threshold yet";
}
