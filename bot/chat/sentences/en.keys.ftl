# Keys: lists, plans and results.

key-ends-at = ends { $at }
key-ended-at = ended { $at }
key-ends-never = does not expire
key-ends-unknown = end unknown

## Looking

keys-list =
    <b>Keys of { $team }</b> · { $count ->
        [one] one key
       *[other] { $count } keys
    }{ $ended ->
        [0] { "" }
       *[other] , <b>{ $ended } ended</b>
    }

    { $keys }
keys-none = { $team } has no keys yet. Make one with <code>/newkey NAME</code>, or watch an existing one with <code>/track NAME ACCESS_ID</code>.
keys-with-making =
    { $list }

    { $making }
keys-making = ⏳ <b>{ $key }</b> is being made now, request #{ $number }.
keys-line = { $state ->
    [activating] 🕐
    [unseen] ❔
    [expired] ⛔️
    [soon] ⚠️
   *[live] 🔑
    } { $number } · <b>{ $key }</b>, { $state ->
    [activating] activating, { $ends }
    [unseen] <b>not seen to work yet</b>, { $ends }
    [expired] <b>{ $ends }</b>
   *[other] { $ends }
    }{ $rotation ->
        [none] { "" }
       *[other] , { $rotation }
    }{ $differs ->
        [none] { "" }
       *[other] , { $differs }
    }
key-detail =
    <b>{ $key }</b> · number { $number } · account { $account }
    Access id: <code>{ $access_id }</code>
    Permissions: { $permissions ->
        [none] read only
        [unknown] not known to me
       *[other] { $permissions }
    }
    IPs: { $ips ->
        [none] none bound
       *[other] <code>{ $ips }</code>
    }
    State: { $state ->
        [activating] activating, usable a few minutes after creation, { $ends }
        [unseen] <b>not seen to work yet</b>, though it should by now, { $ends }
        [expired] <b>{ $ends }</b>, does not work
       *[live] live, { $ends }
    }
    Created: { $created }{ $led ->
        [by-hand] { "" }
    Led by hand: changes are made on the exchange's page.
       *[here] { "" }
    }{ $rotation ->
        [none] { "" }
       *[other] { "" }
    { $rotation }
    }{ $differs ->
        [none] { "" }
       *[other] { "" }
    { $differs }
    }

lines-of-account =
    ▸ <b>{ $account }</b>{ $exchange ->
        [none] { "" }
       *[other] , { $exchange }
    }
    { $lines }

## Questions

ask-which-key = Which key? Press one, or type <code>/{ $command } NAME</code>.
ask-which-ip = Which IP of <b>{ $key }</b> shall be unbound?
ask-ips = Which IPs shall be bound to <b>{ $key }</b>? Reply to this message with one or more, for example <code>8.8.8.8 2001:4860:4860::8888</code>.
ask-edit =
    What shall change about <b>{ $key }</b>? It { $trade ->
        [true] may trade
       *[false] may not trade
    } now. Its IPs are changed with <code>/bind { $number }</code> and <code>/unbind { $number }</code>.
ask-key-name = How shall <b>{ $key }</b> be called from now on? Reply to this message with the new name (at most { $limit } characters).
ask-edit-watched = What is wrong about <b>{ $key }</b>? I only watch it: its other settings change on its exchange’s page.
ask-end-corrected =
    When does <b>{ $key }</b> expire? My list says: { $ends }.
    Press a button, or reply with the date, for example <code>{ $example }</code>.
ask-end-renewed =
    { $count ->
        [one] When does <b>{ $keys }</b> expire now?
       *[other] When do <b>{ $keys }</b> expire now? If the dates differ, press “I do not know” and tell each with <code>/editkey NAME expires DATE</code>.
    } The exchange’s page shows it. Press a button, or reply with the date, for example <code>{ $example }</code>.
ask-end-unbound = When does <b>{ $key }</b> expire, now that no IP is bound? The exchange’s page shows it. Press a button, or reply with the date, for example <code>{ $example }</code>.
ask-which-date = “{ $date }” can be two dates. Which one?
choice-date = { $date }
choice-end-usual = In { $days } days: { $at }
choice-end-never = Never
choice-end-unknown = I do not know
button-end = Expiry date
button-rename = Another name
button-trade-on = Let it trade
button-trade-off = Take trading away
ask-new-key = How shall the new key be called? Reply to this message with the name (at most 50 characters, at an exchange 40), then what it may do and from where, for example <code>trading-eu trade 8.8.8.8</code>. Without an IP it ends after 90 days.
ask-track = Which existing key shall I watch? Reply to this message with its name and access id, and when it ends, for example <code>old-bot 4DA36FFC61334695 expires in 90 days</code>. Never send its secret. Or send a CSV with the caption <code>/track</code> and the columns Remark, Access ID, Expires, IPs.
choice-key = { $number } · { $key }{ $account ->
    [none] { "" }
   *[other] { " " }· { $account }
    }
ask-which-of-several = Several keys are called “{ $name }”. Which one?
choice-ip = { $ip }
choice-all-ips = All of them

## What will happen

plan-create =
    ➕ Create key <b>{ $key }</b> in account { $account }
    Permissions: { $can ->
        [read] read only
       *[some] { $permissions }
    }
    IPs: { $ips ->
        [none] none
       *[other] <code>{ $ips }</code>
    }, { $ends }{ $warnings ->
        [none] { "" }
       *[other] { "" }
    { $warnings }
    }
plan-renew = { $count ->
    [one] 🔄 Renew a key
   *[other] 🔄 Renew { $count } keys
    }:
    { $keys }{ $apart ->
        [none] { "" }
       *[other] { "" }

    { $apart }
    }
plan-renew-apart = ✋ Not <b>{ $keys }</b>: nobody can renew keys through the API of { $exchange }. When this is done I show the ways there are.
plan-renew-led = ✋ Not <b>{ $keys }</b>: led by hand, so { $count ->
    [one] it has
   *[other] they have
    } a ticket of { $count ->
    [one] its
   *[other] their
    } own. When this is done I offer it.
plan-renew-differing = ✋ Not <b>{ $keys }</b>: { $count ->
    [one] differs
   *[other] differ
    } at { $exchange ->
    [none] the exchange
   *[other] { $exchange }
    }, <code>/adopt</code> first.
plan-renew-bound = ✋ Not <b>{ $keys }</b>: bound to IPs, so { $count ->
    [one] it does not expire
   *[other] they do not expire
    }.
plan-renew-key = <b>{ $key }</b> { $ends }{ $new_end ->
        [none] . When it is done, I ask when it expires then
       *[other] ; renewed, it ends { $new_end }
    }
plan-edit =
    ✏️ Edit key <b>{ $key }</b>{ $name ->
        [none] { "" }
       *[other] { "" }
    New name: <b>{ $name }</b>
    }{ $trading ->
        [none] { "" }
        [on] { "" }
    It may trade from then on.
       *[off] { "" }
    It may not trade any more: whatever trades with it stops.
    }{ $ends ->
        [none] { "" }
       *[other] { "" }
    Corrected: it { $ends }. My alerts follow that.
    }
    Everything else about it stays.
plan-bind =
    🔗 Bind to <b>{ $key }</b>: <code>{ $ips }</code>
    { $before ->
        [none] It will not expire any more.
       *[other] It stays bound to <code>{ $before }</code> too, and does not expire, as before.
    }{ $warnings ->
        [none] { "" }
       *[other] { "" }
    { $warnings }
    }{ $findings ->
        [none] { "" }
       *[other] { "" }
    ⚠️ It differs at { $exchange ->
        [none] its exchange
       *[other] { $exchange }
    }: { $findings }
    { $before ->
        [none] Nothing else of this is adopted.
       *[other] The IPs bound there now stay bound; nothing else of this is adopted.
    }
    }
plan-bind-lost =
    🔗 Bind <b>{ $key }</b> again to <code>{ $ips }</code>, and to nothing else
    { $before ->
        [none] No IP is bound there now. Once bound, it does not expire.
       *[other] Taken off: <code>{ $before }</code>, which is not ours. It does not expire, as before.
    }{ $warnings ->
        [none] { "" }
       *[other] { "" }
    { $warnings }
    }{ $findings ->
        [none] { "" }
       *[other] { "" }
    ⚠️ Besides, it differs at { $exchange ->
        [none] its exchange
       *[other] { $exchange }
    }: { $findings }
    Nothing of this is adopted.
    }
plan-unbind = 🔓 Unbind from <b>{ $key }</b>: <code>{ $ips }</code>
plan-unbind-last =
    🔓 Unbind from <b>{ $key }</b>: <code>{ $ips }</code>
    No IP stays bound: the key { $ends }.{ $warnings ->
        [none] { "" }
       *[other] { "" }
    { $warnings }
    }
plan-delete =
    🗑 Delete key <b>{ $key }</b> (<code>{ $access_id }</code>, { $ends }){ $differs ->
        [none] { "" }
       *[other] { "" }
    { $differs }
    }
    This cannot be undone: whatever trades with it stops.
plan-track = { $count ->
    [one] 👁 Watch an existing key
   *[other] 👁 Watch { $count } existing keys
    }:
    { $keys }
plan-track-read-as =
    { plan-track }

    { $read_as }
plan-track-key = <b>{ $key }</b> (<code>{ $access_id }</code>), { $ends }{ $ips ->
        [none] { "" }
       *[other] , IPs <code>{ $ips }</code>
    }
warning-withdraw-anywhere = ⚠️ This key can withdraw from any address: no IP is bound to it. If its secret is stolen, the thief can withdraw too. Bind your server's IP.
note-ip-read = ℹ️ <code>{ $typed }</code> is read as <code>{ $ip }</code>: only the address is bound.
warning-ips = ⚠️ Reserved for { $purpose } use: <code>{ $ips }</code>. An exchange never sees requests from there.

## What has happened

result-lines = { $lines }
result-created =
    ✅ Key <b>{ $key }</b> is made (number { $number }), { $ends }.
    { $works ->
        [true] It can be used now.
       *[false] It can be used { $live_at ->
            [none] in some 15 minutes
           *[other] from { $live_at }
        }; I will say so here.
    }
result-renewed = ✅ <b>{ $key }</b> is renewed, { $ends }.
result-renew-apart = ✋ <b>{ $keys }</b>: not renewed, because nobody can through the API of { $exchange }. <code>/renew { $numbers }</code> shows the ways there are.
result-renew-led = ✋ <b>{ $keys }</b>: not renewed yet, because led by hand. <code>/renew { $numbers }</code> starts that.
result-renew-differing = ✋ <b>{ $keys }</b>: not renewed, because not at { $exchange ->
    [none] the exchange
   *[other] { $exchange }
    } as on my list. <code>/adopt</code> first.
result-renew-bound = ✋ <b>{ $keys }</b>: bound to IPs, so there was nothing to renew.
button-renew-apart = { $count ->
    [one] The other key
   *[other] The other { $count } keys
    }
result-edited = ✅ { $was ->
        [none] <b>{ $key }</b>
       *[other] <b>{ $was }</b> is called <b>{ $key }</b> now
    }{ $trading ->
        [none] { "" }
        [on] { $was ->
            [none] { "" } may trade now
           *[other] , may trade
        }
       *[off] { $was ->
            [none] { "" } may not trade any more
           *[other] , may not trade any more
        }
    }{ $corrected ->
        [true] : corrected
       *[false] { "" }
    }, { $ends }.
result-bound = ✅ <b>{ $key }</b> is bound to <code>{ $ips }</code>, { $ends }.
result-unbound = ✅ <b>{ $key }</b>: { $ips ->
    [none] no IP is bound any more
   *[other] still bound to <code>{ $ips }</code>
    }, { $ends }.
result-deleted = ✅ Key <b>{ $key }</b> is deleted.
result-tracked = ✅ <b>{ $key }</b> is watched (number { $number }), { $ends }.
part-failed = ❌ <b>{ $key }</b>: { $why }
key-live = 🟢 Key <b>{ $key }</b> can be used now, { $ends }.
secret-comes = 🔑 One moment: your secret will stand in this message.
key-secret =
    🔑 Key <b>{ $key }</b>
    Access id: <code>{ $access_id }</code>
    Secret: <code>{ $secret }</code>

    This is the only time you see the secret. Copy it to where it belongs, then press Saved; this message goes by itself after 10 minutes.

## Sheets

upload-not-csv = { $name ->
    [none] This file has no name. I only take files whose name ends in .csv.
   *[other] I only take CSV here, and “{ $name }” is something else.
    } In your spreadsheet choose “Save as CSV” and send that.
