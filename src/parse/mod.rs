//! Text to records. Parsing never fails: whatever a file holds, it yields what could be read of it and a fault for
//! what could not. One file is one pure function call, so that its result can be kept with the bytes that it came from (`memory`).
//! Never: looking across files.

mod body;
mod cache;
mod citations;
mod conflict;
mod fields;
mod front_matter;
mod kind;
mod memory;
mod page;
mod people;
mod pledge;
mod reader;
mod settings;
mod sources;
mod syntax;
mod theme;
mod translation;
mod tree;
mod unclosed;
mod values;

use std::sync::{Arc, LazyLock};

pub(crate) use body::OPTIONS as MARKDOWN;
pub(crate) use front_matter::{front_matter_of, keys_in};
pub(crate) use kind::FileKind;
pub use memory::{Changes, Memory, all};
pub(crate) use theme::theme;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Lines, Place, Severity};
use crate::inputs::{Input, InputPath, Refusal, size_limit};
use crate::record::{Correction, Page, Person, Pledge, Settings, Source, TextWritten, Translation, Unread};
use reader::{Findings, Reader};

/// What one file holds.
#[derive(Debug)]
enum Parsed {
    Settings(Arc<Settings>),
    Pledge(Arc<Pledge>),
    People(Vec<Arc<Person>>),
    Sources(Vec<Arc<Source>>),
    Page(Arc<Page>),
    Note(Arc<Page>),
    Correction(Arc<Correction>),
    Translation(Arc<Translation>),
    Nothing,
}

/// What reading one file yields.
#[derive(Debug)]
struct FileRead {
    parsed: Parsed,
    diagnostics: Diagnostics,
    texts: Vec<TextWritten>,
    unread: Unread,
}

/// Reads one file.
fn file(path: &InputPath, input: &Input) -> FileRead {
    let kind = FileKind::of(path);
    let bytes = match input {
        Input::Bytes(bytes) => bytes,
        // The chain of editions tells what is wrong with a sealed file.
        Input::Refused(_) if kind == FileKind::Edition => return nothing(),
        Input::Refused(refusal) => return unread(kind, path, [refused(path, *refusal)]),
    };
    // The quick check says whether, the other one where.
    let text = simdutf8::basic::from_utf8(bytes).or_else(|_| std::str::from_utf8(bytes));
    match (kind, text) {
        (FileKind::Stray, _) => faulty(stray(path)),
        (FileKind::Archive, Err(error)) if is_text(path) => {
            let fault = not_utf8(path, bytes, error.valid_up_to()).severity(Severity::Warning);
            faulty(fault.help("save the copy as UTF-8: until then no quote from it is checked"))
        }
        (FileKind::Image | FileKind::Archive | FileKind::Edition, _) | (FileKind::Theme, Err(_)) => nothing(),
        (_, Ok(text)) => match conflict::faults(path, text) {
            faults if faults.is_empty() => text_file(kind, path, bytes, text),
            faults => unread(kind, path, faults),
        },
        (_, Err(error)) => unread(kind, path, [not_utf8(path, bytes, error.valid_up_to())]),
    }
}

/// Whether a local copy of a source can be searched for quotes.
pub(crate) fn is_text(path: &str) -> bool {
    [".txt", ".md"].iter().any(|ending| path.ends_with(ending))
}

fn nothing() -> FileRead {
    let (diagnostics, texts) = (Diagnostics::default(), Vec::new());
    FileRead { parsed: Parsed::Nothing, diagnostics, texts, unread: Unread::default() }
}

fn faulty(fault: Diagnostic) -> FileRead {
    FileRead { diagnostics: Diagnostics::from_iter([fault]), ..nothing() }
}

/// A file that was not read: enough stands for it that others who point to it are not blamed.
fn unread(kind: FileKind, path: &InputPath, faults: impl IntoIterator<Item = Diagnostic>) -> FileRead {
    let bytes = Arc::from(&b""[..]);
    let empty = Reader::new(path, &bytes, "");
    let parsed = match kind {
        FileKind::Pledge => Parsed::Pledge(Arc::new(pledge::parse(&empty))),
        FileKind::Page => Parsed::Page(Arc::new(page::parse(&empty))),
        _ => Parsed::Nothing,
    };
    FileRead { parsed, unread: unread_list(kind), diagnostics: Diagnostics::from_iter(faults), ..nothing() }
}

fn unread_list(kind: FileKind) -> Unread {
    Unread { people: kind == FileKind::People, sources: kind == FileKind::Sources, pledges: kind == FileKind::Pledge }
}

fn text_file(kind: FileKind, path: &InputPath, bytes: &Arc<[u8]>, text: &str) -> FileRead {
    let reader = Reader::new(path, bytes, text);
    let parsed = match kind {
        FileKind::Settings => Parsed::Settings(Arc::new(settings::parse(&reader))),
        FileKind::Pledge => Parsed::Pledge(Arc::new(pledge::parse(&reader))),
        FileKind::People => Parsed::People(shared(people::parse(&reader))),
        FileKind::Sources => Parsed::Sources(shared(sources::parse(&reader))),
        FileKind::Page => Parsed::Page(Arc::new(page::parse(&reader))),
        FileKind::Note => Parsed::Note(Arc::new(page::parse_note(&reader))),
        FileKind::Translation => Parsed::Translation(Arc::new(translation::parse(&reader))),
        FileKind::Correction => Parsed::Correction(Arc::new(page::parse_correction(&reader))),
        _ => Parsed::Nothing,
    };
    let Findings { diagnostics, texts, lost } = reader.into_findings();
    FileRead { parsed, diagnostics, texts, unread: if lost { unread_list(kind) } else { Unread::default() } }
}

fn shared<T>(records: Vec<T>) -> Vec<Arc<T>> {
    records.into_iter().map(Arc::new).collect()
}

fn refused(path: &InputPath, refusal: Refusal) -> Diagnostic {
    let at = Place::start_of(path);
    match refusal {
        Refusal::OutsideProject => {
            Diagnostic::new(Code::OutsideProject, at, format!("`{path}` is a link that leads out of the project"))
                .help("put the file itself there: a project must be whole when it is copied or sealed")
        }
        Refusal::NotAFile => Diagnostic::new(Code::NotAFile, at, format!("`{path}` is not a file"))
            .help("a folder, pipe or device stands where a file is expected: move it away"),
        Refusal::NameNotUtf8 => Diagnostic::new(Code::NotUtf8, at, format!("the name of `{path}` is not UTF-8"))
            .help("rename the file: names are UTF-8, and ids are a to z, digits and hyphens"),
        Refusal::TooLarge(size) => {
            let limit = size_limit(path);
            Diagnostic::new(Code::TooLarge, at, format!("`{path}` has {size} bytes; the limit is {limit}"))
                .help("split it, or keep large documents outside the project and cite them by `url`")
        }
    }
}

fn stray(path: &InputPath) -> Diagnostic {
    let help = kind::meant(path).map_or_else(
        || {
            "below content/ there are pledges/**.md, pages/*.md, corrections/*.md, people.toml, sources.toml (or \
             folders people/ and sources/), images/ and archive/"
                .to_owned()
        },
        |meant| format!("did you mean `{meant}`?"),
    );
    Diagnostic::new(Code::StrayFile, Place::start_of(path), format!("nothing reads `{path}`")).help(help)
}

fn not_utf8(path: &InputPath, bytes: &[u8], at: usize) -> Diagnostic {
    let place = Place::new(path, (at..(at + 1).min(bytes.len())).into());
    let line = Lines::new(bytes).position(at).line;
    let help = match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "it looks like UTF-16: save it again as UTF-8",
        _ => "save it again as UTF-8",
    };
    Diagnostic::new(Code::NotUtf8, place, format!("the file is not UTF-8 text, from line {line} on")).help(help)
}

/// Whether the format has such a key at such a place.
fn has_key(whose: &str, key: &str) -> bool {
    KEYS.contains(&(whose, key))
}

/// Whether the format has a list of tables of this name.
fn has_list(name: &str) -> bool {
    KEYS.iter().any(|(whose, _)| whose.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]")) == Some(name))
}

static KEYS: LazyLock<Vec<(&str, &str)>> = LazyLock::new(keys);

/// The keys of the format by the place where they stand (`[site]`, `[[status]]` …), as the decoders themselves ask for
/// them: the documentation is held against this.
pub fn keys() -> Vec<(&'static str, &'static str)> {
    let path: InputPath = "keys".into();
    let bytes: Arc<[u8]> = Arc::from(&b""[..]);
    let reader = Reader::listing(&path, &bytes);
    settings::parse(&reader);
    pledge::list_keys(&reader);
    page::list_keys(&reader);
    people::list_keys(&reader);
    sources::list_keys(&reader);
    theme::list_keys(&reader);
    translation::list_keys(&reader);
    reader.listed()
}
