//! `pledgecard new`: a project or a pledge to start from.

use std::path::Path;

use super::End;
use super::args::New;
use super::project::Project;
use crate::diagnostic::did_you_mean;
use crate::edge::terminal::Terminal;
use crate::edge::{WorldError, clock, disk};
use crate::parse;
use crate::record::{CountsAs, Id, Settings};

/// The files of a new project: `TODAY` and `YEAR` in them are replaced.
const STARTER: &[(&str, &str)] = &[
    (".gitignore", include_str!("starter/gitignore")),
    (".gitattributes", include_str!("starter/gitattributes")),
    (".github/workflows/publish.yml", include_str!("starter/workflows/publish.yml")),
    ("site.toml", include_str!("starter/site.toml")),
    ("content/people.toml", include_str!("starter/content/people.toml")),
    ("content/sources.toml", include_str!("starter/content/sources.toml")),
    ("content/archive/platform.txt", include_str!("starter/content/archive/platform.txt")),
    ("content/archive/council-minutes.txt", include_str!("starter/content/archive/council-minutes.txt")),
    ("content/pages/about.md", include_str!("starter/content/pages/about.md")),
    ("content/pledges/night-buses.md", include_str!("starter/content/pledges/night-buses.md")),
    ("content/pledges/open-budget.md", include_str!("starter/content/pledges/open-budget.md")),
];

pub(super) fn run(new: &New, root: Option<&Path>, terminal: Terminal) -> Result<End, WorldError> {
    match new {
        New::Site { dir } => site(dir, terminal),
        New::Pledge { title, id, topic } => pledge(title, id.as_deref(), topic.as_deref(), root, terminal),
    }
}

fn site(dir: &Path, terminal: Terminal) -> Result<End, WorldError> {
    if !disk::is_empty_or_absent(dir)? {
        return Err(WorldError::refused("start a project in", dir, "the folder is not empty"));
    }
    let today = clock::today();
    for (path, text) in STARTER {
        let text = text.replace("TODAY", &today.to_string()).replace("YEAR", &today.year().to_string());
        disk::create(&dir.join(path), &text)?;
    }
    terminal.result(&format!("started a scorecard in `{}`\n", dir.display()));
    terminal.remark(&format!(
        "next:\n  cd {}\n  pledgecard check     every fault, with its remedy\n  pledgecard build     the site, in public/\n",
        dir.display()
    ));
    Ok(End::Done)
}

fn pledge(
    title: &str,
    id: Option<&str>,
    topic: Option<&str>,
    root: Option<&Path>,
    terminal: Terminal,
) -> Result<End, WorldError> {
    let project = Project::read(root)?;
    let mut memory = parse::Memory::default();
    parse::all(&project.inputs, &mut memory);
    let records = memory.records();
    let Some(settings) = &records.settings else {
        return Err(WorldError::refused("read", &project.root.join("site.toml"), "it is not there"));
    };
    let refuse = |text: String| {
        terminal.complaint(&format!("error: {text}\n"));
        Ok(End::World)
    };
    if title.trim().is_empty() {
        return refuse("the title is empty".to_owned());
    }
    let id = match id {
        Some(id) => match Id::parse(id) {
            Ok(id) => id,
            Err(fault) => return refuse(format!("`{id}` cannot be an id: it {}", fault.reason())),
        },
        None => match Id::from_title(title) {
            Some(id) => id,
            None => return refuse("no id can be made from this title; give one: --id ID".to_owned()),
        },
    };
    if let Some(other) = records.pledges.iter().find(|pledge| pledge.id == id) {
        return refuse(format!("there is already a pledge `{id}`, in {}; give another: --id ID", other.path));
    }
    let topics: Vec<&str> = settings.topics.iter().map(|topic| topic.id.value.as_str()).collect();
    if let Some(topic) = topic.filter(|topic| !topics.contains(topic)) {
        return refuse(format!("there is no topic `{topic}` in site.toml; {}", did_you_mean(topic, topics)));
    }
    let topic = topic.or(topics.first().copied()).unwrap_or("…");
    let path = format!("content/pledges/{id}.md");
    disk::create(&project.root.join(&path), pledge_text(title, topic, settings))?;
    terminal.result(&format!("{path}\n"));
    terminal.remark("it is a draft: fill it in, take out `draft = true`, and run `pledgecard check`\n");
    Ok(End::Done)
}

fn pledge_text(title: &str, topic: &str, settings: &Settings) -> String {
    let first = |counts_as| settings.statuses.iter().find(move |status| status.counts_as == counts_as);
    let status = first(CountsAs::Unrated).or(first(CountsAs::Open)).or(settings.statuses.first());
    let status = status.map_or("…", |status| status.id.value.as_str());
    let quoted = toml_edit::Value::from(title).to_string();
    include_str!("starter/pledge.md")
        .replace("{topic}", topic)
        .replace("{status}", status)
        .replace("{today}", &clock::today().to_string())
        // Last: a title may have any of these in it.
        .replace("{title}", &quoted)
}
