//! Shaders as shipped in the module: without comments, indentation and empty lines.

/// The shader in a file beside this one, stripped at compile time.
macro_rules! shader {
    ($file:literal) => {{
        const SOURCE: &str = include_str!($file);
        const LENGTH: usize = $crate::web::gl::glsl::stripped::<0>(SOURCE.as_bytes()).1;
        const STRIPPED: [u8; LENGTH] = $crate::web::gl::glsl::stripped(SOURCE.as_bytes()).0;
        const TEXT: &str = match std::str::from_utf8(&STRIPPED) {
            Ok(text) => text,
            Err(_) => panic!("what is left of a text in UTF-8 is one"),
        };
        TEXT
    }};
}
pub(super) use shader;

/// The stripped source, truncated to `ROOM` bytes, and its full length. Comments are those that run to the end of the
/// line.
pub const fn stripped<const ROOM: usize>(source: &[u8]) -> ([u8; ROOM], usize) {
    let mut left = [0; ROOM];
    let (mut length, mut at) = (0, 0);
    // A space counts only if something follows it on the same line.
    let (mut is_begun, mut blanks) = (false, 0);
    while at < source.len() {
        match source[at] {
            b'\n' => {
                if is_begun {
                    length = put(&mut left, length, b'\n');
                }
                (is_begun, blanks) = (false, 0);
            }
            b'/' if at + 1 < source.len() && source[at + 1] == b'/' => {
                while at + 1 < source.len() && source[at + 1] != b'\n' {
                    at += 1;
                }
            }
            b' ' => blanks += is_begun as usize,
            byte => {
                while blanks > 0 {
                    length = put(&mut left, length, b' ');
                    blanks -= 1;
                }
                length = put(&mut left, length, byte);
                is_begun = true;
            }
        }
        at += 1;
    }
    (left, length)
}

const fn put<const ROOM: usize>(left: &mut [u8; ROOM], length: usize, byte: u8) -> usize {
    if length < ROOM {
        left[length] = byte;
    }
    length + 1
}

// Checked at compile time, because no other test covers code that only browsers run.
const _: () = {
    let (left, length) = stripped::<16>(b"#v 3\n// a\n\n  b; // c\n}\n");
    assert!(length == 10);
    let wanted = b"#v 3\nb;\n}\n";
    let mut at = 0;
    while at < length {
        assert!(left[at] == wanted[at]);
        at += 1;
    }
};
