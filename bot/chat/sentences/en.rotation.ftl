# A new key takes the place of an old one.

## Asking

ask-rotate-by-hand =
    🔁 Rotate <b>{ $key }</b>, which is managed on the exchange’s page:
    1. Make a new key there with the same permissions{ $ips ->
        [none] .
       *[other] {" "}and the IPs <code>{ $ips }</code>.
    }
    2. Reply to this message with its access id and expiry date. Example: <code>4DA36FFC61334695 expires in 90 days</code>
    Never send its secret.
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
    { $stands }. I delete it only after you press Switched over. { $access_id ->
        [none] I ask for that { $overlap } after the new key works.
       *[other] I cannot test the new key: I ask you to do it after 15 minutes, and again { $overlap } later.
    }
plan-keep = 🔁 Keep both <b>{ $old }</b> and <b>{ $new }</b>
plan-delete-rotated =
    🗑 Delete key <b>{ $key }</b> (<code>{ $access_id }</code>, { $ends }). { $works ->
        [true] Its replacement <b>{ $new }</b> works.
        [untried] ⚠️ I cannot test its replacement <b>{ $new }</b>. Make a call with it before you confirm.
        [expired] ⚠️ Its replacement <b>{ $new }</b> has expired.
        [gone] ⚠️ Its replacement <b>{ $new }</b> was deleted at the exchange.
       *[false] ⚠️ Its replacement <b>{ $new }</b> does not work yet.
    }{ $differs ->
        [none] { "" }
       *[other] { "" }
    { $differs }
    }
    { $old_state ->
        [expired] This cannot be undone. Both keys stay in the list until you confirm.
        [gone] This cannot be undone. Both keys stay in the list until you confirm.
       *[other] This cannot be undone. Every program that still uses <b>{ $key }</b> stops. Both keys stay until you confirm.
    }
span-days = { $count ->
    [one] 1 day
   *[other] { $count } days
    }
span-hours = { $count ->
    [one] 1 hour
   *[other] { $count } hours
    }
span-minutes = { $count ->
    [one] 1 minute
   *[other] { $count } minutes
    }

## Under way

result-rotated =
    ✅ Key <b>{ $new }</b> is made · number { $number } · { $ends }
    { $works ->
        [true] It can be used now.
       *[false] It can be used { $live_at ->
            [none] in 10 to 15 minutes
           *[other] from { DATETIME($live_at) }
        }. I will tell the group.
    } { $stands }.
plan-rotate-all =
    🔁 Rotate { $count ->
        [one] the key whose secret { $who } was shown
       *[other] the { $count } keys whose secrets { $who } was shown
    }:
    { $keys }{ $left_out ->
        [none] { "" }
       *[other] { "" }

        Left out:
        { $left_out }
    }
    The new keys have the same settings. I show you their secrets in private. The old keys work until you delete them.
plan-rotate-all-key = { $old } → <b>{ $new }</b>{ $withdraw ->
        [true] , can withdraw
       *[false] { "" }
    }
result-rotated-one = ✅ Key <b>{ $new }</b> is made · number { $number } · { $ends }
refused-nothing-to-rotate = No key is left whose secret { $who } was shown.
refused-nothing-rotates =
    None of the keys whose secrets { $who } was shown can be rotated now:
    { $left_out }
result-rotated-by-hand =
    ✅ <b>{ $new }</b> is watched (number { $number }), { $ends }. { $stands }.
    A new key can need up to 15 minutes, and I cannot test this one. I tell the group when to switch over.
result-kept = ✅ <b>{ $old }</b> and <b>{ $new }</b> both stay. Nothing is deleted.
result-kept-cancelled = ✅ <b>{ $old }</b> and <b>{ $new }</b> both stay. Nothing is deleted. Cancelled: the request to delete a key ({ $numbers }).
cancelled-kept = { $who } chose to keep both keys.
rotation-stands = { $state ->
    [live] <b>{ $key }</b> still works
    [activating] <b>{ $key }</b> is not active yet
    [expired] <b>{ $key }</b> has expired and does not work
    [gone] <b>{ $key }</b> was deleted at the exchange
   *[unseen] <b>{ $key }</b> is not confirmed working yet
    }
rotation-offered =
    🔁 <b>{ $new }</b> works now. Put it where <b>{ $old }</b> is used, then press Switched over.
    { $stands }. I ask again { $until }.
    Lost its secret? I showed it once, in private. Use <code>/deletekey { $new_number }</code> and rotate again.
rotation-offered-untried =
    🔁 Test <b>{ $new }</b> now. It should work, but I cannot check that.
    If a call with it works, put it where <b>{ $old }</b> is used, then press Switched over.
    { $stands }. I ask again { $until }.
rotation-over =
    ⏰ { $both ->
        [true] <b>{ $old }</b> and <b>{ $new }</b> both still work.
       *[false] { $stands }. { $new_stands }.
    } { $new_state ->
        [expired] Renew <b>{ $new }</b> or bind IPs to it before you switch over.
        [gone] You cannot switch over. <code>/deletekey { $new_number }</code> removes <b>{ $new }</b> from my list and ends the rotation.
       *[other] Have you switched everything over? I delete nothing until you confirm.
    }
rotation-stalled =
    ⚠️ { $known ->
        [dead] <b>{ $new }</b> should work by now, but does not. Do not switch over yet. Check the key on { $page }.
        [ended] <b>{ $new }</b> has expired and was never confirmed working. Do not switch over. Check the key on { $page }.
        [refused] <b>{ $new }</b> is not confirmed working yet. Do not switch over. { $exchange } does not let me in{ $since ->
            [none] .
           *[other] { " " }since { DATETIME($since) }.
        }
       *[unasked] <b>{ $new }</b> is not confirmed working yet. Do not switch over. { $exchange } has not answered me{ $since ->
            [none] .
           *[other] { " " }since { DATETIME($since) }.
        }
    } { $stands }.
    I keep trying and tell you when it works. If it does not, I remind you { $again }. To stop, delete the new key with <code>/deletekey { $number }</code>.
rotation-said-again = 🔁 A newer message about this rotation is below.
rotation-closed = { $old ->
    [none] { $new ->
        [none] 🔁 Both keys of this rotation are gone.
       *[other] ✅ <b>{ $new }</b> has replaced the old key. The old key is gone.
    }
   *[other] 🔁 The new key is gone, so <b>{ $old }</b> stays as it was.
    }
rotation-line = { $part ->
    [old] 🔁 <b>{ $key }</b> will replace it
   *[new] 🔁 will replace <b>{ $key }</b>
    }
rotation-detail = Rotation: { $part ->
    [old] <b>{ $key }</b> (number { $number }) will replace it
   *[new] will replace <b>{ $key }</b> (number { $number })
    }. { $until ->
        [none] The new key is not confirmed working yet.
       *[other] { $both ->
            [true] Both work. I
           *[false] I
        } ask again { $until }.
    }
button-rotate = Rotate
button-switched = ✅ Switched over
button-keep-both = Keep both

refused-key-rotating = A rotation of <b>{ $key }</b> is not finished. End it first with the buttons of <code>/key { $key }</code>. Lost the new key’s secret? Delete the new key and rotate again.
refused-key-not-rotating = <b>{ $key }</b> is not in a rotation, so there is nothing to keep.
refused-key-going = Too late to keep both: the deletion of <b>{ $key }</b> is confirmed and running.
refused-asked-already = { $who } already asked for this (#{ $number }). It { $stage ->
    [by-hand] waits for the change on the exchange’s page
    [cooling] is confirmed and starts soon
   *[running] is running now
    }. <code>/pending { $number }</code> shows it.
refused-rotation-over = The rotation of <b>{ $key }</b> has ended, so nothing is deleted. <code>/keys</code> shows the key. To delete it, use <code>/deletekey { $key }</code>.
refused-overlap-bad = { $typed ->
    [none] The time is missing.
   *[other] “{ $typed }” is not a time for switching over.
    } After the name write <code>overlap 2h</code>, with minutes (90m), hours (2h) or days (3d), at most { $days } days. Put a name with spaces in quotes.

## Renewing where the exchange's API cannot

ask-renew-otherwise =
    🔄 <b>{ $key }</b>, { $ends }. The API of { $exchange } cannot renew keys. Do one of these instead, the best first:
    1. <b>Bind IPs</b>: the key does not expire any more.
    { $rotating ->
        [yes] 2.
       *[no] 2. <b>Rotate</b>: a new key replaces it.
    3.
    } <b>Renew there</b>, on { $exchange }’s page. { $asks ->
        [yes] I check the result.
       *[no] I cannot check the result: { $account } is disconnected.
    }{ $rotating ->
        [yes] { "" }
    It is in a rotation: see <code>/key { $number }</code>.
       *[no] { "" }
    }
ask-renew-apart =
    The API of { $exchanges } cannot renew keys. For each key you bind IPs, rotate, or renew on the exchange’s page. Which key first?{ $apart ->
        [none] { "" }
       *[other] { "" }

    { $apart }
    }
plan-renew-by-hand =
    🔄 Renew <b>{ $key }</b> on { $exchange }’s page: { $ends }{ $warnings ->
        [none] { "" }
       *[other] { "" }
    { $warnings }
    }
    1. Open { $page } and choose { $account }.
    2. { $exchange ->
        [CoinEx] Edit the key <code>{ $access_id }</code> and save it unchanged.
       *[other] Find the key <code>{ $access_id }</code> and renew it. If the page cannot, cancel here. Then bind IPs or rotate.
    }
    3. Press Done here. { $asks ->
        [yes] Then I check the new date with { $exchange }.
       *[no] Then I ask you for the new date. I cannot check it with { $exchange }: { $account } is disconnected.
    }
key-ends-as-you-tell = expires on the date on the exchange’s page. I ask you for that date afterwards
key-ends-as-told = expires on the date that { $exchange } sets
button-by-hand = Renew there
refused-key-not-renewed = <b>{ $key }</b> is not renewed yet. { $exchange } still says it expires { $ends } (checked { $at }). Do the steps on its page, then press Done again.

## Commands

help-rotate = /rotate NAME [overlap 2h], make a new key to replace it, and delete the old key when you confirm. /rotate all PERSON: every key whose secret this person was shown
menu-rotate = Replace a key with a new one
