//! Cuts through parameter space: their axes and marks, and why there is none.

use crate::texts::messages;

messages! { "cuts";
    not_finite() = "The parameters are not finite: there is no line through them.";
    not_moved() = "The run has not moved yet: its start is here.";
    solution_unknown() = "The other solution is not known.";
    solution_diverged(seed) = "The run that starts from seed {seed} has diverged.";
    eigenvector_unknown() = "The eigenvector is not known.";
    zero_gradient() = "The gradient is zero at this step: it has no direction.";
    infinite_gradient() = "The gradient is not finite at this step: it has no direction.";
    axis_solution() = "share of the way to another solution";
    axis_start() = "share of the way from the start";
    axis_eigenvector() = "distance along v₁";
    axis_gradient() = "η, in θ - η g";
    axis_batch_gradient() = "η, in θ - η g, g of the step’s batch";
    this_run() = "this run";
    seed(seed) = "seed {seed}";
    start() = "start";
    here() = "here";
    the_step() = "the step, along g";
}
