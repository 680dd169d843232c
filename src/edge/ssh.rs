//! Signatures, by OpenSSH's `ssh-keygen`: to sign a manifest, and to verify what was signed.
#![expect(clippy::disallowed_methods, reason = "the edge: it runs `ssh-keygen`")]

use std::io::{self, Write as _};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use super::WorldError;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Severity};
use crate::edition::{Chain, Layout, Sealed, signature};
use crate::inputs::InputPath;

const PROGRAM: &str = "ssh-keygen";

/// Signs a manifest.
pub fn sign(key: &Path, manifest: &[u8]) -> Result<Vec<u8>, WorldError> {
    let key_argument = key.to_string_lossy();
    let output = run(&["-Y", "sign", "-n", signature::NAMESPACE, "-f", &key_argument], manifest)
        .map_err(|error| WorldError::new("sign with", key, error))?;
    if output.status.success() && signature::fault(&output.stdout).is_none() {
        return Ok(output.stdout);
    }
    Err(WorldError::refused("sign with", key, said(&output)))
}

/// Verifies every signature. With a file of allowed signers each must be of one of them, and the last edition must be
/// signed; without, a signature must fit what it signs.
pub fn verify(chain: &Chain, layout: Layout, signers: Option<&Path>) -> Result<Diagnostics, WorldError> {
    let mut faults = Diagnostics::default();
    if let Some(signers) = signers {
        std::fs::metadata(signers).map_err(|error| WorldError::new("read", signers, error))?;
        if let Some(last) = chain.sealed.last().filter(|last| last.signature.is_none()) {
            let message = format!("edition {}, the last, is not signed", last.manifest.edition);
            faults.push(Diagnostic::new(Code::EditionTampered, Place::start_of(&last.path), message));
        }
    }
    for sealed in &chain.sealed {
        let Some(bytes) = &sealed.signature else { continue };
        let path: InputPath = layout.signature(sealed.manifest.edition).into();
        match one(sealed, bytes, signers) {
            Ok(None) => {}
            Ok(Some(reason)) => {
                let message = format!("the signature of edition {} does not hold: {reason}", sealed.manifest.edition);
                faults.push(Diagnostic::new(Code::EditionTampered, Place::start_of(&path), message));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound && signers.is_none() => {
                let message = format!(
                    "the signature of edition {} was not verified: there is no `{PROGRAM}`",
                    sealed.manifest.edition
                );
                let note = Diagnostic::new(Code::EditionTampered, Place::start_of(&path), message);
                faults.push(note.severity(Severity::Warning).help("install OpenSSH"));
            }
            Err(error) => return Err(WorldError::new("run", Path::new(PROGRAM), error)),
        }
    }
    Ok(faults)
}

/// Why a signature does not hold.
fn one(sealed: &Sealed, bytes: &[u8], signers: Option<&Path>) -> io::Result<Option<String>> {
    let file = Scratch::new(bytes)?;
    let namespace = signature::NAMESPACE;
    let fits = run(&["-Y", "check-novalidate", "-n", namespace, "-s", &file.name()], &sealed.bytes)?;
    if !fits.status.success() {
        return Ok(Some(said(&fits)));
    }
    let Some(signers) = signers else { return Ok(None) };
    let signers = signers.to_string_lossy();
    // A key must have been good when it signed, whatever became of it since.
    let when = format!("-Overify-time={}", sealed.manifest.sealed.compact());
    let found = run(&["-Y", "find-principals", "-f", &signers, &when, "-s", &file.name()], &[])?;
    let principals = String::from_utf8_lossy(&found.stdout).into_owned();
    let mut reason = "no allowed signer has this key".to_owned();
    for principal in principals.lines().filter(|_| found.status.success()) {
        let verify = ["-Y", "verify", "-f", &signers, "-I", principal, "-n", namespace, &when, "-s", &file.name()];
        let verified = run(&verify, &sealed.bytes)?;
        if verified.status.success() {
            return Ok(None);
        }
        reason = said(&verified);
    }
    Ok(Some(reason))
}

fn run(arguments: &[&str], input: &[u8]) -> io::Result<Output> {
    let mut command = Command::new(PROGRAM);
    command.args(arguments).env("TZ", "UTC").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn()?;
    let written = child.stdin.take().map_or(Ok(()), |mut pipe| pipe.write_all(input));
    let output = child.wait_with_output()?;
    match written {
        // It may have said no before it read all; but what it read in part, it must not sign.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe || output.status.success() => Err(error),
        _ => Ok(output),
    }
}

/// What the program said, in a line.
fn said(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr);
    let line = text.lines().map(str::trim).rfind(|line| !line.is_empty());
    line.unwrap_or("`ssh-keygen` gave no reason").to_owned()
}

/// A file that is there for a moment.
struct Scratch(std::path::PathBuf);

impl Scratch {
    fn new(bytes: &[u8]) -> io::Result<Self> {
        let name = format!("pledgecard-{}-{:016x}", std::process::id(), getrandom::u64().map_err(io::Error::other)?);
        let scratch = Self(std::env::temp_dir().join(name));
        let mut file = std::fs::File::create_new(&scratch.0)?;
        file.write_all(bytes)?;
        Ok(scratch)
    }

    fn name(&self) -> String {
        self.0.to_string_lossy().into_owned()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}
