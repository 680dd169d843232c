//! `pledgecard explain`: what a fault means.

use super::End;
use crate::diagnostic::{Code, did_you_mean};
use crate::edge::terminal::Terminal;

pub(super) fn run(code: Option<&str>, terminal: Terminal) -> End {
    let Some(written) = code else {
        terminal.result(&list());
        return End::Done;
    };
    if let Some(code) = Code::parse(written) {
        terminal.result(code.manual());
        return End::Done;
    }
    let near = did_you_mean(written, Code::ALL.iter().map(|code| code.as_str()));
    let near = if near.starts_with("did") { near } else { "`pledgecard explain` lists them all".to_owned() };
    terminal.complaint(&format!("error: there is no fault `{written}`; {near}\n"));
    End::World
}

fn list() -> String {
    let width = Code::ALL.iter().map(|code| code.as_str().len()).max().unwrap_or(0);
    let line =
        |code: &Code| format!("{:width$}  {:7}  {}\n", code.as_str(), code.severity().as_str(), code.summary());
    Code::ALL.iter().map(line).collect()
}
