//! Orders a module's functions so that similar ones are neighbours.
//!
//! gzip only finds repetitions within 32 KB, and each part of the module is many times as large. Instances of the same
//! generic function should therefore be neighbours. This makes the download a twentieth smaller and changes no
//! instruction. The compiler scatters these instances, and the order makes no difference to browsers.

use crate::shell::Result;
use std::collections::BTreeMap;

/// Two functions are similar at a place if they share this many consecutive bytes.
const SHARED: usize = 6;
/// Byte sequences that occur in more functions than this are ignored: they say little about any two of them.
const MOST: usize = 20;
/// Numbers of a module's sections.
const CUSTOM: u8 = 0;
const IMPORTS: u8 = 2;
const CODE: u8 = 10;

/// The module with new names for its functions: their alphabetical order puts similar functions side by side. `wasm-opt
/// --reorder-functions-by-name` then sorts and renumbers them.
pub fn named(module: &[u8]) -> Result<Vec<u8>> {
    let parts = read(module).ok_or("the module cannot be read: its sections are not those of WebAssembly 1")?;
    let mut names = vec![0; parts.bodies.len()];
    for (place, function) in order(&parts.bodies).into_iter().enumerate() {
        names[function] = place;
    }
    let mut functions = number(names.len());
    for (function, place) in names.into_iter().enumerate() {
        functions.extend(number(parts.imported + function));
        functions.extend(text(&format!("{place:06}")));
    }
    let mut section = text("name");
    section.push(1); // The names of functions, of all that could be named.
    section.extend(number(functions.len()));
    section.extend(functions);
    let mut named = module.to_vec();
    named.push(CUSTOM);
    named.extend(number(section.len()));
    named.extend(section);
    Ok(named)
}

/// The functions in an order in which each is next to the most similar one that still has a free side.
fn order(bodies: &[&[u8]]) -> Vec<usize> {
    let mut neighbours = vec![Vec::with_capacity(2); bodies.len()];
    let mut chain: Vec<usize> = (0..bodies.len()).collect();
    for (a, b) in alike(bodies) {
        let (of_a, of_b) = (end(&mut chain, a), end(&mut chain, b));
        if of_a != of_b && neighbours[a].len() < 2 && neighbours[b].len() < 2 {
            chain[of_b] = of_a;
            neighbours[a].push(b);
            neighbours[b].push(a);
        }
    }
    let mut order = Vec::with_capacity(bodies.len());
    let mut placed = vec![false; bodies.len()];
    for first in 0..bodies.len() {
        let mut next = (neighbours[first].len() < 2 && !placed[first]).then_some(first);
        while let Some(function) = next {
            placed[function] = true;
            order.push(function);
            next = neighbours[function].iter().copied().find(|other| !placed[*other]);
        }
    }
    order
}

/// The representative of a function's chain.
fn end(chain: &mut [usize], mut function: usize) -> usize {
    while chain[function] != function {
        chain[function] = chain[chain[function]];
        function = chain[function];
    }
    function
}

/// Pairs of functions with something in common, the most similar ones first.
fn alike(bodies: &[&[u8]]) -> Vec<(usize, usize)> {
    let pieces = bodies.iter().enumerate().flat_map(|(function, body)| {
        body.windows(SHARED).map(move |bytes| (bytes.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)), function))
    });
    let mut pieces: Vec<(u64, usize)> = pieces.collect();
    pieces.sort_unstable();
    pieces.dedup();
    let mut shared = BTreeMap::<(usize, usize), usize>::new();
    for same in pieces.chunk_by(|one, other| one.0 == other.0).filter(|same| same.len() <= MOST) {
        for (k, (_, a)) in same.iter().enumerate() {
            for (_, b) in &same[k + 1..] {
                *shared.entry((*a, *b)).or_default() += 1;
            }
        }
    }
    let mut pairs: Vec<((usize, usize), usize)> = shared.into_iter().collect();
    pairs.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    pairs.into_iter().map(|(pair, _)| pair).collect()
}

/// The parts of a module that the order needs.
struct Parts<'a> {
    /// Number of imported functions. Their indices come before those of the module's own functions.
    imported: usize,
    bodies: Vec<&'a [u8]>,
}

fn read(module: &[u8]) -> Option<Parts<'_>> {
    let mut parts = Parts { imported: 0, bodies: Vec::new() };
    let mut rest = module.strip_prefix(b"\0asm\x01\0\0\0")?;
    while let [id, after @ ..] = rest {
        rest = after;
        let mut section = sized(&mut rest)?;
        match *id {
            IMPORTS => {
                for _ in 0..take(&mut section)? {
                    sized(&mut section)?; // module
                    sized(&mut section)?; // name
                    parts.imported += usize::from(is_function(&mut section)?);
                }
            }
            CODE => parts.bodies = (0..take(&mut section)?).map(|_| sized(&mut section)).collect::<Option<_>>()?,
            _ => {}
        }
    }
    Some(parts)
}

/// Reads past the import that begins here, after its names. Returns whether it is a function.
fn is_function(rest: &mut &[u8]) -> Option<bool> {
    let kind = take(rest)?;
    let limits = |rest: &mut &[u8]| {
        let has_end = take(rest)? & 1 == 1;
        take(rest)?;
        if has_end { take(rest) } else { Some(0) }
    };
    match kind {
        0 => take(rest)?,
        1 => (take(rest)?, limits(rest)?).1,
        2 => limits(rest)?,
        3 => (take(rest)?, take(rest)?).1,
        _ => return None,
    };
    Some(kind == 0)
}

/// The bytes after their length.
fn sized<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = take(rest)?;
    let (bytes, after) = rest.split_at_checked(length)?;
    *rest = after;
    Some(bytes)
}

/// A number in LEB128.
fn take(rest: &mut &[u8]) -> Option<usize> {
    let length = 1 + rest.iter().position(|byte| *byte < 128)?;
    let (bytes, after) = rest.split_at(length);
    *rest = after;
    (length <= 5).then(|| bytes.iter().rev().fold(0, |sum, byte| sum << 7 | usize::from(byte & 127)))
}

fn number(mut value: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value > 127 {
        bytes.push((value & 127) as u8 | 128);
        value >>= 7;
    }
    bytes.push(value as u8);
    bytes
}

fn text(name: &str) -> Vec<u8> {
    let mut bytes = number(name.len());
    bytes.extend(name.bytes());
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_that_share_more_stand_side_by_side() {
        let [a, b] = [*b"load add store return", *b"if multiply else trap"];
        let (mut a2, mut b2) = (a, b);
        (a2[3], b2[20]) = (b'!', b'!');
        assert_eq!(order(&[&a, &b, b"something of its own", &a2, &b2]), [0, 3, 1, 4, 2]);
    }

    #[test]
    fn each_function_has_one_place_even_where_all_are_the_same() {
        for count in [0, 1, 7, MOST, MOST + 1] {
            let mut order = order(&vec![&b"the same instructions"[..]; count]);
            order.sort_unstable();
            assert_eq!(order, (0..count).collect::<Vec<_>>());
        }
    }

    #[test]
    fn names_are_counted_from_behind_the_imports() {
        // One type; an imported memory (1 page to 2) and an imported function; two functions that only return.
        let module = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x02\x0f\x02\x01m\x01x\x02\x01\x01\x02\x01m\x01f\0\0\
            \x03\x03\x02\0\0\x0a\x07\x02\x02\0\x0b\x02\0\x0b";
        let named = named(module).unwrap();
        assert_eq!(named[..module.len()], module[..]);
        let names = b"\0\x18\x04name\x01\x11\x02\x01\x06000000\x02\x06000001";
        assert_eq!(named[module.len()..], names[..]);
    }

    #[test]
    fn what_is_no_module_is_refused() {
        for bytes in
            [&b""[..], b"\0asm\x02\0\0\0", b"\0asm\x01\0\0\0\x0a\x7f", b"\0asm\x01\0\0\0\x02\x06\x01\0\0\x09\0\0"]
        {
            assert!(named(bytes).is_err(), "{bytes:?}");
        }
        assert!(named(b"\0asm\x01\0\0\0").is_ok());
    }

    #[test]
    fn numbers_survive_being_written() {
        for value in [0, 127, 128, 300, 2_000_000] {
            let bytes = number(value);
            assert_eq!(take(&mut &bytes[..]), Some(value));
        }
        assert_eq!(take(&mut &[128, 128][..]), None);
    }
}
