//! How a family of named things is declared: activations, initializers, losses, optimizers, clips, scenarios, charts,
//! planes.
//!
//! Every item describes itself once ([`Item`]); settings keys, menus, help, the command line and the tests over all
//! items derive from that description. `family!` turns a list of item types into an enum that is matched once per
//! layer or step, never per element, and stays generic over the number type.

use crate::settings::Settings;

/// What the page, the command line and the tests know of an item.
#[derive(Clone, Copy, Debug)]
pub struct Item {
    /// The name in settings and links, in kebab case.
    pub id: &'static str,
    /// The name that people read.
    pub label: &'static str,
    /// Its definition in the field's symbols, plain text.
    pub formula: &'static str,
    /// What else is to be known of it, as (name, value), for example an activation's derivative and range.
    pub facts: &'static [(&'static str, &'static str)],
    /// One sentence: what it does to gradients, or what to watch.
    pub help: &'static str,
    /// Heading under which a menu lists it; empty for none.
    pub group: &'static str,
    /// The settings that only matter while this item is chosen.
    pub params: &'static [Param],
    /// Defaults of other settings while this item is chosen (scenarios have some).
    pub defaults: &'static [(&'static str, &'static str)],
    /// A sentence where the item makes little sense together with the other settings: why, and what would. It is shown
    /// where the item is chosen, and hinders nothing.
    pub advice: fn(&Settings) -> Option<&'static str>,
    /// How it is written in PyTorch; told by a function, so that these texts wait for who asks.
    pub torch: fn() -> Torch,
}

/// An item in a PyTorch script; `crate::export` says which names it may use.
#[derive(Clone, Copy, Debug)]
pub struct Torch {
    /// An expression, `{key}` standing for a setting's value: `nn.LeakyReLU({negative_slope})`. Empty for nothing.
    pub call: &'static str,
    /// What has to be defined for it, where PyTorch does not have it.
    pub define: &'static str,
}

impl Torch {
    /// An expression that PyTorch understands as it is.
    pub const fn call(call: &'static str) -> Self {
        Self { call, define: "" }
    }
}

/// The page's module knows no text that only people read: the page has `description.json`, written by the native build.
const PAGE: bool = cfg!(target_arch = "wasm32");

/// A text that only people read, as this build knows it.
pub const fn told(text: &'static str) -> &'static str {
    if PAGE { "" } else { text }
}

impl Item {
    /// The item as this build knows it.
    pub const fn kept(self) -> Self {
        let facts = if PAGE { &[] } else { self.facts };
        let (formula, help, group) = (told(self.formula), told(self.help), told(self.group));
        Self { formula, facts, help, group, ..self }
    }

    /// Items as this build knows them.
    pub const fn all_kept<const N: usize>(mut items: [Self; N]) -> [Self; N] {
        let mut k = 0;
        while k < N {
            items[k] = items[k].kept();
            k += 1;
        }
        items
    }

    /// An item with nothing said; the start of every description.
    pub const BASE: Item = Item {
        id: "",
        label: "",
        formula: "",
        facts: &[],
        help: "",
        group: "",
        params: &[],
        defaults: &[],
        advice: |_| None,
        torch: || Torch::call(""),
    };
}

/// A numeric setting that an item brings along.
#[derive(Clone, Copy, Debug)]
pub struct Param {
    /// The settings key; PyTorch's name where it has one.
    pub key: &'static str,
    /// The name that people read.
    pub label: &'static str,
    /// One sentence.
    pub help: &'static str,
    /// Unit, empty for a pure number.
    pub unit: &'static str,
    /// Value when the settings do not say.
    pub default: Default,
    /// Allowed values.
    pub range: Range,
    /// Whether it is seldom touched: the page folds it away as long as it is at its default.
    pub seldom: bool,
}

/// Where a parameter's default comes from.
#[derive(Clone, Copy, Debug)]
pub enum Default {
    /// A number.
    Value(f64),
    /// Depends on other settings, for example a gain on the activation.
    By(fn(&Settings) -> f64),
}

/// Which numbers a setting takes.
#[derive(Clone, Copy, Debug)]
pub enum Range {
    /// Whole numbers from the first to the second, both included.
    Integer(u64, u64),
    /// Real numbers from the first to the second, both included, on a linear slider.
    Linear(f64, f64),
    /// Real numbers whose slider is logarithmic; zero may be the lower end.
    Log(f64, f64),
    /// Off, 0, or on, 1.
    Switch,
    /// No number: the id of one of these. Its default is a place in the list.
    Choice(&'static [Item]),
}

impl Param {
    /// All `N` parameters of an item as this build knows them.
    pub const fn all_kept<const N: usize>(params: &[Self]) -> [Self; N] {
        let mut kept = [Self::BASE; N];
        let mut k = 0;
        while k < N {
            kept[k] = Self { label: told(params[k].label), help: told(params[k].help), ..params[k] };
            k += 1;
        }
        kept
    }

    /// A parameter with nothing said; the start of every description.
    pub const BASE: Param = Param {
        key: "",
        label: "",
        help: "",
        unit: "",
        default: Default::Value(0.0),
        range: Range::Linear(0.0, 1.0),
        seldom: false,
    };
}

impl Range {
    /// Smallest and largest allowed value.
    pub fn ends(self) -> (f64, f64) {
        match self {
            Range::Integer(low, high) => (low as f64, high as f64),
            Range::Linear(low, high) | Range::Log(low, high) => (low, high),
            Range::Switch => (0.0, 1.0),
            Range::Choice(items) => (0.0, (items.len() - 1) as f64),
        }
    }

    /// The items to choose from; empty for numbers.
    pub fn choices(self) -> &'static [Item] {
        match self {
            Range::Choice(items) => items,
            _ => &[],
        }
    }

    /// Whether only whole numbers are allowed.
    pub fn is_whole(self) -> bool {
        matches!(self, Range::Integer(..) | Range::Switch | Range::Choice(_))
    }
}

/// A type that stands in a registry.
pub trait Described: Sized {
    /// Its description.
    const ITEM: Item;
    /// The item with its parameters taken from the settings.
    fn build(settings: &Settings) -> Self;
}

/// An item and its parameters as this build knows them; every registry takes its items through this.
macro_rules! kept {
    ($item:expr) => {{
        const WHOLE: $crate::registry::Item = $item;
        const PARAMS: [$crate::registry::Param; WHOLE.params.len()] = $crate::registry::Param::all_kept(WHOLE.params);
        $crate::registry::Item { params: &PARAMS, ..WHOLE.kept() }
    }};
}
pub(crate) use kept;

/// Declares a family: an enum over its item types, in order of difficulty, with `ITEMS`, `build` and `item`, and a
/// macro that runs one generic expression on whichever item is chosen.
///
/// ```text
/// family! { ($) /// Docs. pub enum AnyClip: "clip" as each_clip { none::None, value::Value } }
/// ```
macro_rules! family {
    (($d:tt) $(#[$doc:meta])* pub enum $any:ident: $key:literal as $each:ident { $($module:ident::$ty:ident),+ $(,)? }) => {
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
                &[$($crate::registry::kept!(<$module::$ty as $crate::registry::Described>::ITEM)),+];

            /// The item named by the settings, with its parameters.
            pub fn build(settings: &$crate::settings::Settings) -> Self {
                Self::named(settings.choice($key), settings)
            }

            /// The item `id`, with its parameters from the settings; the family's first when there is no such item.
            pub fn named(id: &str, settings: &$crate::settings::Settings) -> Self {
                use $crate::registry::Described;
                $(if id == <$module::$ty as Described>::ITEM.id {
                    return Self::$ty(<$module::$ty as Described>::build(settings));
                })+
                Self::named(Self::ITEMS[0].id, settings)
            }

            /// The item's own description.
            pub fn item(&self) -> &'static $crate::registry::Item {
                // Asked for at every step, so that no name is looked up.
                enum Place { $($ty),+ }
                &Self::ITEMS[match self { $(Self::$ty(_) => Place::$ty as usize),+ }]
            }
        }
    };
}
pub(crate) use family;

/// Does work in a function of its own, an item's or what is seldom needed: a visit fetches that with which it begins
/// (`xtask/src/split.rs`).
#[inline(never)]
pub(crate) fn apart<T>(work: impl FnOnce() -> T) -> T {
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

/// A family as the page and `gradscape list` know it.
pub struct Family {
    /// Its plural name.
    pub id: &'static str,
    /// The settings key that chooses from it; empty when none does.
    pub key: &'static str,
    /// Its items.
    pub items: &'static [Item],
}

/// Every family, in the order of the controls.
pub fn families() -> [Family; 16] {
    let family = |id, key, items| Family { id, key, items };
    [
        family("scenarios", "scenario", crate::scenarios::items()),
        family("activations", "activation", crate::activations::AnyActivation::ITEMS),
        family("norms", "norm", crate::networks::norms::AnyNorm::ITEMS),
        family("residuals", "residual", crate::networks::residuals::AnyResidual::ITEMS),
        family("cells", "cell", crate::networks::cells::AnyCell::ITEMS),
        family("initializers", "init", crate::initializers::AnyInitializer::ITEMS),
        family("recurrences", "recurrent_init", crate::initializers::recurrences::AnyRecurrence::ITEMS),
        family("losses", "loss", crate::losses::CHOICES),
        family("optimizers", "optimizer", crate::optimizers::AnyOptimizer::ITEMS),
        family("schedules", "schedule", crate::schedules::AnySchedule::ITEMS),
        family("clips", "clip", crate::clips::AnyClip::ITEMS),
        family("precisions", "precision", crate::precisions::AnyPrecision::ITEMS),
        family("probes", "", crate::probes::ITEMS),
        family("charts", "", crate::charts::ITEMS),
        family("planes", "plane", crate::landscape::planes::ITEMS),
        family("cuts", "cut", crate::run::studies::CUTS),
    ]
}
