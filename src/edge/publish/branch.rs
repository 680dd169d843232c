//! Publishes to a branch of the project's repository: one commit, made without touching the work tree or the index, and
//! pushed where that is wanted. The tree of the commit is the built folder, with `.nojekyll` for GitHub Pages.
#![expect(clippy::disallowed_methods, reason = "the edge: it runs `git`")]

use std::collections::BTreeMap;
use std::io::{self, BufReader, Read as _, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use indicatif::ProgressBar;
use rayon::prelude::*;

use super::super::WorldError;
use super::super::clock;
use super::super::output::{Failure, MARKER, MARKER_TEXT};
use super::{Source, Target};
use crate::publish::{Listing, Plan, Stamp, foreign, marker, read_marker};
use crate::render::Scratch;

/// Tells GitHub Pages to serve the files as they are.
const NOJEKYLL: &str = ".nojekyll";
/// The domain of a GitHub Pages site, which its owner puts there.
const DOMAIN: &str = "CNAME";
/// Where branches are pushed.
pub const REMOTE: &str = "origin";
/// What leads git to another repository than the project's, as in a hook. Source: `git rev-parse --local-env-vars`, without
/// what it has of settings.
const ELSEWHERE: &[&str] = &[
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_GRAFT_FILE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_NO_REPLACE_OBJECTS",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_REPLACE_REF_BASE",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
];
/// Pages that are rendered before they are handed on.
const HANDFUL: usize = 256;

/// A branch.
pub(super) struct Branch {
    root: PathBuf,
    name: String,
    push: bool,
    /// What is being done, for what is said where it fails.
    doing: &'static str,
}

/// The files of a commit by their paths.
type Tree = BTreeMap<String, Entry>;

/// What stands at a path of a commit.
struct Entry {
    mode: String,
    blob: String,
}

impl Entry {
    /// Whether it is a file, and no link or repository of its own.
    fn is_file(&self) -> bool {
        self.mode.starts_with("100")
    }
}

impl Branch {
    pub(super) fn new(root: &Path, name: &str, push: bool) -> Self {
        Self { root: root.to_owned(), name: name.to_owned(), push, doing: "publish to the branch" }
    }

    fn reference(&self) -> String {
        format!("refs/heads/{}", self.name)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.arg("-C").arg(&self.root).args(arguments);
        for name in ELSEWHERE {
            command.env_remove(name);
        }
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn failed(&self, error: io::Error) -> WorldError {
        WorldError::new(self.doing, Path::new(&self.name), error)
    }

    fn refuse<T>(&self, reason: impl Into<String>) -> Result<T, WorldError> {
        Err(self.failed(io::Error::other(reason.into())))
    }

    fn output(&self, arguments: &[&str]) -> Result<Output, WorldError> {
        self.command(arguments).output().map_err(|error| WorldError::new("run", Path::new("git"), error))
    }

    /// What git prints; its complaint is the error.
    fn git(&self, arguments: &[&str]) -> Result<String, WorldError> {
        let output = self.output(arguments)?;
        if !output.status.success() {
            return self.refuse(complaint(&output));
        }
        Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_owned())
    }

    /// What git prints, if it has no complaint.
    fn ask(&self, arguments: &[&str]) -> Result<Option<String>, WorldError> {
        let output = self.output(arguments)?;
        Ok(output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim_end().to_owned()))
    }

    fn commit_at(&self, reference: &str) -> Result<Option<String>, WorldError> {
        self.ask(&["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{reference}^{{commit}}")])
    }

    /// The commit that is live: that of the branch here, or of the remote one where it is further.
    fn tip(&self) -> Result<Option<String>, WorldError> {
        self.git(&["rev-parse", "--git-dir"])?;
        let here = self.commit_at(&self.reference())?;
        if !self.push {
            return Ok(here);
        }
        let there = self.remote()?;
        let (Some(here), Some(there)) = (&here, &there) else { return Ok(there.or(here)) };
        let contains =
            |newer: &str, older: &str| Ok(self.ask(&["merge-base", "--is-ancestor", older, newer])?.is_some());
        match (contains(here, there)?, contains(there, here)?) {
            (true, _) => Ok(Some(here.clone())),
            (false, true) => Ok(Some(there.clone())),
            (false, false) => {
                self.refuse(format!("the branch here and the one at `{REMOTE}` have gone apart: make them one first"))
            }
        }
    }

    /// The commit of the remote branch, fetched.
    fn remote(&self) -> Result<Option<String>, WorldError> {
        if self.git(&["ls-remote", "--heads", REMOTE, &self.reference()])?.is_empty() {
            return Ok(None);
        }
        let tracked = format!("refs/remotes/{REMOTE}/{}", self.name);
        self.git(&["fetch", "--quiet", "--no-tags", REMOTE, &format!("+{}:{tracked}", self.reference())])?;
        self.commit_at(&tracked)
    }

    fn tree(&self, commit: &str) -> Result<Tree, WorldError> {
        let output = self.output(&["ls-tree", "-r", "-z", "--full-tree", commit])?;
        if !output.status.success() {
            return self.refuse(complaint(&output));
        }
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let entry = |entry: &str| {
            let (about, path) = entry.split_once('\t')?;
            let mut about = about.split(' ').map(str::to_owned);
            Some((path.to_owned(), Entry { mode: about.next()?, blob: about.nth(1)? }))
        };
        Ok(text.split('\0').filter_map(entry).collect())
    }

    /// The tree of what is live, if it is ours to replace.
    fn live_tree(&self, tip: &str) -> Result<Tree, WorldError> {
        let tree = self.tree(tip)?;
        if !tree.is_empty() && !tree.contains_key(MARKER) {
            return self.refuse("its files are not a site that pledgecard wrote: choose another branch");
        }
        Ok(tree)
    }

    /// The stamp of each blob.
    fn stamps(&self, blobs: &[&str]) -> Result<Vec<Stamp>, WorldError> {
        let failed = |error| self.failed(error);
        let mut command = self.command(&["cat-file", "--batch"]);
        let mut child = command.stdin(Stdio::piped()).spawn().map_err(failed)?;
        let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
        let stamps = std::thread::scope(|scope| {
            scope.spawn(move || {
                let Some(stdin) = stdin else { return };
                let mut stdin = io::BufWriter::new(stdin);
                // Where git has gone, reading fails and says so.
                let _ = blobs.iter().try_for_each(|blob| writeln!(stdin, "{blob}"));
            });
            let mut out = BufReader::new(stdout.ok_or(io::ErrorKind::BrokenPipe)?);
            blobs.iter().map(|_| next_blob(&mut out)).collect::<io::Result<Vec<Stamp>>>()
        });
        child.wait().map_err(failed)?;
        stamps.map_err(failed)
    }

    fn listing(&self, tree: &Tree) -> Result<Listing, WorldError> {
        let (files, others): (Vec<_>, Vec<_>) =
            tree.iter().filter(|(path, _)| !is_own(path)).partition(|(_, entry)| entry.is_file());
        let blobs: Vec<&str> = files.iter().map(|(_, entry)| entry.blob.as_str()).collect();
        let stamps = self.stamps(&blobs)?.into_iter().chain(others.iter().map(|_| Stamp::NO_FILE));
        let paths = files.iter().chain(&others).map(|(path, _)| Box::from(path.as_str()));
        let marker = tree.get(MARKER).map(|entry| self.git(&["cat-file", "blob", &entry.blob])).transpose()?;
        let (left, own) = read_marker(&marker.unwrap_or_default());
        Ok(Listing::new(paths.zip(stamps).collect(), left, own.as_ref()))
    }

    /// A branch that somebody works on is not replaced below their feet.
    fn refuse_checked_out(&self) -> Result<(), WorldError> {
        let worktrees = self.git(&["worktree", "list", "--porcelain"])?;
        let line = format!("branch {}", self.reference());
        if worktrees.lines().any(|one| one == line) {
            return self.refuse("it is checked out: choose another branch, or leave this one");
        }
        Ok(())
    }

    /// Who commits, and when, as a commit has it.
    fn committer(&self) -> Result<String, WorldError> {
        let now = clock::now().as_second();
        let known = self.ask(&["var", "GIT_COMMITTER_IDENT"])?;
        let name = known.as_deref().and_then(|known| known.rsplitn(3, ' ').nth(2)).unwrap_or("pledgecard <>");
        Ok(format!("{name} {now} +0000"))
    }

    /// Writes the commit as one stream.
    fn commit(&self, plan: &Plan, tip: Option<&str>, source: &Source<'_>, bar: &ProgressBar) -> Result<(), Failure> {
        let old = tip.map_or_else(|| Ok(Tree::new()), |tip| self.tree(tip))?;
        let committer = self.committer()?;
        let failed = |error| Failure::World(self.failed(error));
        let mut command = self.command(&["fast-import", "--quiet", "--done"]);
        let mut child = command.stdin(Stdio::piped()).spawn().map_err(failed)?;
        let written = self.stream(&mut child, (plan, &old, tip, &committer), source, bar);
        drop(child.stdin.take());
        let output = child.wait_with_output().map_err(failed)?;
        // Its own complaint says more than that the pipe is broken.
        if !output.status.success() && !matches!(written, Err(Failure::Faults(_))) {
            return Err(failed(io::Error::other(complaint(&output))));
        }
        written
    }

    fn stream(
        &self,
        child: &mut Child,
        (plan, old, tip, committer): (&Plan, &Tree, Option<&str>, &str),
        source: &Source<'_>,
        bar: &ProgressBar,
    ) -> Result<(), Failure> {
        let failed = |error| Failure::World(self.failed(error));
        let stdin = child.stdin.take().ok_or_else(|| failed(io::ErrorKind::BrokenPipe.into()))?;
        let mut out = io::BufWriter::new(stdin);
        let note = source.note();
        write!(out, "commit {}\ncommitter {committer}\ndata {}\n{note}\n", self.reference(), note.len())
            .map_err(failed)?;
        if let Some(tip) = tip {
            writeln!(out, "from {tip}\ndeleteall").map_err(failed)?;
        }
        for path in plan.keep.iter().map(|path| &**path).chain([DOMAIN]) {
            if let Some(Entry { mode, blob }) = old.get(path) {
                writeln!(out, "M {mode} {blob} {}", quoted(path)).map_err(failed)?;
            }
        }
        let sent: Vec<&Box<str>> = plan.add.iter().chain(&plan.replace).collect();
        for handful in sent.chunks(HANDFUL) {
            let rendered = handful.par_iter().map_init(Scratch::default, |scratch, path| {
                bar.inc(1);
                source.bytes(path, scratch).map(<[u8]>::to_vec)
            });
            let rendered: Vec<Vec<u8>> = rendered.collect::<Result<_, Failure>>()?;
            for (path, bytes) in handful.iter().zip(rendered) {
                file(&mut out, path, &bytes).map_err(failed)?;
            }
        }
        let text = marker(MARKER_TEXT.trim_end(), plan.files(), std::iter::empty());
        file(&mut out, MARKER, text.as_bytes()).map_err(failed)?;
        file(&mut out, NOJEKYLL, b"").map_err(failed)?;
        out.write_all(b"done\n").and_then(|()| out.flush()).map_err(failed)
    }

    fn push(&self) -> Result<(), WorldError> {
        let Some(here) = self.commit_at(&self.reference())?.filter(|_| self.push) else { return Ok(()) };
        if self.tip()?.as_ref() == Some(&here) && self.remote()?.as_ref() != Some(&here) {
            self.send(&here)?;
        }
        Ok(())
    }

    /// Makes a commit the remote branch.
    fn send(&self, commit: &str) -> Result<(), WorldError> {
        self.git(&["push", "--quiet", REMOTE, &format!("{commit}:{}", self.reference())])?;
        self.remote()?;
        Ok(())
    }

    /// The tree of an earlier commit, with the domain that stands on the branch now.
    fn tree_again(&self, before: &str, tip: &str) -> Result<String, WorldError> {
        let entries = |commit: &str| self.git(&["ls-tree", "-z", "--full-tree", commit]);
        let is_domain = |entry: &&str| entry.split_once('\t').is_some_and(|(_, path)| path == DOMAIN);
        let (before, tip) = (entries(before)?, entries(tip)?);
        let rest = before.split_terminator('\0').filter(|entry| !is_domain(entry));
        let all = rest.chain(tip.split_terminator('\0').filter(is_domain));
        let text: String = all.flat_map(|entry| [entry, "\0"]).collect();
        let failed = |error| self.failed(error);
        let mut command = self.command(&["mktree", "-z"]);
        let mut child = command.stdin(Stdio::piped()).spawn().map_err(failed)?;
        // It answers nothing before it has read everything; where it has gone, its complaint says why.
        let written = child.stdin.take().map_or(Ok(()), |mut stdin| stdin.write_all(text.as_bytes()));
        let output = child.wait_with_output().map_err(failed)?;
        if !output.status.success() {
            return self.refuse(complaint(&output));
        }
        written.map_err(failed)?;
        Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_owned())
    }

    /// The number of the last edition in a commit; 0 where it has none.
    fn edition(&self, commit: &str) -> u32 {
        let names = self.git(&["ls-tree", "--name-only", &format!("{commit}:editions")]).unwrap_or_default();
        names.lines().filter_map(|name| name.parse().ok()).max().unwrap_or(0)
    }
}

impl Target for Branch {
    fn live(&mut self) -> Result<Listing, WorldError> {
        self.refuse_checked_out()?;
        match self.tip()? {
            Some(tip) => self.listing(&self.live_tree(&tip)?),
            None => Ok(Listing::default()),
        }
    }

    fn apply(&mut self, plan: &Plan, live: &Listing, source: &Source<'_>, bar: &ProgressBar) -> Result<(), Failure> {
        if !plan.is_empty() || !plan.leave.is_empty() {
            let tip = self.tip()?;
            let now =
                tip.as_ref().map_or_else(|| Ok(Listing::default()), |tip| self.listing(&self.live_tree(tip)?))?;
            if now != *live {
                return Ok(
                    self.refuse("something else was published there meanwhile: run `pledgecard publish` again")?
                );
            }
            self.commit(plan, tip.as_deref(), source, bar)?;
            bar.finish_and_clear();
        }
        Ok(self.push()?)
    }

    fn read_back(&self, paths: &[&str]) -> Result<Vec<Option<Stamp>>, WorldError> {
        let reference = if self.push { format!("refs/remotes/{REMOTE}/{}", self.name) } else { self.reference() };
        let tree = self.tree(&reference)?;
        let found: Vec<(usize, &str)> =
            paths.iter().enumerate().filter_map(|(at, path)| Some((at, tree.get(*path)?.blob.as_str()))).collect();
        let blobs: Vec<&str> = found.iter().map(|(_, blob)| *blob).collect();
        let mut stamps = vec![None; paths.len()];
        for ((at, _), stamp) in found.iter().zip(self.stamps(&blobs)?) {
            stamps[*at] = Some(stamp);
        }
        Ok(stamps)
    }

    fn roll_back(&mut self) -> Result<Listing, WorldError> {
        self.doing = "roll back the branch";
        self.refuse_checked_out()?;
        let here = self.commit_at(&self.reference())?;
        let Some(tip) = self.tip()? else { return self.refuse("nothing was published there") };
        let live = self.listing(&self.live_tree(&tip)?)?;
        if !live.foreign.is_empty() {
            return self.refuse(foreign(live.foreign.iter()));
        }
        let now = self.edition(&tip);
        let history = self.git(&["rev-list", "--first-parent", &tip])?;
        let mut earlier = history.lines().filter(|commit| (1..now).contains(&self.edition(commit)));
        let Some(before) = earlier.next() else { return self.refuse("there is no earlier edition") };
        let number = self.edition(before);
        let tree = self.tree_again(before, &tip)?;
        let mut command =
            self.command(&["commit-tree", &tree, "-p", &tip, "-m", &format!("Back to edition {number}")]);
        let committer = self.committer()?;
        let name = committer.split(" <").next().unwrap_or("pledgecard");
        let mail = committer.split(['<', '>']).nth(1).unwrap_or_default();
        for who in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{who}_NAME"), name).env(format!("GIT_{who}_EMAIL"), mail);
        }
        let output = command.output().map_err(|error| self.failed(error))?;
        if !output.status.success() {
            return self.refuse(complaint(&output));
        }
        let commit = String::from_utf8_lossy(&output.stdout).trim_end().to_owned();
        // What cannot be pushed changes nothing here, so that trying again does not go back further.
        if self.push {
            self.send(&commit)?;
        }
        self.git(&["update-ref", &self.reference(), &commit, &here.unwrap_or_default()])?;
        self.listing(&self.tree(&commit)?)
    }
}

/// What stands on the branch beside the site.
fn is_own(path: &str) -> bool {
    [MARKER, NOJEKYLL, DOMAIN].contains(&path)
}

/// The next answer of `git cat-file --batch`.
fn next_blob(out: &mut impl io::BufRead) -> io::Result<Stamp> {
    let mut header = String::new();
    out.read_line(&mut header)?;
    let size = header.trim_end().rsplit(' ').next().and_then(|size| size.parse::<u64>().ok());
    let size = size.ok_or_else(|| io::Error::other(format!("git says `{}`", header.trim_end())))?;
    let mut bytes = Vec::new();
    out.take(size + 1).read_to_end(&mut bytes)?;
    bytes.pop();
    if bytes.len() as u64 == size { Ok(Stamp::of(&bytes)) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

/// A file as `git fast-import` reads it.
fn file(out: &mut impl Write, path: &str, bytes: &[u8]) -> io::Result<()> {
    write!(out, "M 100644 inline {}\ndata {}\n", quoted(path), bytes.len())?;
    out.write_all(bytes)?;
    out.write_all(b"\n")
}

/// A path in the quotes of git. Source: git-fast-import(1), "filemodify".
fn quoted(path: &str) -> String {
    format!("\"{}\"", path.replace('\\', "\\\\").replace('"', "\\\""))
}

/// What git said, in a line.
fn complaint(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr);
    let lines: Vec<&str> =
        text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("hint:")).collect();
    let fatal = lines.iter().find(|line| line.starts_with("fatal:") || line.starts_with("error:"));
    fatal.or(lines.last()).map_or_else(|| "git gave no reason".to_owned(), |line| format!("git says `{line}`"))
}
