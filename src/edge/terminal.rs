//! Standard output and error: the only place that prints.

use std::io::{self, IsTerminal as _, Write as _};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::diagnostic::Paint;

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Colour {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The streams of this process, as the user wants them.
#[derive(Debug, Clone, Copy)]
pub struct Terminal {
    /// When to colour.
    pub colour: Colour,
    /// Whether to keep remarks to oneself.
    pub quiet: bool,
}

impl Terminal {
    /// Prints a result.
    pub fn result(self, text: &str) {
        // A reader that has gone away (`pledgecard explain | head`) is no failure of ours.
        let _ = io::stdout().lock().write_all(text.as_bytes());
    }

    /// Prints a remark, unless the user wants none.
    pub fn remark(self, text: &str) {
        if !self.quiet {
            self.complaint(text);
        }
    }

    /// Prints what holds now. On a terminal it takes the place of what held before, and is cut to the height of the
    /// screen, so that its first lines never scroll away.
    pub fn board(self, text: &str) {
        if !io::stderr().is_terminal() || self.colour == Colour::Never {
            return self.remark(text);
        }
        let height = height().unwrap_or(24).saturating_sub(2);
        let lines = text.lines().count();
        let mut shown: String = text.split_inclusive('\n').take(height).collect();
        if lines > height {
            shown.push_str(&format!("… and {} more lines: `pledgecard check` prints all\n", lines - height));
        }
        self.complaint(&format!("\x1b[H\x1b[2J{shown}"));
    }

    /// Prints what went wrong.
    pub fn complaint(self, text: &str) {
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }

    /// Whether standard output is to be coloured.
    pub fn paint_result(self) -> Paint {
        self.paint(io::stdout().is_terminal())
    }

    /// Whether standard error is to be coloured.
    pub fn paint_complaint(self) -> Paint {
        self.paint(io::stderr().is_terminal())
    }

    fn paint(self, is_terminal: bool) -> Paint {
        #[expect(clippy::disallowed_methods, reason = "the edge: NO_COLOR is the user's wish")]
        let wanted = || std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        match self.colour {
            Colour::Always => Paint::Colour,
            Colour::Auto if is_terminal && wanted() => Paint::Colour,
            Colour::Auto | Colour::Never => Paint::Plain,
        }
    }

    /// Asks a question that is answered with yes or no. Where nobody can be asked, the answer is yes.
    pub fn ask(self, question: &str) -> bool {
        if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
            return true;
        }
        self.complaint(&format!("{question} [y/N] "));
        let mut answer = String::new();
        let read = io::stdin().read_line(&mut answer);
        read.is_ok() && matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes")
    }

    /// A bar for work on `count` things: on a terminal alone.
    pub fn progress(self, count: usize) -> ProgressBar {
        let hidden = self.quiet || !io::stderr().is_terminal();
        let target = if hidden { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr_with_hz(10) };
        let bar = ProgressBar::with_draw_target(Some(count as u64), target);
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len} pages").expect("the template is sound");
        bar.set_style(style);
        bar
    }
}

/// The lines of the screen, where it is known.
#[cfg(unix)]
fn height() -> Option<usize> {
    rustix::termios::tcgetwinsize(io::stderr()).ok().map(|size| usize::from(size.ws_row)).filter(|rows| *rows > 4)
}

#[cfg(not(unix))]
fn height() -> Option<usize> {
    None
}

/// A duration as people say it.
pub fn duration(time: Duration) -> String {
    match time.as_millis() {
        millis @ 0..=999 => format!("{millis} ms"),
        _ => format!("{:.1} s", time.as_secs_f64()),
    }
}
