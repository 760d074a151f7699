//! Which units and columns of a large network are shown, and which fold into one.

/// Units of a layer that are shown; all others fold into one.
pub const UNITS: usize = 16;
/// Columns that the strip of folded ones stands for takes the place of.
pub const STRIP: usize = 3;

/// Number of units that are shown by themselves. A single one does not fold.
pub fn shown(count: usize) -> usize {
    if count <= UNITS + 1 { count } else { UNITS }
}

/// Number of units that fold into one.
pub fn rest(count: usize) -> usize {
    count - shown(count)
}

/// Which of `columns` columns are kept where there is room for `most`: all, or the first and the last ones.
pub fn kept(columns: usize, most: usize) -> Vec<bool> {
    if columns <= most.max(STRIP + 4) {
        return vec![true; columns];
    }
    let full = most.max(STRIP + 4) - STRIP;
    let first = full / 2;
    (0..columns).map(|k| k < first || k >= columns - (full - first)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unit_is_shown_or_folded_and_never_one_alone() {
        for count in 1..=256 {
            assert_eq!(shown(count) + rest(count), count);
            assert!(shown(count) <= UNITS + 1 && rest(count) != 1, "{count}");
        }
        assert_eq!((shown(64), rest(64)), (16, 48));
    }

    #[test]
    fn both_ends_are_kept_and_the_folded_columns_are_one_stretch() {
        for columns in 2..=70 {
            for most in 0..=40 {
                let kept = kept(columns, most);
                assert_eq!(kept.len(), columns);
                assert!(kept[0] && kept[columns - 1]);
                let changes = kept.windows(2).filter(|pair| pair[0] != pair[1]).count();
                assert!(changes == 0 || changes == 2, "{columns} in {most}: {kept:?}");
                let folded = kept.iter().filter(|kept| !**kept).count();
                // The strip stands for more columns than it takes the place of.
                assert!(folded == 0 || folded > STRIP, "{columns} in {most}");
                let full = columns - folded;
                assert!(full + if folded > 0 { STRIP } else { 0 } <= most.max(STRIP + 4), "{columns} in {most}");
            }
        }
    }
}
