//! The manifest of an edition: which bytes it was made of. It is read strictly and printed exactly: a manifest is hashed
//! as it stands, so that there is one way to write each. Its body is what `sha256sum` prints.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use unicode_normalization::is_nfc;

use super::Digest;
use crate::diagnostic::Span;
use crate::inputs::InputPath;
use crate::parse::FileKind;
use crate::record::Date;

/// The first line of every manifest.
const FORMAT: &str = "pledgecard-edition 1";

/// What a manifest says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// The address of the publication, which never changes.
    pub site: Box<str>,
    /// The number of the edition, from 1.
    pub edition: u32,
    /// The day on which it judges.
    pub as_of: Date,
    /// When it was sealed.
    pub sealed: Moment,
    /// The digest of the manifest before; [`Digest::NONE`] for the first.
    pub previous: Digest,
    /// The program that sealed it.
    pub generator: Box<str>,
    /// The digest of each input, by path.
    pub files: BTreeMap<InputPath, Digest>,
}

/// A moment to the second, in UTC: `2025-07-02T09:00:00Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(jiff::Timestamp);

impl Moment {
    /// A moment, cut to the second.
    pub fn at(moment: jiff::Timestamp) -> Option<Self> {
        jiff::Timestamp::from_second(moment.as_second()).ok().map(Self)
    }

    fn parse(text: &str) -> Option<Self> {
        let sealed = Self(text.parse().ok()?);
        (sealed.to_string() == text).then_some(sealed)
    }

    /// Digits alone, as other programs take it: `20250702090000`.
    pub fn compact(self) -> String {
        self.0.strftime("%Y%m%d%H%M%S").to_string()
    }

    /// The day, in UTC.
    pub fn day(self) -> Date {
        self.0.to_zoned(jiff::tz::TimeZone::UTC).date().into()
    }
}

impl std::fmt::Display for Moment {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{:.0}", self.0)
    }
}

/// Why something is no manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Malformed {
    /// The line that is wrong.
    pub span: Span,
    /// What is wrong with it.
    pub reason: String,
}

impl Manifest {
    /// Its bytes.
    pub fn print(&self) -> String {
        let mut text = format!(
            "{FORMAT}\nsite {}\nedition {}\nas-of {}\nsealed {}\nprevious {}\ngenerator {}\n\n",
            self.site, self.edition, self.as_of, self.sealed, self.previous, self.generator
        );
        text.reserve(self.files.len() * 128);
        for (path, digest) in &self.files {
            writeln!(text, "{digest}  {path}").expect("writing into memory cannot fail");
        }
        text
    }

    /// Reads the bytes of a manifest; `print` gives them back.
    pub fn parse(bytes: &[u8]) -> Result<Self, Malformed> {
        let whole = |reason: &str| Malformed { span: Span::default(), reason: reason.to_owned() };
        let text = std::str::from_utf8(bytes).map_err(|error| Malformed {
            span: (error.valid_up_to()..bytes.len().min(error.valid_up_to() + 1)).into(),
            reason: "it is not UTF-8".to_owned(),
        })?;
        if !text.ends_with('\n') {
            return Err(whole("its last line has no end: it may have been cut off"));
        }
        let mut lines = Lines { text, at: 0 };
        let (span, first) = lines.next_line();
        if first != FORMAT {
            return Err(Malformed { span, reason: format!("it does not begin with the line `{FORMAT}`") });
        }
        let site = lines.value("site", |text| (!text.is_empty()).then(|| text.into()))?;
        let edition = lines.value("edition", |text| text.parse().ok().filter(|number: &u32| *number > 0))?;
        let day = |text: &str| Date::parse(text).filter(|date| date.day_of_month().is_some());
        let as_of = lines.value("as-of", day)?;
        let sealed = lines.value("sealed", Moment::parse)?;
        let previous = lines.value("previous", Digest::parse)?;
        let generator = lines.value("generator", |text| (!text.is_empty()).then(|| text.into()))?;
        let (span, blank) = lines.next_line();
        if !blank.is_empty() {
            return Err(Malformed { span, reason: "an empty line is missing before the files".to_owned() });
        }
        let files = lines.files()?;
        if !files.contains_key("site.toml") {
            return Err(whole("it lists no site.toml: it may have been cut off"));
        }
        let manifest = Self { site, edition, as_of, sealed, previous, generator, files };
        match different(manifest.print().as_bytes(), bytes) {
            None => Ok(manifest),
            Some(at) => Err(Malformed {
                span: (at..(at + 1).min(bytes.len())).into(),
                reason: "it is not written as a manifest is: not a byte may be otherwise".to_owned(),
            }),
        }
    }

    /// The line that lists a file, or begins with a word, in the manifest's bytes.
    pub fn line_of(bytes: &[u8], what: &str) -> Span {
        let text = String::from_utf8_lossy(bytes);
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let bare = line.trim_end_matches('\n');
            let lists = bare.get(66..).is_some_and(|path| path == what);
            if lists || bare.split(' ').next() == Some(what) {
                return (at..at + bare.len()).into();
            }
            at += line.len();
        }
        Span::default()
    }
}

/// The first byte that differs.
fn different(one: &[u8], other: &[u8]) -> Option<usize> {
    if one == other {
        return None;
    }
    Some(one.iter().zip(other).position(|(a, b)| a != b).unwrap_or(one.len().min(other.len())))
}

/// The lines of a manifest, one after the other.
struct Lines<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Lines<'t> {
    /// The next line without its end; empty after the last.
    fn next_line(&mut self) -> (Span, &'t str) {
        let rest = &self.text[self.at..];
        let line = rest.split('\n').next().unwrap_or_default();
        let span = (self.at..self.at + line.len()).into();
        self.at = (self.at + line.len() + 1).min(self.text.len());
        (span, line)
    }

    /// The value of the next line, which must be `<key> <value>`.
    fn value<T>(&mut self, key: &str, read: impl Fn(&str) -> Option<T>) -> Result<T, Malformed> {
        let (span, line) = self.next_line();
        let wrong = |reason: String| Malformed { span, reason };
        let value = line.strip_prefix(key).and_then(|rest| rest.strip_prefix(' '));
        let value = value.ok_or_else(|| wrong(format!("a line `{key} …` is missing here")))?;
        read(value).ok_or_else(|| wrong(format!("`{value}` is not a value of `{key}`")))
    }

    fn files(&mut self) -> Result<BTreeMap<InputPath, Digest>, Malformed> {
        let mut files: BTreeMap<InputPath, Digest> = BTreeMap::new();
        let mut folded: BTreeMap<String, &str> = BTreeMap::new();
        while self.at < self.text.len() {
            let (span, line) = self.next_line();
            let wrong = |reason: String| Malformed { span, reason };
            let listed = line.split_once("  ").and_then(|(digest, path)| Some((Digest::parse(digest)?, path)));
            let (digest, path) = listed
                .ok_or_else(|| wrong("a line of a file is 64 hexadecimal digits, two blanks, a path".into()))?;
            if !is_sealed_path(path) {
                return Err(wrong(format!("`{path}` is not the path of an input")));
            }
            if files.last_key_value().is_some_and(|(last, _)| &**last >= path) {
                return Err(wrong(format!("`{path}` stands out of order, or twice")));
            }
            if let Some(other) = folded.insert(path.to_lowercase(), path) {
                return Err(wrong(format!("`{path}` and `{other}` differ by case alone")));
            }
            files.insert(path.into(), digest);
        }
        Ok(files)
    }
}

/// Whether an edition may be made of what stands at a path: site.toml, or below content/ or themes/, without a step
/// up, in the composed Unicode form; of what `seal` writes, the notes alone.
pub fn is_sealed_path(path: &str) -> bool {
    let inside = path.strip_prefix("content/").or_else(|| path.strip_prefix("themes/"));
    let parts_are_sound =
        |path: &str| path.split('/').all(|part| !matches!(part, "" | "." | "..") && !part.contains(['\\']));
    let sound = path == "site.toml" || inside.is_some_and(parts_are_sound);
    sound && is_nfc(path) && !path.contains(char::is_control) && FileKind::of(path) != FileKind::Edition
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> String {
        let digest = Digest::of(b"x");
        format!(
            "{FORMAT}\nsite https://example.org/\nedition 2\nas-of 2025-07-01\nsealed 2025-07-02T09:00:00Z\n\
             previous {digest}\ngenerator pledgecard 0.1.0\n\n{digest}  content/pledges/a.md\n{digest}  site.toml\n"
        )
    }

    #[test]
    fn what_is_printed_is_what_was_read() {
        let text = sample();
        assert_eq!(Manifest::parse(text.as_bytes()).unwrap().print(), text);
    }

    #[test]
    fn every_other_way_to_write_it_is_refused() {
        let text = sample();
        let digest = Digest::of(b"x").to_string();
        let other = [
            text.replace('\n', "\r\n"),
            format!("\u{feff}{text}"),
            text.replace("  site", "\tsite"),
            text.replace("as-of 2025-07-01", "as-of 2025-07-01 "),
            text.replace(&digest, &digest.to_uppercase()),
            text.replace("a.md", "z.md").replace("site.toml", "content/pledges/b.md"),
            text.replace("site.toml", "content/pledges/a.md"),
            text.replace("content/pledges/a.md", "content/a.md\n").replace("\n\n", "\n"),
            text.replace("content/pledges/a.md", "content/../a.md"),
            text.replace("content/pledges/a.md", "/content/a.md"),
            text.replace("content/pledges/a.md", "content/cafe\u{301}.md"),
            text.replace("  site.toml", &format!("  content/pledges/b.md\n{digest}  content/pledges/B.md")),
            text.trim_end().to_owned(),
            text.replace("content/pledges/a.md", "content/editions/0001.manifest"),
            format!("{text}\n"),
            format!("{text}x"),
            text.replace("edition 2", "edition 02"),
            text.replace("edition 2", "edition 0"),
            text.replace("as-of 2025-07-01", "as-of 2025-07"),
            text.replace("09:00:00Z", "09:00:00.5Z"),
            text.replace("09:00:00Z", "09:00:00+00:00"),
            text.replace("edition 2\n", ""),
            text.replace("generator", "Generator"),
            String::new(),
        ];
        for (at, text) in other.iter().enumerate() {
            assert!(Manifest::parse(text.as_bytes()).is_err(), "{at}: {text}");
        }
        for end in 0..text.len() {
            let cut = &text.as_bytes()[..end];
            assert!(Manifest::parse(cut).is_err() || text[..end].ends_with(".md\n"), "cut at {end}");
        }
    }
}
