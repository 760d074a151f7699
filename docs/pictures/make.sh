#!/usr/bin/env bash
# Makes the README's pictures anew; the runs in them have the same bits each time, on any machine.
set -eu
cd "$(dirname "$0")/../.."
cargo build --quiet --release --locked --bin gradscape
program=$(realpath "${CARGO_TARGET_DIR:-target}")/release/gradscape
draw() { (cd docs/pictures && "$program" figure "$@" --width 800 --height 450 --scale 2); }

# Twelve sigmoid layers: the first ones get next to no gradient, at any step.
draw layers '' --steps 300 -o vanishing-layers.png
# At the wall the gradient explodes and throws the run off for good; clipped, it comes down.
draw contour 'scenario=cliff' --steps 400 -o cliff-unclipped.png
draw contour 'scenario=cliff&clip=norm' --steps 400 -o cliff-clipped.png
