//! Finds the places of a file that can be changed.

use crate::change::{Change, Piece};
use crate::python;
use proc_macro2::Span;
use std::ops::Range;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{BinOp, Expr, Lit, UnOp};

/// A place with one possible change.
pub struct Site {
    /// The place, as a range of bytes.
    pub range: Range<usize>,
    /// How it is changed.
    pub change: Change,
    /// The change in words.
    pub words: String,
    /// The names of the items that contain the place.
    pub scope: String,
}

/// All possible changes of a file.
pub fn sites(text: &str, parsed: &syn::File) -> Vec<Site> {
    let mut finder = Finder { text, found: Vec::new(), scope: Vec::new(), live: false };
    finder.visit_file(parsed);
    finder.found
}

/// Walks over a file. Leaves out tests and the arguments of macros.
struct Finder<'a> {
    text: &'a str,
    found: Vec<Site>,
    /// The names of the items around the present place.
    scope: Vec<String>,
    /// Whether the code here runs. The compiler evaluates constants, so a switch has no effect there.
    live: bool,
}

fn bytes(span: Span) -> Range<usize> {
    span.byte_range()
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("test")
            || attribute.path().is_ident("cfg")
                && attribute.parse_args::<syn::Ident>().is_ok_and(|condition| condition == "test")
    })
}

impl Finder<'_> {
    fn site(&mut self, range: Range<usize>, change: Change, words: String) {
        self.found.push(Site { range, change, words, scope: self.scope.join("::") });
    }

    /// Replaces the expression at `at` by other text, or by one of its own parts.
    fn swap(&mut self, at: Span, part: Option<Span>, new: &str, words: String) {
        let piece = part.map_or_else(|| Piece::Text(new.into()), |part| Piece::Kept(bytes(part)));
        self.site(bytes(at), Change::Replace(vec![piece]), words);
    }

    fn text(&self, span: Span) -> String {
        let text = self.text[bytes(span)].split_whitespace().collect::<Vec<_>>().join(" ");
        if text.chars().count() > 60 { format!("{}…", text.chars().take(60).collect::<String>()) } else { text }
    }

    fn within(&mut self, name: String, live: bool, visit: impl FnOnce(&mut Self)) {
        let was = std::mem::replace(&mut self.live, live);
        self.scope.push(name);
        visit(self);
        self.scope.pop();
        self.live = was;
    }

    fn function(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let live = signature.constness.is_none();
        self.within(signature.ident.to_string(), live, |finder| {
            if live && !block.stmts.is_empty() {
                finder.early(signature, block);
            }
            visit::visit_block(finder, block);
        });
    }

    /// Makes a function return at once.
    fn early(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let returned: &[&str] = match &signature.output {
            syn::ReturnType::Default => &[""],
            syn::ReturnType::Type(_, ty) => match self.text(ty.span()).as_str() {
                "bool" => &["true", "false"],
                "f64" => &["1.0"],
                "usize" | "u64" => &["1"],
                text if text.starts_with("Option") => &["None"],
                _ => &[],
            },
        };
        for value in returned {
            let range = bytes(block.brace_token.span.open());
            let words = format!("{} returns {} at once", signature.ident, if value.is_empty() { "()" } else { value });
            self.site(range, Change::Begin(format!("return {value};")), words);
        }
    }

    fn number(&mut self, lit: &Lit) {
        let (new, span) = match lit {
            Lit::Float(float) => match float.base10_parse::<f64>() {
                Ok(value) => {
                    (format!("{:?}{}", if value == 0.0 { 1.0 } else { 2.0 * value }, float.suffix()), lit.span())
                }
                Err(_) => return,
            },
            Lit::Int(int) => match int.base10_parse::<u64>() {
                Ok(value) => (format!("{}{}", value + 1, int.suffix()), lit.span()),
                Err(_) => return,
            },
            Lit::Bool(bool) => ((!bool.value).to_string(), lit.span()),
            _ => return,
        };
        let words = format!("{} → {new}", self.text(span));
        self.swap(span, None, &new, words);
    }
}

/// The operators that can replace this one.
fn others(op: &BinOp) -> &'static [&'static str] {
    match op {
        BinOp::Add(_) => &["-"],
        BinOp::Sub(_) => &["+"],
        BinOp::Mul(_) => &["/"],
        BinOp::Div(_) => &["*"],
        BinOp::Lt(_) => &["<=", ">="],
        BinOp::Le(_) => &["<", ">"],
        BinOp::Gt(_) => &[">=", "<="],
        BinOp::Ge(_) => &[">", "<"],
        BinOp::Eq(_) => &["!="],
        BinOp::Ne(_) => &["=="],
        BinOp::And(_) => &["||"],
        BinOp::Or(_) => &["&&"],
        BinOp::AddAssign(_) => &["-="],
        BinOp::SubAssign(_) => &["+="],
        _ => &[],
    }
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        let attributes = match item {
            syn::Item::Mod(item) => &item.attrs,
            syn::Item::Fn(item) => &item.attrs,
            syn::Item::Impl(item) => &item.attrs,
            syn::Item::Const(item) => &item.attrs,
            _ => return visit::visit_item(self, item),
        };
        if !is_test(attributes) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        let name = self.text(item.self_ty.span());
        let has_gain = item.items.iter().any(|item| matches!(item, syn::ImplItem::Fn(f) if f.sig.ident == "gain"));
        self.within(name, false, |finder| {
            for part in &item.items {
                match part {
                    syn::ImplItem::Const(constant) if is_test(&constant.attrs) => {}
                    syn::ImplItem::Const(constant) if constant.ident == "GAIN" && !has_gain => {
                        let words = format!("GAIN = {} → twice as much", finder.text(constant.expr.span()));
                        finder.site(bytes(constant.semi_token.span()), Change::Gain, words);
                    }
                    syn::ImplItem::Fn(function) if !is_test(&function.attrs) => {
                        finder.function(&function.sig, &function.block);
                    }
                    syn::ImplItem::Fn(_) => {}
                    other => visit::visit_impl_item(finder, other),
                }
            }
        });
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        if !is_test(&item.attrs) {
            self.function(&item.sig, &item.block);
        }
    }

    fn visit_trait_item_const(&mut self, _: &'ast syn::TraitItemConst) {}

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(block) = &item.default {
            self.function(&item.sig, block);
        }
    }

    fn visit_item_const(&mut self, item: &'ast syn::ItemConst) {
        if !is_test(&item.attrs) {
            self.within(item.ident.to_string(), false, |finder| visit::visit_expr(finder, &item.expr));
        }
    }

    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}
    fn visit_type(&mut self, _: &'ast syn::Type) {}
    fn visit_pat(&mut self, _: &'ast syn::Pat) {}
    fn visit_macro(&mut self, _: &'ast syn::Macro) {}
    fn visit_generic_argument(&mut self, _: &'ast syn::GenericArgument) {}

    fn visit_field_value(&mut self, field: &'ast syn::FieldValue) {
        let name = match &field.member {
            syn::Member::Named(name) => name.to_string(),
            syn::Member::Unnamed(_) => String::new(),
        };
        match (name.as_str(), &field.expr) {
            // A number as a parameter's default.
            ("default", Expr::Call(call)) if !self.live => {
                if let (1, Some(Expr::Lit(lit))) = (call.args.len(), call.args.first())
                    && let Lit::Float(float) = &lit.lit
                    && let Ok(value) = float.base10_parse::<f64>()
                {
                    let new = format!("{:?}", if value == 0.0 { 0.125 } else { 0.5 * value });
                    let words = format!("default {value} → {new}");
                    self.site(bytes(call.span()), Change::Default(new), words);
                    return;
                }
            }
            ("params", Expr::Reference(list)) if !self.live => {
                if let Expr::Array(array) = &*list.expr {
                    for element in &array.elems {
                        if let Expr::Call(call) = element {
                            self.call_with_default(call);
                        } else {
                            self.visit_expr(element);
                        }
                    }
                    return;
                }
            }
            // The range of a setting is a choice, so no test can call it wrong.
            ("range", _) => return,
            ("torch", Expr::Closure(closure)) => {
                self.within("torch".into(), true, |finder| finder.visit_expr(&closure.body));
                return;
            }
            _ => {}
        }
        visit::visit_field_value(self, field);
    }

    fn visit_lit_str(&mut self, lit: &'ast syn::LitStr) {
        if !self.live || self.scope.last().is_none_or(|scope| scope != "torch") {
            return;
        }
        for (new, words) in python::changes(&lit.value()) {
            self.swap(lit.span(), None, &format!("{new:?}"), words);
        }
    }

    fn visit_expr_closure(&mut self, closure: &'ast syn::ExprClosure) {
        // The body of a closure runs, even where the closure stands in a constant.
        let name = self.scope.last().cloned().unwrap_or_default();
        self.within(format!("{name} closure"), true, |finder| finder.visit_expr(&closure.body));
    }

    fn visit_expr_repeat(&mut self, repeat: &'ast syn::ExprRepeat) {
        self.visit_expr(&repeat.expr);
    }

    fn visit_expr(&mut self, expr: &'ast Expr) {
        if self.live {
            match expr {
                // In a chain with `let`, no other operator compiles.
                Expr::Binary(binary) if self.text[bytes(expr.span())].contains("let ") => {
                    self.visit_expr(&binary.left);
                    self.visit_expr(&binary.right);
                    return;
                }
                Expr::Binary(binary) => {
                    for new in others(&binary.op) {
                        let words = format!(
                            "{} {new} {} (was {})",
                            self.text(binary.left.span()),
                            self.text(binary.right.span()),
                            self.text(binary.op.span())
                        );
                        let text = |text: &str| Piece::Text(text.into());
                        let [left, right] = [&binary.left, &binary.right].map(|side| Piece::Kept(bytes(side.span())));
                        let between = text(&format!(") {new} ("));
                        let pieces = vec![text("("), left, between, right, text(")")];
                        self.site(bytes(expr.span()), Change::Replace(pieces), words);
                    }
                    if matches!(binary.op, BinOp::AddAssign(_) | BinOp::SubAssign(_) | BinOp::MulAssign(_)) {
                        // The left side of an assignment has to stay a place.
                        self.visit_expr(&binary.right);
                        return;
                    }
                }
                Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_) | UnOp::Not(_)) => {
                    let words = format!("{} (was {})", self.text(unary.expr.span()), self.text(expr.span()));
                    self.swap(expr.span(), Some(unary.expr.span()), "", words);
                }
                Expr::Lit(lit) => self.number(&lit.lit),
                Expr::MethodCall(call) => {
                    let name = call.method.to_string();
                    let receiver = Some(call.receiver.span());
                    match (name.as_str(), call.args.len()) {
                        ("sqrt" | "abs" | "exp" | "ln_1p" | "tanh", 0) => {
                            let words = format!("{} without .{name}()", self.text(call.receiver.span()));
                            self.swap(expr.span(), receiver, "", words);
                        }
                        ("max" | "min", 1) => {
                            let new = if name == "max" { "min" } else { "max" };
                            let words = format!(".{new}(…) (was {})", self.text(expr.span()));
                            let mut pieces: Vec<Piece> =
                                receiver.map(|span| Piece::Kept(bytes(span))).into_iter().collect();
                            pieces.push(Piece::Text(format!(".{new}(")));
                            pieces.extend(call.args.iter().map(|arg| Piece::Kept(bytes(arg.span()))));
                            pieces.push(Piece::Text(")".into()));
                            self.site(bytes(expr.span()), Change::Replace(pieces), words);
                        }
                        _ => {}
                    }
                }
                Expr::Assign(assign) => return self.visit_expr(&assign.right),
                Expr::Reference(reference) if reference.mutability.is_some() => return,
                _ => {}
            }
        }
        visit::visit_expr(self, expr);
    }
}

impl Finder<'_> {
    /// A call in a list of parameters. Its only float literal is the default.
    fn call_with_default(&mut self, call: &syn::ExprCall) {
        let numbers: Vec<f64> = call
            .args
            .iter()
            .filter_map(|argument| match argument {
                Expr::Lit(syn::ExprLit { lit: Lit::Float(float), .. }) => float.base10_parse().ok(),
                _ => None,
            })
            .collect();
        if let [value] = numbers[..] {
            let new = format!("{:?}", if value == 0.0 { 0.125 } else { 0.5 * value });
            let words = format!("default of {}: {value} → {new}", self.text(call.func.span()));
            self.site(bytes(call.span()), Change::Param(format!("{value:?}|{new}")), words);
        }
    }
}
