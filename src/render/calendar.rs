//! Deadlines as a calendar: a whole day for each pledge that is due. Source: RFC 5545.
//! Never: a moment of the clock; a deadline is stamped with the day on which its pledge last moved.

use icalendar::{Calendar, Component as _, Event, Property};

use crate::record::Date;
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
    calendar.extend(deadlines(reading).map(event));
    calendar.to_string()
}

/// A pledge that is due, as the calendar shows it.
pub(super) struct Deadline<'a> {
    /// Its page's address.
    pub(super) url: String,
    /// Its title, the name of its status, and why it has that.
    pub(super) texts: [&'a str; 3],
    /// When it last moved, and when it is due.
    pub(super) dates: [Date; 2],
}

/// Every pledge that is due, in the order of the scorecard.
pub(super) fn deadlines(reading: Reading<'_>) -> impl Iterator<Item = Deadline<'_>> {
    let card = reading.card;
    card.pledges.iter().filter_map(move |standing| {
        let pledge = &standing.pledge;
        let status = &card.settings.statuses[standing.status].label;
        Some(Deadline {
            url: reading.url(address::pledge(&pledge.id).address()),
            texts: [&pledge.title, status, &standing.last_change().reason].map(|text| reading.text(text)),
            dates: [standing.moved, standing.due?],
        })
    })
}

/// The day on which a pledge is due: the last one of a deadline of reduced precision.
fn event(deadline: Deadline<'_>) -> Event {
    let Deadline { url, texts: [title, status, reason], dates: [moved, due] } = deadline;
    let days = |date: jiff::civil::Date| date.strftime("%Y%m%d").to_string();
    let day = due.last_day();
    let mut event = Event::with_uid(&url);
    event.summary(title).url(&url);
    event.description(&format!("{status}. {reason}\n{url}"));
    event.add_property("DTSTAMP", format!("{}T000000Z", days(moved.first_day())));
    for (name, day) in [("DTSTART", Some(day)), ("DTEND", day.tomorrow().ok())] {
        if let Some(day) = day {
            event.append_property(Property::new(name, days(day)).add_parameter("VALUE", "DATE").done());
        }
    }
    event.done()
}
