//! Faults as workflow commands, which GitHub shows at the lines of a pull request.

use super::{Diagnostics, Locator, Severity};
use crate::inputs::Inputs;

/// One `::error …` line a fault.
/// Source: GitHub's "Workflow commands for GitHub Actions", and its toolkit for the escapes.
pub fn github(diagnostics: &Diagnostics, inputs: &Inputs) -> String {
    let mut locator = Locator::new(inputs);
    let mut text = String::new();
    for one in diagnostics.iter() {
        let command = match one.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let at = locator.locate(&one.place);
        let message =
            if one.help.is_empty() { one.message.clone() } else { format!("{}\nhelp: {}", one.message, one.help) };
        let (line, column) = (at.start.line, at.start.column);
        let (end_line, end_column) = (at.end.line, at.end.column);
        text.push_str(&format!(
            "::{command} file={},line={line},col={column},endLine={end_line},endColumn={end_column},title={}::{}\n",
            property(at.path),
            one.code.as_str(),
            escaped(&message),
        ));
    }
    text
}

fn escaped(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    escaped(text).replace(':', "%3A").replace(',', "%2C")
}
