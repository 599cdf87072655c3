# The cards of a ticket, and what its buttons say.

## In the team

ticket-team-code =
    { $plan }

    { $who } asked for this and confirms it in private, before { $until }.
ticket-team-email =
    { $plan }

    Code accepted. { $who } confirms it by e-mail next, before { $until }.
ticket-team-approval =
    { $plan }

    👥 Asked and proven by { $who }. It needs { $approvals ->
        [one] one approval
       *[other] { $approvals } more approvals
    } by somebody else before { $until }.
    Fingerprint <code>{ $hash }</code>
ticket-team-cooling =
    { $plan }

    Asked and proven by { $who }. It runs at { $until }; until then it can be cancelled.
ticket-running =
    { $plan }

    ⏳ Proven by { $who }, { $result ->
        [none] running now.
       *[other] under way. { $result }
    }
ticket-waits-for-exchange = { $exchange } does not answer. I keep trying, and finish this as soon as it does; nothing is done twice.
ticket-waits-in-doubt = The answer of { $exchange } to an earlier try is lost, so what I asked for may still appear there, within { $seconds } seconds. I wait for that, and ask again only if it does not; nothing is done twice.
ticket-waits-for-presence = Telegram does not tell me whether { $who } is still in the group. I keep asking, and go on as soon as I know. If this stays, an admin of the group makes me admin too.
ticket-waits-for-mending = Something went wrong on my side. I keep trying; whoever runs me finds the cause in the log.
ticket-by-hand =
    { $plan }

    ✋ Proven by { $who }. Keyminder cannot do this one itself: do it on the exchange's own page before { $until }, then press Done.{ $result ->
        [none] { "" }
       *[other] { "" }

    ❗️ { $result }
    }
result-on-word =
    { $result }
    ✋ On the word of { $who }: I cannot look there myself.
ticket-done =
    { $result }

    Asked by { $who }, ticket #{ $number }.
ticket-failed =
    ❌ Nothing was changed.
    { $result }

    Asked by { $who }, ticket #{ $number }.
ticket-refused =
    🚫 Not done: { $result }

    { $plan }

    Asked by { $who }, ticket #{ $number }.
ticket-lapsed =
    ⌛ Nobody finished this in time, so nothing was changed:
    { $plan }

    Asked by { $who }, ticket #{ $number }. Give the command again if it is still wanted.
ticket-cancelled =
    ✖️ Cancelled, nothing was changed:
    { $plan }

    { $result }
plan-more = … and { $count } more
cancelled-by = Cancelled by { $who }.
cancelled-by-mail = { $who } denied this on the e-mail page. If they did not ask for it, somebody else has their code. <code>/suspend</code> with their number stops it.
cancelled-suspended = { $who } was suspended.
cancelled-role = { $who } has another role now, which may not do this.

cancelled = Cancelled ticket #{ $number }.

plan-then-by-hand =
    { $plan }

    ✋ I cannot do this myself. After the proof you do it on the exchange's own page{ $page ->
        [none] { "" }
       *[other] { "" } { $page }
    } and then press Done.

## In private

ticket-private-code =
    { $plan }{ $hash ->
        [none] { "" }
       *[other] { "" }
    Fingerprint <code>{ $hash }</code>
    }

    { $problem ->
        [none] Type
       *[other] ❗ { $problem }

    Type
    } the six digits from your authenticator app, or tap them, before { $until }.
ticket-private-locked =
    { $plan }

    🔒 Five wrong codes: you are locked until { $locked }. { $in_time ->
        [true] Your request stays open until { $until }. Press Try again after the lock.
       *[false] Your request times out before that. Ask again after the lock.
    }
ticket-private-email =
    { $plan }

    Code accepted. { $letter ->
        [sending] I am sending an e-mail to { $email }. Press Reconfirm in it before { $until }.
        [put-off] The mail server does not take my e-mail to { $email } at the moment. I keep trying, and say here when it is sent. The time to confirm ends { $until }; Resend Email gives you 30 minutes from then on.
        [refused] The mail server refused my e-mail to { $email } for good. Check the address.
       *[sent] I have sent an e-mail to { $email }. Press Reconfirm in it before { $until }.
    }

## Buttons

button-confirm-privately = 🔐 Confirm in private
button-cancel = Cancel
button-done-number = ✅ Done #{ $number }
button-cancel-number = Cancel #{ $number }
button-resend = Resend Email
button-done = ✅ Done
done-told = Noted for #{ $number }: { $ending ->
        [never] it does not expire
        [unknown] you do not know when it expires. <code>/editkey NAME expires DATE</code> tells me later
       *[at] it expires { $at }
    }.
done-how = Press the Done button below the request. <code>/pending</code> lists what is open.
done-pressed = Noted. The ticket says at once what came of it; if it stays as it is, nothing has changed yet.
button-try-again = Try again
button-saved = 🗑 Saved
button-join = Join the team
button-admit = Admit
button-renew = Renew
button-bind = Bind IPs
button-unbind = Unbind IPs
button-delete = Delete
button-edit = Edit
button-too-old = This button is too old to be used. Please give the command again.
pad-typed = { $shown }
pad-digit = { $digit }
pad-back = ⌫

## Codes in the wrong place

code-burnt = { $who }, everyone here could read that code, so it is void now. { $next ->
    [button] Press the button below, wait for the next code, and type it in the private chat.
   *[private] Wait for the next code, and type it only in the private chat with me.
    }
recovery-code-burnt = { $who }, everyone here could read that recovery code, so it is void now. { $next ->
    [button] Press the button below, and type another one in the private chat.
   *[private] Type another one, and only in the private chat with me.
    }

## Pending

pending-list =
    <b>Open tickets of { $team }</b>
    { $tickets }
pending-detail =
    <b>#{ $number }</b> asked by { $who } { $asked }
    { $plan }{ $hash ->
        [none] { "" }
       *[other] { "" }
    Fingerprint <code>{ $hash }</code>
    }

    { $stage ->
        [none] { $result ->
            [none] It has ended.
           *[other] { $result }
        }
        [code] Waits for the code of { $who } until { $until }.
        [email] Waits until { $who } confirms by e-mail, until { $until }.
        [approval] Waits for approval until { $until }.
        [cooling] Cools off until { $until }.
        [by-hand] Waits to be done by hand until { $until }.{ $result ->
            [none] { "" }
           *[other] { "" }
        { $result }
        }
       *[running] { $result ->
            [none] Running now.
           *[other] Under way. { $result }
        }
    }
pending-none = Nothing is open in { $team }.
pending-line =
    <b>#{ $number }</b> { $plan }
    { $who }, { $stage ->
        [code] waits for the code
        [email] waits for the e-mail
        [approval] waits for approval
        [cooling] cools off
        [by-hand] waits to be done by hand
       *[running] { $waits ->
            [true] under way, and tried again and again
           *[false] running now
        }
    }{ $until ->
        [none] .
       *[other] { "" } until { $until }.
    }

## The page behind the link of an e-mail

page-title-email = Confirm your e-mail address
page-title-change = Confirm this change
