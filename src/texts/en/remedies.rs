//! What the buttons under the verdict offer.

use crate::texts::messages;

messages! { "remedies";
    relu() = "ReLU and He weights";
    leaky_relu() = "Leaky ReLU and He weights";
    xavier() = "Xavier weights";
    he() = "He weights";
    batch_norm() = "Batch normalisation";
    layer_norm() = "Layer normalisation";
    larger_batch() = "Batches of 32 examples";
    residual() = "Residual connections";
    clip(threshold) = "Clip the gradient norm at {threshold}";
    slower(rate) = "Lower the learning rate to {rate}";
    faster(rate) = "Raise the learning rate to {rate}";
    rate(rate) = "Set the learning rate to {rate}";
    adam() = "Adam, learning rate 0.01";
    full_batch() = "All examples in every batch";
    decay_weights(l2) = "Decay the weights: L2 {l2}";
    dropout() = "Drop 20 % of the units";
    scale_loss() = "Scale the loss dynamically";
    bf16() = "Store in bf16";
    f32() = "Store in f32";
    raise_threshold(threshold) = "Raise the threshold to {threshold}";
    no_clip() = "Do not clip";
    full_backpropagation() = "Back-propagate through all time steps";
    open_gate() = "An LSTM with an open forget gate, under Adam";
    orthogonal() = "Orthogonal recurrence";
    short_delay() = "Shorten the delay to 5";
    short_window() = "Shorten the window to 5";
}
