//! What remedies do, as tried.

use crate::texts::messages;

messages! { "proofs";
    loss(value) = "loss {value}";
    test_loss(value) = "test loss {value}";
    sentence(label, effect) = "{label}: {effect}.";
    beside(loss, steps, without) = "{loss} after {steps} steps, {without} without";
    beside_diverged(loss, steps, step) = "{loss} after {steps} steps; without, the run diverges at step {step}";
    restarted(loss, steps, without) = "{loss} after {steps} steps from the start; from here, {without} without";
    restarted_diverged(loss, steps, step) = "{loss} after {steps} steps from the start; without, the run diverges at step {step}";
    alone(loss, steps) = "{loss} after {steps} steps";
    none(count, steps) = "Tried {count} changes over {steps} steps: none of them helps.";
    none_of_one(steps) = "Tried one change over {steps} steps: it does not help.";
    one_of_one(steps) = "Tried one change over {steps} steps: it helps.";
    some(helping, count, steps) = "Tried {count} changes over {steps} steps: {helping} of them help.";
}
