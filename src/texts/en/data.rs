//! Data files: what is wrong with them.

use crate::texts::messages;

messages! { "data";
    at_line_and_column(line, column, cause) = "Line {line}, column “{column}”: {cause}";
    at_line(line, cause) = "Line {line}: {cause}";
    at_column(column, cause) = "Column “{column}”: {cause}";
    in_file(file, cause) = "{file}: {cause}";
    missing(file) = "{file}: the file is needed and was not given";
    not_numbers() = "has to hold numbers.";
    binary() = "this is not text but a binary file, or text in UTF-16; save it as CSV in UTF-8.";
    not_utf_8() = "this is not text in UTF-8; save the file as CSV in UTF-8.";
    too_large(size, most) = "The file has {size} MB; at most {most} MB are read.";
    empty_cell() = "the cell is empty, where a number is expected.";
    no_number(cell) = "“{cell}” is not a finite number.";
    many_columns(most) = "at most {most} columns are read.";
    many_rows(most) = "at most {most} rows are read.";
    one_cell() = "1 cell";
    cells(count) = "{count} cells";
    uneven(here, first) = "{here} here, but {first} in the first line.";
    too_many_rows(rows, most) = "The file has {rows} rows; at most {most} are read.";
    too_few_rows() = "The file holds fewer than two rows of data.";
    column(number) = "column {number}";
    no_class() = "there is no such class.";
    csv_missing() = "The scenario csv needs a file.";
    csv_other_file() = "This is not the file that the settings name: its hash is different.";
    csv_no_column(name, known) = "There is no column “{name}”; {known}.";
    csv_no_inputs(target) = "There is no column of numbers beside “{target}”, so the network would have no inputs.";
    csv_many_labels() = "it holds too many different texts to be classes; choose another target.";
    csv_no_date(text) = "“{text}” is neither a number nor a date like 2008-11-20, so the rows have no order of time.";
    csv_time_order(row) = "row {row} is earlier than the row before it; sort the rows by time.";
    csv_one_class(class) = "every row has the class “{class}”, so there is nothing to learn.";
    csv_empty_class() = "(empty)";
    dax() = "DAX quotes";
    dax_no_moneyness(line) = "DAX quotes: line {line} has no log-moneyness";
    dax_no_volatility(days) = "DAX quotes: no volatilities at {days} days";
    spx_level(line) = "S&P 500: line {line} has a level that is not above 0";
    spx_dates() = "S&P 500: the first column has to hold dates like 2008-11-20, in order";
    spx_few_days(days, window) = "S&P 500: {days} days are too few for a window of {window}";
}
