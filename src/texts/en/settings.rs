//! Notices about settings that cannot be read.

use crate::texts::messages;

messages! { "settings";
    unknown_key(key, known) = "There is no setting “{key}”; {known}.";
    unknown_value(key, value, known) = "{key}: there is no “{value}”; {known}.";
    malformed(key, value, wanted) = "{key}: “{value}” is not {wanted}.";
    number(low, high) = "a number from {low} to {high}";
    whole_number(low, high) = "a whole number from {low} to {high}";
    widths(most) = "a whole number from 1 to {most}, or one for each layer as 4,2";
    batch(most) = "a number of rows from 1 to {most}, or full";
    switch() = "0 or 1";
    file() = "a file's name and hash as data.csv~0123456789abcdef";
    column() = "a column's name";
    name() = "a name as layers.0 or, of a parameter, layers.0.weight:1,0";
    live() = "something that can change while the run goes on";
    unreadable(key, at, why) = "{key}: at character {at}: {why}.";
    clamped(key, value, low, high, used) = "{key}: {value} is outside {low} to {high}; the nearest is {used}.";
    clamped_unit(key, value, low, high, unit, used) = "{key}: {value} is outside {low} to {high} {unit}; the nearest is {used}.";
    change(entry) = "changes: “{entry}” is not of the form key~value@step, as in lr~0.01@120.";
    race(why) = "race: {why}";
    race_most(most) = "at most {most} race, the page's own run among them; the others are left out.";
    race_left_out(why) = "{why} That racer is left out.";
    race_racer(number, racer, why) = "in racer {number}, “{racer}”: {why}";
    race_form(pair) = "“{pair}” is not of the form key:value, as in lr:0.1.";
    race_unknown(key, known) = "there is no setting “{key}”; {known}.";
    race_shared(key) = "{key} is the same for all; a racer has its own optimizer, clip or batch.";
    columns_most(most) = "at most {most} runs stand side by side; the others are left out.";
    columns_entry(number, entry, why) = "in number {number}, “{entry}”: {why}";
    columns_shared(key) = "{key} is the same for all runs.";
    columns_nothing() = "nothing of it can be read, so it is left out.";
    branch_form(entry) = "“{entry}” is not of the form step:key~value, as in 300:clip~norm,threshold~1.";
    branch_pair(pair) = "“{pair}” is not of the form key~value, as in lr~0.1.";
}
