# The words of the interface in English. A theme of your own may have this file too: what stands there replaces, word by
# word, what stands here. Arguments such as { $date } may carry markup.

# The language's own name for itself
language-name = English

# Dates, numbers, lists
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
date-day = { $day } { $month } { $year }
date-month = { $month } { $year }
date-year = { $year }
between = {", "}
percent = { $share }%

# Counts
count-pledges = { $n } { $n ->
    [one] pledge
   *[other] pledges
}
count-critiques = { $n } { $n ->
    [one] critique
   *[other] critiques
}
count-sources = { $n } { $n ->
    [one] source
   *[other] sources
}
count-days = { $n } { $n ->
    [one] day
   *[other] days
}
count-parts = in { $n } { $n ->
    [one] part
   *[other] parts
}

# The frame of every page
skip = Skip to the content
site-menu = Site
way-here = Way to this page
more-menu = More
language-menu = Language
method = Method
feed = Feed
as-of-footer = { $site }, as of { $date }
published-by = , published by { $name }
under-licence = , under { $name }
footer-end = .
not-translated = Not yet translated: what stands here in another language is marked as such.
draft = draft

# Names of pages and things
pledge = Pledge
pledges = Pledges
topic = Topic
topics = Topics
status = Status
statuses = Statuses
concerns = Critiques
critiques = Critiques
deadlines = Deadlines
people = People
person = Person
body = Body
sources = Sources
corrections = Corrections
how-we-judge = How we judge
not-found = Page not found
due = Due
days = Days
name = Name
judgements = Judgements
promiser = Promiser
all = All
now = now
term = term { $start } to { $end }
as-of = As of { $date }

# The front page
all-pledges = All pledges
by-promiser = By promiser
by-promiser-caption = How the pledges of each promiser stand
what-moved = What moved last
what-experts = What experts object to
all-concerns = All kinds of critique
how-topics-stand = How each topic stands
every-pledge-by-topic = Every pledge, by topic
all-n-pledges = { $n ->
    [one] The pledge
   *[other] All { $n } pledges
}

# The tally
tally = Tally
tally-counted = { $pledges } counted
tally-shares = . Of { $judged } judged, { $kept } are kept, { $partly } kept or partly kept
tally-too-few = . Too few are judged for a percentage
tally-weighted = ; by weight { $kept } and { $partly }
tally-overdue = ; { $n } overdue
tally-late = ; { $n } kept late
tally-end = .
tally-none = No pledge is counted here.
tally-table = These numbers as a table
tally-caption = { $heading }: pledges by status
tally-caption-plain = pledges by status

# Lists of pledges
topics-caption = How the pledges under each topic stand
last-moved = Last moved
moved = Moved
overdue = overdue
kept-late = kept late
filter = Filter
filter-words = Words
filter-some = {"{n}"} of { $pledges }
filter-none = No pledge matches. Choose less.
from-to = to
every-pledge = Every pledge
pledges-none = There is no pledge yet.
pledges-by-topic = Pledges, by topic
pledges-by-topic-as-of = { $pledges }, by topic, as of { $date }.
pages-of-pledges = Pages of pledges
page-of = Page { $page } of { $pages }. The filter looks through this page.
previous = Previous
next = Next

# Deadlines
deadlines-dek = As of { $date }.
deadlines-term = Where a pledge names no date, it is due at the end of the term.
as-calendar = As a calendar
deadlines-overdue = Overdue
deadlines-overdue-caption = Open pledges past their deadline, the longest overdue first
deadlines-overdue-none = No open pledge is past its deadline.
deadlines-ahead = Due next
deadlines-ahead-caption = Open pledges, those due first at the top
deadlines-ahead-none = No open pledge has a deadline ahead.
deadlines-late = Kept late
deadlines-late-caption = Pledges kept after their deadline
deadlines-late-none = No pledge was kept late.
days-over = Days over
days-left = Days left
days-late = Days late

# A pledge
pledge-number = pledge { $number } of { $pledges }
status-since = { $status } since { $date }.
part-of = A part of { $pledge }.
how-judged = How it is judged
plan = The plan
plan-goal = Goal
plan-method = Method
plan-period = Period
plan-funding = Funding
parts = Its parts
parts-caption = Parts of this pledge
history = How it got here
dissent = Dissent.
judged-by = Judged by { $name }
judged-and-reviewed = Judged by { $name }, reviewed by { $reviewer }
judging-and = ;
reviewed-by = Reviewed by { $name }
confidence-high = high confidence
confidence-medium = medium confidence
confidence-low = low confidence
replies = Replies
related = Related pledges
everything-cited = Everything cited
cite-page = Cite this page
citation = “{ $title }”, in { $site }, as of { $date }.
citation-by = { $name }: “{ $title }”, in { $site }, as of { $date }.
facts = Facts
promised-by = Promised by
promised = Promised
promised-in = Promised in
due-by-term = , the end of the term
due-ago = , { $days } ago
due-in = , in { $days }
due-today = , today
today = today
kind = Kind
kind-action = Something to do
kind-outcome = Something to reach
kind-upkeep = Something to keep so
control = In the promiser’s power
control-full = Fully
control-shared = Shared with others
control-none = Not at all
weight = Weight
weight-of = { $weight } of 5
on-this-page = On this page
follow-pledge = Follow this pledge (feed)

# The history as a figure
history-scale = From { $from } to { $to }, to scale.
history-due = due { $date }
history-entry = an entry of the history
history-table = The same as a table
history-caption = From when to when it had which status
from = From
until = Until
row-due = due
row-ago = { $n } ago
row-in = in { $n }

# Critiques
concerns-dek = Kinds of critique, those raised most often first.
concerns-none = This scorecard has no kinds of critique.
raised = Raised { $n ->
    [one] { $n } time
   *[other] { $n } times
} against { $pledges }
raised-first = :
raised-end = .
outcome-count = { $n } { $outcome }
not-raised = Not raised yet.
outcome-open = open
outcome-answered = answered
outcome-borne-out = borne out
outcome-overtaken = overtaken by events
severity-high = high severity
severity-medium = medium severity
severity-low = low severity
interests = Declared interests.
answer = Answer.

# Causes of a change
cause-event = the world moved
cause-evidence = new source
cause-correction = we corrected
cause-method = our method changed

# Sources and citations
evidence = Evidence
shows-contradicts = speaks against it
shows-funding = on the funding
shows-outcome = on what came of it
shows-context = for context
archived = archived
original = original
our-copy = our copy
original-link = Original
archived-link = Archived copy
our-copy-link = Our copy
source-official = Official
source-press = Press
source-expert = Experts
source-document = Documents
source-data = Data
source-other = Other
sources-dek = { $sources }, newest first within each kind, and the pledges that cite each.
source-language = Language of the source
source-read = accessed { $date }
cited-by = Cited by
cited-by-none = Cited by no pledge.

# People
people-title = People and bodies
people-dek = Everyone who promised, objected or judged.
people-caption = How many pledges, critiques and judgements are whose
pledges-made = Pledges made
judged-entries = Judged or reviewed { $n } { $n ->
    [one] entry
   *[other] entries
}, newest first:
judged-entries-last = Judged or reviewed { $n } entries; the last { $shown }:
nothing-yet = Nothing here is theirs yet.
replied-to = Pledges with a reply of theirs
kind-of-critique = Kind of critique

# Statuses and topics
counts-kept = Counts as kept.
counts-partly = Counts as partly kept.
counts-broken = Counts as broken.
counts-open = Counts as open.
counts-unrated = Is left out of every share.
elsewhere = Elsewhere:
called = “{ $word }” ({ $tracker })
called-end = .
final = A pledge stays there, unless we erred or our rules change.
called-elsewhere = Elsewhere it is called
pledges-with-status = Pledges with this status
no-pledge-with-status = No pledge has this status now.
statuses-dek = The words with which pledges are judged, and how many pledges have each.
pledges-under-topic = Pledges under this topic
no-pledge-under-topic = No pledge stands under this topic yet.
topics-dek = A pledge with several topics counts in each of them.
what-belongs-where = What belongs where

# The method
method-dek = The words, rules and limits by which pledges are judged here. What stands below the editors’ own text is made from the settings that the program judges by, so that it cannot drift from them.
method-statuses = The statuses
method-tally = The tally
method-tally-1 = Counts come first. The share kept is the pledges kept of all that are judged: those kept, partly kept, broken and open. Those not rated are left out. Beside it stands the share kept or partly kept.
method-tally-2 = Below { $n } judged { $n ->
    [one] pledge
   *[other] pledges
} no percentage is shown.
method-tally-3 = A pledge with several topics counts once in each and once in the total.
method-tally-4 = A pledge with parts is not counted; its parts are.
method-tally-5 = Where pledges have different weights, shares by weight stand beside the plain ones.
method-tally-6 = An open pledge is overdue when its deadline has passed; one kept after it counts as kept, late.
method-term = Without a deadline of its own it is due at the end of the term.
method-no-term = Without a deadline it is never overdue.
method-rules = What is required
method-evidence = Every pledge, every status but those not rated, and every critique must cite a source; the program refuses to publish one that does not.
method-evidence-lenient = A pledge, a status or a critique that cites no source is marked for the editors, and may be published.
method-stale = An open pledge whose last entry is more than { $n } days old is marked for the editors as stale.
method-quotes = Quotations are compared, word for word, with our copies of their sources, where those are plain text.
method-concerns = Kinds of critique

# Corrections
corrections-dek = What stood here and was wrong, with what stands there now. Found a mistake?
corrections-write = Write to { $email }.
corrections-tell = Tell the publisher.
corrections-said = It said
corrections-says = It says now
corrections-editions = Concerns the editions:
corrections-end = .
corrections-reported = Reported by { $name }.
corrections-none = Nothing has had to be corrected yet.

# What changed between two editions
changes-event = The world moved
changes-evidence = New sources
changes-correction = We corrected
changes-method = Our method changed
changes-moves = { $n } { $n ->
    [one] entry in a history
   *[other] entries in histories
}
changes-added = { $pledges } added
changes-withdrawn = { $pledges } taken out
changes-renamed = { $pledges } renamed
changes-critiques = { $critiques } raised
changes-corrections = { $n } { $n ->
    [one] correction
   *[other] corrections
}
changes-all = { $n } { $n ->
    [one] change
   *[other] changes
} in all
changes-none = Nothing changed.
changes-new-pledges = New pledges
changes-gone-pledges = Pledges taken out
changes-new-critiques = New critiques
changes-fresh = New sources, people and pages
changes-of = { $what }:
edit-added = new
edit-removed = gone
edit-reordered = in another order
field-title = Title
field-quote = Wording
field-reason = Reason
field-claim = Objection
field-at = Where in the source
field-limits = What it does not show
field-outcome = Outcome
field-role = Role
field-text = Text
field-meaning = Meaning

# The page for lost addresses
lost = There is no such page
lost-dek = The address may be mistyped, or a link to here may be wrong.
lost-front = { $link }: how all pledges stand
lost-pledges = { $link }, by topic
lost-pledges-link = Every pledge
lost-sources = { $link }, with what cites it
lost-sources-link = Every source
lost-tell = { $link } where the broken link stands
lost-tell-link = Tell us

# Editions
edition = Edition
editions = Editions
edition-number = Edition { $number }
edition-notice = About this edition
edition-as-of = As of { $as_of }.
edition-reconstructed = As of { $as_of }, sealed on { $sealed }: reconstructed later, from what was published by that day.
edition-present = See how it stands now
edition-corrected = Corrected on { $date }.
edition-correction-link = The correction
edition-counts = { $moves ->
    [one] { $moves } new status
   *[other] { $moves } new statuses
}, { $pledges } added, { $withdrawn } taken out.
draft-since = Draft: this has not been sealed since edition { $n }, and may still change.
draft-first = Draft: no edition of this has been sealed yet, and it may still change.
editions-dek = Every edition is the exact text that it was made of, sealed under a digest that anyone can check. None is ever changed.
editions-caption = How the pledges stood in each edition, the newest first
editions-none = No edition has been sealed yet.
title-after = : {""}
changes = What changed
changes-in = What changed in edition { $number }
edition-whole = The whole of edition { $number }
manifest = Manifest
digest = Digest
signed = signed
in-editions = Editions that changed it
cite-edition = Cite this edition
citation-edition = { $site }, edition { $number }, as of { $date }.
citation-edition-by = { $name }: { $site }, edition { $number }, as of { $date }.
cite-in-edition = Edition { $number }, digest
withdrawn = No longer in the scorecard
withdrawn-dek = It stood there for the last time in { $edition }, as of { $date }.
withdrawn-link = How it stood then
renamed = Renamed
renamed-now = This pledge is now called { $pledge }.
renamed-last = Under this address it stood for the last time in { $edition }, as of { $date }.
