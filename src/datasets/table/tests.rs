//! Which files are accepted and which rejected.

use super::*;

fn read(text: &str) -> Table {
    Table::read(text.as_bytes()).expect("a good file")
}

fn fault(bytes: &[u8]) -> Fault {
    Table::read(bytes).expect_err("a bad file")
}

fn labels(table: &Table, name: &str) -> (Vec<String>, Vec<usize>) {
    match &table.columns[table.find(name).expect("a column")].cells {
        Cells::Labels { names, of } => (names.clone(), of.clone()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn numbers_and_labels_are_told_apart_with_a_header() {
    let table = read("height,species\n1.5,cat\n-2e3,dog\n.25,cat\n");
    assert_eq!((table.rows, table.columns.len()), (3, 2));
    assert_eq!(table.numbers("height"), Ok(&[1.5, -2000.0, 0.25][..]));
    assert_eq!(labels(&table, "species"), (vec!["cat".into(), "dog".into()], vec![0, 1, 0]));
}

#[test]
fn a_file_without_a_header_keeps_its_first_line() {
    let table = read("1.5,b\n2,a\n3,b\n");
    assert_eq!(table.numbers("column 1"), Ok(&[1.5, 2.0, 3.0][..]));
    assert_eq!(labels(&table, "column 2"), (vec!["a".into(), "b".into()], vec![1, 0, 1]));
}

#[test]
fn other_separators_quotes_spaces_line_ends_and_a_byte_order_mark_are_understood() {
    let plain = read("a,b\n1,x\n2,y\n");
    for text in ["a;b\r\n1;x\r\n2;y\r\n", "a\tb\n1\tx\n2\ty", "\u{feff}a,b\n 1 , x\n\n\"2\",\"y\"\n"] {
        assert_eq!(read(text), plain, "{text:?}");
    }
    let quoted = read("\"a, b\",c\n1,\"one, two\nthree\"\n2,four\n");
    assert_eq!(quoted.numbers("a, b"), Ok(&[1.0, 2.0][..]));
    assert!(labels(&quoted, "c").0.contains(&"one, two\nthree".to_string()));
}

#[test]
fn columns_of_one_name_or_none_get_names_of_their_own() {
    let table = read("x,x,,x\n1,2,3,4\n5,6,7,8\n");
    let names: Vec<&str> = table.columns.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(names, ["x", "x (2)", "column 3", "x (3)"]);
}

#[test]
fn a_number_that_is_none_is_named_with_its_line_and_column() {
    for (cell, said) in [("NaN", "“NaN”"), ("", "empty"), ("inf", "“inf”"), ("n/a", "“n/a”"), ("tall", "“tall”")]
    {
        let found = fault(format!("age,height\n1,2\n3,4\n5,{cell}\n7,8\n").as_bytes());
        assert_eq!((found.line, found.column.as_deref()), (Some(4), Some("height")), "{cell}");
        assert!(found.cause.contains(said), "{found}");
    }
    // Also in the first line of a file without a header.
    assert_eq!(fault(b"NaN,1\n2,3\n4,5\n").line, Some(1));
}

#[test]
fn a_ragged_row_is_named_with_its_line() {
    let found = fault(b"a,b\n1,2\n\n3\n");
    assert_eq!(found.to_string(), "Line 4: 1 cell here, but 2 cells in the first line.");
    assert_eq!(fault(b"a,b\n1,2\n3,4,5\n").line, Some(3));
}

#[test]
fn what_is_no_text_is_named_as_such() {
    assert_eq!(fault(b"a,b\n1,\x002\n3,4\n").line, Some(2));
    assert!(fault(b"\x89PNG\r\n\x1a\n\0\0").cause.contains("binary"));
    assert_eq!(fault(b"a,b\n1,2\n\xe9,4\n").line, Some(3));
    assert!(fault(b"PK\x03\x04\xff").cause.contains("UTF-8"));
}

#[test]
fn too_little_and_too_much_are_refused() {
    for text in ["", "\n\n", "a,b\n", "a,b\n1,2\n", "7"] {
        assert!(fault(text.as_bytes()).cause.contains("fewer than two rows"), "{text:?}");
    }
    let long = "1,2\n".repeat(MOST_ROWS);
    assert_eq!(read(&long).rows, MOST_ROWS);
    assert_eq!(read(&format!("a,b\n{long}")).rows, MOST_ROWS);
    assert_eq!(fault(format!("{long}3,4\n5,6\n").as_bytes()).line, Some(MOST_ROWS as u64 + 2));
    assert!(fault(",".repeat(MOST_COLUMNS).as_bytes()).cause.contains("1000 columns"));
    assert!(fault(&vec![b'1'; MOST_BYTES as usize + 1]).cause.contains("33 MB; at most 32 MB"));
}

#[test]
fn text_of_many_kinds_is_no_label() {
    let lines: String = (0..200).map(|k| format!("{k},name {k}\n")).collect();
    assert_eq!(read(&lines).columns[1].cells, Cells::Text);
}
