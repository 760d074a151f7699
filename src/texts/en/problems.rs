//! What is said of a problem's loss surface, its export and its check.

use crate::texts::messages;

messages! { "problems";
    no_folds(scenario) = "{scenario}: has no examples that could be divided into folds.";
    batch_statistics() = "Computed with batch statistics over all rows.";
    without_dropout() = "Computed without dropout.";
    batch_statistics_without_dropout() = "Computed with batch statistics over all rows and without dropout.";
    own_paths() = "Computed over its own simulated paths, which are the same at every point.";
    own_episodes() = "Computed over its own episodes, with the same random numbers at every point.";
    not_in_pytorch_paths() = "This experiment is not written in PyTorch: every step simulates new paths with Gradscape's random generator.";
    not_in_pytorch_episodes() = "This experiment is not written in PyTorch: every step simulates new episodes with Gradscape's random generator.";
    gradient_is_estimate() = "This gradient is an estimate from a few episodes (REINFORCE). Only its mean over many is the slope of the expected loss, so differences of one step's loss do not check it.";
    no_data_scenario(scenario) = "holds data, of which the scenario {scenario} has none";
}
