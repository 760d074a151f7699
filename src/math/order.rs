//! Sorting short lists. The standard library's sort is compiled for every element type, and each copy is as large as a
//! chart. Plain numbers share one copy, `sort_unstable_by(f64::total_cmp)`, where stability does not matter.

use std::cmp::Ordering;

/// A stable sort for a few elements, in quadratic time.
pub fn sort_few<T>(few: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    for end in 1..few.len() {
        let mut at = end;
        while at > 0 && compare(&few[at], &few[at - 1]).is_lt() {
            few.swap(at, at - 1);
            at -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::random::{Purpose, Stream};

    #[test]
    fn a_few_things_come_in_the_order_of_the_library() {
        let mut random = Stream::new(5, Purpose::Data, 0);
        for length in 0..40 {
            let mut few: Vec<(u32, usize)> = (0..length).map(|k| (random.below(7), k)).collect();
            let mut want = few.clone();
            sort_few(&mut few, |one, other| other.0.cmp(&one.0));
            want.sort_by_key(|(value, _)| std::cmp::Reverse(*value));
            assert_eq!(few, want);
        }
    }
}
