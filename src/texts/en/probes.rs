//! Why a probe measures nothing.

use crate::texts::messages;

messages! { "probes";
    no_network() = "Nothing to show here: a function of two variables has no layers.";
    no_time() = "Nothing to show here: this network has no time steps.";
    not_recurrent() = "Nothing to show here: only recurrent networks have gates.";
    no_gates() = "Nothing to show here: an Elman cell has no gates; LSTM and GRU do.";
    gates_not_activations() = "Nothing to show here: a gated cell has gates, not an activation, between its sums and its state.";
    no_activations() = "Nothing to show here: a network without hidden layers has no activations.";
    diverged() = "Nothing to show here: the run has diverged, and no step follows.";
    no_sequence() = "Nothing to show here: the inputs are not a sequence.";
    one_layer() = "Nothing to show here: with a single layer, the backward signal passes through no layer.";
    no_recurrence() = "Nothing to show here: this network has no recurrent weights.";
}
