//! JSON for the page, written directly as text. Building a tree of values first would be more code.

use serde::{Serialize, Serializer};

/// Plain data as JSON. Numbers that are not finite become null.
pub fn text(data: &impl Serialize) -> String {
    serde_json::to_string(data).unwrap_or_default()
}

/// An object with these members, in this order.
pub struct Members<V>(Vec<(&'static str, V)>);

impl<V> FromIterator<(&'static str, V)> for Members<V> {
    fn from_iter<I: IntoIterator<Item = (&'static str, V)>>(members: I) -> Self {
        Self(members.into_iter().collect())
    }
}

impl<V: Serialize> Serialize for Members<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_stand_in_their_order_and_numbers_that_are_none_are_null() {
        let members: Members<f64> = [("b", 1.0), ("a", f64::NAN)].into_iter().collect();
        assert_eq!(text(&members), r#"{"b":1.0,"a":null}"#);
    }
}
