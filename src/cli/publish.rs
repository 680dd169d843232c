//! `pledgecard publish`: the last edition and all before it, to where readers are.

use std::path::Path;

use super::End;
use super::args::{Judging, Plain, Publish, ReadBack};
use super::build::refuse_own_folders;
use super::project::{Project, counted, plural};
use crate::Publication;
use crate::diagnostic;
use crate::edge::WorldError;
use crate::edge::output::Failure;
use crate::edge::publish::{Options, Source, Target, target, unlike};
use crate::edge::terminal::Terminal;
use crate::edition::Edition;
use crate::publish::{Announcement, Plan, Release, human, json, plan, refused};
use crate::record::{self, Compression, Destination, Settings};

pub(super) fn run(args: &Publish, root: Option<&Path>, terminal: Terminal) -> Result<End, WorldError> {
    let project = Project::read(root)?;
    let outcome = project.compile(Judging { strict: false, today: None });
    project.complain(&outcome.diagnostics, terminal);
    let Some(publication) = outcome.publication else {
        terminal.complaint(&format!("nothing was published: {}\n", counted(&outcome.diagnostics)));
        return Ok(End::Faults);
    };
    let edition = match last_edition(&publication) {
        Ok(edition) => edition,
        Err(reason) => {
            terminal.complaint(&format!("nothing was published: {reason}\n"));
            return Ok(if args.if_sealed { End::Done } else { End::Faults });
        }
    };
    let chosen = match chosen(args.target.as_deref(), &publication.site.scorecard.settings) {
        Ok(chosen) => chosen,
        Err(reason) => {
            terminal.complaint(&format!("error: {reason}\n"));
            return Ok(End::World);
        }
    };
    if let Destination::Folder(path) = &chosen.to {
        refuse_own_folders(&project.root, &project.root.join(&**path))?;
    }
    let options = Options { push: args.push || chosen.push, gzip: chosen.gzip };
    let mut place = target(&chosen.to, &project.root, options)?;
    let publishing = Publishing { args, terminal, project: &project, publication: &publication, edition };
    let end = publishing.run(&chosen.to.to_string(), place.as_mut());
    // The process ends here: the system takes memory back at once, where we would free it piece by piece.
    std::mem::forget(publication);
    match end {
        Ok(end) => Ok(end),
        Err(Failure::World(error)) => Err(error),
        Err(Failure::Faults(faults)) => {
            terminal.complaint(&diagnostic::human(&faults, &project.inputs, terminal.paint_complaint()));
            terminal.complaint(&format!("nothing was published: {}\n", counted(&faults)));
            Ok(End::Faults)
        }
    }
}

/// The last edition, if it is what the project says.
fn last_edition(publication: &Publication) -> Result<&Edition, String> {
    let site = &publication.site;
    let Some(last) = site.editions.list.last() else {
        return Err(
            "nothing was sealed yet, and only editions are published: `pledgecard seal -m NOTE` first".to_owned()
        );
    };
    if site.shown != Some(last.number) {
        return Err(format!(
            "the project is no longer what was sealed as edition {}: `pledgecard diff` shows what was written since; \
             `pledgecard seal -m NOTE` first",
            last.number
        ));
    }
    Ok(last)
}

/// Where to publish, and how.
pub(super) struct Chosen {
    pub(super) to: Destination,
    pub(super) push: bool,
    pub(super) gzip: bool,
}

impl Chosen {
    fn of(target: &record::Publishing) -> Self {
        Self { to: target.to.clone(), push: target.push, gzip: target.compress == Some(Compression::Gzip) }
    }
}

/// The target that is meant: an address, a name of site.toml, or the only one there.
pub(super) fn chosen(written: Option<&str>, settings: &Settings) -> Result<Chosen, String> {
    let targets = &settings.publish;
    let names: Vec<String> = targets.keys().map(|name| format!("`{name}`")).collect();
    let Some(written) = written else {
        let mut all = targets.values();
        return match (all.next(), all.next()) {
            (Some(only), None) => Ok(Chosen::of(only)),
            (None, _) => {
                Err(format!("there is no [publish.<name>] in site.toml: say where to: {}", Destination::HELP))
            }
            _ => Err(format!("site.toml has several targets: say which: {}", names.join(", "))),
        };
    };
    if let Some(target) = targets.get(written) {
        return Ok(Chosen::of(target));
    }
    let to = Destination::parse(written).ok_or_else(|| {
        let help = Destination::HELP;
        match (written.contains(':'), names.is_empty()) {
            (true, _) => format!("`{written}` is no target: {help}"),
            (false, true) => format!("site.toml has no [publish.{written}], nor any other: {help}"),
            (false, false) => format!("site.toml has no [publish.{written}], but {}; or {help}", names.join(", ")),
        }
    })?;
    Ok(Chosen { to, push: false, gzip: false })
}

/// One publication on its way.
struct Publishing<'a> {
    args: &'a Publish,
    terminal: Terminal,
    project: &'a Project,
    publication: &'a Publication,
    edition: &'a Edition,
}

impl Publishing<'_> {
    fn run(&self, name: &str, place: &mut dyn Target) -> Result<End, Failure> {
        let (args, terminal, site) = (self.args, self.terminal, &self.publication.site);
        let source = Source::new(self.publication, (self.edition.number, self.edition.digest), self.note());
        let release = source.release(&terminal.progress(site.pages.len()))?;
        let live = place.live()?;
        let plan = match plan(&live, &release, &site.editions) {
            Ok(plan) => plan,
            Err(refusal) => {
                let last = site.editions.list.len();
                let reason = refused(&refusal, u32::try_from(last).unwrap_or(u32::MAX));
                terminal.complaint(&format!("nothing was published: {reason}\n"));
                return Ok(End::Faults);
            }
        };
        let said = Announcement {
            target: name,
            edition: self.edition,
            live: live.edition().and_then(|(number, _)| site.editions.get(number)),
            is_first: live.files.is_empty(),
            plan: &plan,
            release: &release,
        };
        let is_human = args.format == Plain::Human;
        if is_human {
            terminal.result(&human(&said));
        }
        if args.plan {
            if !is_human {
                terminal.result(&json(&said, false));
            }
            return Ok(End::Done);
        }
        if !plan.is_empty() && !args.yes && !terminal.ask("publish this?") {
            terminal.complaint("nothing was published\n");
            return Ok(End::World);
        }
        place.apply(&plan, &live, &source, &terminal.progress(plan.add.len() + plan.replace.len()))?;
        let read = self.read_back(place, &plan, &release)?;
        if let Err(wrong) = read {
            terminal.complaint(&format!("error: what was read back is not what was sent: {wrong}\n"));
            return Ok(End::Faults);
        }
        if is_human {
            terminal.result(&self.done(&plan, read.unwrap_or_default()));
        } else {
            terminal.result(&json(&said, true));
        }
        Ok(End::Done)
    }

    /// What the editors say of the edition: a title, and a text below it.
    fn note(&self) -> String {
        let number = self.edition.number;
        let settings = &self.edition.card.settings;
        let language = &settings.site.language;
        let Some(note) = &self.edition.note else {
            return format!("Edition {number} of {}", settings.site.title.get(language, language).0);
        };
        let title = note.title.get(language, language).0;
        let path = crate::edition::note_path(number);
        let text = self
            .project
            .inputs
            .bytes(&path)
            .map_or_else(String::new, |bytes| String::from_utf8_lossy(bytes).into_owned());
        let body = crate::parse::front_matter_of(&text).map_or("", |(_, _, after)| after);
        let body = body.trim().trim_start_matches('+').trim();
        if body.is_empty() { title.to_owned() } else { format!("{title}\n\n{body}") }
    }

    /// Reads back what was written and some of the rest, or everything; `Err` names what is otherwise.
    fn read_back(
        &self,
        place: &dyn Target,
        plan: &Plan,
        release: &Release,
    ) -> Result<Result<usize, String>, WorldError> {
        const SAMPLE: usize = 50;
        let step = if self.args.verify == ReadBack::All { 1 } else { plan.keep.len().div_ceil(SAMPLE).max(1) };
        let sent = plan.add.iter().chain(&plan.replace);
        let paths: Vec<&str> = sent.chain(plan.keep.iter().step_by(step)).map(|path| &**path).collect();
        let wrong = unlike(place, release, &paths)?;
        Ok(if wrong.is_empty() { Ok(paths.len()) } else { Err(wrong.join(", ")) })
    }

    fn done(&self, plan: &Plan, read: usize) -> String {
        let base = &self.publication.site.scorecard.settings.site.base_url.value;
        let number = self.edition.number;
        let what = if plan.is_empty() { "already published" } else { "published" };
        let read = plural(read, "file");
        format!("{what}, {read} read back\n{base}editions/{number}/\n{}\n", self.edition.digest)
    }
}
