//! Deadlines as a calendar: a whole day for each pledge that is due. Source: RFC 5545.
//! Never: a moment of the clock; a deadline is stamped with the day on which its pledge last moved.

use icalendar::{Calendar, Component as _, Event, Property};

use crate::record::Date;
use crate::scorecard::Standing;
use crate::site::address;
use crate::view::Reading;

/// Every deadline, in the order of the scorecard.
pub(super) fn calendar(reading: Reading<'_>) -> String {
    let site = &reading.card.settings.site;
    let mut calendar = Calendar::empty();
    for (name, value) in [("VERSION", "2.0"), ("PRODID", "-//pledgecard//EN"), ("METHOD", "PUBLISH")] {
        calendar.append_property(Property::new(name, value));
    }
    calendar.name(reading.text(&site.title));
    let due = reading.card.pledges.iter().filter_map(|standing| Some((standing, standing.due?)));
    calendar.extend(due.map(|(standing, due)| event(reading, standing, due)));
    calendar.to_string()
}

/// The day on which a pledge is due: the last one of a deadline of reduced precision.
fn event(reading: Reading<'_>, standing: &Standing, due: Date) -> Event {
    let (card, pledge) = (reading.card, &standing.pledge);
    let url = reading.url(address::pledge(&pledge.id).address());
    let status = reading.text(&card.settings.statuses[standing.status].label);
    let days = |date: jiff::civil::Date| date.strftime("%Y%m%d").to_string();
    let day = due.last_day();
    let mut event = Event::with_uid(&url);
    event.summary(reading.text(&pledge.title)).url(&url);
    event.description(&format!("{status}. {}\n{url}", reading.text(&standing.last_change().reason)));
    event.add_property("DTSTAMP", format!("{}T000000Z", days(standing.moved.first_day())));
    for (name, day) in [("DTSTART", Some(day)), ("DTEND", day.tomorrow().ok())] {
        if let Some(day) = day {
            event.append_property(Property::new(name, days(day)).add_parameter("VALUE", "DATE").done());
        }
    }
    event.done()
}
