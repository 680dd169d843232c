//! What the template engine says, with the place in the template.

use std::collections::BTreeMap;

use tera::ErrorKind;

use super::theme::TemplateFile;
use crate::diagnostic::{Code, Diagnostic, Place, Span};
use crate::inputs::InputPath;

/// The faults in an error of the engine. Unknown names come as one text with a report each; all others have a span.
pub(super) fn of_error(
    template: &str,
    error: &tera::Error,
    templates: &BTreeMap<String, TemplateFile>,
) -> Vec<Diagnostic> {
    let whole = |name: &str, message: String, help: &str| {
        let path = templates.get(name).map_or_else(|| InputPath::from(name), |file| file.path.clone());
        vec![Diagnostic::new(Code::Template, Place::start_of(&path), message).help(help)]
    };
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let span = Span::from(report.span().range.clone());
            vec![fault(report.filename(), span, report.message(), templates)]
        }
        ErrorKind::MissingParent { current, parent } => {
            whole(current, format!("it extends `{parent}`, which does not exist"), "name a file below templates/")
        }
        ErrorKind::CircularExtend { tpl, .. } => {
            whole(tpl, "it extends itself, through others".to_owned(), "take out one `extends` of the circle")
        }
        ErrorKind::CircularInclude { tpl, .. } => {
            whole(tpl, "it includes itself, through others".to_owned(), "take out one `include` of the circle")
        }
        ErrorKind::Msg(text) if text.starts_with("Component ") => {
            // "Component `x` is defined in both `a` and `b`": it is the theme's own file that can give way.
            let names: Vec<&str> = text.split('`').skip(1).step_by(2).collect();
            let own = names[1..].iter().rfind(|name| **name != "parts.html").copied().unwrap_or("parts.html");
            whole(own, lowered(text), "give yours another name, or replace the other file as a whole")
        }
        ErrorKind::Msg(text) => {
            let reports = reports(text, templates);
            if reports.is_empty() { whole(template, lowered(text), "") } else { reports }
        }
        other => whole(template, lowered(&other.to_string()), ""),
    }
}

fn fault(name: &str, span: Span, message: &str, templates: &BTreeMap<String, TemplateFile>) -> Diagnostic {
    let path = templates.get(name).map_or_else(|| InputPath::from(name), |file| file.path.clone());
    Diagnostic::new(Code::Template, Place::new(&path, span), lowered(message)).help(help(message))
}

/// Reads reports such as `error: Unknown filter …` with ` --> front.html:12:5` on the next line.
fn reports(text: &str, templates: &BTreeMap<String, TemplateFile>) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    let mut message = "";
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("error: ") {
            message = rest;
        } else if let Some(place) = line.trim_start().strip_prefix("--> ") {
            let mut parts = place.rsplitn(3, ':');
            let mut number = || parts.next().and_then(|part| part.parse::<usize>().ok());
            if let (Some(column), Some(line)) = (number(), number()) {
                let name = parts.next().unwrap_or_default();
                let at = templates.get(name).map_or(0, |file| offset(&file.text, line, column));
                let length = message.split('`').nth(1).map_or(1, str::len);
                faults.push(fault(name, Span::from(at..at + length), message, templates));
            }
        }
    }
    faults
}

/// The byte offset of a line and column, both from 1.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start = text.split_inclusive('\n').take(line - 1).map(str::len).sum::<usize>();
    let in_line = text.get(start..).unwrap_or("").char_indices().nth(column - 1);
    start + in_line.map_or(0, |(at, _)| at)
}

fn lowered(message: &str) -> String {
    let mut chars = message.chars();
    let lowered: String = chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect());
    lowered.trim_end_matches('.').to_owned()
}

fn help(message: &str) -> &'static str {
    let message = message.to_lowercase();
    if message.contains("filter") {
        "filters are those of Tera 2 and `inline_markdown`"
    } else if message.contains("component") {
        "components are defined in templates/parts.html, or beside it"
    } else if message.contains("variable")
        || message.contains("field")
        || message.contains("not found")
        || message.contains("undefined")
    {
        "docs/themes.md lists what each page can show"
    } else {
        ""
    }
}
