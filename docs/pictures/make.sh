#!/usr/bin/env bash
# Makes the pictures of the README. Their runs have the same bits every time, on any machine.
set -eu
cd "$(dirname "$0")/../.."
cargo build --quiet --release --locked --bin gradscape
program=$(realpath "${CARGO_TARGET_DIR:-target}")/release/gradscape
draw() { (cd docs/pictures && "$program" figure "$@" --width 800 --height 450 --scale 2); }

# Twelve sigmoid layers: the first ones get almost no gradient at any step.
draw layers '' --steps 300 -o vanishing-layers.png
# At the cliff the gradient explodes and throws the run far away; with clipping, the run descends.
draw contour 'scenario=cliff' --steps 400 -o cliff-unclipped.png
draw contour 'scenario=cliff&clip=norm' --steps 400 -o cliff-clipped.png
