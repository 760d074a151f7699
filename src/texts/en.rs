//! English: every message, in a file for each group.
//!
//! To add a message, add a line to its group and call `texts::group::name(&argument)`. A message that nobody calls is a
//! warning, and a wrong argument does not compile. To add a group, add a file, a module below and a line in [`GROUPS`].

pub(crate) mod autopsy;
pub(crate) mod calibrate;
pub(crate) mod charts;
pub(crate) mod columns;
pub(crate) mod cuts;
pub(crate) mod data;
pub(crate) mod diagnosis;
pub(crate) mod expression;
pub(crate) mod markets;
pub(crate) mod names;
pub(crate) mod network;
pub(crate) mod numbers;
pub(crate) mod phases;
pub(crate) mod planes;
pub(crate) mod probes;
pub(crate) mod problems;
pub(crate) mod proofs;
pub(crate) mod quantities;
pub(crate) mod race;
pub(crate) mod remedies;
pub(crate) mod settings;
pub(crate) mod surface;
pub(crate) mod sweep;
pub(crate) mod theory;

use super::Message;

/// The messages of every group.
const GROUPS: &[&[Message]] = &[
    diagnosis::ALL,
    remedies::ALL,
    proofs::ALL,
    autopsy::ALL,
    charts::ALL,
    markets::ALL,
    race::ALL,
    columns::ALL,
    phases::ALL,
    surface::ALL,
    theory::ALL,
    planes::ALL,
    cuts::ALL,
    probes::ALL,
    quantities::ALL,
    network::ALL,
    numbers::ALL,
    problems::ALL,
    names::ALL,
    settings::ALL,
    data::ALL,
    expression::ALL,
    sweep::ALL,
    calibrate::ALL,
];

/// How many there are.
const COUNT: usize = {
    let (mut k, mut count) = (0, 0);
    while k < GROUPS.len() {
        count += GROUPS[k].len();
        k += 1;
    }
    count
};

/// Every message.
pub const ALL: &[Message] = &{
    let mut all = [GROUPS[0][0]; COUNT];
    let (mut group, mut at) = (0, 0);
    while group < GROUPS.len() {
        let mut k = 0;
        while k < GROUPS[group].len() {
            all[at] = GROUPS[group][k];
            at += 1;
            k += 1;
        }
        group += 1;
    }
    all
};
