//! What the buttons under the sentence offer.

use crate::texts::messages;

messages! { "remedies";
    relu() = "Cure it: ReLU and He weights";
    leaky_relu() = "Leaky ReLU and He weights";
    xavier() = "Smaller weights: Xavier";
    clip() = "Clip the gradient norm at 1";
    slower(rate) = "Lower the learning rate to {rate}";
    decay_weights() = "Decay the weights: L2 0.001";
    dropout() = "Drop 20 % of the units";
    scale_loss() = "Scale the loss dynamically";
    bf16() = "Store in bf16";
    raise_threshold(threshold) = "Raise the threshold to {threshold}";
    no_clip() = "Do not clip";
    full_backpropagation() = "Back-propagate through all time steps";
    open_gate() = "An LSTM with an open forget gate, under Adam";
    orthogonal() = "Orthogonal recurrence";
    short_delay() = "Shorten the delay to 5";
    short_window() = "Shorten the window to 5";
}
