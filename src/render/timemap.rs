//! The list of all editions for machines. Source: RFC 7089, section 5; RFC 6690 for the form.

use crate::site::address;
use crate::view::Reading;

/// Every edition of the scorecard, oldest first.
pub(super) fn timemap(reading: Reading<'_>) -> String {
    let own = reading.url(address::timemap().address());
    let mut links = vec![
        format!("<{}>; rel=\"original\"", reading.url("")),
        format!("<{own}>; rel=\"self\"; type=\"application/link-format\""),
    ];
    let last = reading.site.editions.list.len();
    for edition in &reading.site.editions.list {
        let rel = match (edition.number == 1, edition.number as usize == last) {
            (true, true) => "first last memento",
            (true, false) => "first memento",
            (false, true) => "last memento",
            (false, false) => "memento",
        };
        let url = reading.url(address::edition(edition.number).address());
        // The day of the week and the hour are asked for by the form; an edition judges on a day.
        let day = edition.as_of.first_day().strftime("%a, %d %b %Y 00:00:00 GMT");
        links.push(format!("<{url}>; rel=\"{rel}\"; datetime=\"{day}\""));
    }
    links.join(",\n") + "\n"
}
