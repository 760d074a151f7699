//! The autopsy of a run that was lost.

use crate::texts::messages;

messages! { "autopsy";
    axis() = "loss and norms";
    loss() = "loss";
    gradient() = "gradient norm";
    parameters() = "parameter norm";
    update() = "update norm";
    loss_with(change) = "loss with {change}";
    gradient_with(change) = "gradient with {change}";
    grows() = "grows";
    diverged() = "not finite";
    thrown() = "thrown";
    no_settings() = "An autopsy needs the settings of the run.";
    nothing(steps) = "Nothing to examine: after {steps} steps the run is finite, and no single step threw it far away.";
    // The chain of events.
    growth(from, factor, before, after, to) = "From step {from} on, the gradient norm grows by a factor of {factor} a step: from {before} to {after} at step {to}.";
    jump(step, before, after, factor) = "At step {step} the gradient norm jumps from {before} to {after}, {factor} times as much.";
    layer(layer, before, after) = "It grows most in layer {layer}: from {before} to {after}.";
    place(step, x, y) = "At step {step} the run is at ({x}, {y}).";
    days(step, rows, named) = "The batch of step {step} has {rows} days: {named}.";
    worst_day(day, loss, median) = "{day} has the largest loss of the batch: {loss}, where the median is {median}.";
    batch(step, rows, named) = "The batch of step {step} has {rows} examples: {named}.";
    against_others(ratio) = "Its gradient is {ratio} times as long as those of other batches at the same parameters.";
    worst(row, loss, median) = "Example {row} has the largest loss of the batch: {loss}, where the median is {median}.";
    time(factor, t) = "With each time step of the backward pass the gradient is multiplied by {factor}; it is largest at time step {t}.";
    above(step, curvature, formula, stable) = "At step {step} the curvature λ_max is {curvature}, above the limit {formula} = {stable}.";
    below(step, curvature, formula, stable) = "At step {step} the curvature λ_max is {curvature}, below the limit {formula} = {stable}.";
    not_finite(step, quantity, layer) = "At step {step} the {quantity} is no longer a finite number, first in {layer}.";
    not_finite_function(step, quantity) = "At step {step} the {quantity} is no longer a finite number.";
    threw(step, length, before, after) = "The update of step {step} has length {length} and throws the run far away. The loss is {before} before it and {after} after it.";
    // The causes.
    learning_rate() = "Learning rate";
    start() = "Start";
    data_spike() = "Data spike";
    number_format() = "Number format";
    recurrence() = "Recurrence";
    live_change() = "Change during the run";
    domain() = "Outside the domain";
    unbounded() = "No minimum";
    without_change(step, what) = "the change at step {step} left out ({what})";
    by_live_change(change, loss, step) = "Cause: a change during the run. With {change} the same run goes on: its loss is {loss} at step {step}, no higher than before.";
    by_domain(at, change, loss, step) = "Cause: the step before step {at} left the domain; the function has no value there. With {change} the same run goes on: its loss is {loss} at step {step}, no higher than before.";
    by_unbounded() = "Cause: the function has no minimum. It falls without end where the run goes, so no setting keeps it finite for ever.";
    by_learning_rate(change, loss, step) = "Cause: the learning rate is too high. With {change} the same run goes on: its loss is {loss} at step {step}, no higher than before.";
    by_one_step(at, change, loss, step) = "Cause: the learning rate is too high for the slope at step {at}. With {change} the same run goes on: its loss is {loss} at step {step}, no higher than before.";
    by_start(change, loss, step) = "Cause: the weights at the start. With {change} the same run goes on: its loss is {loss} at step {step}, no higher than before.";
    by_data_spike(change, loss, step) = "Cause: a data spike, one batch whose gradient is far longer than the others. With {change} the same run goes on: its loss is {loss} at step {step}, no higher than before.";
    by_number_format(change, loss, step) = "Cause: the number format. With {change} the same run goes on: its loss is {loss} at step {step}, no higher than before.";
    by_recurrence(change, loss, step) = "Cause: the recurrent weights, whose product over the time steps grows. With {change} the same run goes on: its loss is {loss} at step {step}, no higher than before.";
    none(count) = "No cause is proven: with none of {count} changes, each tried alone, does the run go on with a loss no higher than before.";
    stays_near(loss, step) = "goes on: loss {loss} at step {step}";
    ends_far(loss, step) = "does not help: loss {loss} at step {step}";
    still_diverges(step) = "diverges at step {step}";
}
