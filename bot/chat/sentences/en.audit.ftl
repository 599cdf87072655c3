# The audit trail: its list, one sentence for each kind of line, and its export.

## The list

audit-list =
    <b>Audit of { $team }</b>{ $person ->
        [none] { "" }
       *[other] , by { $person }
    }{ $key ->
        [none] { "" }
       *[other] , key { $key }
    }{ $kind ->
        [none] { "" }
       *[other] , { $kind }
    }{ $days ->
        [none] { "" }
        [one] , last day
       *[other] , last { $days } days
    } · newest first

    { $lines }
    { $details }
audit-nothing =
    <b>Audit of { $team }</b>
    Nothing fits “{ $words }”. Press All, or leave a word out: <code>/audit</code> shows everything.

    { $details }
audit-none-here =
    <b>Audit of { $team }</b>
    These lines are not about your accounts. Press ▶ for older lines.

    { $details }
audit-empty =
    <b>Audit of { $team }</b>
    Nothing has happened yet.
audit-details = <blockquote expandable>Details
    { $lines ->
        [none] { "" }
       *[other] { $lines }
    { "" }
    }Head <code>{ $head }</code></blockquote>
audit-moment =
    <b>{ $at }</b>
    { $lines }
    { "" }
audit-detail = { $sequence } · { $what } { $outcome }{ $proof ->
    [none] { "" }
    [email] { "" } by e-mail
    [word] { "" } by word
   *[other] { "" } by { $proof }
    }{ $why ->
        [none] { "" }
       *[other] , { $why }
    } · { $actor ->
        [none] Keyminder
       *[other] { $actor }
    }
audit-filter = { $only ->
    [days] 7 days
    [keys] Keys
    [whitelist] Whitelist
    [people] People
   *[all] All
    }
button-audit-export = Export

## Who did it, and how it ended

audit-numbered = { $what } (#{ $number })
audit-asked = { $who } asked: { $what }
audit-reason = { $who } gave a reason: { $what }, “{ $reason }”
audit-refused = 🚫 Refused{ $who ->
    [none] { "" }
   *[other] { " " }to { $who }
    }: { $what }
audit-proved-code = { $who } confirmed by code: { $what }
audit-proved-email = { $who } confirmed by e-mail: { $what }
audit-proved-old-email = { $who } confirmed by the old e-mail: { $what }
audit-proved-approval = { $who } approved: { $what }
audit-proved-break-glass = 🚨 { $who } let this run without approval: { $what }
audit-proved-word = { $who } says it is done: { $what }
audit-proved-cooling = ⏱ Not stopped in its waiting time: { $what }
audit-disproved-cooling = ❗ Stopped in its waiting time: { $what }
audit-disproved-code = ❗ Wrong code from { $who }: { $what }
audit-disproved-email = ❗ { $who } denied by e-mail: { $what }
audit-disproved-old-email = ❗ { $who } denied by the old e-mail: { $what }
audit-disproved-approval = ❗ No approval by { $who }: { $what }
audit-disproved-break-glass = ❗ Break-glass by { $who } does not count: { $what }
audit-disproved-word = ❗ Not done yet, says { $who }: { $what }
audit-running = ⏳ Started: { $what }
audit-by-hand = ✋ Waits for the exchange’s page: { $what }
audit-done = ✅ Done{ $who ->
    [none] { "" }
   *[other] { " " }by { $who }
    }: { $what }
audit-failed = ❌ Failed: { $what }
audit-lapsed = ⌛ Timed out: { $what }
audit-cancelled = ✖️ { $who ->
    [none] Cancelled
   *[other] { $who } cancelled
    }: { $what }

## What happened without a request

audit-team-claim = { $who } set up the team
audit-person-enrol = { $who } set up an authenticator
audit-factor-change = { $who } moved the authenticator to a new phone
audit-factor-reset = 🚨 The authenticator of { $other ->
    [none] a person
   *[other] { $other }
    } was reset in another team
audit-person-lock = ❗ { $who } is locked after five wrong codes
audit-person-reset = 🚨 The authenticator of { $other ->
    [none] a person
   *[other] { $other }
    } was reset on the server
audit-owner-add = 🚨 { $other ->
    [none] A person
   *[other] { $other }
    } was made owner on the server
audit-invitation-redeem = { $who } { $waits ->
    [true] used an invitation and waits for an owner
   *[false] joined{ $role ->
        [none] { "" }
       *[other] { " " }as { $role }
    }
    }
audit-invitation-end = An invitation{ $role ->
        [none] { "" }
       *[other] { " " }as { $role }
    } ended, because its sender may not invite any more
audit-member-leave = { $who } left the group and is suspended
audit-access-ask = { $who } asked for access
audit-access-refuse = { $who } refused access to { $other ->
    [none] a person
   *[other] { $other }
    }
audit-key-live = 🟢 { $key } can be used now
audit-alert-take = { $who } is on it, after { $account ->
    [none] a warning for owners
   *[other] a warning about keys of { $account }
    }
audit-alert-snooze = { $who } snoozed the warnings { $account ->
    [none] for owners
   *[other] of { $account }
    }
audit-alert-escalate = ❗ No one reacted to the warning about { $key }, so I wrote to { $level ->
    [1] its owner
    [2] the approvers
    [3] the owners
   *[other] the owners of the key and the team by e-mail
    }
audit-code-burn = ❗ { $who } typed a code where others can read it. It does not work any more
audit-code-shown = 🚨 A message for one person came out for all, so codes in the group are off
audit-approvals-begin = Two people can approve now, so changes that can move money need one approval
audit-team-lost = ❗ I could not write to this group any more
audit-team-found = I can write to this group again
audit-team-move = { $who } moved the team to another group or topic
audit-topic-lost = The topic that was chosen for some messages is closed, deleted or claimed. They come to the team’s own place again
audit-drift-found = ❗ { $key } is not the same at the exchange
audit-drift-gone = { $key } is the same at the exchange again
audit-credentials-refused = ❗ The exchange refuses my key of { $account }
audit-credentials-taken = The exchange takes my key of { $account } again
audit-exchange-silent = ❗ The exchange of { $account } does not answer
audit-exchange-answers = The exchange of { $account } answers again
audit-calendar-make = { $who } made a link to a calendar of their keys
audit-calendar-revoke = { $who ->
    [none] The link to the calendar of { $other ->
        [none] a person
       *[other] { $other }
        } ended with their membership
   *[other] { $who } revoked the link to their calendar
    }
audit-master-key-rotate = The master key was changed on the server
audit-trail-begin = The audit trail of this installation begins
audit-chain-begin = The audit trail of a team begins

## Export

ask-audit-form = Which file? The whole trail is sent to you in private.
choice-audit-csv = CSV, for a spreadsheet
choice-audit-jsonl = JSONL, with every hash
plan-audit-export = 📤 Send the audit trail of { $team } to you in private: { $lines ->
    [one] 1 line
   *[other] { $lines } lines
    } as { $form }
result-audit-exported = 📤 The audit trail was sent in private: { $lines ->
    [one] 1 line
   *[other] { $lines } lines
    }.
audit-file = The audit trail of <b>{ $team }</b> up to line { $lines }. The bot’s admin can check it with <code>keyminder audit verify --head { $head }</code>.

## Refusals

refused-audit-word-unknown = “{ $word }” is not a person, a key or a kind of change here.{ $nearest ->
    [none] { "" }
   *[other] { " " }Did you mean { $nearest }?
    } Examples: <code>/audit olga</code>, <code>/audit renew</code>, <code>/audit 7d</code>.
refused-audit-words-too-many = “{ $word }” is one too many. Give at most one person, one key, one kind of change and one number of days.
refused-audit-too-long = The trail has { $lines } lines. I send at most { $limit } lines. The bot’s admin gets all with <code>keyminder audit export</code>.

## Commands

help-audit = /audit [PERSON] [KEY] [renew …] [7d], who did what and when. <code>/audit export</code> sends it as a file
menu-audit = Who did what and when
