//! What changed between two scorecards: nothing is left out, nothing is told twice, and each change has its one cause.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::{Arc, LazyLock};

use pledgecard::edition::changes::{Change, Changes, What, apply, changes, facts, human, json};
use pledgecard::inputs::Inputs;
use pledgecard::record::Word as _;
use pledgecard::scorecard::{Judging, Scorecard};
use pledgecard::view::{Audience, ChangesView, Reading};
use pledgecard::{Memory, parse, recompile};

use super::bench::{Project, blessing, copy, home, printed, today};
use super::preview::Random;

/// A sound project in two languages that uses every key of the format, with two sealed editions that its correction may concern; what it says now is neither of them.
fn project() -> Project {
    let project = Project::empty();
    copy(&home().join("tests/changes/project"), project.root());
    let correction = "content/corrections/one.md";
    let text = project.read(correction);
    project.write(correction, text.replace("editions    = [1]\n", ""));
    let settings = project.read("site.toml");
    // What chance renames is known to the editions.
    let chance = history(&mut Random(1)).replacen("topics = ", "formerly = [\"p0\", \"p1\", \"p2\"]\ntopics = ", 1);
    project.write("content/pledges/chance.md", chance);
    for (sample, day) in [("5", "2026-06-01"), ("6", "2026-06-02")] {
        project.write("site.toml", settings.replace("small_sample = 6", &format!("small_sample = {sample}")));
        let ran = project.run(&["seal", "-m", "An edition", "--as-of", day]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
    }
    project.write(correction, text).remove("content/pledges/chance.md");
    project
}

/// The scorecard of inputs, or the faults that stand against it.
fn card(inputs: &Inputs, memory: &mut Memory) -> Result<Arc<Scorecard>, String> {
    let outcome = recompile(inputs, Judging::on(today()), memory);
    let publication = outcome.publication.ok_or_else(|| printed(&outcome.diagnostics, inputs))?;
    Ok(publication.site.scorecard)
}

/// An edit of the project: what it is an edit of, what it replaces by what, and the changes that it makes.
struct Edit {
    of: String,
    file: String,
    from: String,
    to: String,
    makes: Vec<String>,
}

/// The edits of tests/changes/edits.txt.
fn edits() -> Vec<Edit> {
    let text = fs::read_to_string(home().join("tests/changes/edits.txt")).unwrap();
    let edit = |block: &str| {
        let mut lines = block.lines();
        let mut next = |sign: &str| lines.next().unwrap().strip_prefix(sign).unwrap().replace("\\n", "\n");
        let (of, file, from, to) = (next("# "), next(""), next("- "), next("+ "));
        Edit { of, file, from, to, makes: lines.map(str::to_owned).collect() }
    };
    text.split("\n\n").map(edit).collect()
}

impl Edit {
    /// Makes the edit, if what it replaces is there.
    fn make(&self, inputs: &mut Inputs) -> bool {
        let text = inputs.bytes(&self.file).map(|bytes| String::from_utf8(bytes.to_vec()).unwrap());
        let Some(text) = text.filter(|text| text.contains(&self.from)) else { return false };
        inputs.insert(self.file.as_str(), text.replacen(&self.from, &self.to, 1).into_bytes());
        true
    }

    fn written(&self) -> String {
        let line = |text: &str| text.replace('\n', "\\n");
        let (from, to, makes) = (line(&self.from), line(&self.to), self.makes.join("\n"));
        format!("# {}\n{}\n- {from}\n+ {to}\n{makes}\n", self.of, self.file)
    }
}

/// A change in a line.
fn line(change: &Change) -> String {
    let path: Vec<String> = change.path.0.iter().map(|step| format!("{} {}", step.list, step.key)).collect();
    let path = if path.is_empty() { "site.toml".to_owned() } else { path.join(", ") };
    let what = match &change.what {
        What::Moved { at, from, .. } => format!("moved from {} at {at}", from.as_deref().unwrap_or("nothing")),
        What::Added { .. } => "added".to_owned(),
        What::Removed { .. } => "removed".to_owned(),
        What::Renamed { from } => format!("renamed from {from}"),
        What::Altered { field, .. } => {
            let language = field.language.as_ref().map(|language| format!(" in {language}"));
            format!("altered {}{}", field.name, language.unwrap_or_default())
        }
        What::Reordered { list, .. } => format!("reordered {list}"),
    };
    format!("  {}: {path}: {what}", change.cause.word())
}

#[test]
fn every_edit_makes_the_changes_that_it_should() {
    let base = project().inputs();
    let mut memory = Memory::default();
    let before = card(&base, &mut memory).unwrap();
    let mut edits = edits();
    let mut wrong = Vec::new();
    for edit in &mut edits {
        let mut inputs = base.clone();
        assert!(edit.make(&mut inputs), "{}: `{}` is not there", edit.of, edit.from);
        let after = card(&inputs, &mut memory).unwrap_or_else(|faults| panic!("{}: {faults}", edit.of));
        let found = changes(&before, &after);
        let makes: Vec<String> = found.all.iter().map(line).collect();
        assert!(!makes.is_empty(), "{}: no change", edit.of);
        if makes != edit.makes {
            wrong.push(format!("{}: {makes:#?}", edit.of));
            edit.makes = makes;
        }
    }
    if blessing() {
        let text: Vec<String> = edits.iter().map(Edit::written).collect();
        fs::write(home().join("tests/changes/edits.txt"), text.join("\n")).unwrap();
    } else {
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

/// Keys that no edit can alter alone, and why.
const UNALTERED: &[(&str, &str)] = &[
    ("[site]", "base_url"),            // it is the name of the chain of editions
    ("a note", "title"),               // a note is of one edition, and compared with none
    ("[site]", "language"),            // the files beside others are then in it: there is a test of its own
    ("a translated [[status]]", "on"), // it repeats the original’s
];

/// Tables that say nothing of a scorecard: what holds other tables, the theme, and where editions are published.
const NO_FACTS: &[&str] = &["site.toml", "theme.toml", "[publish.<name>]"];

#[test]
fn every_key_of_the_format_has_an_edit() {
    let edits = edits();
    let has = |whose: &str, key: &str| edits.iter().any(|edit| edit.of == format!("{whose}: {key}"));
    let excused = |whose: &str, key: &str| NO_FACTS.contains(&whose) || UNALTERED.contains(&(whose, key));
    let keys = parse::keys();
    let missing: Vec<_> = keys.iter().filter(|(whose, key)| !has(whose, key) && !excused(whose, key)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// A pledge with a history that chance wrote: entries of one day and status, too.
fn history(random: &mut Random) -> String {
    let mut text = "+++\ntitle = \"Made by chance\"\ntopics = [\"river\"]\npromised = 2025-02-01\npromised_in = \
                    [\"paper\"]\n"
        .to_owned();
    let mut day = 1;
    for _ in 0..=random.below(5) {
        day += random.below(3);
        let pick =
            |of: &[&'static str], random: &mut Random| of[usize::try_from(random.below(of.len() as u64)).unwrap()];
        let to = pick(&["open", "doing", "stalled"], random);
        let reason = pick(&["News.", "No news.", "Old news."], random);
        let cause = pick(&["event", "evidence", "correction", "method"], random);
        let evidence = pick(&["\"paper\"", "\"report\"", "\"paper\", \"report\"", "\"report\", \"paper\""], random);
        text += &format!(
            "\n[[status]]\non = 2026-01-{day:02}\nto = \"{to}\"\nreason = \"{reason}\"\ncause = \"{cause}\"\nevidence = \
             [{evidence}]\n"
        );
    }
    text + "+++\n"
}

/// The text of a pledge that had another id.
fn former(text: &str, id: &str) -> String {
    text.replacen("topics = ", &format!("formerly = [\"{id}\"]\ntopics = "), 1)
}

/// Scorecards of the project after edits by chance, each with its inputs; they share what did not change.
static CARDS: LazyLock<Vec<(Inputs, Arc<Scorecard>)>> = LazyLock::new(|| {
    let (base, mut edits, mut random) = (project().inputs(), edits(), Random(11));
    // The built-in theme takes long to read.
    edits.retain(|edit| edit.of != "[site]: theme");
    let (mut cards, mut memory) = (Vec::new(), Memory::default());
    while cards.len() < 70 {
        let mut inputs = base.clone();
        for _ in 0..random.below(9) {
            edits[usize::try_from(random.below(edits.len() as u64)).unwrap()].make(&mut inputs);
        }
        for _ in 0..random.below(4) {
            let (number, text) = (random.below(3), history(&mut random));
            let names = [format!("content/pledges/p{number}.md"), format!("content/pledges/was-p{number}.md")];
            let is_renamed = random.below(3) == 0;
            let text = if is_renamed { former(&text, &format!("p{number}")) } else { text };
            inputs.remove(&names[usize::from(!is_renamed)]);
            inputs.insert(names[usize::from(is_renamed)].as_str(), text.into_bytes());
        }
        // Edits can be at odds with each other.
        if let Ok(card) = card(&inputs, &mut memory) {
            cards.push((inputs, card));
        }
    }
    cards
});

/// Each entry of a history with how many like it come before: a pledge, a date and a status.
fn entries(card: &Scorecard) -> BTreeMap<String, Vec<(String, usize)>> {
    let of = |history: &[pledgecard::record::StatusChange]| {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let entry = |change: &pledgecard::record::StatusChange| {
            let entry = format!("{} {}", change.on.value, change.to.value);
            let count = seen.entry(entry.clone()).or_default();
            *count += 1;
            (entry, *count)
        };
        history.iter().map(entry).collect()
    };
    card.published().map(|one| (one.pledge.id.to_string(), of(&one.pledge.status))).collect()
}

/// The moves that two scorecards must show, found without looking at facts.
fn moves(before: &Scorecard, after: &Scorecard) -> BTreeSet<(String, usize)> {
    let (before, after) = (entries(before), entries(after));
    let both = after.iter().filter_map(|(id, now)| {
        let was = before.get(id).or_else(|| before.get(id.strip_prefix("was-")?))?;
        Some((id, was, now))
    });
    let new = both.flat_map(|(id, was, now)| {
        let new = now.iter().enumerate().filter(move |(_, entry)| !was.contains(entry));
        new.map(move |(at, _)| (id.clone(), at))
    });
    new.collect()
}

#[test]
fn changes_are_complete_and_each_is_told_once() {
    let cards: Vec<_> = CARDS.iter().map(|(_, card)| (card, facts(card))).collect();
    let mut random = Random(5);
    let mut any = || &cards[usize::try_from(random.below(cards.len() as u64)).unwrap()];
    let mut seen = [0; 6];
    for _ in 0..1000 {
        let ((before, told_before), (after, told_after)) = (any(), any());
        let found = changes(before, after);
        assert_eq!(apply(told_before.clone(), &found), *told_after, "{found:#?}");
        assert_eq!(found.is_empty(), told_before == told_after);
        let told: Vec<(String, usize)> = found.moves().map(|one| (one.pledge.to_owned(), one.at)).collect();
        assert_eq!(told.iter().cloned().collect::<BTreeSet<_>>(), moves(before, after));
        assert_eq!(told.len(), moves(before, after).len(), "a move is told twice");
        let lines: BTreeSet<String> = found.all.iter().map(line).collect();
        assert_eq!(lines.len(), found.all.len(), "a change is told twice");
        let grouped: usize =
            pledgecard::record::Cause::WORDS.iter().map(|(_, cause)| found.under(*cause).count()).sum();
        assert_eq!(grouped, found.all.len());
        for change in &found.all {
            seen[match change.what {
                What::Moved { .. } => 0,
                What::Added { .. } => 1,
                What::Removed { .. } => 2,
                What::Altered { .. } => 3,
                What::Reordered { .. } => 4,
                What::Renamed { .. } => 5,
            }] += 1;
        }
    }
    assert!(seen.iter().all(|count| *count > 20), "chance left something out: {seen:?}");
}

#[test]
fn a_scorecard_does_not_differ_from_itself_nor_from_one_made_anew() {
    for (inputs, kept) in CARDS.iter().step_by(5) {
        let anew = card(inputs, &mut Memory::default()).unwrap();
        for (before, after) in [(kept, kept), (kept, &anew), (&anew, kept)] {
            assert_eq!(changes(before, after), Changes::default());
        }
    }
}

#[test]
fn what_two_scorecards_share_is_passed_over_and_changes_nothing() {
    for pair in CARDS.windows(2).step_by(5) {
        let anew = card(&pair[0].0, &mut Memory::default()).unwrap();
        assert_eq!(changes(&pair[0].1, &pair[1].1), changes(&anew, &pair[1].1));
    }
}

#[test]
fn another_default_language_is_seen_in_records_that_are_shared() {
    let project = Project::base();
    project.edit("site.toml", "language    = \"en\"", "language    = \"en\"\nlanguages = [\"en\", \"ko\"]");
    project.edit("content/people.toml", "\"Ada\"", "{ en = \"Ada\", ko = \"에이다\" }");
    let mut memory = Memory::default();
    let before = card(&project.inputs(), &mut memory).unwrap();
    project.edit("site.toml", "language    = \"en\"", "language    = \"ko\"");
    let after = card(&project.inputs(), &mut memory).unwrap();
    assert!(Arc::ptr_eq(&before.people[0], &after.people[0]));
    let found = changes(&before, &after);
    assert!(found.all.iter().any(|one| line(one) == "  correction: people ada: altered name"), "{found:#?}");
    assert_eq!(apply(facts(&before), &found), facts(&after));
}

#[test]
fn drafts_are_no_part_of_it() {
    let project = project();
    let before = card(&project.inputs(), &mut Memory::default()).unwrap();
    project.write("content/pledges/draft.md", history(&mut Random(1)).replace("topics", "draft = true\ntopics"));
    let shown = Judging { today: today(), drafts: true };
    let outcome = recompile(&project.inputs(), shown, &mut Memory::default());
    let after = outcome.publication.unwrap().site.scorecard;
    assert_eq!((before.drafts, after.drafts), (0, 1));
    assert!(changes(&before, &after).is_empty());
    assert_eq!(facts(&before), facts(&after));
}

#[test]
fn every_change_is_shown_on_the_page_once() {
    let publication = project().compile().publication.unwrap();
    let words = publication.theme.words().next().unwrap();
    let mut random = Random(7);
    let mut any = || &CARDS[usize::try_from(random.below(CARDS.len() as u64)).unwrap()].1;
    for _ in 0..100 {
        let (before, after) = (any(), any());
        let found = changes(before, after);
        let language = &after.settings.site.language;
        let reading = Reading { card: after, site: &publication.site, edition: None, language, words };
        let audience = Audience::new(reading, publication.theme.names());
        let view = ChangesView::new(&audience, before, &found);
        let listed = view.causes.iter().map(|group| {
            let edits: usize = group.edited.iter().map(|record| record.edits.len()).sum();
            let lists = group.moves.len() + group.added.len() + group.withdrawn.len() + group.objections.len();
            lists + group.corrections.len() + group.fresh.len() + edits
        });
        // Of a text that is altered in two languages one is shown, and an id that was given up once.
        let all: BTreeSet<String> =
            found.all.iter().map(|one| line(one).split(" in ko").next().unwrap_or_default().to_owned()).collect();
        let is_told = |text: &str| {
            let renamed = text.strip_suffix("altered formerly").map(|path| format!("{path}renamed from "));
            renamed.is_some_and(|renamed| all.iter().any(|one| one.starts_with(&renamed)))
        };
        let texts: Vec<&String> = all.iter().filter(|text| !is_told(text)).collect();
        assert_eq!(listed.sum::<usize>(), texts.len(), "{found:#?}");
    }
}

#[test]
fn a_reader_sees_the_wording_in_their_language() {
    let (project, mut memory) = (project(), Memory::default());
    let before = card(&project.inputs(), &mut memory).unwrap();
    let mut inputs = project.inputs();
    for edit in edits().iter().filter(|edit| ["a body: pledge", "a body: pledge, translated"].contains(&&*edit.of)) {
        assert!(edit.make(&mut inputs));
    }
    let after = card(&inputs, &mut memory).unwrap();
    let found = changes(&before, &after);
    let publication = project.compile().publication.unwrap();
    let shown: Vec<String> = after
        .settings
        .site
        .spoken()
        .iter()
        .zip(publication.theme.words())
        .map(|(language, words)| {
            let reading = Reading { card: &after, site: &publication.site, edition: None, language, words };
            let audience = Audience::new(reading, publication.theme.names());
            let view = ChangesView::new(&audience, &before, &found);
            let edits = view.causes.iter().flat_map(|group| &group.edited).flat_map(|record| &record.edits);
            let parts =
                edits.flat_map(|edit| &edit.parts).map(|part| format!("{}: {}\n", part.fate.word(), part.text));
            parts.collect()
        })
        .collect();
    assert_eq!(
        shown,
        [
            "kept: A bridge \nremoved: over\nadded: across\nkept:  the river.\n",
            "removed: 강 위의\nadded: 강을 건너는\nkept:  다리.\n",
        ]
    );
}

/// Two scorecards with a change of each kind between them.
fn two() -> (Arc<Scorecard>, Arc<Scorecard>) {
    let (project, mut memory) = (project(), Memory::default());
    let before = card(&project.inputs(), &mut memory).unwrap();
    let wanted = [
        "a pledge: status",
        "a pledge: critiques",
        "a pledge: promised_in",
        "a pledge: title",
        "a pledge: weight",
        "[[critiques]]: outcome",
        "[[statuses]]: label",
        "a list: sources",
        "a body: pledge, translated",
    ];
    let mut inputs = project.inputs();
    for edit in edits().iter().filter(|edit| wanted.contains(&edit.of.as_str())) {
        assert!(edit.make(&mut inputs), "{}", edit.of);
    }
    inputs.remove("content/pledges/park.md");
    let bridge = String::from_utf8(inputs.bytes("content/pledges/bridge.md").unwrap().to_vec()).unwrap();
    inputs.insert("content/pledges/bridge.md", bridge.replace("related        = [\"park\"]\n", "").into_bytes());
    inputs.insert("content/pledges/new.md", history(&mut Random(3)).into_bytes());
    let correction = "+++\non = 2026-06-02\nwas = \"It cost 3.\"\nnow = \"It cost 4.\"\n+++\n\nA slip.\n";
    inputs.insert("content/corrections/two.md", correction.as_bytes());
    (before, card(&inputs, &mut memory).unwrap())
}

/// Holds a text against the file of tests/changes with the name.
fn expect(name: &str, text: &str) {
    let path = home().join("tests/changes").join(name);
    if blessing() {
        fs::write(&path, text).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap_or_default(), text, "{name}");
}

#[test]
fn changes_read_well_at_a_terminal() {
    let (before, after) = two();
    expect("human.txt", &human(&changes(&before, &after), &before, &after));
    assert_eq!(human(&Changes::default(), &before, &after), "");
}

#[test]
fn changes_have_a_published_shape() {
    let (before, after) = two();
    expect("changes.json", &json(&changes(&before, &after)));
}
