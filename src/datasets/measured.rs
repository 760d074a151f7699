//! Converts a table of measurements to examples: one column is the target; the numbers in all others are the inputs.

use super::table::{Cells, Fault, Table};
use super::{Data, Feature, Names, Targets, standardise, standardise_by};
use crate::texts;

/// How to scale the inputs.
#[derive(Clone, Copy, Debug)]
pub enum Inputs<'a> {
    /// Mean 0 and variance 1, column by column, over all rows.
    Standardised,
    /// The same over these rows.
    StandardisedBy(&'a [usize]),
    /// Division by this number.
    Over(f64),
}

/// Reads a bundled file. `what` names it in errors.
pub fn bundled(what: &str, file: Option<&[u8]>) -> Result<Table, String> {
    let file = file.ok_or_else(|| texts::data::missing(&what))?;
    Table::read(file).map_err(|fault| texts::data::in_file(&what, &fault).into())
}

/// Examples for classification. The column `target` has the classes as 0, 1, ….
pub fn classes(table: &Table, target: &str, classes: &[&str], inputs: Inputs) -> Result<Data, Fault> {
    let numbers = table.numbers(target)?;
    let count = classes.len();
    let wrong =
        |row: usize| Fault { column: Some(target.into()), ..Fault::at(row as u64 + 2, texts::data::no_class()) };
    if let Some(row) = numbers.iter().position(|class| !(0..count).any(|k| k as f64 == *class)) {
        return Err(wrong(row));
    }
    let targets = Targets::Classes { count, of: numbers.iter().map(|class| *class as usize).collect() };
    let mut data = features(table, target, inputs, targets);
    data.names.classes = classes.iter().map(|name| (*name).to_string()).collect();
    Ok(data)
}

/// Examples for regression on the column `target`, which is standardised.
pub fn values(table: &Table, target: &str, unit: &'static str, how: Inputs) -> Result<Data, Fault> {
    let mut values = table.numbers(target)?.to_vec();
    let (mean, scale) = match how {
        Inputs::StandardisedBy(rows) => standardise_by(&mut values, rows),
        _ => standardise(&mut values),
    };
    let mut data = features(table, target, how, Targets::Values { values, scale, unit });
    data.names.target_mean = mean;
    Ok(data)
}

/// The numbers of every column but `target` as inputs.
pub fn features(table: &Table, target: &str, how: Inputs, targets: Targets) -> Data {
    let (mut inputs, mut features) = (Vec::new(), Vec::new());
    for column in table.columns.iter().filter(|column| column.name != target) {
        let Cells::Numbers(numbers) = &column.cells else { continue };
        let mut numbers = numbers.clone();
        let (mean, std) = match how {
            Inputs::Standardised => standardise(&mut numbers),
            Inputs::StandardisedBy(rows) => standardise_by(&mut numbers, rows),
            Inputs::Over(largest) => {
                numbers.iter_mut().for_each(|number| *number /= largest);
                (0.0, largest)
            }
        };
        inputs.extend(numbers);
        features.push(Feature { name: column.name.clone(), mean, std });
    }
    let names = Names { features, target: target.to_string(), ..Names::default() };
    Data { rows: table.rows, inputs, targets, names, in_time: false }
}
