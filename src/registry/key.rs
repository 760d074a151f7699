//! Typed settings keys: a wrong key, or a key of the wrong type, does not compile.

use super::{Item, Param, Range, native_text};
use std::marker::PhantomData;

/// A settings key whose value is a `T`: its description, and the handle by which [`Settings::get`] reads it.
///
/// ```
/// use gradscape::registry::{Key, Param, Range, Settings};
///
/// const ALPHA: Key<f64> = Key::new(Param { key: "alpha", range: Range::Linear(0.0, 5.0), ..Param::BASE });
/// let alpha: f64 = Settings::default().get(&ALPHA);
/// ```
///
/// A key whose range has other values does not compile:
///
/// ```compile_fail,E0080
/// use gradscape::registry::{Key, Param, Range};
///
/// const STEPS: Key<u64> = Key::new(Param { key: "steps", range: Range::Linear(0.0, 5.0), ..Param::BASE });
/// # let _ = STEPS.id();
/// ```
///
/// Nor does a look-up by name:
///
/// ```compile_fail,E0308
/// use gradscape::registry::Settings;
///
/// let alpha: f64 = Settings::default().get("alhpa");
/// ```
///
/// [`Settings::get`]: super::Settings::get
#[derive(Debug)]
pub struct Key<T> {
    /// Its description. Items list it among their parameters.
    pub param: Param,
    value: PhantomData<fn() -> T>,
}

/// A type that settings hold.
pub trait Value {
    /// The kind of ranges with values of this type.
    const KIND: Kind;

    /// Reads a canonical text, which has passed the parser.
    fn read(text: &str, param: &Param) -> Self;
}

/// The kinds of ranges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Real numbers.
    Number,
    /// Whole numbers.
    Whole,
    /// Off or on.
    Switch,
    /// One of several items.
    Choice,
    /// Text; `schema` knows its syntax.
    Text,
}

impl<T: Value> Key<T> {
    /// A key with this description.
    ///
    /// # Panics
    ///
    /// At compile time, if the range has values of another type.
    pub const fn new(param: Param) -> Self {
        assert!(param.range.kind() as u8 == T::KIND as u8, "the range has values of another type");
        Self { param: Param { help: native_text(param.help), ..param }, value: PhantomData }
    }
}

impl<T> Key<T> {
    /// Its name in settings and links.
    pub const fn id(&self) -> &'static str {
        self.param.key
    }

    /// The parameter with another default, for items that share the key.
    pub const fn with(&self, default: f64) -> Param {
        Param { default: super::Default::Value(default), ..self.param }
    }
}

/// The default of a choice: the item `id` of the list.
///
/// # Panics
///
/// At compile time, if the list has no such item.
pub const fn default_choice(items: &[Item], id: &str) -> super::Default {
    let mut k = 0;
    while k < items.len() {
        if str_eq(items[k].id, id) {
            return super::Default::Value(k as f64);
        }
        k += 1;
    }
    panic!("no item of that id")
}

const fn str_eq(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut k = 0;
    while k < a.len() && k < b.len() && a[k] == b[k] {
        k += 1;
    }
    k == a.len() && k == b.len()
}

impl Range {
    /// The kind of its values.
    pub const fn kind(self) -> Kind {
        match self {
            Range::Integer(..) => Kind::Whole,
            Range::Linear(..) | Range::Log(..) => Kind::Number,
            Range::Switch => Kind::Switch,
            Range::Choice(_) => Kind::Choice,
            Range::Text => Kind::Text,
        }
    }
}

impl Value for f64 {
    const KIND: Kind = Kind::Number;
    fn read(text: &str, _: &Param) -> Self {
        text.parse().unwrap_or(0.0)
    }
}

impl Value for u64 {
    const KIND: Kind = Kind::Whole;
    fn read(text: &str, param: &Param) -> Self {
        f64::read(text, param) as u64
    }
}

impl Value for bool {
    const KIND: Kind = Kind::Switch;
    fn read(text: &str, param: &Param) -> Self {
        f64::read(text, param) != 0.0
    }
}

impl Value for &'static Item {
    const KIND: Kind = Kind::Choice;
    fn read(text: &str, param: &Param) -> Self {
        let items = param.range.choices();
        super::find(items, text).unwrap_or(&items[0])
    }
}

impl Value for String {
    const KIND: Kind = Kind::Text;
    fn read(text: &str, _: &Param) -> Self {
        text.into()
    }
}

/// An optional whole number, for example a batch size (none for the full batch) or a seed.
impl<N: std::str::FromStr> Value for Option<N> {
    const KIND: Kind = Kind::Text;
    fn read(text: &str, _: &Param) -> Self {
        text.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Default, Settings};
    use super::*;

    const SIZE: Key<f64> = Key::new(Param { key: "size", default: Default::Value(0.25), ..Param::BASE });

    #[test]
    fn a_key_that_nobody_chose_has_its_own_default() {
        assert_eq!(Settings::default().get(&SIZE), 0.25);
        assert!(matches!(SIZE.with(0.5).default, Default::Value(0.5)));
    }

    #[test]
    fn a_choice_has_the_item_that_is_named_or_the_first() {
        const SIDES: &[Item] = &[Item { id: "left", ..Item::BASE }, Item { id: "right", ..Item::BASE }];
        let param = Param { range: Range::Choice(SIDES), default: default_choice(SIDES, "right"), ..Param::BASE };
        assert_eq!(Settings::default().get(&Key::<&'static Item>::new(param)).id, "right");
        assert_eq!(<&'static Item>::read("up", &param).id, "left");
    }
}
