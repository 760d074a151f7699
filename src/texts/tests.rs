use super::*;

/// The names in braces.
fn placeholders(template: &str) -> Vec<&str> {
    let mut names: Vec<&str> =
        template.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|p| p.0).collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[test]
fn every_message_uses_each_of_its_arguments_and_no_other() {
    for message in ALL {
        let mut arguments = message.arguments.to_vec();
        arguments.sort_unstable();
        assert_eq!(placeholders(message.english), arguments, "{}", message.id);
    }
}

#[test]
fn arguments_are_filled_in_where_the_template_has_them() {
    assert_eq!(fill("{a} and {b}, {a}", &["a", "b"], &[&1, &"x"]), "1 and x, 1");
    assert_eq!(fill("{other} { {a}", &["a"], &[&1]), "{other} { {a}");
    assert_eq!(fill("open {a", &["a"], &[&1]), "open {a");
}

#[test]
fn an_unknown_language_is_english() {
    assert!(!set_language("xx"));
    let message = ALL[0];
    assert_eq!(translated(message.id, message.english), message.english);
}

#[test]
fn a_language_is_spoken_until_another_one_is() {
    add_language("test", "# A comment.\n\ngreeting = Hallo {name}\nno text\n");
    assert!(set_language("test-AT"));
    assert_eq!(translated("greeting", "Hello {name}"), "Hallo {name}");
    assert_eq!(translated("other", "Other"), "Other");
    assert!(set_language("en"));
    assert_eq!(translated("greeting", "Hello {name}"), "Hello {name}");
}
