# What the house says, in English. A sentence is whole: nothing is glued to it in code.
# Markup is Telegram HTML. Args are escaped already. Lists of sayings are lines, lists of words are joined by commas.
# Nothing (None or an empty list) is selected as [none] and shown as nothing; yes and no are [true] and [false].

## Moments

moment = { $time } ({ $away })
moment-now = now
moment-in-days = { $days ->
    [one] in { $days } day
   *[other] in { $days } days
}
moment-days-ago = { $days ->
    [one] { $days } day ago
   *[other] { $days } days ago
}
moment-in-hours = { $hours ->
    [0] in { $minutes } min
   *[other] { $minutes ->
        [0] in { $hours } h
       *[other] in { $hours } h { $minutes } min
    }
}
moment-hours-ago = { $hours ->
    [0] { $minutes } min ago
   *[other] { $minutes ->
        [0] { $hours } h ago
       *[other] { $hours } h { $minutes } min ago
    }
}

## General

apology = Sorry, that went wrong here, and nothing more will happen with it. Please try again; if it happens again, tell the admin of this bot the incident number <code>{ $incident }</code>.
apology-brief = Sorry, that went wrong here. Incident { $incident }.
message-removed = 🗑 Removed.
page-back = ◀
page-forward = ▶
page-number = Page { $page } of { $pages }
