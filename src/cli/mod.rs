//! The commands: each reads, calls, prints. Never: a rule of the format.

mod args;
mod build;
mod check;
mod diff;
mod editions;
mod explain;
mod new;
mod project;
mod publish;
mod restore;
mod rollback;
mod seal;
mod serve;
mod status;
mod verify;

use std::process::ExitCode;

use clap::Parser as _;

pub use args::{Args, Command};

use crate::edge::WorldError;
use crate::edge::terminal::Terminal;

/// How a command ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Done.
    Done,
    /// There are faults in the content.
    Faults,
    /// The world failed, or the command was used wrongly.
    World,
}

impl From<End> for ExitCode {
    fn from(end: End) -> Self {
        Self::from(match end {
            End::Done => 0,
            End::Faults => 1,
            End::World => 2,
        })
    }
}

/// Runs the command line of this process.
pub fn run() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            let _ = error.print();
            return End::from_usage(&error).into();
        }
    };
    let terminal = Terminal { colour: args.color, quiet: args.quiet };
    let root = args.root.as_deref();
    // What is quick to end is run by one of the threads that share the work: a third one would take its turn with them.
    let end = match &args.command {
        Command::New(new) => new::run(new, root, terminal),
        Command::Check(check) => rayon::scope(|_| check::run(check, root, terminal)),
        Command::Explain { code } => Ok(explain::run(code.as_deref(), terminal)),
        Command::Build(build) => rayon::scope(|_| build::run(build, root, terminal)),
        Command::Serve(serve) => serve::run(serve, root, terminal),
        Command::Status(status) => status::run(status, root, terminal),
        Command::Seal(seal) => seal::run(seal, root, terminal),
        Command::Editions(editions) => editions::run(editions, root, terminal),
        Command::Diff(diff) => diff::run(diff, root, terminal),
        Command::Verify(verify) => verify::run(verify, root, terminal),
        Command::Publish(publish) => publish::run(publish, root, terminal),
        Command::Rollback(rollback) => rollback::run(rollback, root, terminal),
        Command::Restore { number, dir } => restore::run(*number, dir, root, terminal),
    };
    end.unwrap_or_else(|error| complain(&error, terminal)).into()
}

impl End {
    fn from_usage(error: &clap::Error) -> Self {
        if error.use_stderr() { Self::World } else { Self::Done }
    }
}

fn complain(error: &WorldError, terminal: Terminal) -> End {
    terminal.complaint(&format!("error: {error}\n"));
    End::World
}
