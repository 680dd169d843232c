//! The plan of pages: one ordered value that says what stands where. A page here is a description; `render` turns one
//! into bytes. Never: HTML, a template.

pub mod address;
mod editions;
mod links;
mod page;
mod path;
mod plan;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use links::{LinkMemory, broken_links, resolve};
pub use page::{Feed, Gone, Page, Withdrawn};
pub use path::SitePath;
pub(crate) use plan::{PLEDGES_A_PAGE, pledges_on};
pub use plan::{PlanMemory, Planning, plan};

use crate::edition::Editions;
use crate::inputs::InputPath;
use crate::scorecard::Scorecard;

/// The whole site.
#[derive(Debug, Clone)]
pub struct Site {
    /// The scorecard at its root.
    pub scorecard: Arc<Scorecard>,
    /// The sealed editions.
    pub editions: Arc<Editions>,
    /// The number of the edition at the root; `None` where that is a draft.
    pub shown: Option<u32>,
    /// What stands where.
    pub pages: Arc<BTreeMap<SitePath, Page>>,
}

/// What a theme brings to a site.
#[derive(Debug, Default)]
pub struct Offered {
    /// The page kinds that it has a template for, by template name: a page without one is not made.
    pub templates: BTreeSet<String>,
    /// Those of them that name a feed: only their pages get one.
    pub feeds: BTreeSet<String>,
    /// Whether its page of deadlines names the calendar.
    pub calendar: bool,
    /// Its assets, named by their content.
    pub assets: BTreeMap<SitePath, Arc<[u8]>>,
}

/// Files of the project that are published as they are.
pub type Files = BTreeMap<InputPath, Arc<[u8]>>;
