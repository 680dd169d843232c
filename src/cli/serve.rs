//! `pledgecard serve`: the live preview. One loop: wait, look again, compile, show.

use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;

use super::End;
use super::args::Serve;
use super::project::{counted, recalled};
use crate::diagnostic::{self, Diagnostics, Severity};
use crate::edge::terminal::{Terminal, duration};
use crate::edge::tree::Tree;
use crate::edge::watch::Watch;
use crate::edge::{WorldError, browser, clock, disk, server};
use crate::preview::{Door, Script, Shown};
use crate::record::Date;
use crate::scorecard::Judging;
use crate::{Memory, recompile};

pub(super) fn run(args: &Serve, root: Option<&Path>, terminal: Terminal) -> Result<End, WorldError> {
    let start = clock::Stopwatch::start();
    let root = disk::find_root(root)?;
    let (listeners, port) = server::listen(args.host, args.port)?;
    if args.port != 0 && port != args.port {
        terminal.remark(&format!("port {} is busy: taking {port}\n", args.port));
    }
    // Watched before it is read, so that no change falls between.
    let (watch, notice) = Watch::start(&disk::home(&root)?, args.poll.map(std::time::Duration::from_millis));
    let tree = Tree::read(&root)?;
    let server = Arc::new(server(args, tree.home())?);
    for listener in listeners {
        server.clone().serve(listener);
    }
    // All interfaces have no address of their own.
    let all = args.host.is_some_and(|host| host.is_unspecified());
    if all {
        terminal.remark("serving on all interfaces of this machine\n");
    }
    let host = args.host.filter(|_| !all).map_or("localhost".to_owned(), spelled);
    let memory = recalled(&root, tree.inputs());
    Preview { tree, watch, server, terminal, address: format!("http://{host}:{port}"), notice, memory }
        .run(args.open, start)
}

/// What may be asked by which names, and what is added to pages.
fn server(args: &Serve, home: &Path) -> Result<server::Server, WorldError> {
    let token = server::token()?;
    let own = ["localhost", "127.0.0.1", "[::1]"].map(str::to_owned);
    let given = args.host.map(spelled);
    let door = Door {
        hosts: own.into_iter().chain(given).collect(),
        any_address: args.host.is_some_and(|host| host.is_unspecified()),
        token: token.clone(),
    };
    let home = home.to_string_lossy().replace('\\', "/");
    Ok(server::Server::new(door, Script::new(&token, &home, &args.editor)))
}

/// An address as it stands in a URL.
fn spelled(host: IpAddr) -> String {
    if host.is_ipv6() { format!("[{host}]") } else { host.to_string() }
}

/// The loop.
struct Preview {
    tree: Tree,
    watch: Watch,
    server: Arc<server::Server>,
    terminal: Terminal,
    address: String,
    notice: Option<String>,
    memory: Memory,
}

impl Preview {
    fn run(mut self, mut open: bool, start: clock::Stopwatch) -> Result<End, WorldError> {
        let mut last: Option<Arc<Shown>> = None;
        let mut watch = start;
        loop {
            let today = clock::today();
            let outcome = recompile(self.tree.inputs(), Judging { today, drafts: true }, &mut self.memory);
            let (shown, diagnostics) = Shown::after(last.as_deref(), outcome, self.tree.inputs());
            let mut shown = Arc::new(shown);
            self.server.show(shown.clone());
            let time = duration(watch.elapsed());
            let address = format!("{}{}", self.address, shown.base());
            if last.is_none() {
                self.terminal.result(&format!("serving {address}\n"));
            }
            let mut untold = Some(diagnostics);
            watch = loop {
                // What only shows when pages are rendered is looked for after the page is there, and while nobody saves.
                if let Some((tried, diagnostics)) = self.tried(&shown) {
                    (shown, untold) = (tried, Some(diagnostics));
                }
                // What was shown before is let go of only here, after the new is shown: it may be large.
                last = Some(shown.clone());
                if let Some(diagnostics) = untold.take() {
                    self.terminal.board(&self.said(&diagnostics, shown.has_pages(), &address, &time));
                }
                if std::mem::take(&mut open) && !browser::open(&address) {
                    self.terminal.remark("no browser could be opened\n");
                }
                if let Some(watch) = self.wait(today) {
                    break watch;
                }
            };
        }
    }

    /// What is shown, after a trial of it, and shows it if that finds a fault or that one is gone; `None` where nothing is to
    /// be tried, or where a save comes first.
    fn tried(&self, shown: &Shown) -> Option<(Arc<Shown>, Diagnostics)> {
        let (tried, diagnostics) = shown.tried(self.tree.inputs(), &self.watch.overtaken())?;
        let (is_news, tried) = (tried.fails() || shown.fails(), Arc::new(tried));
        if is_news {
            self.server.show(tried.clone());
        }
        Some((tried, diagnostics))
    }

    /// Waits until something may be another; `None` where neither an input is nor the day.
    fn wait(&mut self, today: Date) -> Option<clock::Stopwatch> {
        let hint = self.watch.wait();
        let watch = clock::Stopwatch::start();
        match self.tree.rescan(&hint) {
            Ok(changed) => (!changed.is_empty() || clock::today() != today).then_some(watch),
            Err(error) => {
                self.terminal.complaint(&format!("error: {error}\n"));
                None
            }
        }
    }

    /// What the terminal shows: where, how long it took, and every error in full.
    fn said(&self, diagnostics: &Diagnostics, has_pages: bool, address: &str, time: &str) -> String {
        let inputs = self.tree.inputs();
        let errors: Diagnostics = diagnostics.iter().filter(|one| one.severity == Severity::Error).cloned().collect();
        let polls = self.watch.polls().map_or_else(String::new, |every| {
            let why = self.notice.as_ref().map_or_else(String::new, |why| format!("{why}: "));
            format!("{why}looking every {}\n", duration(every))
        });
        let state = match (errors.is_empty(), has_pages) {
            (_, false) => "nothing can be shown yet",
            (true, true) => "shown",
            (false, true) => "the last good pages stay",
        };
        let faults = diagnostic::human(&errors, inputs, self.terminal.paint_complaint());
        format!("{address}  {state} after {time}: {}\n{polls}\n{faults}", counted(diagnostics))
    }
}
