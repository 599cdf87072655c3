# Warnings in time: the alert card, /expiring, /alerts and the daily digest.

## The card of an account

alerts-card =
    { $tone ->
        [ended] { -mark-ended } <b>{ $count ->
            [one] A key has
           *[other] { $count } keys have
        } expired</b> · { $team }, account { $account }
        [hours] 🚨 Act now · <b>{ $count ->
            [one] A key expires
           *[other] { $count } keys expire
        } within { $within }</b> · { $team }, account { $account }
        [day] { -mark-day } Act today · <b>{ $count ->
            [one] A key expires
           *[other] { $count } keys expire
        } within { $within }</b> · { $team }, account { $account }
        [days] ⏰ Act soon · <b>{ $count ->
            [one] A key expires
           *[other] { $count } keys expire
        } within { $within }</b> · { $team }, account { $account }
        [week] { -mark-week } This week · <b>{ $count ->
            [one] A key expires
           *[other] { $count } keys expire
        } within { $within }</b> · { $team }, account { $account }
        [fortnight] { -mark-month } Coming up · <b>{ $count ->
            [one] A key expires
           *[other] { $count } keys expire
        } within { $within }</b> · { $team }, account { $account }
        [month] 📅 Plan ahead · <b>{ $count ->
            [one] A key expires
           *[other] { $count } keys expire
        } within { $within }</b> · { $team }, account { $account }
       *[unknown] { -mark-unknown } <b>{ $count ->
            [one] A key may expire
           *[other] { $count } keys may expire
        } any day</b> · { $team }, account { $account }
    }

    { $keys }{ $more ->
        [0] { "" }
       *[other] { "" }
    … and { $more } more: <code>/expiring</code>
    }

    { $tone ->
        [ended] An expired key does not work: every program that uses it has stopped.
       *[other] When a key expires, every program that uses it stops.
    } { $next ->
        [renew] { $exchange ->
            [none] Press <b>Renew</b>{ $told ->
                [true] { "" }
               *[false] { " " }for 90 more days
            }, or <b>Bind IPs</b>: then it does not expire.
           *[other] Press <b>Bind IPs</b>: then it does not expire. The API of { $exchange } cannot renew keys: <b>Renew</b> shows the other ways.
        }
        [remove] A key that was deleted at the exchange stays in my list until you press <b>Remove</b>.
       *[accept] Press <b>Accept</b> to keep a key as it is at the exchange, or <b>Bind IPs</b>: then it does not expire.
    }{ $unknown ->
        [true] { "" }
    Set an unknown expiry date with <code>/editkey NAME expires DATE</code>.
       *[false] { "" }
    }
alerts-within = { $unit ->
    [days] { $number ->
        [one] a day
       *[other] { $number } days
    }
   *[hours] { $number ->
        [one] an hour
       *[other] { $number } hours
    }
    }
alerts-line = { $mark } { $number } <b>{ $key }</b> · { $due }{ $effect ->
        [none] { "" }
       *[other] : { $effect }
    }{ $differs ->
        [none] { "" }
        [gone] , ⚠️ gone at its exchange
       *[changed] , ⚠️ changed at its exchange
    }{ $act ->
        [none] { "" }
       *[other] , { $act }
    }
alerts-act = { $until ->
        [none] { $who } has been on it since { DATETIME($at) }
       *[other] { $who } snoozed it until { DATETIME($until) }
    }{ $former ->
        [none] { "" }
       *[other] {" "}({ $former } was on it before)
    }
alerts-effect = { $ended ->
    [true] { $what ->
        [trading] orders and stop-losses have stopped
        [withdrawals] withdrawals have stopped
        [both] orders, stop-losses and withdrawals have stopped
       *[reading] reading has stopped
    }
   *[false] { $what ->
        [trading] orders and stop-losses stop
        [withdrawals] withdrawals stop
        [both] orders, stop-losses and withdrawals stop
       *[reading] reading stops
    }
    }
alerts-unheard = no one has reacted yet
alerts-taken = You are on it. I say nothing more until the next step.
alerts-snoozed = Snoozed. I say it again then, or at the next step.
button-on-it = I’m on it
button-snooze = Snooze ▾
button-snooze-for = { $time ->
    [hour] 1 hour
    [four-hours] 4 hours
   *[morning] Until 09:00
    }
alerts-fine = ✅ All keys of { $account } are fine again. · { $team }
alerts-replaced = A newer message about the keys of <b>{ $account }</b> is below.
button-renew-key = Renew { $number ->
    [none] { "" }
   *[other] { $number } ·{ " " }
    }{ $key }
button-renew-all = { $all ->
    [true] Renew all { $count }
   *[false] Renew the first { $count }
    }

## Looking

expiring-list =
    <b>Expiring keys of { $team }</b>{ $account ->
        [none] { "" }
       *[other] , account { $account }
    }{ $words ->
        [none] { "" }
       *[other] , “{ $words }”
    }

    { $keys }{ $pages ->
        [1] { "" }
       *[other] { "" }

    Page { $page } of { $pages }
    }
expiring-not-found = No key of { $team }{ $account ->
        [none] { "" }
       *[other] {" "}in account { $account }
    } that expires within 30 days{ $words ->
        [none] { "" }
       *[other] {" "}fits “{ $words }”
    }.
expiring-none = { $watched ->
    [0] { $team } has no keys yet. Make one with <code>/newkey NAME</code>, or watch an existing one with <code>/track NAME ACCESS_ID</code>.
    [one] { $unknown ->
        [0] ✅ The only key of { $team } does not expire within 30 days.
       *[other] { -mark-unknown } I do not know when the only key of { $team } expires. Set it with <code>/editkey NAME expires DATE</code>.
    }
   *[other] { $unknown ->
        [0] ✅ None of the { $watched } keys of { $team } expires within 30 days.
       *[other] { -mark-unknown } I know of no key of { $team } that expires within 30 days. But for { $unknown } of { $watched } I do not know the expiry date. Set it with <code>/editkey NAME expires DATE</code>.
    }
    }
alerts-about =
    🔔 <b>Alerts of { $team }</b>
    I warn the group before a key expires: <code>{ $steps }</code>. Behind the slash is how long I wait for a reaction.
    I warn again when it expires, then every day until you renew, bind or delete it. If no one reacts in time, I write in private: to the key’s owner, then approvers, then owners, then by e-mail.
    Expiry date unknown? I remind you after 7 days, then every 30 days. You cannot switch off the last day.
    { $quiet ->
        [none] This team has no quiet hours. Set them: <code>/alerts quiet 22:00-07:00</code>
       *[other] Quiet hours: { $quiet } ({ $zone }). Change them: <code>/alerts quiet 23-6</code>, or <code>/alerts quiet off</code>
    }. In private the same command sets your own.
    Sound: alerts { $alerts }, news { $news }, requests { $requests }. More than 7 days before a key expires I warn without a sound.
    Change the sound: <code>/alerts alerts silent</code> or <code>/alerts news off</code>
    Change the times: <code>/alerts steps 30d 14d 7d 3d 1d 6h</code>. For one key: <code>/alerts NAME steps 7d 1d 6h</code>{ $own ->
        [none] { "" }
       *[other] { "" }
    { $own }
    }

    { $topics ->
        [none] Messages come to one place. In a forum topic, <code>/settings topic alerts</code> brings warnings there.
       *[other] In topics of their own: { $topics }. Back: <code>/settings topic all off</code>
    }

    { $said ->
        [none] No warnings yet.
       *[other] Last warnings:
    { $said }
    }

    { $next ->
        [none] The daily digest is off. Switch it on: <code>/alerts at 09:00</code>
       *[other] The { $days ->
            [none] daily digest
           *[other] digest of { $days }
        } comes at { $hour } ({ $zone }), next { $next }{ $digest ->
            [silent] , without a sound
           *[other] { "" }
        }.
    Change it: <code>/alerts at 08:30</code> or <code>/alerts digest mon,thu 09:00</code>. Switch it off: <code>/alerts digest off</code>
    Another time zone: <code>/alerts zone Europe/Berlin</code>
    }
alerts-own-steps = • <b>{ $key }</b>: <code>{ $steps }</code>
alerts-said = { $kind ->
    [days] { $number ->
        [one] <b>{ $key }</b>, 1 day before it expires
       *[other] <b>{ $key }</b>, { $number } days before it expires
    }
    [hours] { $number ->
        [one] <b>{ $key }</b>, 1 hour before it expires
       *[other] <b>{ $key }</b>, { $number } hours before it expires
    }
    [end] <b>{ $key }</b>, when it expired
    [after] { $number ->
        [one] <b>{ $key }</b>, 1 day after it expired
       *[other] <b>{ $key }</b>, { $number } days after it expired
    }
   *[unknown] <b>{ $key }</b>, expiry date unknown
    }: { $at }

## The digest

digest = { $count ->
    [0] ☀️ Checked at { $at }: no keys yet.
    [one] ☀️ Checked 1 key at { $at }.
   *[other] ☀️ Checked { $count } keys at { $at }.
    }{ $blind ->
    [0] { "" }
    [one] { " " }⚠️ 1 key was last compared with its exchange { DATETIME($since) }: <code>/doctor</code> shows why.
   *[other] { " " }⚠️ { $blind } keys were last compared with their exchange { DATETIME($since) }: <code>/doctor</code> shows why.
    }{ $key ->
    [none] { "" }
   *[other] { " " }Next: <b>{ $key }</b>, { $ends }.
    }{ $soon ->
    [none] { "" }
   *[other] { " " }Then, within 30 days:
    { $soon }{ $more ->
        [0] { "" }
       *[other] { "" }
    … and { $more } more: <code>/expiring</code>
    }
    }{ $ended ->
    [0] { "" }
    [one] { " " }{ -mark-ended } 1 has expired: <code>/expiring</code>
   *[other] { " " }{ -mark-ended } { $ended } have expired: <code>/expiring</code>
    }{ $live ->
    [none] { "" }
   *[other] { "" }
    🟢 Usable since the last digest: { $live }
    }{ $requests ->
    [0] { "" }
    [one] { "" }
    ⏳ 1 request is open: <code>/pending</code>
   *[other] { "" }
    ⏳ { $requests } requests are open: <code>/pending</code>
    }{ $differing ->
    [0] { "" }
    [one] { "" }
    ⚠️ 1 key is not the same at its exchange as in my list: <code>/adopt</code>
   *[other] { "" }
    ⚠️ { $differing } keys are not the same at their exchange as in my list: <code>/adopt</code>
    }{ $own ->
    [none] { "" }
   *[other] { "" }
    { $own }
    }{ $glass ->
    [none] { "" }
   *[other] { "" }
    { $glass }
    }
    <blockquote expandable>📒 For an audit
    Keep this message. With it the bot’s admin can check later that no line was removed:
    <code>keyminder audit verify --head { $head }</code></blockquote>
digest-key = • <b>{ $key }</b>, { $ends }
digest-own-key = ⚠️ My own key for { $account } was connected { $since }. If no IP is bound to it, it expires { DATETIME($ends) } at the latest. Bind it on { $page } to my address (<code>/doctor</code> shows it in private), or connect a new key.
plan-digest = ☀️ { $days ->
        [none] Daily digest
       *[other] Digest on { $days }
    } at { $hour } ({ $zone }){ $sound ->
        [silent] , without a sound
       *[other] { "" }
    }
plan-digest-off =
    🔕 Switch off the daily digest
    Alerts about keys that expire still come.
ask-digest = The digest is { $on ->
        [true] on
       *[false] off
    } now{ $days ->
        [none] { "" }
       *[other] { " " }and comes on { $days }
    }. How do you want it? For other days and hours type <code>/alerts digest mon,thu 09:00</code>.
choice-digest = { $word ->
    [on] On
    [silent] Silent
    [off] Off
    [daily] Every day
   *[weekdays] Weekdays
    }
result-digest = ✅ The { $days ->
    [none] daily digest
   *[other] digest
    } comes next { $next }.
result-digest-off = ✅ The daily digest is off. Alerts about keys that expire still come.
refused-hour-bad = “{ $hour }” is not a time of day. Type it like <code>/alerts at 09:00</code>.
plan-steps = 🔔 { $key ->
        [none] Warn before each key expires: <code>{ $steps }</code>
       *[other] { $steps ->
            [none] Warn about { $key } as about the team’s other keys
           *[other] Warn before { $key } expires: <code>{ $steps }</code>
        }
    }
    I also warn when a key expires, and daily after that.
result-steps = ✅ { $key ->
        [none] The steps of all keys are changed.
       *[other] The steps of { $key } are changed.
    } What I said before is not said again. <code>/alerts</code> shows them.
refused-step-bad = “{ $step }” is not a step. Type days or hours, up to 365 days: <code>/alerts steps 30d 14d 7d 3d 1d 6h</code>. After a slash type how long I wait for a reaction: <code>1d/2h</code>.
refused-steps-too-many = I warn at { $limit } steps at most. Leave some out.
refused-steps-without-last-day = The last day cannot be switched off. Add a step of 1 day or less: <code>1d</code>.
refused-steps-unchanged = The steps are set like this already. <code>/alerts</code> shows them.
refused-alerts-words = Type <code>/alerts at 09:00</code> to set the hour of the daily digest, or <code>/alerts steps 30d 14d 7d 3d 1d 6h</code> to set when I warn. For one key: <code>/alerts NAME steps 7d 1d 6h</code>
refused-alerts-word-near = There is no key “{ $word }”. Did you mean <code>/alerts { $near }</code>? <code>/help alerts</code> shows what else you can type.
refused-digest-bad = “{ $typed }” is not a time of the digest. Type days, an hour or both: <code>/alerts digest mon,thu 09:00</code> or <code>/alerts digest weekdays 9</code>.
plan-zone = 🔔 The team’s time zone: { $zone }
    The digest and the quiet hours follow it.
result-zone = ✅ The team’s time zone is { $zone }. The digest and the quiet hours follow it.
refused-team-zone-unchanged = This is the team’s time zone already. <code>/alerts</code> shows it.
refused-digest-unchanged = The daily digest is set like this already. <code>/alerts</code> shows when it comes.

## Other ends, for owners in private

ends-card =
    ⏳ <b>{ $team }</b>: this needs an owner.

    { $ends }
ends-line = • { $kind ->
    [connection] My own key for <b>{ $name }</b> expires { DATETIME($at) } at the latest, if no IP is bound to it. Bind an IP at the exchange, or connect a new key: <code>/connect</code>
    [certificate] The certificate of my web address expires { DATETIME($at) }. After that, links in e-mails do not open. The bot’s admin renews it.
    [invitation] { $name ->
        [none] An invitation
       *[other] The invitation of person { $name }
    } times out { DATETIME($at) }. Not needed any more? Let it time out. Else remind them.
    [recovery] { $name } has had no recovery code since { DATETIME($at) }. New ones: <code>/settings recovery</code> in private
    [email] The mail server has refused e-mail to { $name } since { DATETIME($at) }. Another address: <code>/settings email ADDRESS</code> in private
   *[webhook] Telegram has not reached my web address since { DATETIME($at) }, so I hear nothing. The bot’s admin types <code>keyminder check</code> on the server.
    }{ $act ->
    [none] { "" }
   *[other] , { $act }
    }
ends-replaced = ⏳ { $team }: see the newer message below.
ends-fine = ✅ { $team }: nothing needs an owner now.

## The pinned overview

pinned-card =
    📋 <b>Overview of { $team }</b>

    { $keys ->
        [none] ✅ No key expires within 30 days.
       *[other] { $keys }
    }{ $more_keys ->
        [0] { "" }
        [one] { "" }
    … and 1 more key: <code>/expiring</code>
       *[other] { "" }
    … and { $more_keys } more keys: <code>/expiring</code>
    }{ $differing ->
        [0] { "" }
        [one] { "" }
    ⚠️ 1 key is not the same at its exchange as in my list: <code>/adopt</code>
       *[other] { "" }
    ⚠️ { $differing } keys are not the same at their exchange as in my list: <code>/adopt</code>
    }{ $requests ->
        [none] { "" }
       *[other] { "" }

    { $requests }
    }{ $more_requests ->
        [0] { "" }
       *[other] { "" }
    … and { $more_requests } more: <code>/pending</code>
    }{ $may_pin ->
        [true] { "" }
       *[false] { "" }

    I may not pin messages here. Make me an admin who can pin messages, and I pin this within a day.
    }
pinned-account =
    <b>{ $account }</b>
    { $keys }
pinned-ended = The overview of { $team } is switched off. <code>/settings pin</code> switches it on again.
plan-pin = { $pin ->
    [on] 📋 Pin an overview of keys and requests in the group
   *[off] 📋 Switch off the pinned overview
    }
result-pin = ✅ { $pin ->
    [on] The overview comes into the group within two minutes. I pin it there if I may.
   *[off] The pinned overview is switched off.
    }
refused-pin-words = Type <code>/settings pin</code> to pin an overview in the group, or <code>/settings pin off</code> to switch it off.
refused-pin-off = No overview is pinned. <code>/settings pin</code> switches it on.

## Quiet hours

plan-quiet = { $hours ->
    [none] 🔔 Warn at any hour
   *[other]
    🔕 Quiet hours { $hours } ({ $zone })
    Warnings wait until they end. In the last 6 hours of a key I warn at any hour.
    }
result-quiet = ✅ { $hours ->
    [none] The team has no quiet hours. I warn at any hour.
   *[other] Quiet hours are { $hours }. Warnings wait until they end, except in the last 6 hours of a key.
    }
quiet-own = { $hours ->
    [none] You have no quiet hours: warnings can come in private at any hour. Set them: <code>/alerts quiet 22:00-07:00</code>
   *[other]
    🔕 Your quiet hours: { $hours } ({ $zone }). Warnings in private wait until they end. In the last 6 hours of a key I write at any hour.
    Change them: <code>/alerts quiet 23-6</code>. Switch them off: <code>/alerts quiet off</code>
    }
refused-quiet-bad = “{ $hours }” are not quiet hours. Type a begin and an end: <code>/alerts quiet 22:00-07:00</code>, or <code>/alerts quiet off</code>.
refused-quiet-equal = Quiet hours cannot begin and end at the same time. Type a begin and an end: <code>/alerts quiet 22:00-07:00</code>.
refused-quiet-unchanged = The quiet hours are set like this already. <code>/alerts</code> shows them.

## Sounds

ask-sound = { $kind ->
    [alerts] Warnings about keys are <b>{ $sound }</b> now. The last day of a key always has a sound.
    [news] News are <b>{ $sound }</b> now. Urgent news and news about security always have a sound.
   *[requests] Messages about requests are <b>{ $sound }</b> now. They cannot be off.
    } How do you want them?
choice-sound = { $sound ->
    [on] On
    [silent] Silent
   *[off] Off
    }
button-sound = { $kind ->
    [alerts] Alerts ▾
    [news] News ▾
    [digest] Digest ▾
   *[requests] Requests ▾
    }
plan-sound = { $sound ->
    [on] 🔔
   *[other] 🔕
    } { $kind ->
        [alerts] Warnings about keys
        [news] News
       *[requests] Messages about requests
    }: { $sound ->
        [on] with a sound
        [silent] without a sound
       *[off] off
    }{ $kind ->
        [alerts] { "" }
    The last day of a key cannot be switched off, and always has a sound.
        [news] { "" }
    Urgent news and news about security always come with a sound.
       *[requests] { "" }
    The answer to a command keeps its sound.
    }
result-sound = ✅ { $kind ->
        [alerts] Warnings about keys
        [news] News
       *[requests] Messages about requests
    } { $sound ->
        [on] come with a sound.
        [silent] come without a sound.
       *[off] are off.
    }{ $kind ->
        [alerts] {" "}The last day of a key keeps its sound.
       *[other] { "" }
    }
refused-sound-requests = Requests cannot be switched off, because people must approve them. Make them silent: <code>/alerts requests silent</code>
refused-sound-unchanged = The sound is set like this already. <code>/alerts</code> shows it.

## Topics

ask-topic = Which messages do you want in this topic?
choice-topic = { $kind ->
    [alerts] Warnings
    [news] News
    [requests] Requests
    [digest] Digest
   *[all] All
    }
plan-topic = { $here ->
    [true] 📋 Send to this topic: { $kinds }
   *[false] 📋 Send to the team’s own place again: { $kinds }
    }
result-topic = ✅ { $here ->
    [true] These messages come to the topic in which you typed this: { $kinds }. If it is closed or deleted, they come to the team’s own place again.
   *[false] These messages come to the team’s own place again: { $kinds }.
    }
topic-lost = ⚠️ The topic for { $kinds } is closed or deleted, so these messages come here again. Choose another: type <code>/settings topic alerts</code> inside it.
topic-claimed = The topic for { $kinds } has a team of its own now, so these messages come here again. Choose another: type <code>/settings topic alerts</code> inside it.
refused-topic-words = Type <code>/settings topic alerts</code> inside a forum topic. Kinds: alerts, news, requests, digest or all. <code>/settings topic alerts off</code> brings them back.
refused-topic-outside = Type this inside the forum topic that you want to choose: <code>/settings topic alerts</code>.
refused-topic-unchanged = These messages come there already. <code>/alerts</code> shows it.

## Commands

help-expiring = /expiring [an account or words], keys that expire within 30 days
help-alerts = /alerts [at HH:MM | digest mon,thu 09:00 | digest off | zone Europe/Berlin | quiet 22:00-07:00 | news silent | [NAME] steps 30d 7d 1d 6h], when I warn, quiet hours (in private: your own), and the hour of the daily digest
menu-expiring = Keys that expire within 30 days
menu-alerts = When I warn, and the daily digest

## The picture of /report

report = <b>{ $team }</b>: { $count ->
    [0] no keys yet. Make one with <code>/newkey NAME</code>.
   *[other] { $count ->
        [one] 1 key
       *[other] { $count } keys
    }{ $ended ->
        [0] { "" }
       *[other] , <b>{ $ended } expired</b>
    }{ $soon ->
        [0] { "" }
       *[other] , { $soon } within 7 days
    }. <code>/expiring</code> lists them.
    }
chart-title = { $team } · next { $days } days
chart-today = today
chart-note = { $state ->
    [expired] expired
    [never] does not expire
    [unknown] expiry date unknown
   *[other] { $days ->
        [0] today
        [one] 1 day
       *[other] { $days } days
    }
}
chart-more = and { $count } more keys
button-dark = Dark
button-light = Light
help-report = /report, the coming 90 days of your keys as one picture
menu-report = The coming 90 days as one picture
