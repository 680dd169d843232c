//! The command line as clap reads it.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args as ArgGroup, Parser, Subcommand, ValueEnum};

use crate::edge::terminal::Colour;
use crate::edition;
use crate::record::Date;

/// Checked, versioned scorecards of political pledges, from Markdown.
#[derive(Debug, Parser)]
#[command(name = "pledgecard", version, propagate_version = true, max_term_width = 100)]
pub struct Args {
    /// The project's folder [default: the nearest in or above this one with a site.toml].
    #[arg(long, global = true, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// Print results and errors alone.
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// When to colour.
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    pub color: Colour,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Start a project or a pledge.
    #[command(subcommand)]
    New(New),
    /// Show every fault in the content and the templates.
    Check(Check),
    /// Say what a fault means, with a bad and a good example; without CODE list them all.
    Explain {
        /// The code of a fault, such as `missing-key`.
        code: Option<String>,
    },
    /// Build the whole site into a folder.
    Build(Build),
    /// Show the site in a browser while it is written: a save changes the open page at once.
    Serve(Serve),
    /// Add a dated status to a pledge's file, keeping its comments and layout.
    Status(Status),
    /// Seal the project as the next edition, which never changes again.
    Seal(Seal),
    /// List the sealed editions.
    Editions(Editions),
    /// Show what changed between two editions, or between the last one and the draft.
    Diff(Diff),
    /// Prove that no edition was changed: those of a project, or of a published site.
    Verify(Verify),
    /// Publish the last edition, and all before it: the plan is shown first.
    Publish(Publish),
    /// Show the site again that was there before the last `publish`.
    Rollback(Rollback),
    /// Write the text of an edition as a project of its own.
    Restore {
        /// The number of the edition.
        number: u32,
        /// The folder to make.
        dir: PathBuf,
    },
}

/// What to start.
#[derive(Debug, Subcommand)]
pub enum New {
    /// A small complete project, with comments that teach the format.
    Site {
        /// The folder to make.
        dir: PathBuf,
    },
    /// A pledge, as a draft, with every required key.
    Pledge {
        /// Its title.
        title: String,
        /// Its id [default: made from the title].
        #[arg(long)]
        id: Option<String>,
        /// A topic of site.toml [default: the first].
        #[arg(long)]
        topic: Option<String>,
    },
}

/// How to judge.
#[derive(Debug, Clone, Copy, ArgGroup)]
pub struct Judging {
    /// Treat warnings as errors.
    #[arg(long)]
    pub strict: bool,
    /// The day on which to judge [default: today, in UTC].
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub today: Option<Date>,
}

/// `check`.
#[derive(Debug, ArgGroup)]
pub struct Check {
    /// How to judge.
    #[command(flatten)]
    pub judging: Judging,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// How faults are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Human,
    /// A JSON array.
    Json,
    /// Workflow commands for GitHub Actions.
    Github,
    /// SARIF 2.1.0.
    Sarif,
}

/// `build`.
#[derive(Debug, ArgGroup)]
pub struct Build {
    /// The folder to build into, below the project unless absolute; it is replaced whole.
    #[arg(long, default_value = "public", value_name = "DIR")]
    pub out: PathBuf,
    /// How to judge.
    #[command(flatten)]
    pub judging: Judging,
}

/// `serve`.
#[derive(Debug, ArgGroup)]
pub struct Serve {
    /// The port; one that is busy gives way to the next free one, 0 to any.
    #[arg(long, default_value_t = 4000)]
    pub port: u16,
    /// The address of the interface to listen on [default: this machine alone, 127.0.0.1 and `::1`].
    #[arg(long, value_name = "ADDRESS")]
    pub host: Option<IpAddr>,
    /// Open the site in the browser.
    #[arg(long)]
    pub open: bool,
    /// Look for changes every so many milliseconds, where the system does not report them.
    #[arg(long, value_name = "MS", value_parser = clap::value_parser!(u64).range(1..=3_600_000))]
    pub poll: Option<u64>,
    /// The address that opens a file in your editor, with {path}, {line} and {column} in it.
    #[arg(long, value_name = "ADDRESS", default_value = "vscode://file{path}:{line}:{column}", value_parser = editor)]
    pub editor: String,
}

/// `status`.
#[expect(clippy::struct_field_names, reason = "the words of the command line")]
#[derive(Debug, ArgGroup)]
pub struct Status {
    /// The pledge's id.
    pub pledge: String,
    /// The status that it moves to.
    pub status: String,
    /// Why, in a sentence or two.
    #[arg(long)]
    pub reason: String,
    /// The ids of the sources that show it.
    #[arg(long, num_args = 1.., value_name = "SOURCE", value_parser = source)]
    pub evidence: Vec<String>,
    /// From when on [default: today, in UTC].
    #[arg(long, value_name = "DATE", value_parser = any_date)]
    pub on: Option<Date>,
    /// What caused it: event, evidence, correction or method [default: event].
    #[arg(long)]
    pub cause: Option<String>,
}

/// `seal`.
#[derive(Debug, ArgGroup)]
pub struct Seal {
    /// The title of the editors' note on the edition; what follows an empty line is its text. Without it the note is the
    /// file `content/editions/NNNN.md`, if there is one.
    #[arg(long, short, value_name = "NOTE")]
    pub message: Option<String>,
    /// The day on which the edition judges, for a scorecard that is reconstructed later [default: today, in UTC].
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub as_of: Option<Date>,
    /// Sign the edition with this SSH key.
    #[arg(long, value_name = "KEY")]
    pub sign: Option<PathBuf>,
    /// Treat warnings as errors.
    #[arg(long)]
    pub strict: bool,
}

/// `editions`.
#[derive(Debug, ArgGroup)]
pub struct Editions {
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    pub format: Plain,
}

/// `diff`.
#[derive(Debug, ArgGroup)]
pub struct Diff {
    /// The number of the older edition [default: the last].
    pub older: Option<u32>,
    /// The number of the newer edition [default: the draft].
    pub newer: Option<u32>,
    /// The day on which the draft judges [default: today, in UTC].
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub today: Option<Date>,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    pub format: Plain,
}

/// `verify`.
#[derive(Debug, ArgGroup)]
pub struct Verify {
    /// A project's folder, a published site's folder or its address [default: this project].
    #[arg(value_name = "DIR or URL")]
    pub target: Option<String>,
    /// The digest of an edition that the history must contain, or its first 12 digits or more.
    #[arg(long, value_name = "DIGEST", value_parser = pin)]
    pub pin: Option<String>,
    /// A file of allowed signers: the last edition must be signed by one of them.
    #[arg(long, value_name = "FILE")]
    pub signers: Option<PathBuf>,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    pub format: Plain,
}

/// `publish`.
#[expect(clippy::struct_excessive_bools, reason = "the switches of the command line")]
#[derive(Debug, ArgGroup)]
pub struct Publish {
    /// A name of `[publish.<name>]` in site.toml, or an address: `dir:FOLDER`, `git:BRANCH`, `s3://BUCKET`, `gs://BUCKET`,
    /// `az://CONTAINER` [default: the only one in site.toml].
    pub target: Option<String>,
    /// Show the plan, and do nothing.
    #[arg(long)]
    pub plan: bool,
    /// Do not ask.
    #[arg(long, short)]
    pub yes: bool,
    /// Where the project is not what was sealed, do nothing, and call that no failure: for CI.
    #[arg(long)]
    pub if_sealed: bool,
    /// Push the branch, for `git:`.
    #[arg(long)]
    pub push: bool,
    /// How much is read back afterwards.
    #[arg(long, value_enum, default_value_t, value_name = "HOW MUCH")]
    pub verify: ReadBack,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    pub format: Plain,
}

/// How much of a published site is read back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum ReadBack {
    /// What was written, and of the rest a sample.
    #[default]
    Sample,
    /// Everything.
    All,
}

/// `rollback`.
#[derive(Debug, ArgGroup)]
pub struct Rollback {
    /// A name of `[publish.<name>]` in site.toml, or an address: `dir:FOLDER`, `git:BRANCH` [default: the only one in
    /// site.toml].
    pub target: Option<String>,
    /// Do not ask.
    #[arg(long, short)]
    pub yes: bool,
    /// Push the branch, for `git:`.
    #[arg(long)]
    pub push: bool,
}

/// How results are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Plain {
    /// For people.
    #[default]
    Human,
    /// As JSON.
    Json,
}

/// The address of an editor: of a scheme of its own, which can open a file and run nothing in the page.
fn editor(text: &str) -> Result<String, String> {
    let scheme = text.split_once(':').map_or("", |(scheme, _)| scheme).to_ascii_lowercase();
    let sound = scheme.starts_with(|c: char| c.is_ascii_lowercase())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    if !sound || ["javascript", "data", "vbscript", "blob", "about"].contains(&scheme.as_str()) {
        return Err("write it as `vscode://file{path}:{line}:{column}`".to_owned());
    }
    Ok(text.to_owned())
}

fn any_date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "write a date as 2025-06-07, 2025-06 or 2025".to_owned())
}

fn day(text: &str) -> Result<Date, String> {
    let day = Date::parse(text).filter(|date| date.day_of_month().is_some());
    day.ok_or_else(|| "write a day as 2025-06-07".to_owned())
}

fn pin(text: &str) -> Result<String, String> {
    let is_pin = edition::is_pin(text);
    is_pin.then(|| text.to_ascii_lowercase()).ok_or_else(|| {
        "a digest has 64 hexadecimal digits (0 to 9, a to f): write all of them, or the first 12 or more".to_owned()
    })
}

fn source(text: &str) -> Result<String, String> {
    if text.contains(',') {
        return Err("ids are separated by spaces: `--evidence one-source another`".to_owned());
    }
    Ok(text.to_owned())
}
