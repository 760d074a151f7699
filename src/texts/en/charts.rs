//! Titles, axes, legends and summaries of charts.

use crate::texts::messages;

messages! { "charts";
    // Axes and legends that several charts share.
    step() = "step";
    layer() = "layer";
    layers_in_order() = "layer, first to last";
    layers_to_output(hidden) = "layer ({hidden} hidden + output)";
    layer_number(number) = "layer {number}";
    time_step() = "time step t";
    share() = "share";
    loss() = "loss";
    training_loss() = "training loss";
    test_loss() = "test loss";
    gradient_norm() = "gradient norm";
    learning_rate() = "learning rate";
    threshold() = "threshold";
    threshold_at(value) = "threshold {value}";
    network() = "network";
    output() = "output";
    minimum() = "minimum";
    minima() = "minima";
    diverged() = "diverged";
    at_step(title, step) = "{title} at step {step}";
    no_sequence() = "Nothing to show here: this scenario is not a sequence.";
    no_gradient_in_time() = "The gradient is 0, or no longer finite, at every time step.";
    // Activation.
    activation_summary(activation, from, to, low, high, slope_low, slope_high) = "{activation} for x from {from} to {to}: the value goes from {low} to {high}, the derivative from {slope_low} to {slope_high}.";
    // Activations.
    activations_saturated() = "saturated";
    activations_dead() = "dead";
    activations_mean() = "mean";
    activations_std() = "+ std";
    activations_axis() = "output: mean ± std";
    activations_all(step, rows) = "Step {step}, over all {rows} examples:";
    activations_some(step, rows) = "Step {step}, over {rows} examples spread over the data:";
    activations_outputs(first, first_std, last, last_std, count) = "outputs {first} ± {first_std} at the first, {last} ± {last_std} at the last of {count}.";
    activations_saturated_none(share) = "Saturated {share}.";
    activations_saturated_most(share, place, most) = "Saturated {share}, most at {place}: {most}.";
    activations_dead_none(share) = "Dead units {share}.";
    activations_dead_most(share, place, most) = "Dead units {share}, most at {place}: {most}.";
    // Edge of chaos.
    phase_none() = "The map is for fully connected networks.";
    phase_factor() = "gradient, a layer (√χ)";
    phase_ratio() = "first / last layer";
    phase_line() = "vanish ← χ = 1 → explode";
    phase_run() = "this run";
    phase_depth() = "hidden layers";
    phase_summary(weight, bias, factor) = "This run starts at σ_w = {weight}, σ_b = {bias}: from layer to layer, backwards, the gradient norm is multiplied by {factor}.";
    phase_summary_depth(weight, depth, factor) = "This run starts at σ_w = {weight} with {depth} hidden layers: the gradient norm of the first hidden layer is {factor} times the last one's.";
    phase_no_place() = "The weights of this run have no variance that is the same for all draws, so it has no place on the map.";
    // Basins.
    basins_only_functions() = "Only a function of two variables has basins that can be drawn.";
    basins_x() = "start x";
    basins_y() = "start y";
    basins_summary(count, groups) = "{count} starts: {groups}.";
    basins_to(x, y, share) = "to ({x}, {y}): {share} %";
    basins_to_another(share) = "to another minimum: {share} %";
    basins_to_others(count, share) = "to {count} other minima: {share} %";
    basins_diverged(share) = "diverged: {share} %";
    basins_nowhere(steps, share) = "nowhere in {steps} steps: {share} %";
    // Decision surface.
    boundary_no_data() = "A decision surface needs inputs and targets, which this scenario does not have.";
    boundary_dimensions(count) = "The inputs have {count} dimensions; a decision surface can be drawn over one or two.";
    boundary_values(step, from, to) = "Step {step}: the network's outputs go from {from} to {to}.";
    boundary_shares(step, shares) = "Step {step}: shares of the plane: {shares}.";
    boundary_classes(step, count, input) = "Step {step}: the shares of {count} classes over {input}.";
    boundary_curve(step, from, to) = "Step {step}: the curve goes from {from} to {to}.";
    boundary_class(number) = "class {number}";
    boundary_share_of(class) = "share of {class}";
    boundary_examples() = "examples";
    boundary_training() = "training";
    boundary_test() = "test";
    boundary_count(count) = "{count} examples.";
    boundary_counts(training, test) = "{training} training and {test} test examples.";
    boundary_thinned() = "Not all of them are drawn.";
    // Effect of the clip.
    clip_nothing() = "Nothing has been clipped so far.";
    clip_left() = "norm left";
    clip_turned() = "angle";
    clip_title(share) = "Steps clipped: {share}";
    clip_shortened(step, left, norm, angle) = "Step {step}: the clip leaves {left} of the norm {norm} and changes the direction by {angle}°.";
    clip_unchanged(step, norm) = "Step {step}: the clip leaves the norm {norm} as it is.";
    clip_so_far(count, steps, share) = "So far it has shortened {count} of {steps} steps ({share}).";
    // Loss and gradient.
    curves_norm_before() = "norm before clipping";
    curves_norm_after() = "norm after clipping";
    curves_threshold_last(value) = "threshold, last {value}";
    curves_loss(step, loss, start, norm) = "Step {step}: loss {loss}, at the start {start}; gradient norm {norm}.";
    curves_test_loss(loss) = "The loss on the test examples is {loss}.";
    curves_threshold(threshold) = "The clip threshold is {threshold}.";
    // Cut.
    cut_pending() = "The loss along the line is being computed.";
    cut_not_finite() = "The loss is nowhere finite on this line.";
    cut_model() = "slope and curvature alone";
    cut_mark(name, at) = "{name} at {at}";
    cut_summary(line, step, low, high, lowest, marks) = "{line}, at step {step}: loss {low} to {high}, lowest at {lowest}; {marks}.";
    // What the output depends on.
    dependence_axis() = "lag of the input (0 = the last)";
    dependence_summary(now, lags, then, within) = "The derivative of the last output is {now} with respect to the last input and {then} with respect to the one {lags} steps before. 99 % of the sum of squares lies within a lag of {within}.";
    // Backward signal.
    factors_axis() = "factor in the backward pass";
    factors_unchanged() = "1: unchanged";
    factors_weights() = "weights";
    factors_slope() = "slope";
    factors_both() = "both";
    factors_layers(step, product) = "Step {step}. From the last layer to the first, the backward signal is multiplied by {product}.";
    factors_layers_parts(step, product, weights, slopes) = "Step {step}. From the last layer to the first, the backward signal is multiplied by {product}: by {weights} through the weights and by {slopes} through the slopes of the activation.";
    factors_time(step, product) = "Step {step}. From the last time step to the first, the backward signal is multiplied by {product}.";
    factors_time_parts(step, product, weights, slopes) = "Step {step}. From the last time step to the first, the backward signal is multiplied by {product}: by {weights} through the weights and by {slopes} through the slopes of the activation.";
    // Gates.
    gates_open() = "openness";
    gates_input() = "input";
    gates_forget() = "forget";
    gates_output() = "output";
    gates_reset() = "reset";
    gates_update() = "update";
    gates_summary(gates, length, carry, left) = "Mean openness over time: {gates}. After {length} steps, a state carried by the {carry} gate alone would have {left} of itself left.";
    // Gradient elements.
    gradients_share() = "share of elements (%)";
    gradients_summary(step, first, last, count, zeros) = "Step {step}: the elements' root mean square is {first} in the first layer and {last} in the last. Of {count} elements, {zeros} are exactly 0.";
    gradients_not_finite(count) = "{count} are not finite.";
    // Gradient history.
    history_lost() = "The run diverged at its first step: there is no gradient to show.";
    history_waiting() = "Press play: one column appears for every step.";
    history_summary(steps, low, high) = "Over {steps} steps, the layers' gradient norms lie between {low} and {high}.";
    history_diverged(step) = "The run diverged at step {step}.";
    // Gradient by layer.
    layers_before() = "before clipping";
    layers_after() = "after clipping";
    layers_theory() = "theory, 95 % band";
    layers_most() = "most that the clip lets through";
    layers_one(step, norm) = "Step {step}: gradient norm {norm}.";
    layers_summary(step, first, last, count, norm) = "Step {step}: gradient norm {first} in the first layer, {last} in the last of {count}, {norm} in all.";
    // Optimizer.
    optimizer_state(name) = "{name} (right)";
    optimizer_update() = "update";
    optimizer_axis() = "update of a parameter (RMS)";
    optimizer_state_axis() = "state (RMS, units of g or g²)";
    optimizer_one(step, update, rate) = "Step {step}: a parameter moves by {update}, as with plain gradient descent at rate {rate}.";
    optimizer_layers(step, first, last, first_rate, last_rate) = "Step {step}: a parameter moves by {first} in the first layer and {last} in the last, as with plain gradient descent at rates {first_rate} and {last_rate}.";
    optimizer_no_state() = "The optimizer has no state.";
    optimizer_has_state(names) = "Its state is {names}.";
    // Rounded to 0.
    precision_exact() = "Nothing to show here: numbers are stored as they are computed, without further rounding.";
    precision_slopes() = "slopes rounded to 0";
    precision_gradient() = "gradient rounded to 0";
    precision_already() = "gradient 0 already";
    precision_overflowed() = "gradient overflowed";
    precision_underflow(step, forward, slopes, gradient) = "Step {step}: {forward} % of the forward signals, {slopes} % of the backward signals and {gradient} % of the gradient underflow to 0.";
    precision_overflow(forward, slopes, gradient) = "{forward} %, {slopes} % and {gradient} % overflow.";
    precision_updates_exact() = "Updates are made in f32.";
    precision_updates_lost(percent) = "{percent} % of the updates leave no trace.";
    precision_scale(factor) = "The loss is scaled by {factor}.";
    precision_skipped(count) = "Steps skipped so far: {count}.";
    // Learning rate.
    rate_rate() = "rate";
    rate_momentum() = "momentum (right)";
    rate_title(rate) = "Learning rate {rate}";
    rate_summary(step, rate, start) = "Step {step}: learning rate {rate}, at the start {start}.";
    // Recurrent matrix.
    recurrence_radius() = "radius |λ|";
    recurrence_radius_of(layer) = "radius |λ| {layer}";
    recurrence_singular() = "largest σ";
    recurrence_singular_of(layer) = "largest σ {layer}";
    recurrence_size() = "size";
    recurrence_summary(from, to, radius, radius_now, singular, singular_now) = "From step {from} to {to}, the spectral radius of the recurrent matrix goes from {radius} to {radius_now}, its largest singular value from {singular} to {singular_now}.";
    // Sharpness.
    sharpness_pending() = "The sharpness is being measured.";
    sharpness_unknown() = "The curvature of this loss is not known: its gradient is an estimate, or the loss itself contains slopes.";
    sharpness_divided() = "λ_max of P⁻¹H";
    sharpness_first() = "λ_max, at the dots";
    sharpness_second() = "second eigenvalue";
    sharpness_limit(formula) = "limit {formula}";
    sharpness_no_limit(optimizer) = "{optimizer} has no such limit";
    sharpness_axis() = "curvature λ";
    sharpness_one(step, value, residual) = "Step {step}: λ_max is {value} (residual {residual}), without noise.";
    sharpness_two(step, value, residual, second) = "Step {step}: λ_max is {value} (residual {residual}), the second eigenvalue {second}, without noise.";
    sharpness_all(rows) = "Measured over all {rows} training rows.";
    sharpness_some(rows) = "Measured over {rows} of the training rows.";
    sharpness_why_no_limit(optimizer) = "{optimizer} has no stability limit: its step is not the gradient, or its mean, times a fixed matrix.";
    sharpness_divided_unknown() = "The curvature of P⁻¹H, which the optimizer sees, is not known here.";
    sharpness_divided_is(value, residual) = "The optimizer divides by P, and λ_max of P⁻¹H is {value} (residual {residual}).";
    sharpness_above(formula, limit, optimizer) = "That is above the limit {formula} = {limit} of {optimizer}; the limit is exact for full batches without a clip.";
    sharpness_below(formula, limit, optimizer) = "That is below the limit {formula} = {limit} of {optimizer}; the limit is exact for full batches without a clip.";
    // Gradient through time.
    time_axis_back() = "time steps back from the end";
    time_layer(number) = "h, layer {number}";
    time_cell() = "cell state c";
    time_measured(factor) = "measured: × {factor}";
    time_expected_weights(factor) = "σ_max · slopes: × {factor}";
    time_expected_forget(factor) = "forget gate: × {factor}";
    time_expected_update(factor) = "update gate: × {factor}";
    time_rate_weights(measured, expected) = "Each time step back multiplies it by {measured} on average; σ_max times the slopes predicts {expected}.";
    time_rate_forget(measured, expected) = "Each time step back multiplies it by {measured} on average; the forget gate predicts {expected}.";
    time_rate_update(measured, expected) = "Each time step back multiplies it by {measured} on average; the update gate predicts {expected}.";
    time_summary(last, length, first) = "The gradient is {last} at the last of {length} time steps and {first} at the initial state.";
    // Time map.
    time_map_axis() = "time step t (0 = initial state)";
    time_map_state() = "state";
    time_map_key() = "‖∂L/∂state‖";
    time_map_summary(end, length, start, from) = "The gradient is {end} at the last of {length} time steps and {start} at the initial state. From time step {from} on it is at least a thousandth of that at the end.";
    // Update by layer.
    updates_axis() = "‖update‖ / ‖parameters‖";
    updates_guide() = "guide 0.001";
    updates_zero() = "exactly 0";
    updates_none(step) = "Step {step}: no update follows.";
    updates_summary(step, low, high, count, slow, fast) = "Step {step}: the update moves the layers by {low} to {high} of their norm. Of {count} layers, {slow} move by less than a tenth of the guide of 0.001, {fast} by more than ten times as much.";
}
