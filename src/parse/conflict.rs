//! The markers that a merge leaves around what it could not decide. Nothing between them is what anybody meant: a file
//! that has them is not read further.

use std::ops::Range;

use memchr::memmem;

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::inputs::InputPath;

/// A fault for each conflict. The line `=======` alone is none: it also underlines a heading.
pub(super) fn faults(path: &InputPath, text: &str) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    let mut from = 0;
    while let Some(begin) = marker(text, "<<<<<<< ", from)
        && let Some(end) = marker(text, ">>>>>>> ", begin.end)
    {
        from = end.end;
        let message = "a merge left open here which of two texts stands";
        let help = "keep what is right, and take out the lines that begin with `<<<<<<<`, `=======`, `>>>>>>>` (and \
                    `|||||||`)";
        let fault = Diagnostic::new(Code::MergeConflict, Place::new(path, begin.into()), message).help(help);
        faults.push(fault.related(Place::new(path, end.into()), "it ends here"));
    }
    faults
}

/// The next line that begins with a marker.
fn marker(text: &str, marker: &str, from: usize) -> Option<Range<usize>> {
    let found = memmem::find_iter(&text.as_bytes()[from..], marker).map(|at| from + at);
    let at =
        found.into_iter().find(|at| text[..*at].is_empty() || text[..*at].ends_with(['\n', '\r', '\u{feff}']))?;
    let end = text[at..].find(['\n', '\r']).map_or(text.len(), |end| at + end);
    Some(at..end)
}
