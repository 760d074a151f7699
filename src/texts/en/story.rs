//! The sentence under the surface and its remedies.

use crate::texts::messages;

messages! { "story";
    diverged_layer(step, quantity, layer) = "Diverged at step {step}: the {quantity} in layer {layer} is no longer a finite number.";
    diverged_function(step, quantity) = "Diverged at step {step}: the {quantity} is no longer a finite number.";
    history_remains() = "All earlier steps can still be viewed.";
    no_value_at_start() = "No step was made: the function has no finite value at the starting point.";
    overflow_at_start() = "No step was made: the network overflows with its initial weights.";
    function_now(value, norm) = "Here f = {value}, and the gradient norm is {norm}.";
    function_clipped(value, norm, clipped) = "Here f = {value}, and the gradient norm is {norm}, clipped to {clipped}.";
    loss_now(loss, norm) = "Here the loss is {loss}, and the gradient norm is {norm}.";
    loss_clipped(loss, norm, clipped) = "Here the loss is {loss}, and the gradient norm is {norm}, clipped to {clipped}.";
    layers_one(activation) = "1 {activation} layer";
    layers_many(count, activation) = "{count} {activation} layers";
    healthy(layers, first, last, before, now) = "Healthy: through {layers}, the gradient norm is {first} in the first layer and {last} in the last. The loss went from {before} to {now}.";
    dead(layers, last) = "Dead: through {layers}, the first layer's gradient is exactly 0. The last layer's is {last}.";
    vanishing(layers, first, last, ratio) = "Vanishing: through {layers}, the first layer's gradient is {first} and the last layer's is {last}, which is {ratio} times larger. The first layers learn next to nothing.";
    exploding(norm, count, first, last) = "Exploding: the gradient norm is {norm}. Of {count} layers, the first has {first} and the last {last}.";
    exploding_clipped(norm) = "Clipping shortens the gradient to {norm}.";
    stuck(norm, loss, start) = "Stuck: the norm of the whole gradient is {norm}, so nothing moves. The loss is still {loss}; it started at {start}.";
    dead_units_all(layer, activation, examples) = "In layer {layer}, all {activation} units are dead: their slope is 0 for {examples}, so no gradient passes through them.";
    dead_units_share(layer, percent, activation, examples) = "In layer {layer}, {percent} % of the {activation} units are dead: their slope is 0 for {examples}, so no gradient passes through them.";
    saturated_units(percent, activation, examples) = "{percent} % of the {activation} slopes are saturated: below 5 % of the largest slope, over {examples}.";
    examples_all(count) = "all {count} examples";
    examples_some(count) = "{count} examples";
    overfitting(step, best, now, before, after) = "Overfitting: the test loss was lowest at step {step}, with {best}, and is {now} now. Meanwhile the training loss fell from {before} to {after}.";
    skipped_step(scale, format, count) = "Skipped: the gradient, scaled by {scale}, overflows in {format}. The step is left out and the scale is halved. {count} steps were skipped before.";
    underflow_gradient(percent, layer, format) = "Underflow: {percent} % of the gradient in layer {layer} is rounded to 0 in {format}.";
    underflow_slopes(percent, layer, format) = "Underflow: {percent} % of the backward signals in layer {layer} are rounded to 0 in {format}.";
    underflow_scale_loss() = "Scale the loss, or use bf16.";
    underflow_scale_too_small() = "The loss scale is too small.";
    underflow_first_layer() = "The first layer gets exactly 0.";
    underflow_first_layers(count) = "The first {count} layers get exactly 0.";
    stifled(percent, clipped, norm, update) = "Stifled: the clip leaves {percent} % of the gradient norm, {clipped} of {norm}. A step changes no layer by more than {update} of its size. At this pace next to nothing is learned.";
    truncated(every, cut, end, start) = "Truncated: back-propagation stops after every {every} time steps, last at time step {cut}. The gradient is {end} at the last time step and {start} at the first. Inputs before a cut are learned only from losses before that cut.";
    vanishing_in_time(steps, end, start) = "Vanishing through time: over {steps} time steps of the backward pass, the gradient falls from {end} at the last time step to {start} at the first.";
    exploding_in_time(steps, end, start) = "Exploding through time: over {steps} time steps of the backward pass, the gradient grows from {end} at the last time step to {start} at the first.";
    calm_in_time(steps, end, start) = "Over {steps} time steps of the backward pass, the gradient goes from {end} at the last time step to {start} at the first.";
    fades(steps) = "It falls below a thousandth within {steps} time steps.";
    early_is_lost() = "The network hardly learns from early inputs.";
    decay_weights(measured, expected) = "Each time step multiplies it by {measured}; the largest singular value times the slopes predicts {expected}.";
    decay_forget_gate(measured, expected) = "Each time step multiplies it by {measured}; the forget gate predicts {expected}.";
    decay_update_gate(measured, expected) = "Each time step multiplies it by {measured}; the update gate predicts {expected}.";
    threshold_clipped(clip, threshold) = "{clip} chose the threshold {threshold} and shortened the gradient to it.";
    threshold_above(clip, threshold) = "{clip} chose the threshold {threshold}; the gradient is below it.";
}
