//! Which editions the list for machines of a published site names. Source: RFC 7089, section 5; RFC 6690 for the form.

use std::collections::BTreeSet;

/// The numbers of the editions that a list names.
pub fn listed(list: &[u8]) -> BTreeSet<u32> {
    let text = String::from_utf8_lossy(list);
    // A comma stands between links, and within the date of each.
    text.split('<').skip(1).filter_map(edition_of).collect()
}

/// The number of the edition to which a link leads, if it leads to one.
fn edition_of(link: &str) -> Option<u32> {
    let (address, attributes) = link.split_once('>')?;
    let relations = attributes.split(';').find_map(|one| one.trim().strip_prefix("rel=\""))?.split('"').next()?;
    relations.split(' ').find(|one| *one == "memento")?;
    let (_, number) = address.trim_end_matches('/').rsplit_once("/editions/")?;
    number.parse().ok()
}
