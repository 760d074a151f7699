//! What an item says of itself: [`Item`], its parameters ([`Param`]) and how it is written in PyTorch.

use super::Settings;

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
const IS_PAGE: bool = cfg!(target_arch = "wasm32");

/// A text that only people read, as this build knows it.
pub const fn native_text(text: &'static str) -> &'static str {
    if IS_PAGE { "" } else { text }
}

impl Item {
    /// The item as this build knows it.
    pub const fn for_build(self) -> Self {
        let facts = if IS_PAGE { &[] } else { self.facts };
        let (formula, help, group) = (native_text(self.formula), native_text(self.help), native_text(self.group));
        Self { formula, facts, help, group, ..self }
    }

    /// Items as this build knows them.
    pub const fn all_for_build<const N: usize>(mut items: [Self; N]) -> [Self; N] {
        let mut k = 0;
        while k < N {
            items[k] = items[k].for_build();
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
    /// A text, where the key takes one.
    Text(&'static str),
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
    /// No number: something written, whose form `schema` knows.
    Text,
}

impl Param {
    /// All `N` parameters of an item as this build knows them.
    pub const fn all_for_build<const N: usize>(params: &[Self]) -> [Self; N] {
        let mut built = [Self::BASE; N];
        let mut k = 0;
        while k < N {
            built[k] = Self { label: native_text(params[k].label), help: native_text(params[k].help), ..params[k] };
            k += 1;
        }
        built
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
