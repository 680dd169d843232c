//! The stable codes of all faults: one row a code. The manual page of each, which `explain` prints, is
//! `docs/faults/<code>.md`.

use super::Severity;

macro_rules! codes {
    ($($(#[doc = $summary:literal])+ $name:ident = $text:literal, $severity:ident;)+) => {
        /// A kind of fault. Its text is stable: tools and editors rely on it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[doc = $summary])+ $name,)+ }

        impl Code {
            /// Every code, in the order of the manual.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The code as it is printed.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// How grave it is where no setting says otherwise.
            pub fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)+ }
            }

            /// The code in one line.
            pub fn summary(self) -> &'static str {
                match self { $(Self::$name => concat!($($summary),+).trim_ascii(),)+ }
            }

            /// The manual page: what it means, why it matters, a bad and a good example. Markdown.
            pub fn manual(self) -> &'static str {
                match self { $(Self::$name => include_str!(concat!("../../docs/faults/", $text, ".md")),)+ }
            }
        }
    };
}

codes! {
    /// The TOML cannot be read at this place
    TomlSyntax = "toml-syntax", Error;
    /// A pledge, page or correction does not begin with front matter between `+++` lines
    NoFrontMatter = "no-front-matter", Error;
    /// The file is not UTF-8 text
    NotUtf8 = "not-utf8", Error;
    /// A conflict of a merge that nobody has decided
    MergeConflict = "merge-conflict", Error;
    /// The file is larger than is read
    TooLarge = "too-large", Error;
    /// A folder, pipe or device stands where a file is expected
    NotAFile = "not-a-file", Error;
    /// A link leads out of the project
    OutsideProject = "outside-project", Error;
    /// The file stands where nothing reads it
    StrayFile = "stray-file", Warning;

    /// A required key is not there
    MissingKey = "missing-key", Error;
    /// A key that the format does not know
    UnknownKey = "unknown-key", Error;
    /// A value of another type than its key takes
    WrongType = "wrong-type", Error;
    /// Something that is not a date
    BadDate = "bad-date", Error;
    /// Something that cannot be an id
    BadId = "bad-id", Error;
    /// A value that is not one of those its key takes
    BadValue = "bad-value", Error;
    /// A text with nothing in it
    EmptyText = "empty-text", Error;

    /// A topic that site.toml does not list
    UnknownTopic = "unknown-topic", Error;
    /// A status that site.toml does not list
    UnknownStatus = "unknown-status", Error;
    /// A concern that site.toml does not list
    UnknownConcern = "unknown-concern", Error;
    /// A person or body that people.toml does not list
    UnknownPerson = "unknown-person", Error;
    /// A source that sources.toml does not list
    UnknownSource = "unknown-source", Error;
    /// A pledge for which there is no file
    UnknownPledge = "unknown-pledge", Error;
    /// A pledge that is, through its parents, a part of itself
    ParentCircle = "parent-circle", Error;

    /// Two things with the same id
    DuplicateId = "duplicate-id", Error;
    /// Two file names that differ only by case or Unicode form
    NameCollision = "name-collision", Error;

    /// A status that is older than the one before it
    StatusOutOfOrder = "status-out-of-order", Error;
    /// A status that is older than the promise
    StatusBeforePromise = "status-before-promise", Error;
    /// A date after today
    DateInFuture = "date-in-future", Error;
    /// A deadline that is older than the promise
    DeadlineBeforePromise = "deadline-before-promise", Error;
    /// A deadline outside the term of office
    OutsideTerm = "outside-term", Warning;

    /// A status, or a pledge, without a source
    StatusWithoutEvidence = "status-without-evidence", Error;
    /// A critique or a reply without a source
    CritiqueWithoutEvidence = "critique-without-evidence", Error;
    /// A status that was reviewed by the one who judged it
    SameReviewer = "same-reviewer", Error;
    /// A source of which no copy is kept
    SourceWithoutArchive = "source-without-archive", Warning;
    /// A local copy that is not there
    SourceFileMissing = "source-file-missing", Error;
    /// A quotation that the local copy of its source does not contain
    QuoteNotInSource = "quote-not-in-source", Error;

    /// A pledge that is past its deadline and still open
    OverdueOpen = "overdue-open", Warning;
    /// An open pledge of which nothing was heard for long
    StaleStatus = "stale-status", Warning;
    /// A final status that was changed without saying why it could be
    MovedAfterFinal = "moved-after-final", Error;
    /// A source that nothing cites
    UnusedSource = "unused-source", Warning;
    /// A person or body that nothing names
    UnusedPerson = "unused-person", Warning;

    /// HTML in Markdown, which is shown as text
    RawHtml = "raw-html", Warning;
    /// An invisible character that can turn or hide text
    BidiControl = "bidi-control", Warning;
    /// A link that could run a script or pretend to be another
    UnsafeLink = "unsafe-link", Error;
    /// A link that leads nowhere in this site
    BrokenLink = "broken-link", Error;
    /// A picture that is not below content/images
    MissingImage = "missing-image", Error;
    /// A picture without a text for those who cannot see it
    ImageWithoutAlt = "image-without-alt", Warning;
    /// A heading that is too high or skips a level
    HeadingLevel = "heading-level", Warning;

    /// A language that site.toml does not list
    UnknownLanguage = "unknown-language", Error;
    /// A text that is not there in a language of the site
    MissingTranslation = "missing-translation", Warning;
    /// A translation of nothing
    OrphanTranslation = "orphan-translation", Error;
    /// A translation that does not fit its original
    TranslationMismatch = "translation-mismatch", Error;

    /// A source that was published after the day on which the scorecard judges
    SourceAfterAsOf = "source-after-as-of", Error;
    /// A file of a sealed edition that is not as it was sealed
    EditionTampered = "edition-tampered", Error;
    /// A sealed edition that is not there
    EditionMissing = "edition-missing", Error;
    /// An edition that does not follow the one before it
    EditionChainBroken = "edition-chain-broken", Error;
    /// A manifest that is not written as one is
    ManifestMalformed = "manifest-malformed", Error;
    /// A file of a sealed edition that is not there
    ObjectMissing = "object-missing", Error;
    /// An edition of another publication
    EditionOfAnotherSite = "edition-of-another-site", Error;
    /// A sealed edition whose text this program cannot read
    EditionUnsound = "edition-unsound", Error;
    /// An edition that judges, or was sealed, before the one before it
    AsOfBackwards = "as-of-backwards", Error;
    /// An edition that judges on a day that had not come
    AsOfInFuture = "as-of-in-future", Error;
    /// A project that says what its last edition says
    NothingToSeal = "nothing-to-seal", Error;
    /// A correction of an edition that was never sealed
    CorrectionOfUnknownEdition = "correction-of-unknown-edition", Error;
    /// A pledge of the last edition that the scorecard has no more
    WithdrawnPledge = "withdrawn-pledge", Note;
    /// A new pledge that says what one of the last edition said, which is gone
    RenamedPledge = "renamed-pledge", Warning;

    /// site.toml is missing, or lists no status
    NoStatusVocabulary = "no-status-vocabulary", Error;
    /// A theme that does not exist
    UnknownTheme = "unknown-theme", Error;
    /// A template that cannot be read or rendered
    Template = "template", Error;
    /// Words of the interface that are missing or cannot be read
    InterfaceWords = "interface-words", Error;
    /// A rendered page that carries markup which could run a script
    UnsafeMarkup = "unsafe-markup", Error;
}

impl Code {
    /// Whether a draft with such an error can be shown in the preview all the same: nothing in it is missing or points to
    /// nothing.
    pub(crate) fn can_be_shown(self) -> bool {
        use Code::{
            BrokenLink, CritiqueWithoutEvidence, DateInFuture, DeadlineBeforePromise, MovedAfterFinal,
            QuoteNotInSource, SameReviewer, StatusBeforePromise, StatusOutOfOrder, StatusWithoutEvidence,
        };
        matches!(
            self,
            StatusWithoutEvidence
                | CritiqueWithoutEvidence
                | SameReviewer
                | QuoteNotInSource
                | StatusOutOfOrder
                | StatusBeforePromise
                | DateInFuture
                | DeadlineBeforePromise
                | MovedAfterFinal
                | BrokenLink
        )
    }

    /// The code with this text.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == text)
    }
}
