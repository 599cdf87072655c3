# Every sentence that people read, in English: this file, and one file for each subject beside it. A subject's file
# has its refusals too (refused-...), its lines of /help (help-...) and those of Telegram's menu (menu-...).
# A sentence is whole: code never joins parts of sentences. Its markup is Telegram HTML, and args are escaped already.
#
# Three idioms:
# 1. An optional part chooses [none] for None and an empty list, and [true] or [false] for yes and no:
#    { $ips ->
#        [none] none bound
#       *[other] <code>{ $ips }</code>
#    }
# 2. { "" } is an empty text. It stands for a part that is left out, and at the start of a variant it keeps the
#    line break that follows; { " " } keeps a space there. Fluent would cut both.
# 3. A list of sayings is shown as lines and a list of words with commas, so { $keys } can be many lines.

## Moments

# A moment is said once in a line. { $at } has the distance first, { DATETIME($at) } the date, for after a preposition
# such as "until". { DISTANCE($at) } is the distance alone, for lists: "7 days", "2 h ago". Dates have no-break spaces. No year is the
# present year.
moment = { $away } · { $time }
moment-dated = { $time } ({ $away })
moment-time = { $day } { moment-month }{ $year ->
    [none] { "" }
   *[other]  { $year }
} { $clock } { $zone }
moment-month = { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[other] Dec
}
moment-now = now
moment-days = { $days ->
    [one] { $days } day
   *[other] { $days } days
}
moment-in-days = in { moment-days }
moment-days-ago = { moment-days } ago
moment-hours = { $hours ->
    [0] { $minutes } min
   *[other] { $minutes ->
        [0] { $hours } h
       *[other] { $hours } h { $minutes } min
    }
}
moment-in-hours = in { moment-hours }
moment-hours-ago = { moment-hours } ago

## General

apology = Sorry, something went wrong and I stopped. Please try again. If it happens again, tell the bot’s admin the incident number <code>{ $incident }</code>.
apology-brief = Sorry, something went wrong. Incident { $incident }.
message-removed = 🗑 Removed.
button-back = ‹ Back
list-chosen = • { $label }
list-marked = ✓ { $label }
page-back = ◀
page-forward = ▶
page-number = Page { $page } of { $pages }
