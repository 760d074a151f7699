//! The network: its units, its weights, and the factors of their gradients.

use crate::texts::messages;

messages! { "network";
    // Names.
    input() = "input";
    output() = "output";
    inputs() = "inputs";
    outputs() = "outputs";
    input_number(number) = "input x{number}";
    output_number(number) = "output {number}";
    unit_number(number) = "unit {number}";
    unit_of_layer(layer, number) = "unit {number} of layer {layer}";
    more_units(count) = "{count} more units";
    state_at(time) = "state h{time}";
    from_to(source, target) = "{source} to {target}";
    // Numbers of a place.
    units() = "units";
    weights() = "weights";
    mean_output() = "mean output";
    saturated() = "saturated";
    dead() = "dead";
    factor() = "factor";
    signal() = "backward signal";
    weight() = "weight";
    update() = "update";
    at_this_step() = "from this time step";
    incoming() = "input (rms)";
    agreement() = "agreement";
    unit_share() = "share of the unit";
    unit_signal() = "signal at the unit (rms)";
    factor_at(column) = "factor of {column}";
    factors_of_layers(count) = "factors of {count} layers";
    factors_of_steps(count) = "factors of {count} time steps";
    first_signal() = "signal at the loss";
    others() = "+ penalty and other terms";
    // Tables.
    columns() = "Layers";
    connections() = "Connections";
    column() = "place";
    layer() = "layer";
    from() = "from";
    to() = "to";
    // Rows and legend.
    row_layer() = "layer";
    row_time() = "t";
    row_factor() = "× factor";
    row_signal() = "signal";
    row_layers_folded(first, last) = "layers {first}–{last}";
    row_times_folded(first, last) = "t = {first}–{last}";
    read_layers() = "Right to left: signal × factor = signal one layer earlier.";
    read_times() = "Right to left: signal × factor = signal one time step earlier.";
    read_gated() = "Gates split the paths of the signal: a single weight has no chain of factors.";
    folded_layers() = "layers without their connections";
    folded_times() = "time steps without their connections";
    gradient_large(size) = "|∂L/∂w| {size}";
    gradient_small(size) = "{size} or less";
    weight_positive(size) = "weight up to {size}";
    weight_negative() = "negative weight";
    update_positive(size) = "update up to {size}";
    update_negative() = "negative update";
    saturated_unit() = "saturated unit";
    dead_unit() = "dead unit";
    negative_output() = "output below 0";
    positive_output() = "output above 0";
    with_norm(name) = "normalisation ({name})";
    with_residual() = "residual connection";
    with_dropout(share) = "dropout {share} %";
    // Why there is nothing.
    nothing() = "Nothing to show here: this function has no network. It changes its parameters directly.";
    // What is to be seen.
    summary(step, count, inputs, outputs) = "Step {step}: a network with {count} hidden layers, from {inputs} to {outputs} units.";
    summary_one(step, inputs, outputs) = "Step {step}: a network with 1 hidden layer, from {inputs} to {outputs} units.";
    summary_time(step, units, length) = "Step {step}: {units} recurrent units over {length} time steps.";
    summary_signal(last, first, factor) = "From right to left, the backward signal goes from {last} to {first}: the factors multiply to {factor}.";
    summary_gated() = "The gates mix the paths of the signal, so single weights have no chain of factors here.";
    summary_dead(count, saturated) = "Dead units: {count}, saturated: {saturated}.";
}
