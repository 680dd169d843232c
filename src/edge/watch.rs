//! Waits for changes in a project's folders. What the system reports is a hint where to look and nothing more: where it
//! reports nothing (network mounts), the caller is told to look everywhere, again and again. Never: reading a file.
#![expect(clippy::disallowed_methods, reason = "the edge: it watches folders and the clock")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use notify::{Event, EventKind, RecursiveMode, Watcher as _};

use super::disk;
use super::tree::Hint;

/// After this much silence a save is over.
const QUIET: Duration = Duration::from_millis(8);
/// After so many paths it is no save but a burst: a checkout, an unpacked archive.
const BURST: usize = 8;
/// A burst is over after this much silence.
const BURST_QUIET: Duration = Duration::from_millis(60);
/// Nothing is waited for longer than this.
const LONGEST: Duration = Duration::from_secs(2);
/// Some time after a change the whole tree is looked at, in case the system lost a report.
const SECOND_LOOK: Duration = Duration::from_millis(700);
/// How often a folder is looked at whose changes are not reported.
const POLL: Duration = Duration::from_millis(500);

/// Waits for changes.
pub struct Watch {
    home: PathBuf,
    events: Receiver<notify::Result<Event>>,
    /// How much was reported.
    reported: Arc<AtomicUsize>,
    /// How much of that was waited for.
    seen: usize,
    /// `None` where the folders are polled.
    watcher: Option<notify::RecommendedWatcher>,
    watched: BTreeSet<PathBuf>,
    poll: Duration,
    /// Whether the tree has not been looked at as a whole since the last report.
    doubt: bool,
}

impl Watch {
    /// Begins to watch a project, and says why it is polled if it is. `poll` asks for polling.
    pub fn start(home: &Path, poll: Option<Duration>) -> (Self, Option<String>) {
        let (send, events) = channel();
        let mut watch = Self {
            home: home.to_owned(),
            events,
            reported: Arc::default(),
            seen: 0,
            watcher: None,
            watched: BTreeSet::new(),
            poll: poll.unwrap_or(POLL),
            doubt: false,
        };
        if poll.is_some() {
            return (watch, None);
        }
        if let Some(kind) = silent_mount(home) {
            return (watch, Some(format!("changes on a {kind} mount are not reported")));
        }
        let (below, reported) = (home.to_owned(), watch.reported.clone());
        let started = notify::recommended_watcher(move |event: notify::Result<Event>| {
            if event.as_ref().map_or(true, |event| matters(&below, event)) && send.send(event).is_ok() {
                reported.fetch_add(1, Ordering::Release);
            }
        });
        match started {
            Err(error) => return (watch, Some(format!("changes cannot be watched ({error})"))),
            Ok(watcher) => watch.watcher = Some(watcher),
        }
        let notice = watch.watch_folders().err().map(|error| format!("changes cannot be watched ({error})"));
        if notice.is_some() {
            watch.watcher = None;
        }
        (watch, notice)
    }

    /// How long it waits between two looks, where it polls.
    pub fn polls(&self) -> Option<Duration> {
        self.watcher.is_none().then_some(self.poll)
    }

    /// Watches the project's own folder for its site.toml, and the folders of inputs with all below them. One that was
    /// taken away and came back is watched anew.
    fn watch_folders(&mut self) -> notify::Result<()> {
        let Some(watcher) = &mut self.watcher else { return Ok(()) };
        if self.watched.insert(self.home.clone()) {
            watcher.watch(&self.home, RecursiveMode::NonRecursive)?;
        }
        for folder in disk::starts(&self.home).into_iter().filter(|path| path.is_dir()) {
            if self.watched.insert(folder.clone()) {
                watcher.watch(&folder, RecursiveMode::Recursive)?;
            }
        }
        Ok(())
    }

    /// Waits until something may have changed and then holds still, and says where to look.
    pub fn wait(&mut self) -> Hint {
        if self.watcher.is_none() {
            std::thread::sleep(self.poll);
            return Hint::Everywhere;
        }
        let mut paths = BTreeSet::new();
        let mut lost = false;
        let mut since: Option<Instant> = None;
        loop {
            let patience = match since {
                None if self.doubt => SECOND_LOOK,
                None => until_tomorrow(),
                Some(start) => {
                    let quiet = if paths.len() > BURST { BURST_QUIET } else { QUIET };
                    quiet.min(LONGEST.saturating_sub(start.elapsed()))
                }
            };
            match self.next(patience) {
                Some(Ok(event)) => {
                    since.get_or_insert_with(Instant::now);
                    lost |= event.need_rescan() || event.paths.is_empty();
                    self.notice_folders(&event);
                    paths.extend(event.paths);
                }
                Some(Err(_)) => {
                    since.get_or_insert_with(Instant::now);
                    lost = true;
                }
                None if since.is_none() || lost => {
                    self.doubt = false;
                    return Hint::Everywhere;
                }
                None => {
                    self.doubt = true;
                    return Hint::At(paths);
                }
            }
        }
    }

    fn next(&mut self, patience: Duration) -> Option<notify::Result<Event>> {
        let next = self.events.recv_timeout(patience).ok();
        self.seen += usize::from(next.is_some());
        next
    }

    /// Tells, whenever it is asked, whether something was reported that was not waited for yet.
    pub fn overtaken(&self) -> impl Fn() -> bool + Sync {
        let (reported, seen) = (&self.reported, self.seen);
        move || reported.load(Ordering::Acquire) > seen
    }

    /// Watches folders of inputs that appear, and forgets those that go.
    fn notice_folders(&mut self, event: &Event) {
        let starts = disk::all_starts(&self.home);
        let touched: Vec<&PathBuf> = event.paths.iter().filter(|path| starts.contains(path)).collect();
        if touched.is_empty() {
            return;
        }
        for path in touched.into_iter().filter(|path| !path.is_dir() || matches!(event.kind, EventKind::Create(_))) {
            if self.watched.remove(path)
                && let Some(watcher) = &mut self.watcher
            {
                let _ = watcher.unwatch(path);
            }
        }
        // A folder that cannot be watched is still looked at after the next report.
        let _ = self.watch_folders();
    }
}

/// Whether a report is about inputs. Reading is no change, nor is what a build writes beside them.
fn matters(home: &Path, event: &Event) -> bool {
    let read =
        matches!(event.kind, EventKind::Access(notify::event::AccessKind::Open(_) | notify::event::AccessKind::Read));
    let closed = matches!(event.kind, EventKind::Access(notify::event::AccessKind::Close(mode)) if mode != notify::event::AccessMode::Write);
    let inside = event.paths.iter().any(|path| disk::is_input(home, path));
    !read && !closed && (inside || event.paths.is_empty() || event.need_rescan())
}

/// The time to the next day, in UTC: then everything is judged anew. No longer than some minutes: time that the machine
/// sleeps is not counted.
fn until_tomorrow() -> Duration {
    const DAY: u64 = 24 * 60 * 60;
    const AGAIN: Duration = Duration::from_secs(10 * 60);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    Duration::from_secs(DAY - now % DAY).min(AGAIN)
}

/// The kind of a mount whose changes the system does not report.
#[cfg(all(target_os = "linux", target_pointer_width = "64"))]
fn silent_mount(home: &Path) -> Option<&'static str> {
    let found = rustix::fs::statfs(home).ok()?;
    silent_kind(found.f_type & 0xffff_ffff)
}

#[cfg(not(all(target_os = "linux", target_pointer_width = "64")))]
fn silent_mount(_: &Path) -> Option<&'static str> {
    None
}

/// Source: `linux/magic.h`, and WSL's drvfs, which is 9p in its second version.
#[cfg_attr(
    not(all(target_os = "linux", target_pointer_width = "64")),
    expect(dead_code, reason = "other systems report network changes or refuse")
)]
fn silent_kind(magic: i64) -> Option<&'static str> {
    Some(match magic {
        0x0102_1997 => "9p or drvfs",
        0x5346_4846 => "drvfs",
        0x6969 => "NFS",
        0x517b | 0xff53_4d42 | 0xfe53_4d42 => "Windows network",
        0x6573_5546 => "FUSE",
        0x786f_4256 => "VirtualBox",
        0x00c3_6400 => "Ceph",
        0x5346_414f => "AFS",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mounts_that_report_nothing_are_known() {
        assert_eq!(silent_kind(0x0102_1997), Some("9p or drvfs"));
        assert_eq!(silent_kind(0x6969), Some("NFS"));
        assert_eq!(silent_kind(0xef53), None, "ext4");
        assert_eq!(silent_kind(0x0102_1994), None, "tmpfs");
    }
}
