# A new key takes the place of an old one.

## Asking

ask-rotate-by-hand =
    🔁 <b>{ $key }</b> is led by hand, so its successor is too:
    1. On the exchange's page, make a new key with the same permissions{ $ips ->
        [none] .
       *[other] {" "}and the IPs <code>{ $ips }</code>.
    }
    2. Reply to this message with its access id, and when it ends: <code>4DA36FFC61334695 expires in 90 days</code>. Never send its secret.
plan-rotate =
    🔁 Rotate <b>{ $old }</b>: { $access_id ->
        [none] make
       *[other] watch
    } the key <b>{ $new }</b>{ $access_id ->
        [none] {" "}with the same settings
       *[other] {" "}(<code>{ $access_id }</code>) in its place
    }
    Permissions: { $permissions ->
        [none] read only
        [unknown] unknown. Give it the same
       *[other] { $permissions }
    }
    IPs: { $ips ->
        [none] none
       *[other] <code>{ $ips }</code>
    }{ $ends ->
        [none] { "" }
       *[other] , { $ends }
    }{ $warnings ->
        [none] { "" }
       *[other] { "" }
    { $warnings }
    }
    { $stands }; it is deleted only when you confirm that. { $access_id ->
        [none] I ask for it { $overlap } after the new key works.
       *[other] I cannot try a key made by hand: I ask you to switch over when it has had its 15 minutes, and { $overlap } later again.
    }
plan-keep = 🔁 Keep both <b>{ $old }</b> and <b>{ $new }</b>
plan-delete-rotated =
    🗑 Delete key <b>{ $key }</b> (<code>{ $access_id }</code>, { $ends }). { $works ->
        [true] <b>{ $new }</b> works in its place.
        [untried] ⚠️ I cannot try <b>{ $new }</b>, which is to take its place: make a call with it before you confirm.
        [expired] ⚠️ <b>{ $new }</b>, which is to take its place, has ended.
        [gone] ⚠️ <b>{ $new }</b>, which is to take its place, is gone at the exchange.
       *[false] ⚠️ <b>{ $new }</b>, which is to take its place, does not work yet.
    }{ $differs ->
        [none] { "" }
       *[other] { "" }
    { $differs }
    }
    { $old_state ->
        [expired] This cannot be undone. Both stay in the list as long as this is not confirmed.
        [gone] This cannot be undone. Both stay in the list as long as this is not confirmed.
       *[other] This cannot be undone: whatever still uses <b>{ $key }</b> stops. Both keys stay as long as this is not confirmed.
    }
span-days = { $count ->
    [one] one day
   *[other] { $count } days
    }
span-hours = { $count ->
    [one] one hour
   *[other] { $count } hours
    }
span-minutes = { $count ->
    [one] one minute
   *[other] { $count } minutes
    }

## Under way

result-rotated =
    ✅ Key <b>{ $new }</b> is made (number { $number }), { $ends }.
    { $works ->
        [true] It can be used now.
       *[false] It can be used { $live_at ->
            [none] in 10 to 15 minutes
           *[other] from { $live_at }
        }; I will say so here.
    } { $stands }.
result-rotated-by-hand =
    ✅ <b>{ $new }</b> is watched (number { $number }), { $ends }. { $stands }.
    A new key can need up to 15 minutes, and I cannot try this one; I say here when to switch over.
result-kept = ✅ <b>{ $old }</b> and <b>{ $new }</b> both stay. Nothing is deleted.
result-kept-cancelled = ✅ <b>{ $old }</b> and <b>{ $new }</b> both stay. Nothing is deleted. Cancelled: the deletion asked for with { $numbers }.
cancelled-kept = { $who } chose to keep both keys.
rotation-stands = { $state ->
    [live] <b>{ $key }</b> goes on working
    [activating] <b>{ $key }</b> is still being activated
    [expired] <b>{ $key }</b> has ended and works no more
    [gone] <b>{ $key }</b> is gone at the exchange
   *[unseen] <b>{ $key }</b> was not seen to work
    }
rotation-offered =
    🔁 <b>{ $new }</b> works now. Put it where <b>{ $old }</b> is used, then press Switched over.
    { $stands }; I ask again { $until }.
    Is its secret lost, which was shown once in private? <code>/deletekey { $new_number }</code>, and rotate again.
rotation-offered-untried =
    🔁 <b>{ $new }</b> has had the 15 minutes that a new key may take. I cannot try it, so make a call with it first. When that works, put it where <b>{ $old }</b> is used, then press Switched over.
    { $stands }; I ask again { $until }.
rotation-over =
    ⏰ { $both ->
        [true] <b>{ $old }</b> still works beside <b>{ $new }</b>.
       *[false] { $stands }; { $new_stands }.
    } { $new_state ->
        [expired] Renew <b>{ $new }</b> or bind its IPs before anybody switches over.
        [gone] Nobody can switch over: <code>/deletekey { $new_number }</code> takes <b>{ $new }</b> off my list and ends the rotation.
       *[other] Has everything switched over? I delete nothing before somebody confirms it.
    }
rotation-stalled =
    ⚠️ { $known ->
        [dead] <b>{ $new }</b> does not work, though it should by now, so do not switch over yet. Look at it on { $page }.
        [ended] <b>{ $new }</b> has ended before it was seen to work, so do not switch over. Look at it on { $page }.
        [refused] <b>{ $new }</b> was not seen to work yet, so do not switch over: { $exchange } does not let me in{ $since ->
            [none] .
           *[other] , since { $since }.
        }
       *[unasked] <b>{ $new }</b> was not seen to work yet, so do not switch over: { $exchange } does not answer me{ $since ->
            [none] .
           *[other] , since { $since }.
        }
    } { $stands }.
    I keep trying and say when it works; if it does not, I say so again { $again }. <code>/deletekey { $number }</code> deletes the new key and ends the rotation.
rotation-said-again = 🔁 A newer message about this rotation is below.
rotation-closed = { $old ->
    [none] { $new ->
        [none] 🔁 Both keys of this rotation are gone.
       *[other] ✅ <b>{ $new }</b> has taken over: the old key is gone.
    }
   *[other] 🔁 The new key is gone, so <b>{ $old }</b> stays as it was.
    }
rotation-line = { $part ->
    [old] 🔁 <b>{ $key }</b> is to replace it
   *[new] 🔁 replaces <b>{ $key }</b>
    }
rotation-detail = Rotation: { $part ->
    [old] <b>{ $key }</b> (number { $number }) is to replace it
   *[new] is to replace <b>{ $key }</b> (number { $number })
    }, { $until ->
        [none] and was not seen to work yet.
       *[other] { $both ->
            [true] both work; I
           *[false] I
        } ask again { $until }.
    }
button-rotate = 🔁 Rotate
button-switched = ✅ Switched over
button-keep-both = Keep both

refused-key-rotating = A rotation of <b>{ $key }</b> is under way. End it first: <code>/key { $key }</code> has its buttons. Is the new key of no use, its secret lost? Delete that one, and rotate again.
refused-key-not-rotating = <b>{ $key }</b> is in no rotation, so there is nothing to keep.
refused-key-going = Too late to keep both: the deletion of <b>{ $key }</b> is confirmed and under way.
refused-asked-already = { $who } asked for this already, with ticket #{ $number }: it { $stage ->
    [by-hand] waits to be done by hand
   *[running] is running now
    }. <code>/pending { $number }</code> shows it.
refused-rotation-over = The rotation of <b>{ $key }</b> is over, so nothing is deleted in its name. <code>/keys</code> shows how it stands; <code>/deletekey { $key }</code> deletes it all the same.
refused-overlap-bad = { $typed ->
    [none] The time is missing.
   *[other] “{ $typed }” is no time for switching over.
    } After the name I only take <code>overlap 2h</code>, with minutes (90m), hours (2h) or days (3d), at most { $days } days. A name with spaces goes in quotes.

## Renewing where the exchange has no call for it

ask-renew-otherwise =
    🔄 <b>{ $key }</b> { $ends }, and { $exchange } lets nobody renew it through its API. The ways there are, best first:
    1. <b>Bind IPs</b>: then it does not end any more.
    { $rotating ->
        [yes] 2.
       *[no] 2. <b>Rotate</b>: a new key takes its place.
    3.
    } <b>By hand</b> on { $exchange }'s page{ $asks ->
        [yes] ; I check there that it worked.
       *[no] . I cannot check it: { $account } is disconnected.
    }{ $rotating ->
        [yes] { "" }
    A rotation of it is under way: <code>/key { $number }</code> shows how it stands.
       *[no] { "" }
    }
ask-renew-apart =
    Nobody can renew keys through the API of { $exchanges }, so each goes its own way: bind IPs, rotate, or by hand. Which one first?{ $apart ->
        [none] { "" }
       *[other] { "" }

    { $apart }
    }
plan-renew-by-hand =
    🔄 Renew <b>{ $key }</b> by hand at { $exchange }; it { $ends }
    1. Open { $page } and there { $account }.
    2. { $exchange ->
        [CoinEx] Edit the key <code>{ $access_id }</code> and save it unchanged.
       *[other] Find the key <code>{ $access_id }</code> and extend it. If the page cannot, cancel here and bind IPs or rotate.
    }
    3. Press Done here. { $asks ->
        [yes] I ask { $exchange } when it ends now, and believe only that.
       *[no] I cannot ask { $exchange }, because { $account } is disconnected: I ask you then when it expires.
    }
key-ends-as-you-tell = expires when the exchange’s page says; I ask you when it is done
key-ends-as-told = will have an end, which { $exchange } then says
button-by-hand = By hand
refused-key-not-renewed = Asked { $at }, { $exchange } says that <b>{ $key }</b> ends { $ends }: that has not moved. Do the steps on its page, then press Done again.
