//! Which known names are nearest to a name that is not known.

/// Lists up to this length are short enough to be shown in full.
pub const SHORT: usize = 8;
/// At least and at most so many names are near.
const FEWEST: usize = 3;
const MOST: usize = 5;
/// Beyond [`FEWEST`], a name is near if its distance exceeds the smallest one by no more than this.
const WITHIN: usize = 2;

/// The three to five of `names` that are nearest to `word`, the nearest first; all names if there are fewer than three.
///
/// Each name has a label, in which words may be looked for too: “learning rate” is nearest to `lr`. Equally near names
/// keep their order.
///
/// ```
/// use gradscape::registry::nearest::nearest;
///
/// let names = ["sgd", "adam", "adamw", "lion"].map(|name| (name, ""));
/// assert_eq!(nearest("adamm", &names), ["adam", "adamw", "sgd"]);
/// ```
pub fn nearest<'a>(word: &str, names: &[(&'a str, &str)]) -> Vec<&'a str> {
    let word = plain(word);
    let mut ranked: Vec<(usize, &str)> = names
        .iter()
        .map(|(name, label)| (distance(&word, &plain(name)).min(distance(&word, &plain(label)) + 1), *name))
        .collect();
    ranked.sort_by_key(|(distance, _)| *distance);
    let limit = ranked.first().map_or(0, |(distance, _)| distance + WITHIN);
    let near = |(k, (distance, _)): (usize, &(usize, &str))| k < FEWEST || (k < MOST && *distance <= limit);
    let count = ranked.iter().enumerate().take_while(|at| near(*at)).count();
    ranked.into_iter().take(count).map(|(_, name)| name).collect()
}

/// Small letters and digits; everything else is a hyphen. Long words are cut, because nobody types names of that length.
fn plain(text: &str) -> Vec<char> {
    let letter = |c: char| if c.is_alphanumeric() { c } else { '-' };
    text.trim().chars().take(40).flat_map(char::to_lowercase).map(letter).collect()
}

/// How far a name is from a word. A name that begins with the word, or the other way round, is nearer than one that
/// contains it, and that is nearer than what two wrong letters leave.
fn distance(word: &[char], name: &[char]) -> usize {
    if word.is_empty() || name.is_empty() {
        return 3 * word.len().max(name.len()).max(1);
    }
    let (short, long) = if word.len() < name.len() { (word, name) } else { (name, word) };
    let edits = 3 * edits(word, name);
    let part = long.len().min(short.len() + 6) - short.len();
    match short.len() {
        2.. if long.starts_with(short) => edits.min(2 + part),
        3.. if long.windows(short.len()).any(|window| window == short) => edits.min(4 + part),
        _ => edits,
    }
}

/// Insertions, deletions, changes and swaps of neighbours from one word to the other (F. J. Damerau 1964; each letter is
/// edited once).
fn edits(from: &[char], to: &[char]) -> usize {
    let columns = to.len() + 1;
    let mut before = vec![0; columns];
    let mut row: Vec<usize> = (0..columns).collect();
    for (i, a) in from.iter().enumerate() {
        let mut next = vec![i + 1; columns];
        for (j, b) in to.iter().enumerate() {
            let mut least = (row[j] + usize::from(a != b)).min(row[j + 1] + 1).min(next[j] + 1);
            if i > 0 && j > 0 && *a == to[j - 1] && from[i - 1] == *b {
                least = least.min(before[j - 1] + 1);
            }
            next[j + 1] = least;
        }
        before = std::mem::replace(&mut row, next);
    }
    row[columns - 1]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edits_of(from: &str, to: &str) -> usize {
        edits(&plain(from), &plain(to))
    }

    /// Worked out by hand.
    #[test]
    fn edits_are_counted() {
        let known = [("", "abc", 3), ("kitten", "sitting", 3), ("relu", "rleu", 1), ("ca", "abc", 3), ("LR", "lr", 0)];
        for (from, to, count) in known {
            assert_eq!((edits_of(from, to), edits_of(to, from)), (count, count), "{from} {to}");
        }
    }

    #[test]
    fn slips_beginnings_parts_and_labels_find_the_name() {
        let names = [
            ("scenario", "Scenario"),
            ("hidden_layers", "Hidden layers"),
            ("activation", "Activation"),
            ("lr", "Learning rate"),
            ("init", "Initialisation"),
            ("threshold", "Threshold"),
            ("schedule", "Schedule"),
            ("momentum", "Momentum"),
            ("weight_decay", "Weight decay"),
        ];
        let cases = [
            ("activaton", "activation"),
            ("act", "activation"),
            ("hidden-layers", "hidden_layers"),
            ("layers", "hidden_layers"),
            ("learning_rate", "lr"),
            ("initialization", "init"),
            ("treshold", "threshold"),
            ("decay", "weight_decay"),
            ("MOMENTUM", "momentum"),
        ];
        for (word, first) in cases {
            let found = nearest(word, &names);
            assert_eq!(found[0], first, "{word}: {found:?}");
            assert!((FEWEST..=MOST).contains(&found.len()), "{word}: {found:?}");
        }
        assert_eq!(nearest("", &names[..2]), ["scenario", "hidden_layers"]);
    }
}
