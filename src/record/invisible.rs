//! Characters that nobody sees and that can turn or hide what stands around them.
//! Source: Boucher and Anderson, "Trojan Source" (bidirectional controls); Unicode, `Default_Ignorable_Code_Point`.

/// How a hidden character can mislead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Harm {
    /// It reverses text, or is left open at the end of its line: readers may see another order than was written.
    Turns,
    /// It is not seen.
    Hides,
}

/// Whether a character is invisible or a bidirectional control.
pub fn is(c: char) -> bool {
    is_bidi(c)
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
            | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2064}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Whether a character is one of those that most texts are made of, all of which are seen: to be asked first, since it is
/// answered at once. White space counts as seen.
fn is_plainly_seen(c: char) -> bool {
    matches!(c, ' '..='~' | '\n' | '\r' | '\t' | '가'..='힣' | '\u{2010}'..='\u{2027}' | '一'..='鿿' | 'ぁ'..='ヿ' | 'À'..='ɏ' | '«' | '»' | '·')
}

/// Whether all of a text is plainly seen. Most texts are ASCII, which is found out for many bytes at once.
pub fn is_all_plainly_seen(text: &str) -> bool {
    let ascii = |seen: bool, byte: u8| seen & matches!(byte, b' '..=b'~' | b'\n' | b'\r' | b'\t');
    text.bytes().fold(true, ascii) || text.chars().all(is_plainly_seen)
}

fn is_bidi(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The hidden characters of a text that are worth a fault: byte offset, character, harm.
/// Joiners between letters of scripts that need them, and inside emoji, are none.
pub fn find(text: &str) -> Vec<(usize, char, Harm)> {
    if text.is_ascii() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for line in text.split_inclusive('\n') {
        let from = line.as_ptr() as usize - text.as_ptr() as usize;
        find_in_line(line, from, &mut found);
    }
    found
}

fn find_in_line(line: &str, from: usize, found: &mut Vec<(usize, char, Harm)>) {
    let mut open = Vec::new();
    let mut before = ' ';
    let mut chars = line.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map_or(' ', |(_, next)| *next);
        match c {
            '\u{202d}' | '\u{202e}' => found.push((from + at, c, Harm::Turns)),
            '\u{202a}' | '\u{202b}' | '\u{2066}'..='\u{2068}' => {
                open.push((is_isolate(c), found.len()));
                found.push((from + at, c, Harm::Hides));
            }
            '\u{202c}' | '\u{2069}' => {
                // An embedding's end closes no isolate; an isolate's end closes what was left open in it.
                if let Some(last) = open.iter().rposition(|(isolate, _)| *isolate == (c == '\u{2069}')) {
                    open.truncate(if c == '\u{2069}' || last + 1 == open.len() { last } else { open.len() });
                }
                found.push((from + at, c, Harm::Hides));
            }
            '\u{200c}' | '\u{200d}' if needs_joiner(before) && needs_joiner(after) => {}
            _ if is(c) => found.push((from + at, c, Harm::Hides)),
            _ => {}
        }
        before = c;
    }
    for (_, index) in open {
        found[index].2 = Harm::Turns;
    }
}

fn is_isolate(c: char) -> bool {
    matches!(c, '\u{2066}'..='\u{2068}')
}

/// Letters of scripts in which joiners are spelling, and pictures that joiners combine.
fn needs_joiner(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{1fff}' | '\u{2600}'..='\u{27bf}' | '\u{fe0f}' | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
        || (c.is_alphanumeric() && c as u32 >= 0x3000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_plainly_seen_is_neither_hidden_nor_a_control() {
        let wrong =
            ('\0'..=char::MAX).find(|c| is_plainly_seen(*c) && (is(*c) || c.is_control() && !"\n\r\t".contains(*c)));
        assert_eq!(wrong, None);
    }

    #[test]
    fn overrides_and_open_isolates_turn_text() {
        let harms = |text| find(text).into_iter().map(|(at, _, harm)| (at, harm)).collect::<Vec<_>>();
        assert_eq!(harms("kept \u{202e}broken"), [(5, Harm::Turns)]);
        assert_eq!(harms("\u{2067}open\nnext"), [(0, Harm::Turns)]);
        assert_eq!(harms("\u{2068}closed\u{2069}"), [(0, Harm::Hides), (9, Harm::Hides)]);
        assert_eq!(harms("\u{2068}a\u{202c}"), [(0, Harm::Turns), (4, Harm::Hides)]);
        assert_eq!(harms("pa\u{200b}yment"), [(2, Harm::Hides)]);
        assert_eq!(harms("می\u{200c}خواهم 👩\u{200d}🔬"), []);
    }
}
