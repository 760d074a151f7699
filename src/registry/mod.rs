//! Declares families of named items: activations, initializers, losses, optimizers, clips, scenarios, charts, planes.
//!
//! Every item describes itself once ([`Item`]). Settings keys, menus, help, the command line and the tests over all
//! items derive from that description. `family!` turns a list of item types into an enum that is matched once per
//! layer or step, never per element, and is generic over the number type.
//!
//! [`Settings`] holds the user's choices as one value, which a typed [`Key`] reads. This room knows no family and no
//! list of keys. `schema` does, and parses settings strings.

mod item;
mod key;
pub mod keys;
pub mod nearest;
mod settings;

pub use item::{Default, Item, Opens, Param, Range, Torch, native_text};
pub use key::{Key, Value, default_choice};
pub use settings::{Change, Column, Implied, ImpliedDefault, Opening, Racer, Settings};

/// A type that is registered.
pub trait Described: Sized {
    /// Its description.
    const ITEM: Item;
    /// The item with its parameters taken from the settings.
    fn build(settings: &Settings) -> Self;
}

/// An item and its parameters without the texts that this build does not carry. Every registry uses it for its items.
macro_rules! for_build {
    ($item:expr) => {{
        const WHOLE: $crate::registry::Item = $item;
        const PARAMS: [$crate::registry::Param; WHOLE.params.len()] =
            $crate::registry::Param::all_for_build(WHOLE.params);
        $crate::registry::Item { params: &PARAMS, ..WHOLE.for_build() }
    }};
}
pub(crate) use for_build;

/// Declares a family: an enum over its item types, in order of difficulty, with `ITEMS`, `build` and `item`, and a
/// macro that runs one generic expression on whichever item is chosen.
///
/// ```text
/// family! { ($) /// Docs. pub enum AnyClip: CLIP as each_clip { none::None, value::Value } }
/// ```
macro_rules! family {
    (($d:tt) $(#[$doc:meta])* pub enum $any:ident: $key:ident as $each:ident { $($module:ident::$ty:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        #[allow(missing_docs)]
        pub enum $any { $($ty($module::$ty)),+ }

        #[allow(unused_macros)]
        macro_rules! $each {
            ($d chosen:expr, $d item:ident => $d body:expr) => {
                match $d chosen { $($any::$ty($d item) => $d body),+ }
            };
        }

        impl $any {
            /// Every item of the family, easiest first.
            pub const ITEMS: &'static [$crate::registry::Item] =
                &[$($crate::registry::for_build!(<$module::$ty as $crate::registry::Described>::ITEM)),+];

            /// The item named by the settings, with its parameters.
            pub fn build(settings: &$crate::registry::Settings) -> Self {
                Self::named(&settings.text(&$key), settings)
            }

            /// The item `id`, with its parameters from the settings; the family's first when there is no such item.
            pub fn named(id: &str, settings: &$crate::registry::Settings) -> Self {
                use $crate::registry::Described;
                $(if id == <$module::$ty as Described>::ITEM.id {
                    return Self::$ty(<$module::$ty as Described>::build(settings));
                })+
                Self::named(Self::ITEMS[0].id, settings)
            }

            /// The item's own description.
            pub fn item(&self) -> &'static $crate::registry::Item {
                // Called at every step, so it must not look up names.
                enum Place { $($ty),+ }
                &Self::ITEMS[match self { $(Self::$ty(_) => Place::$ty as usize),+ }]
            }
        }
    };
}
pub(crate) use family;

/// Runs `work` in a function that is never inlined. An item's code and rarely used code stay out of line this way, so
/// that the page can load them later (`xtask/src/split.rs`).
#[inline(never)]
pub(crate) fn outlined<T>(work: impl FnOnce() -> T) -> T {
    work()
}

/// The item called `id`.
///
/// ```
/// use gradscape::{activations::AnyActivation, registry};
///
/// let item = registry::find(AnyActivation::ITEMS, "relu").expect("ReLU is one of the activations");
/// assert_eq!(item.label, "ReLU");
/// ```
pub fn find<'a>(items: &'a [Item], id: &str) -> Option<&'a Item> {
    items.iter().find(|item| item.id == id)
}
