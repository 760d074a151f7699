//! The description of an item ([`Item`]), its parameters ([`Param`]) and its PyTorch code.

use super::Settings;

/// An item as the page, the command line and the tests know it.
#[derive(Clone, Copy, Debug)]
pub struct Item {
    /// The name in settings and links, in kebab case.
    pub id: &'static str,
    /// The name that people read.
    pub label: &'static str,
    /// Its definition in the field's symbols, plain text.
    pub formula: &'static str,
    /// Further facts as (name, value), for example an activation's derivative and range.
    pub facts: &'static [(&'static str, &'static str)],
    /// A sentence: what it does to gradients, or what to watch.
    pub help: &'static str,
    /// Heading under which a menu lists it; empty for none.
    pub group: &'static str,
    /// The settings that only matter while this item is chosen.
    pub params: &'static [Param],
    /// Defaults of other settings while this item is chosen (scenarios have some).
    pub defaults: &'static [(&'static str, &'static str)],
    /// How the page opens it (scenarios only).
    pub opens: Opens,
    /// A sentence if the item makes little sense with the other settings: why, and what would. The page shows it beside
    /// the choice; nothing is blocked.
    pub advice: fn(&Settings) -> Option<&'static str>,
    /// Its PyTorch code, from a function, so that the text can load later.
    pub torch: fn() -> Torch,
}

/// How the page opens a scenario: slowly enough that its story can be followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opens {
    /// Steps a second: 1, 2 or 5 times a power of ten, the choices of the page's slider.
    pub speed: u32,
    /// Whether it stands at step 0 until the reader plays it.
    pub paused: bool,
}

impl Opens {
    /// Plays at so many steps a second.
    pub const fn at(speed: u32) -> Self {
        Self { speed, paused: false }
    }

    /// The same, but waits at step 0 until the reader plays it.
    pub const fn paused(self) -> Self {
        Self { paused: true, ..self }
    }
}

/// An item's PyTorch code; `crate::export` says which names it may use.
#[derive(Clone, Copy, Debug)]
pub struct Torch {
    /// An expression with `{key}` for a setting's value: `nn.LeakyReLU({negative_slope})`. Empty for none.
    pub call: &'static str,
    /// Definitions that it needs and PyTorch does not have.
    pub define: &'static str,
}

impl Torch {
    /// An expression that needs no definitions.
    pub const fn call(call: &'static str) -> Self {
        Self { call, define: "" }
    }
}

/// Whether this is the page's module. It carries no help texts: the page reads them from `description.json`, which the
/// native build writes.
const IS_PAGE: bool = cfg!(target_arch = "wasm32");

/// A text that only the native build carries; empty in the page's module.
pub const fn native_text(text: &'static str) -> &'static str {
    if IS_PAGE { "" } else { text }
}

impl Item {
    /// The item without the texts that this build does not carry.
    pub const fn for_build(self) -> Self {
        let facts = if IS_PAGE { &[] } else { self.facts };
        let (formula, help, group) = (native_text(self.formula), native_text(self.help), native_text(self.group));
        Self { formula, facts, help, group, ..self }
    }

    /// [`Self::for_build`] of several items.
    pub const fn all_for_build<const N: usize>(mut items: [Self; N]) -> [Self; N] {
        let mut k = 0;
        while k < N {
            items[k] = items[k].for_build();
            k += 1;
        }
        items
    }

    /// An empty item, the base of every description.
    pub const BASE: Item = Item {
        id: "",
        label: "",
        formula: "",
        facts: &[],
        help: "",
        group: "",
        params: &[],
        defaults: &[],
        opens: Opens::at(100),
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
    /// Whether it is rarely changed: the page hides it while it has its default.
    pub seldom: bool,
}

/// Where a parameter's default comes from.
#[derive(Clone, Copy, Debug)]
pub enum Default {
    /// A number.
    Value(f64),
    /// Depends on other settings: a gain depends on the activation, for example.
    By(fn(&Settings) -> f64),
    /// A text, for keys whose values are text.
    Text(&'static str),
}

/// The allowed values of a setting.
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
    /// The id of one of these items. Its default is an index into the list.
    Choice(&'static [Item]),
    /// Text, whose syntax `schema` knows.
    Text,
}

impl Param {
    /// All `N` parameters of an item, without the texts that this build does not carry.
    pub const fn all_for_build<const N: usize>(params: &[Self]) -> [Self; N] {
        let mut built = [Self::BASE; N];
        let mut k = 0;
        while k < N {
            built[k] = Self { help: native_text(params[k].help), ..params[k] };
            k += 1;
        }
        built
    }

    /// An empty parameter, the base of every description.
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
            Range::Text => (0.0, 0.0),
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
