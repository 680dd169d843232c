//! Faults as SARIF 2.1.0, for code-scanning dashboards.

use serde_json::{Value, json};

use super::{Code, Diagnostics, Located, Locator, Severity};
use crate::inputs::Inputs;

/// A SARIF log with one run. Columns count Unicode code points, as the log says.
/// Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0".
pub fn sarif(diagnostics: &Diagnostics, inputs: &Inputs) -> String {
    let mut locator = Locator::new(inputs);
    let results: Vec<Value> = diagnostics
        .iter()
        .map(|one| {
            let related: Vec<Value> = one
                .related
                .iter()
                .map(|other| {
                    let mut location = location(&locator.locate(&other.place));
                    location["message"] = json!({ "text": other.message });
                    location
                })
                .collect();
            let text =
                if one.help.is_empty() { one.message.clone() } else { format!("{}\n{}", one.message, one.help) };
            json!({
                "ruleId": one.code.as_str(),
                "level": level(one.severity),
                "message": { "text": text },
                "locations": [location(&locator.locate(&one.place))],
                "relatedLocations": related,
            })
        })
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "pledgecard",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": Code::ALL.iter().copied().map(rule).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    let mut text = serde_json::to_string_pretty(&log).expect("a JSON value always serialises");
    text.push('\n');
    text
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.as_str(),
        "shortDescription": { "text": code.summary() },
        "help": { "text": code.manual(), "markdown": code.manual() },
        "defaultConfiguration": { "level": level(code.severity()) },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn location(at: &Located<'_>) -> Value {
    json!({ "physicalLocation": {
        "artifactLocation": { "uri": uri(at.path) },
        "region": {
            "startLine": at.start.line,
            "startColumn": at.start.column,
            "endLine": at.end.line,
            "endColumn": at.end.column,
        },
    } })
}

/// A relative URI reference: what is not unreserved is percent-encoded (RFC 3986, 2.3).
fn uri(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    path.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
