//! Sweeps: their pictures, and what is wrong with a request.

use crate::texts::messages;

messages! { "sweep";
    form(text) = "“{text}” is not of the form KEY=VALUES, as in lr=0.01,0.1 or lr=0.001..1:7:log.";
    seeds() = "seed: cannot be swept over; --seeds K repeats each run with K seeds.";
    of_view(key) = "{key}: changes only how a run is drawn, so there is nothing to sweep.";
    not_swept(key) = "{key}: cannot be swept over; sweeps take settings with a number or a choice.";
    twice(key, value) = "{key}: {value} is there twice.";
    no_value(key, values) = "{key}: “{values}” has an empty value.";
    many_values(key, count, most) = "{key}: {count} values are too many; there can be {most}.";
    no_range(key, values, choices) = "{key}: “{values}” is a range, but this setting takes a list of {choices}.";
    range_form(key, values) = "{key}: “{values}” is not of the form low..high:count or low..high:count:log.";
    count(key, values) = "{key}: “{values}” needs a whole count of at least 2.";
    order(key, values, low, high) = "{key}: “{values}” has to rise, but {low} is not below {high}.";
    log_from_zero(key, values) = "{key}: “{values}” is logarithmic, so it has to begin above 0.";
    same_key(key) = "{key}: is swept over twice.";
    axes(count) = "--over: {count} settings to sweep over; there can be one or two.";
    many_runs(cells, seeds, runs, most) = "--over: {cells} cells with {seeds} seeds are {runs} runs; there can be from 1 to {most}.";
    seed_range(first, seeds, most) = "seed: {seeds} seeds from {first} on go beyond {most}.";
    no_effect(key) = "{key}: has no effect on any of these runs; `gradscape list settings` shows what it is for.";
    in_cell(values, why) = "With the values {values}: {why}";
    no_part(name, known) = "sweep: there is no “{name}”; its parts are {known}.";
    no_whole(name, value, least, most) = "{name}: “{value}” is not a whole number from {least} to {most}.";
    no_number(name, value) = "{name}: “{value}” is not a number.";
    no_choice(name, value, known) = "{name}: there is no “{value}”; {known}.";
    nothing_yet() = "No run is finished yet.";
    no_numbers(quantity) = "{quantity}: none of these runs has it.";
    diverged() = "diverged";
    other_verdicts() = "others";
    quartiles() = "quartiles";
    median() = "median";
    summary(keys, cells, seeds, steps) = "{keys}: {cells} cells, runs in each: {seeds}, steps: {steps}.";
    summary_ends(quantity, low, at, high, at_high) = "{quantity}: lowest {low} ({at}), highest {high} ({at_high}).";
    summary_same(quantity, value) = "{quantity}: {value} everywhere.";
    summary_verdicts(counts) = "Verdicts: {counts}.";
    summary_diverged(cells) = "In {cells} cells, most runs diverged.";
    line_stability() = "largest stable rate, 2 (1 + β)/λ";
    line_critical() = "edge of chaos, χ = 1";
    line_reach() = "six correlation lengths";
    line_memory() = "memory of the forget gate, 1/(1 − σ(b))";
}
