//! The user's own CSV file: one column is the target; the numbers in all others are the inputs.
//!
//! A link names the file and its hash; the data never travel.

use super::measured::{Inputs, features, values};
use super::table::{Cells, Fault, Table};
use super::{Data, Dataset, Targets};
use crate::registry::{Default, Described, Item, Key, Opens, Param, Range, Settings};
use crate::texts::names::{known, unlabelled};
use crate::texts::{self, Text};

/// The id in settings.
pub const ID: &str = "csv";
/// The file: its name and hash, or empty.
pub const CSV: Key<String> = Key::new(Param {
    key: "csv",
    label: "File",
    help: "A file on your computer. Links contain its name and a hash of its content, never the data.",
    default: Default::Text(""),
    range: Range::Text,
    ..Param::BASE
});

/// The target column; empty for the last suitable one.
pub const TARGET: Key<String> = Key::new(Param {
    key: "target",
    label: "Target",
    help: "The column that the network predicts. All other numeric columns are its inputs.",
    default: Default::Text(""),
    range: Range::Text,
    ..Param::BASE
});

/// The column that says when each row was; empty if the rows have no order.
pub const TIME: Key<String> = Key::new(Param {
    key: "time",
    label: "Time",
    help: "A column of dates or numbers that says when each row was, earliest first. The test set is then the last rows. The column is not an input.",
    default: Default::Text(""),
    range: Range::Text,
    seldom: true,
    ..Param::BASE
});

/// An example file for tests over all data sets.
#[cfg(test)]
pub const EXAMPLE: &[u8] =
    b"size,weight,kind\n0,0,x\n1,1,y\n2,4,x\n3,9,y\n4,5,x\n5,3,y\n6,3,x\n7,5,y\n8,9,x\n9,4,y\n10,1,x\n11,0,y\n";
/// Columns with at most this many different whole numbers are classes.
const MOST_CLASSES: usize = 20;

/// A user's file with its target column.
#[derive(Clone, Debug)]
pub struct OwnCsv {
    /// Hash of the expected file; `None` to accept any.
    hash: Option<String>,
    /// Name of the target column; empty for the last suitable one.
    target: String,
    /// Name of the column of times; empty without one.
    time: String,
}

impl Described for OwnCsv {
    const ITEM: Item = Item {
        id: ID,
        label: "Your own CSV file",
        formula: "columns of numbers → a column",
        help: "A file on your computer. It is read in this browser and sent nowhere. Numbers are standardised.",
        group: "Networks on your own data",
        defaults: &[
            ("test_share", "0.2"),
            ("hidden_layers", "2"),
            ("width", "16"),
            ("activation", "tanh"),
            ("optimizer", "adam"),
            ("lr", "0.01"),
            ("batch", "32"),
        ],
        opens: Opens::at(50),
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self { hash: named(settings).map(|(_, hash)| hash), target: settings.text(&TARGET), time: settings.text(&TIME) }
    }
}

impl Dataset for OwnCsv {
    const PLOTTABLE: bool = true;

    fn load(&self, _: u64, file: Option<&[u8]>) -> Result<Data, String> {
        self.read(file, Inputs::Standardised)
    }

    fn load_by(&self, _: u64, file: Option<&[u8]>, by: &[usize]) -> Result<Data, String> {
        self.read(file, Inputs::StandardisedBy(by))
    }
}

impl OwnCsv {
    fn read(&self, file: Option<&[u8]>, how: Inputs) -> Result<Data, String> {
        let file = file.ok_or_else(texts::data::csv_missing)?;
        if self.hash.as_ref().is_some_and(|wanted| *wanted != hash(file)) {
            return Err(texts::data::csv_other_file().into());
        }
        let mut table = Table::read(file).map_err(|fault| fault.to_string())?;
        let in_time = !self.time.is_empty();
        if in_time {
            take_time(&mut table, file, &self.time).map_err(|fault| fault.to_string())?;
        }
        let data = scaled(&table, &self.target, how).map_err(|fault| fault.to_string())?;
        Ok(Data { in_time, ..data })
    }
}

/// Checks that the rows are in the order of the column `name`, and takes that column out of the table.
fn take_time(table: &mut Table, file: &[u8], name: &str) -> Result<(), Fault> {
    let Some(k) = table.find(name) else {
        let names = unlabelled(table.columns.iter().map(|column| column.name.as_str()));
        return Err(Fault::whole(texts::data::csv_no_column(&name, &known(name, &names, None))));
    };
    let wrong = match &table.columns[k].cells {
        Cells::Numbers(numbers) => numbers.windows(2).position(|pair| pair[0] > pair[1]),
        // Dates from year to day, such as 2008-11-20, are in order of time if they are in order as texts.
        _ => {
            let texts = Table::texts(file, k)?;
            let is_date = |text: &String| text.len() >= 6 && text.bytes().take(4).all(|byte| byte.is_ascii_digit());
            match texts.iter().position(|text| !is_date(text)) {
                Some(row) => {
                    let cause = texts::data::csv_no_date(&texts[row]);
                    return Err(Fault { column: Some(name.into()), ..Fault::whole(cause) });
                }
                None => texts.windows(2).position(|pair| pair[0] > pair[1]),
            }
        }
    };
    if let Some(row) = wrong {
        let cause = texts::data::csv_time_order(&(row + 2));
        return Err(Fault { column: Some(name.into()), ..Fault::whole(cause) });
    }
    table.columns.remove(k);
    match table.columns.is_empty() {
        true => Err(Fault::whole(texts::data::csv_no_inputs(&name))),
        false => Ok(()),
    }
}

/// Name and hash of the file in the settings, if any.
pub fn named(settings: &Settings) -> Option<(String, String)> {
    settings.text(&CSV).rsplit_once('~').map(|(name, hash)| (name.to_string(), hash.to_string()))
}

/// A file's hash: 64-bit FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo), as sixteen hexadecimal digits. It distinguishes
/// files but is not secure against forgery.
pub fn hash(file: &[u8]) -> String {
    let hash = file
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3));
    format!("{hash:016x}")
}

/// The examples in a table. An empty `target` means the last column that is not free text.
///
/// # Errors
///
/// Says which column cannot be used, and why.
pub fn data(table: &Table, target: &str) -> Result<Data, Fault> {
    scaled(table, target, Inputs::Standardised)
}

fn scaled(table: &Table, target: &str, how: Inputs) -> Result<Data, Fault> {
    let k = match table.find(target) {
        Some(k) => k,
        None if target.is_empty() => {
            table.columns.iter().rposition(|column| column.cells != Cells::Text).unwrap_or(table.columns.len() - 1)
        }
        None => {
            let names = unlabelled(table.columns.iter().map(|column| column.name.as_str()));
            return Err(Fault::whole(texts::data::csv_no_column(&target, &known(target, &names, None))));
        }
    };
    let column = &table.columns[k];
    let fault = |cause: Text| Fault { column: Some(column.name.clone()), ..Fault::whole(cause) };
    if !table.columns.iter().enumerate().any(|(other, c)| other != k && matches!(c.cells, Cells::Numbers(_))) {
        return Err(Fault::whole(texts::data::csv_no_inputs(&column.name)));
    }
    let (names, of) = match &column.cells {
        Cells::Text => {
            return Err(fault(texts::data::csv_many_labels()));
        }
        Cells::Labels { names, of } => (names.clone(), of.clone()),
        Cells::Numbers(numbers) => match kinds(numbers) {
            Some(kinds) => {
                let of =
                    numbers.iter().map(|number| kinds.iter().position(|kind| kind == number).unwrap_or(0)).collect();
                (kinds.iter().map(f64::to_string).collect(), of)
            }
            None => return values(table, &column.name, "", how),
        },
    };
    if names.len() == 1 {
        return Err(fault(texts::data::csv_one_class(&names[0])));
    }
    let targets = Targets::Classes { count: names.len(), of };
    let mut data = features(table, &column.name, how, targets);
    let named = |name: String| if name.is_empty() { texts::data::csv_empty_class().into() } else { name };
    data.names.classes = names.into_iter().map(named).collect();
    Ok(data)
}

/// The different numbers in order, if they are few whole numbers.
fn kinds(numbers: &[f64]) -> Option<Vec<f64>> {
    let mut kinds: Vec<f64> = Vec::new();
    for number in numbers {
        if number.fract() != 0.0 {
            return None;
        }
        if let Err(place) = kinds.binary_search_by(|kind| kind.total_cmp(&(number + 0.0))) {
            kinds.insert(place, number + 0.0);
            if kinds.len() > MOST_CLASSES {
                return None;
            }
        }
    }
    Some(kinds)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, target: &str) -> Result<Data, Fault> {
        data(&Table::read(text.as_bytes()).expect("a good table"), target)
    }

    fn cause(text: &str, target: &str) -> String {
        read(text, target).expect_err("nothing to learn").to_string()
    }

    #[test]
    fn the_last_column_is_asked_for_unless_another_one_is_named() {
        let text = "a,b,kind,name\n1,10,x,n1\n2,20,y,n2\n3,15,x,n3\n";
        let long: String = (0..200).map(|k| format!("{k},{},{},name {k}\n", k * k, ["x", "y"][k % 2])).collect();
        let by_default = read(&format!("a,b,kind,name\n{long}"), "").expect("good");
        assert_eq!((by_default.names.target.as_str(), by_default.features()), ("kind", 2));
        assert_eq!(by_default.names.classes, ["x", "y"]);
        let b = read(text, "b").expect("good");
        assert!(matches!(&b.targets, Targets::Classes { count: 3, of } if of == &[0, 2, 1]), "{:?}", b.targets);
        assert_eq!((b.names.features.len(), b.names.features[0].name.as_str()), (1, "a"));
    }

    #[test]
    fn few_whole_numbers_are_classes_and_all_others_are_numbers() {
        let rows = |f: &dyn Fn(usize) -> f64| (0..60).map(|k| format!("{k}.5,{}\n", f(k))).collect::<String>();
        let task =
            |f: &dyn Fn(usize) -> f64| matches!(read(&rows(f), "").expect("good").targets, Targets::Values { .. });
        assert!(!task(&|k| (k % 20) as f64) && !task(&|k| -((k % 2) as f64)));
        assert!(task(&|k| (k % 21) as f64) && task(&|k| (k % 3) as f64 + 0.5));
        let negative = read("1,-0\n2,0\n3,-1\n", "").expect("good");
        assert_eq!(negative.names.classes, ["-1", "0"]);
    }

    #[test]
    fn what_cannot_be_learnt_is_said() {
        assert!(cause("a,b\nx,y\nz,y\n", "").contains("no column of numbers"));
        assert!(cause("a,b\n1,y\n2,y\n", "").contains("“b”: every row has the class “y”"));
        assert!(cause("a,b\n1,7\n2,7\n", "").contains("every row has the class “7”"));
        assert!(cause("a\n1\n2\n", "").contains("no column of numbers beside “a”"));
        assert!(cause("a,b\n1,2\n3,4\n", "c").contains("“c”; there are a, b"));
        let names: String = (0..200).map(|k| format!("{k},name {k}\n")).collect();
        assert!(cause(&names, "column 2").contains("too many different texts"));
    }

    #[test]
    fn the_hash_is_the_published_function_and_guards_the_file() {
        // Noll's test vectors of FNV-1a.
        assert_eq!((hash(b"").as_str(), hash(b"a").as_str()), ("cbf29ce484222325", "af63dc4c8601ec8c"));
        assert_eq!(hash(b"foobar"), "85944171f73967e8");
        let file = b"1.5,x\n2,y\n3,x\n";
        let load = |hash: &str| {
            let settings = Settings::default().with(&[("scenario", ID), ("csv", &format!("my~file.csv~{hash}"))]);
            OwnCsv::build(&settings).load(1, Some(file))
        };
        assert!(load(&hash(file)).is_ok());
        assert!(load(&hash(b"another")).expect_err("another file").contains("hash"));
    }
}
