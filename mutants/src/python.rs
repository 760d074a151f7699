//! Changes of the Python code that items export.

/// All possible changes of a piece of Python code, each with its description.
pub fn changes(code: &str) -> Vec<(String, String)> {
    let mut changes = Vec::new();
    let mut from = 0;
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    while from < code.len() {
        let rest = &code[from..];
        let Some(first) = rest.chars().next() else { break };
        if rest.starts_with('#') {
            // Skips a comment up to the end of its line.
            from += rest.find('\n').unwrap_or(rest.len());
            continue;
        }
        if first.is_ascii_digit() {
            let length = rest.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '_').unwrap_or(rest.len());
            let number = &rest[..length];
            if !number.ends_with('.') {
                let new = format!("{number}1");
                changes.push(replaced(code, from, length, &new));
            }
            from += length;
        } else if first.is_alphabetic() || first == '_' {
            let length = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
            let (name, after) = rest.split_at(length);
            let before = code[..from].chars().next_back();
            let called = after.starts_with('(') && before != Some(' ') || before == Some('.');
            let keyword = after.starts_with('=') && !after.starts_with("==") && matches!(before, Some(' ' | '('));
            let gap = before == Some('{') && after.starts_with('}');
            if (called || keyword) && !gap && name.len() > 1 {
                changes.push(replaced(code, from, length, &name[..name.len() - 1]));
            }
            from += length;
        } else {
            let operators =
                [(" + ", " - "), (" - ", " + "), (" * ", " / "), (" / ", " * "), (" < ", " > "), (" > ", " < ")];
            if let Some((old, new)) = operators.iter().find(|(old, _)| rest.starts_with(old)) {
                changes.push(replaced(code, from, old.len(), new));
            }
            from += first.len_utf8();
        }
    }
    changes
}

fn replaced(code: &str, from: usize, length: usize, new: &str) -> (String, String) {
    let changed = format!("{}{new}{}", &code[..from], &code[from + length..]);
    let line = |text: &str| {
        let start = text[..from].rfind('\n').map_or(0, |at| at + 1);
        let end = text[from + 1..].find('\n').map_or(text.len(), |at| from + 1 + at);
        text[start..end].trim().chars().take(90).collect::<String>()
    };
    let words = format!("Python `{}` (was `{}`)", line(&changed), line(code));
    (changed, words)
}

#[cfg(test)]
mod tests {
    use super::changes;

    #[test]
    fn names_keywords_numbers_and_operators_change_one_at_a_time() {
        let changed: Vec<String> = changes("nn.Thing({gap}, eps=1e-3) + x  # not 7").into_iter().map(|c| c.0).collect();
        let rest = "  # not 7";
        let expected = [
            "nn.Thin({gap}, eps=1e-3) + x",
            "nn.Thing({gap}, ep=1e-3) + x",
            "nn.Thing({gap}, eps=11e-3) + x",
            "nn.Thing({gap}, eps=1e-31) + x",
            "nn.Thing({gap}, eps=1e-3) - x",
        ];
        assert_eq!(changed, expected.map(|text| format!("{text}{rest}")));
    }
}
