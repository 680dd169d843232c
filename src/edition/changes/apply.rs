//! The older scorecard's facts, and what changed, to the newer one's facts: what shows that nothing is left out.

use super::{Change, Changes, Entry, Facts, List, Path, What};

/// What a scorecard says after changes to what it said. Changes that were not found against these facts apply as far as
/// they can.
#[must_use]
pub fn apply(mut before: Facts, changes: &Changes) -> Facts {
    let removed = |what: &What| matches!(what, What::Removed { .. });
    let renamed = |what: &What| matches!(what, What::Renamed { .. });
    let within = |what: &What| matches!(what, What::Altered { .. } | What::Reordered { .. });
    let added = |what: &What| matches!(what, What::Added { .. } | What::Moved { .. });
    // An index is that of an entry in the finished list, so that those before it have to be there; a path names an entry
    // as it is called now.
    for now in [&renamed as &dyn Fn(&What) -> bool, &removed, &within, &added] {
        for change in changes.all.iter().filter(|change| now(&change.what)) {
            one(&mut before, change);
        }
    }
    before
}

fn one(facts: &mut Facts, change: &Change) {
    match &change.what {
        What::Altered { field, after, .. } => {
            let Some(whose) = entry(facts, &change.path.0) else { return };
            match after {
                Some(value) => whose.fields.insert(field.clone(), value.clone()),
                None => whose.fields.remove(field),
            };
        }
        What::Reordered { list, after, .. } => {
            let Some(list) = entry(facts, &change.path.0).and_then(|whose| list_of(whose, list)) else { return };
            list.entries.sort_by_key(|entry| after.iter().position(|key| *key == entry.key));
        }
        What::Renamed { from } => {
            let Some((list, key)) = last(facts, &change.path) else { return };
            if let Some(entry) = list.entries.iter_mut().find(|entry| entry.key == *from) {
                entry.key = key.into();
            }
            if !list.is_ordered {
                list.entries.sort_by(|a, b| a.key.cmp(&b.key));
            }
        }
        What::Removed { .. } => {
            let Some((list, key)) = last(facts, &change.path) else { return };
            list.entries.retain(|entry| *entry.key != *key);
        }
        What::Added { at, facts: new } | What::Moved { at, facts: new, .. } => {
            let Some((list, key)) = last(facts, &change.path) else { return };
            let place = if list.is_ordered {
                (*at).min(list.entries.len())
            } else {
                list.entries.partition_point(|entry| *entry.key < *key)
            };
            list.entries.insert(place, Entry { key: key.into(), facts: new.clone() });
        }
    }
}

/// The list that the last step of a path is in, and its key there.
fn last<'f, 'p>(facts: &'f mut Facts, path: &'p Path) -> Option<(&'f mut List, &'p str)> {
    let (last, way) = path.0.split_last()?;
    Some((list_of(entry(facts, way)?, last.list)?, &last.key))
}

fn entry<'f>(facts: &'f mut Facts, way: &[super::Step]) -> Option<&'f mut Facts> {
    way.iter().try_fold(facts, |facts, step| {
        let list = list_of(facts, step.list)?;
        list.entries.iter_mut().find(|entry| entry.key == step.key).map(|entry| &mut entry.facts)
    })
}

fn list_of<'f>(facts: &'f mut Facts, name: &str) -> Option<&'f mut List> {
    facts.lists.iter_mut().find(|list| list.name == name)
}
