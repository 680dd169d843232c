//! Theme files to ready templates and named assets, with the faults of either at their own lines.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use sha2::{Digest, Sha256};
use tera::{Kwargs, State, Tera, Value};

use super::spoken::{self, Speaker, Spoken};
use super::template_fault;
use super::{fold, gate, markdown, policy};
use crate::builtin::CIVIC;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Placed, did_you_mean};
use crate::inputs::{InputPath, Inputs};
use crate::parse;
use crate::record::Language;
use crate::site::{Offered, SitePath, address};
use crate::view::Names;
use crate::words::Words;

/// A theme that is ready to render.
pub struct Theme {
    /// The theme in each language of the site, the default one first.
    spoken: Vec<Spoken>,
    offered: Offered,
    scripts: BTreeSet<String>,
    policy: String,
    templates: BTreeMap<String, TemplateFile>,
    /// The variables that each template reads, with those that it extends and includes.
    reads: BTreeMap<String, BTreeSet<String>>,
    /// Every word in any template.
    names: Names,
}

/// A template's own file, for pointing into it.
#[derive(Clone)]
pub(super) struct TemplateFile {
    pub(super) path: InputPath,
    pub(super) text: Arc<str>,
}

/// The files of a theme by their path in it, after overrides.
pub(super) type ThemeFiles = BTreeMap<String, (InputPath, Arc<[u8]>)>;

/// Assets by the path that names their content.
type Assets = BTreeMap<SitePath, Arc<[u8]>>;

impl Theme {
    /// Reads the theme that the settings name, for readers of these languages, the default one first. It is ready only
    /// where nothing is wrong with it.
    pub fn load(inputs: &Inputs, name: &Placed<Box<str>>, languages: &[Language]) -> (Option<Self>, Diagnostics) {
        let mut faults = Diagnostics::default();
        let Some((files, extends)) = files(inputs, name, &mut faults) else { return (None, faults) };
        let templates = templates(&files, &mut faults);
        if templates.is_empty() && !faults.has_errors() {
            let path: InputPath = format!("themes/{}/theme.toml", name.value).into();
            let fault = Diagnostic::new(Code::Template, Place::start_of(&path), "the theme has no template");
            faults.push(fault.help("write `extends = \"civic\"` in theme.toml, or add templates/front.html"));
        }
        let (assets, names) = assets(&files);
        let words = spoken::words(&files, &Speaker { name, extends }, languages, &templates, &mut faults);
        let mut spoken: Vec<Spoken> = Vec::with_capacity(words.len());
        faults.append(syntax_faults(&templates));
        for words in words {
            // A template that is wrong is wrong in every language.
            if faults.has_errors() {
                break;
            }
            let engine = |text: &dyn Fn(&str) -> String| {
                let templates = templates.iter().map(|(name, file)| (name.clone(), text(&file.text)));
                engine(templates.collect(), &names, &assets, &words)
            };
            match engine(&str::to_owned) {
                Ok(written) => {
                    let known = fold::Known::new(&words, templates.values().map(|file| &*file.text));
                    let folded = engine(&|text| known.folded(text)).unwrap_or_else(|_| written.clone());
                    spoken.push(Spoken { words, folded, written });
                }
                Err(error) => faults.append(template_fault::of_error("", &error, &templates).into_iter().collect()),
            }
        }
        if faults.has_errors() {
            return (None, faults);
        }
        let scripts = || assets.iter().filter(|(path, _)| has_ending(path.as_str(), "js"));
        let policy = policy::policy(scripts().map(|(_, bytes)| &**bytes));
        let scripts = scripts().map(|(path, _)| path.as_str().to_owned()).collect();
        let reads = |name| spoken.first().map(|first| variables(&first.written, name)).unwrap_or_default();
        let reads: BTreeMap<String, BTreeSet<String>> =
            templates.keys().map(|name| (name.clone(), reads(name))).collect();
        let feeds = reads.iter().filter(|(_, reads)| reads.contains("feed")).map(|(name, _)| name.clone()).collect();
        let calendar = reads.get("deadlines.html").is_some_and(|reads| reads.contains("calendar"));
        let offered = Offered { templates: templates.keys().cloned().collect(), feeds, calendar, assets };
        let names = Names::written_in(templates.values().map(|file| &*file.text));
        (Some(Self { spoken, offered, scripts, policy, templates, reads, names }), faults)
    }

    /// What the theme brings to the plan of the site.
    pub fn offered(&self) -> &Offered {
        &self.offered
    }

    /// The templates for readers of the language at an index of the site's languages.
    pub(super) fn spoken(&self, language: usize) -> &Spoken {
        &self.spoken[language]
    }

    /// The words of each language of the site, the default one first.
    pub fn words(&self) -> impl ExactSizeIterator<Item = &Words> {
        self.spoken.iter().map(|spoken| &*spoken.words)
    }

    /// Whether a template reads a variable.
    pub(super) fn reads(&self, template: &str, variable: &str) -> bool {
        self.reads.get(template).is_some_and(|reads| reads.contains(variable))
    }

    /// The names of fields that its templates can read.
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// The scripts that the theme ships: the only ones that the gate lets through.
    pub(super) fn scripts(&self) -> &BTreeSet<String> {
        &self.scripts
    }

    /// What its pages allow browsers to load.
    pub(super) fn policy(&self) -> &str {
        &self.policy
    }

    /// What went wrong while a template was rendered.
    pub(super) fn faults(&self, template: &str, error: &tera::Error) -> Vec<Diagnostic> {
        template_fault::of_error(template, error, &self.templates)
    }

    /// A page that carries markup which the gate refuses: shown where a template of the project has it, else where one
    /// lets text through, else at the page's own template.
    pub(super) fn markup_fault(&self, template: &str, path: &SitePath, fault: &gate::Fault) -> Diagnostic {
        let page = format!("seen on `/{}`: ", path.address());
        let message = format!("a page has {fault}");
        let written = fault.quoted().and_then(|text| self.find(text));
        let (place, help) = match written.or_else(|| self.find("| safe")) {
            Some((place, "| safe")) => (place, "text from the content becomes markup here: take out `| safe`"),
            Some((place, _)) => (place, "take it out: pages run no script but those in the theme's static/"),
            None => {
                let file = self.templates.get(template).map_or_else(|| template.into(), |file| file.path.clone());
                (Place::start_of(&file), "an address or text becomes markup in this template, or one that it uses")
            }
        };
        Diagnostic::new(Code::UnsafeMarkup, place, message).help(format!("{page}{help}"))
    }

    /// Where a text stands in a template that is not the built-in one's.
    fn find<'t>(&self, text: &'t str) -> Option<(Place, &'t str)> {
        let built_in = |name: &str, file: &TemplateFile| {
            let bytes = file.text.as_bytes();
            CIVIC.iter().any(|(path, own)| path.strip_prefix("templates/") == Some(name) && *own == bytes)
        };
        let own = self.templates.iter().filter(|(name, file)| !built_in(name, file));
        let mut found = own.filter_map(|(_, file)| Some((file, file.text.find(text)?)));
        found.next().map(|(file, at)| (Place::new(&file.path, (at..at + text.len()).into()), text))
    }
}

/// The files of a theme: the built-in one's, replaced one by one by those that the project has for it and then by those of
/// the theme that extends it; or the theme's alone; and which of the two it is.
fn files(inputs: &Inputs, name: &Placed<Box<str>>, faults: &mut Diagnostics) -> Option<(ThemeFiles, bool)> {
    const BUILT_IN: &str = "civic";
    let folder = format!("themes/{}/", name.value);
    let below = |folder: &str| {
        let files =
            inputs.below(folder).map(|(inside, path, bytes)| (inside.to_owned(), (path.clone(), bytes.clone())));
        files.collect::<ThemeFiles>()
    };
    let toml = inputs.bytes(&format!("{folder}theme.toml"));
    let extends = match toml {
        Some(bytes) => {
            let path: InputPath = format!("{folder}theme.toml").into();
            let (extends, found) = parse::theme(&path, bytes);
            faults.append(found);
            extends
        }
        None => None,
    };
    if &*name.value != BUILT_IN && toml.is_none() {
        faults.push(unknown_theme(inputs, name));
        return None;
    }
    let mut files = ThemeFiles::new();
    let extends = &*name.value == BUILT_IN || extends.is_some();
    if extends {
        let built_in = CIVIC.iter().map(|(inside, bytes)| {
            let path: InputPath = format!("themes/{BUILT_IN}/{inside}").into();
            ((*inside).to_owned(), (path, Arc::from(*bytes)))
        });
        files.extend(built_in);
        files.extend(below(&format!("themes/{BUILT_IN}/")));
    }
    files.extend(below(&folder));
    Some((files, extends))
}

fn unknown_theme(inputs: &Inputs, name: &Placed<Box<str>>) -> Diagnostic {
    let own = inputs.below("themes/").filter_map(|(inside, _, _)| inside.strip_suffix("/theme.toml"));
    let known: Vec<&str> = std::iter::once("civic").chain(own).collect();
    let path: InputPath = "site.toml".into();
    let message = format!("there is no theme `{}`", name.value);
    let near = did_you_mean(&name.value, known);
    Diagnostic::new(Code::UnknownTheme, Place::new(&path, name.span), message)
        .help(format!("{near} (a theme of your own is a folder `themes/<name>/` with a theme.toml)"))
}

fn templates(files: &ThemeFiles, faults: &mut Diagnostics) -> BTreeMap<String, TemplateFile> {
    let mut templates = BTreeMap::new();
    for (inside, (path, bytes)) in files {
        let Some(name) = inside.strip_prefix("templates/").filter(|name| has_ending(name, "html")) else { continue };
        match std::str::from_utf8(bytes) {
            Ok(text) => {
                templates.insert(name.to_owned(), TemplateFile { path: path.clone(), text: text.into() });
            }
            Err(error) => {
                let place = Place::new(path, (error.valid_up_to()..error.valid_up_to() + 1).into());
                faults.push(
                    Diagnostic::new(Code::NotUtf8, place, "the template is not UTF-8 text").help("save it as UTF-8"),
                );
            }
        }
    }
    templates
}

/// The assets named by their content, and the address of each by the name that templates use.
fn assets(files: &ThemeFiles) -> (Assets, BTreeMap<String, SitePath>) {
    let (mut assets, mut names) = (BTreeMap::new(), BTreeMap::new());
    for (inside, (_, bytes)) in files {
        let Some(name) = inside.strip_prefix("static/") else { continue };
        let digest = Sha256::digest(bytes);
        let digest = format!("{:08x}", u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]]));
        if let Some(path) = address::asset(name, &digest) {
            names.insert(name.to_owned(), path.clone());
            assets.insert(path, bytes.clone());
        }
    }
    (assets, names)
}

/// A function of templates that says something of the asset with a `name`.
fn of_asset(known: BTreeMap<String, String>) -> impl Fn(Kwargs, &State<'_>) -> tera::TeraResult<Value> {
    move |kwargs, _| {
        let name: &str = kwargs.must_get("name")?;
        let near = || did_you_mean(name, known.keys().map(String::as_str));
        let said = known.get(name).map(|said| Value::from(said.as_str()));
        said.ok_or_else(|| tera::Error::message(format!("there is no file `static/{name}`; {}", near())))
    }
}

fn variables(tera: &Tera, template: &str) -> BTreeSet<String> {
    let found = tera.get_template_variables(template);
    found.map(|names| names.into_iter().map(str::to_owned).collect()).unwrap_or_default()
}

/// What is wrong with each template by itself.
fn syntax_faults(templates: &BTreeMap<String, TemplateFile>) -> Diagnostics {
    let faults = templates.iter().filter_map(|(name, file)| {
        let error = Tera::default().add_raw_template(name, &file.text).err()?;
        let is_own = matches!(error.kind(), tera::ErrorKind::SyntaxError(_));
        is_own.then(|| template_fault::of_error(name, &error, templates))
    });
    faults.flatten().collect()
}

/// All templates, with the functions and filters that they can use.
fn engine(
    templates: Vec<(String, String)>,
    names: &BTreeMap<String, SitePath>,
    assets: &Assets,
    words: &Arc<Words>,
) -> tera::TeraResult<Tera> {
    let mut tera = Tera::default();
    tera.autoescape_on([".html"]);
    tera.register_filter("inline_markdown", markdown::inline_filter);
    let digest = |(name, path): (&String, &SitePath)| Some((name.clone(), policy::integrity(assets.get(path)?)));
    let digests = names.iter().filter_map(digest).collect();
    let addresses = names.iter().map(|(name, path)| (name.clone(), path.to_string())).collect();
    tera.register_function("asset", of_asset(addresses));
    tera.register_function("integrity", of_asset(digests));
    spoken::register(&mut tera, words);
    tera.add_raw_templates(templates)?;
    Ok(tera)
}

fn has_ending(name: &str, ending: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, found)| found == ending)
}
