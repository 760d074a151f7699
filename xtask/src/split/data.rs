//! Which data of the compiled module only the later functions can reach, so that they can travel with those.
//!
//! The linker leaves in the module which symbol each address in code and data is of (`--emit-relocs`, in the notation of
//! WebAssembly's tool conventions, Linking.md). So what a function can reach is known: the symbols that it names, the
//! symbols whose addresses these hold, and so on.

use crate::shell::Result;
use std::collections::HashMap;
use std::ops::Range;
use wasmparser::{
    ConstExpr, DataKind, KnownCustom, Linking, Name, Operator, Parser, Payload, RelocSectionReader, RelocationType,
    SymbolInfo, TypeRef,
};

/// Shorter pieces stay where they are: to name a place in memory takes as much.
const SHORTEST: usize = 16;

/// Addresses of the data that no function but the later ones can reach, in order. Whether a function is one of them is told by
/// its name as the compiler wrote it.
///
/// # Errors
/// If the module cannot be read, or does not say what its addresses are of.
pub fn apart(compiled: &[u8], is_later: &dyn Fn(&str) -> bool) -> Result<Vec<Range<u32>>> {
    let module = Compiled::read(compiled).map_err(|error| format!("the compiled module cannot be read: {error:#}"))?;
    if module.code.is_empty() || module.data.is_empty() || module.symbols.is_empty() {
        return Err("the compiled module does not say what its addresses are of: link it with --emit-relocs".into());
    }
    if !module.is_placed {
        return Err("the compiled module has data whose place in memory is not a number".into());
    }
    Ok(module.apart(is_later))
}

/// What a compiled module says of itself.
#[derive(Default)]
struct Compiled {
    /// Functions' names by their number, which begins with the imported ones.
    names: HashMap<u32, String>,
    imported: u32,
    /// Where each function's code is in the file.
    bodies: Vec<Range<usize>>,
    segments: Vec<Segment>,
    /// Each symbol's addresses; none for what is no data, or all zero to begin with.
    symbols: Vec<Range<u32>>,
    /// Whether all data have a place that is known.
    is_placed: bool,
    /// Which symbol's address stands at a place in the file, in order.
    code: Vec<(usize, usize)>,
    data: Vec<(usize, usize)>,
}

/// Data that lie side by side in the file and in memory.
struct Segment {
    file: Range<usize>,
    address: u32,
}

impl Compiled {
    fn read(file: &[u8]) -> wasmparser::Result<Self> {
        let mut module = Self { is_placed: true, ..Self::default() };
        let (mut begins, mut symbols, mut relocated) = (Vec::new(), Vec::new(), Vec::new());
        for payload in Parser::new(0).parse_all(file) {
            let payload = payload?;
            begins.extend(payload.as_section().map(|(_, range)| range.start));
            match payload {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        module.imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                Payload::CodeSectionEntry(body) => module.bodies.push(body.range()),
                Payload::DataSection(all) => {
                    for data in all {
                        let data = data?;
                        let place = match data.kind {
                            DataKind::Active { offset_expr, .. } => number(&offset_expr)?,
                            DataKind::Passive => None,
                        };
                        module.is_placed &= place.is_some();
                        let file = data.range.end - data.data.len()..data.range.end;
                        module.segments.push(Segment { file, address: place.unwrap_or(0) });
                    }
                }
                Payload::CustomSection(custom) => match custom.as_known() {
                    KnownCustom::Name(parts) => module.name(parts)?,
                    KnownCustom::Linking(parts) => {
                        for part in parts {
                            if let Linking::SymbolTable(table) = part? {
                                symbols = table.into_iter().collect::<wasmparser::Result<Vec<_>>>()?;
                            }
                        }
                    }
                    KnownCustom::Reloc(section) => relocated.push(section),
                    _ => {}
                },
                _ => {}
            }
        }
        module.symbols = symbols.iter().map(|symbol| module.addresses(symbol)).collect();
        for section in relocated {
            module.note(&section, &begins)?;
        }
        Ok(module)
    }

    fn name(&mut self, parts: wasmparser::NameSectionReader<'_>) -> wasmparser::Result<()> {
        for part in parts {
            let Name::Function(names) = part? else { continue };
            for name in names {
                let name = name?;
                self.names.insert(name.index, name.name.into());
            }
        }
        Ok(())
    }

    fn addresses(&self, symbol: &SymbolInfo<'_>) -> Range<u32> {
        let SymbolInfo::Data { symbol: Some(place), .. } = symbol else { return 0..0 };
        let Some(segment) = self.segments.get(place.index as usize) else { return 0..0 };
        let start = segment.address + place.offset;
        start..start + place.size
    }

    /// Notes which symbols stand in a section.
    fn note(&mut self, section: &RelocSectionReader<'_>, begins: &[usize]) -> wasmparser::Result<()> {
        let Some(begin) = begins.get(section.section_index() as usize) else { return Ok(()) };
        for entry in section.entries() {
            let entry = entry?;
            // A type's number is no symbol's.
            if matches!(entry.ty, RelocationType::TypeIndexLeb) {
                continue;
            }
            let noted = (begin + entry.offset as usize, entry.index as usize);
            let in_data = self.segments.iter().any(|segment| segment.file.contains(&noted.0));
            if in_data { self.data.push(noted) } else { self.code.push(noted) }
        }
        self.code.sort_unstable();
        self.data.sort_unstable();
        Ok(())
    }

    fn apart(&self, is_later: &dyn Fn(&str) -> bool) -> Vec<Range<u32>> {
        let (later, first): (Vec<_>, Vec<_>) =
            self.code.iter().partition(|(place, _)| self.function(*place).is_some_and(is_later));
        let [later, first] = [later, first].map(|named| self.reached(named.into_iter().map(|(_, symbol)| symbol)));
        let mut apart = Vec::new();
        for segment in &self.segments {
            let length = segment.file.len();
            let mut owners = vec![Owner::Nobody; length];
            for (owner, reached) in [(Owner::Later, &later), (Owner::First, &first)] {
                for (addresses, _) in self.symbols.iter().zip(reached).filter(|(_, is_reached)| **is_reached) {
                    let [start, end] =
                        [addresses.start, addresses.end].map(|at| at.saturating_sub(segment.address) as usize);
                    owners[start.min(length)..end.min(length)].fill(owner);
                }
            }
            apart.extend(runs(&owners).map(|run| segment.address + run.start as u32..segment.address + run.end as u32));
        }
        apart
    }

    /// The name of the function whose code has this place in the file.
    fn function(&self, place: usize) -> Option<&str> {
        let body = self.bodies.partition_point(|body| body.start <= place).checked_sub(1)?;
        self.names.get(&(self.imported + body as u32)).map(String::as_str)
    }

    /// For each symbol whether it can be reached from these.
    fn reached(&self, from: impl Iterator<Item = usize>) -> Vec<bool> {
        let mut reached = vec![false; self.symbols.len()];
        let mut waiting: Vec<usize> = from.collect();
        while let Some(symbol) = waiting.pop() {
            let Some(is_reached) = reached.get_mut(symbol) else { continue };
            if std::mem::replace(is_reached, true) {
                continue;
            }
            let Range { start, end } = self.symbols[symbol];
            for segment in self.segments.iter().filter(|segment| start >= segment.address) {
                let [from, to] = [start, end].map(|at| segment.file.start + (at - segment.address) as usize);
                let to = to.min(segment.file.end);
                let next = self.data.partition_point(|(place, _)| *place < from);
                waiting.extend(self.data[next..].iter().take_while(|(place, _)| *place < to).map(|(_, symbol)| symbol));
            }
        }
        reached
    }
}

/// Who can reach a byte: where both can, the first.
#[derive(Clone, Copy, PartialEq)]
enum Owner {
    Nobody,
    Later,
    First,
}

/// Runs of bytes that are for the later functions alone, with what lies between that nobody reads.
fn runs(owners: &[Owner]) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    owners.chunk_by(|one, other| (*one == Owner::First) == (*other == Owner::First)).filter_map(move |run| {
        let begin = start;
        start += run.len();
        let [from, to] = [
            run.iter().position(|owner| *owner == Owner::Later)?,
            run.iter().rposition(|owner| *owner == Owner::Later)? + 1,
        ];
        (to - from >= SHORTEST).then_some(begin + from..begin + to)
    })
}

/// What a segment's offset is, where it is a number.
fn number(offset: &ConstExpr<'_>) -> wasmparser::Result<Option<u32>> {
    match offset.get_operators_reader().read()? {
        Operator::I32Const { value } => Ok(Some(value as u32)),
        _ => Ok(None),
    }
}
