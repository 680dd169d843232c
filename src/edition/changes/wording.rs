//! Two wordings of a text, word by word, in any script. Nothing of either is left out, so that both can be read back.

use std::fmt::Write as _;

use similar::algorithms::{Capture, Compact, myers};
use similar::{ChangeTag, DiffOp};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::record::Word;

/// A stretch of two wordings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What became of it.
    pub fate: Fate,
    /// Its text.
    pub text: String,
}

/// What became of a stretch of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It stands in both.
    Kept,
    /// It stood in the older alone.
    Removed,
    /// It stands in the newer alone.
    Added,
}

impl Word for Fate {
    const WORDS: &'static [(&'static str, Self)] =
        &[("kept", Self::Kept), ("removed", Self::Removed), ("added", Self::Added)];
}

/// Above this many bytes together, texts are compared line by line: the time of a comparison grows with the square of
/// what differs.
const WORD_BY_WORD: usize = 60_000;
/// Above this many they are not compared: one is gone and the other is new.
const LINE_BY_LINE: usize = 2_000_000;

/// The parts of two wordings, in order: what was removed before what was added in its place. A space between two changes
/// is changed with them, so that words that were replaced together are shown together.
pub fn wording(before: &str, after: &str) -> Vec<Part> {
    let size = before.len() + after.len();
    let mut writer = Writer::default();
    if size > LINE_BY_LINE {
        writer.removed.push_str(before);
        writer.added.push_str(after);
    } else {
        let cut = |text| if size > WORD_BY_WORD { lines(text) } else { words(text) };
        let (before, after) = (cut(before), cut(after));
        for operation in operations(&before, &after) {
            for change in operation.iter_changes(&before, &after) {
                writer.write(change.tag(), change.value());
            }
        }
    }
    writer.close();
    writer.parts
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// A text cut into words and what stands between them. Source: Unicode Standard Annex 29.
fn words(text: &str) -> Vec<&str> {
    text.split_word_bounds().collect()
}

/// What makes one list of the other. One algorithm on one type: each more is compiled in full.
fn operations(before: &[&str], after: &[&str]) -> Vec<DiffOp> {
    let mut hook = Compact::new(Capture::new(), before, after);
    let Ok(()) = myers::diff(&mut hook, before, 0..before.len(), after, 0..after.len());
    hook.into_inner().into_ops()
}

#[derive(Default)]
struct Writer {
    parts: Vec<Part>,
    removed: String,
    added: String,
    /// What is kept, and may still turn out to stand between two changes.
    gap: String,
}

impl Writer {
    fn write(&mut self, tag: ChangeTag, text: &str) {
        let changing = !self.removed.is_empty() || !self.added.is_empty();
        match tag {
            ChangeTag::Equal if changing && text.trim().is_empty() && !text.contains('\n') => self.gap.push_str(text),
            ChangeTag::Equal => {
                self.close();
                self.push(Fate::Kept, text);
            }
            ChangeTag::Delete | ChangeTag::Insert => {
                let gap = std::mem::take(&mut self.gap);
                self.removed.push_str(&gap);
                self.added.push_str(&gap);
                let side = if tag == ChangeTag::Delete { &mut self.removed } else { &mut self.added };
                side.push_str(text);
            }
        }
    }

    fn close(&mut self) {
        for (fate, text) in [
            (Fate::Removed, std::mem::take(&mut self.removed)),
            (Fate::Added, std::mem::take(&mut self.added)),
            (Fate::Kept, std::mem::take(&mut self.gap)),
        ] {
            self.push(fate, &text);
        }
    }

    fn push(&mut self, fate: Fate, text: &str) {
        match self.parts.last_mut() {
            _ if text.is_empty() => {}
            Some(last) if last.fate == fate => last.text.push_str(text),
            _ => self.parts.push(Part { fate, text: text.to_owned() }),
        }
    }
}

/// Characters of what is kept that are shown on each side of a change.
const AROUND: usize = 60;

/// The same for showing: of a long stretch that is kept only its ends are left, where they touch a change.
pub fn shortened(parts: Vec<Part>) -> Vec<Part> {
    let last = parts.len().saturating_sub(1);
    let short = |(at, part): (usize, Part)| match part.fate {
        Fate::Kept => Part { text: ends(&part.text, at > 0, at < last), ..part },
        Fate::Removed | Fate::Added => part,
    };
    parts.into_iter().enumerate().map(short).collect()
}

fn ends(text: &str, start: bool, end: bool) -> String {
    let length = text.chars().count();
    let shown = AROUND * (usize::from(start) + usize::from(end));
    if length <= shown + AROUND {
        return text.to_owned();
    }
    let place = |count: usize| text.char_indices().nth(count).map_or(text.len(), |(at, _)| at);
    let head = if start { &text[..place(AROUND)] } else { "" };
    let tail = if end { &text[place(length - AROUND)..] } else { "" };
    // A word is not cut where there are spaces near.
    let head = head.rfind(char::is_whitespace).map_or(head, |at| &head[..at]);
    let tail = tail.find(char::is_whitespace).map_or(tail, |at| tail[at..].trim_start());
    match (head, tail) {
        ("", tail) => format!("… {tail}"),
        (head, "") => format!("{head} …"),
        (head, tail) => format!("{head} … {tail}"),
    }
}

/// Two wordings on a terminal: `[-removed-]` and `{+added+}`.
pub(super) fn marked(before: &str, after: &str) -> String {
    let mut text = String::new();
    for Part { fate, text: part } in shortened(wording(before, after)) {
        let written = match fate {
            Fate::Kept => write!(text, "{part}"),
            Fate::Removed => write!(text, "[-{part}-]"),
            Fate::Added => write!(text, "{{+{part}+}}"),
        };
        written.expect("writing into a string cannot fail");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_replaced_together_are_shown_together() {
        assert_eq!(
            marked("It opens in June, they say.", "It opened last May, they say."),
            "It [-opens in June-]{+opened last May+}, they say."
        );
        assert_eq!(marked("예산은 3조 원이다.", "예산은 4조 원이다."), "예산은 [-3조-]{+4조+} 원이다.");
        assert_eq!(marked("", "New."), "{+New.+}");
        assert_eq!(marked("Same.", "Same."), "Same.");
    }

    #[test]
    fn both_wordings_can_be_read_back() {
        let texts = ["", "a b c", "a  c b\n\nd", "é\u{301} 한국어 テスト", "x y z x y z", "one\ntwo\nthree\n"];
        for (before, after) in texts.iter().flat_map(|before| texts.iter().map(move |after| (*before, *after))) {
            let parts = wording(before, after);
            let side = |fate| {
                let of = parts.iter().filter(|part| part.fate == fate || part.fate == Fate::Kept);
                of.map(|part| part.text.as_str()).collect::<String>()
            };
            assert_eq!((side(Fate::Removed).as_str(), side(Fate::Added).as_str()), (before, after));
        }
    }

    #[test]
    fn long_stretches_are_shortened_where_nothing_changes() {
        let long = "word ".repeat(100);
        let shown = marked(&format!("{long}old {long}"), &format!("{long}new {long}"));
        assert!(shown.len() < 300 && shown.starts_with("… word") && shown.ends_with("word …"), "{shown}");
        assert!(shown.contains("word [-old-]{+new+} word"), "{shown}");
    }
}
