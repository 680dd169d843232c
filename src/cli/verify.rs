//! `pledgecard verify`: whether every edition is as it was sealed.

use std::path::Path;

use serde::Serialize;

use super::End;
use super::args::{Plain, Verify};
use super::project::plural;
use crate::diagnostic::{self, Diagnostics};
use crate::edge::terminal::Terminal;
use crate::edge::{WorldError, disk, fetch, ssh};
use crate::edition::{self, Chain, Layout};
use crate::inputs::Inputs;

/// The verdict as JSON, version 1.
#[derive(Serialize)]
struct Verdict {
    whole: bool,
    editions: usize,
    digest: Option<String>,
    withheld: usize,
    signed: usize,
    faults: serde_json::Value,
}

pub(super) fn run(args: &Verify, root: Option<&Path>, terminal: Terminal) -> Result<End, WorldError> {
    let (inputs, layout, place) = read(args.target.as_deref(), root)?;
    let (chain, mut faults) = edition::read(&inputs, layout);
    if let Some(pin) = &args.pin {
        faults.append(edition::unpinned(&chain, layout, pin));
    }
    if !faults.has_errors() {
        faults.append(ssh::verify(&chain, layout, args.signers.as_deref())?);
    }
    let faults = faults.sorted();
    if chain.sealed.is_empty() && faults.is_empty() {
        return Err(WorldError::refused("verify", &place, "there is no edition in it"));
    }
    let whole = !faults.has_errors();
    terminal.result(&match args.format {
        Plain::Json => json(&chain, &faults, &inputs),
        Plain::Human => human(&chain, &faults, &inputs, terminal),
    });
    Ok(if whole { End::Done } else { End::Faults })
}

/// The files of editions at a target, how they lie, and where that is.
fn read(target: Option<&str>, root: Option<&Path>) -> Result<(Inputs, Layout, std::path::PathBuf), WorldError> {
    let Some(target) = target else {
        let root = disk::find_root(root)?;
        return Ok((disk::read(&root)?, Layout::Project, root));
    };
    let place = Path::new(target).to_owned();
    if target.starts_with("https://") || target.starts_with("http://") {
        return Ok((fetch::editions(target)?, Layout::Site, place));
    }
    if disk::is_project(&place) {
        return Ok((disk::read(&disk::find_root(Some(&place))?)?, Layout::Project, place));
    }
    Ok((disk::read_published(&place)?, Layout::Site, place))
}

fn human(chain: &Chain, faults: &Diagnostics, inputs: &Inputs, terminal: Terminal) -> String {
    let mut text = diagnostic::human(faults, inputs, terminal.paint_result());
    let Some(last) = chain.sealed.last() else { return text };
    let count = plural(chain.sealed.len(), "edition");
    if faults.has_errors() {
        text.push_str(&format!("not whole: {}\n", super::project::counted(faults)));
        return text;
    }
    text.push_str(&format!(
        "whole: {count} of {}, the last as of {}\n{}\n",
        last.manifest.site, last.manifest.as_of, last.digest
    ));
    let signed = chain.sealed.iter().filter(|sealed| sealed.signature.is_some()).count();
    if signed > 0 {
        text.push_str(&format!("{signed} signed\n"));
    }
    if !chain.withheld.is_empty() {
        let files: std::collections::BTreeSet<_> = chain.withheld.iter().map(|(_, path)| path).collect();
        text.push_str(&format!("{} withheld: copies of others’ documents\n", plural(files.len(), "file")));
    }
    text
}

fn json(chain: &Chain, faults: &Diagnostics, inputs: &Inputs) -> String {
    let verdict = Verdict {
        whole: !faults.has_errors(),
        editions: chain.sealed.len(),
        digest: chain.sealed.last().map(|last| last.digest.to_string()),
        withheld: chain.withheld.len(),
        signed: chain.sealed.iter().filter(|sealed| sealed.signature.is_some()).count(),
        faults: serde_json::from_str(&diagnostic::json(faults, inputs)).expect("it was just written"),
    };
    serde_json::to_string_pretty(&verdict).expect("a verdict is plain data") + "\n"
}
