# Being told in time: the alert card, /expiring, /alerts and the daily digest.

## The card of an account

alerts-card =
    { $worst ->
        [ended] ⛔️ <b>{ $count ->
            [one] A key has
           *[other] { $count } keys have
        } ended</b> · { $team }, account { $account }
        [day] 🔴 <b>{ $count ->
            [one] A key ends
           *[other] { $count } keys end
        } within a day</b> · { $team }, account { $account }
        [week] 🟠 <b>{ $count ->
            [one] A key ends
           *[other] { $count } keys end
        } within a week</b> · { $team }, account { $account }
        [month] 🟡 <b>{ $count ->
            [one] A key ends
           *[other] { $count } keys end
        } within a month</b> · { $team }, account { $account }
       *[unknown] ❔ <b>{ $count ->
            [one] A key may end
           *[other] { $count } keys may end
        } any day</b> · { $team }, account { $account }
    }

    { $keys }{ $more ->
        [0] { "" }
       *[other] { "" }
    … and { $more } more: <code>/expiring</code>
    }

    { $worst ->
        [ended] A key that has ended does not work: whatever uses it has stopped.
       *[other] When a key ends, whatever uses it stops.
    } { $renewable ->
        [true] { $exchange ->
            [none] Press <b>Renew</b>{ $told ->
                [true] { "" }
               *[false] { " " }for 90 days more
            }, or <b>Bind IPs</b> and it does not end at all.
           *[other] Press <b>Bind IPs</b> and it does not end at all. Nobody can renew it through the API of { $exchange }: <b>Renew</b> offers a new key, or the steps by hand.
        }
       *[false] Press <b>Adopt</b> if it shall stay as it is at the exchange, or <b>Bind IPs</b> and it does not end at all.
    }{ $unknown ->
        [true] { "" }
    <code>/editkey NAME expires DATE</code> tells me when a key of unknown end expires.
       *[false] { "" }
    }
alerts-line = { $urgency ->
    [ended] ⛔️
    [day] 🔴
    [week] 🟠
    [month] 🟡
   *[unknown] ❔
    } { $number } · <b>{ $key }</b>, { $ends }{ $differs ->
        [none] { "" }
        [gone] , ⚠️ gone at its exchange
       *[changed] , ⚠️ differs at its exchange from my list
    }
alerts-fine = ✅ All keys of { $account } are fine again. · { $team }
alerts-replaced = A newer message about the keys of { $account } is below.
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
    <b>Keys of { $team } that end within 30 days, have ended or may end any day</b>

    { $keys }
expiring-none = { $watched ->
    [0] { $team } has no keys yet. Make one with <code>/newkey NAME</code>, or watch an existing one with <code>/track NAME ACCESS_ID</code>.
    [one] { $unknown ->
        [0] ✅ The only key of { $team } does not end within 30 days.
       *[other] ❔ When the only key of { $team } ends, nobody has told me.
    }
   *[other] { $unknown ->
        [0] ✅ None of the { $watched } keys of { $team } ends within 30 days.
       *[other] ❔ None of the { $watched } keys of { $team } ends within 30 days, as far as I know: of { $unknown } nobody has told me the end.
    }
    }
alerts-about =
    🔔 <b>Alerts of { $team }</b>
    I say it here 30, 14, 7, 3 and 1 days and 6 hours before a key ends, when it has ended, and every day after that until it is renewed, bound or deleted. Owners read the last day and the end in private too. A key of unknown end is named after 7 days and then every 30 days. This cannot be switched off.

    { $said ->
        [none] Nothing had to be said yet.
       *[other] Said last:
    { $said }
    }

    { $next ->
        [none] The daily digest is off. Switch it on: <code>/alerts at 09:00</code>
       *[other] The daily digest comes at { $hour } ({ $zone }), next { $next }.
    Change it: <code>/alerts at 08:30</code>. Switch it off: <code>/alerts digest off</code>
    }
alerts-said = { $kind ->
    [days] { $number ->
        [one] <b>{ $key }</b>, one day before its end
       *[other] <b>{ $key }</b>, { $number } days before its end
    }
    [hours] <b>{ $key }</b>, { $number } hours before its end
    [end] <b>{ $key }</b>, at its end
    [after] { $number ->
        [one] <b>{ $key }</b>, a day after its end
       *[other] <b>{ $key }</b>, { $number } days after its end
    }
   *[unknown] <b>{ $key }</b>, end unknown
    }: { $at }

## The digest

digest = { $count ->
    [0] ☀️ Checked at { $at }: no keys yet.
    [one] ☀️ Checked one key at { $at }.
   *[other] ☀️ Checked { $count } keys at { $at }.
    }{ $blind ->
    [0] { "" }
    [one] { " " }⚠️ One could not be compared with its exchange since { $since }: <code>/doctor</code>
   *[other] { " " }⚠️ { $blind } could not be compared with their exchange since { $since }: <code>/doctor</code>
    }{ $key ->
    [none] { "" }
   *[other] { " " }Next to end: <b>{ $key }</b>, { $ends }.
    }{ $ended ->
    [0] { "" }
    [one] { " " }⛔️ One has ended: <code>/expiring</code>
   *[other] { " " }⛔️ { $ended } have ended: <code>/expiring</code>
    }{ $own ->
    [none] { "" }
   *[other] { "" }
    { $own }
    }
    Audit head <code>{ $head }</code>
digest-own-key = ⚠️ The key that { $account } came with is connected since { $since }. If no IP is bound to it, it ends { $ends } at the latest: bind it on { $page } to my address, which <code>/doctor</code> tells in private, or connect a new one.
plan-digest = ☀️ Daily digest at { $hour } ({ $zone })
plan-digest-off =
    🔕 No daily digest any more
    Alerts about keys that end still come.
result-digest = ✅ The daily digest comes next { $next }.
result-digest-off = ✅ There is no daily digest any more. Alerts about keys that end still come.
refused-hour-bad = “{ $hour }” is not a time of day. Type it like <code>/alerts at 09:00</code>.
refused-alerts-words = Type <code>/alerts at 09:00</code> for the hour of the daily digest, or <code>/alerts digest off</code>. Alerts about keys that end always come.
refused-digest-unchanged = The daily digest is set just so already, so there is nothing to change.

## Commands

help-expiring = /expiring, keys that end within 30 days
help-alerts = /alerts, when I warn; /alerts at HH:MM or digest off, the daily digest
menu-expiring = Keys that end within 30 days
menu-alerts = When I warn, and the daily digest
