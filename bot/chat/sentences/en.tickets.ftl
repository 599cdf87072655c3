# The cards of a request, its codes and its buttons. A request is a ticket in the code.

## In the team

ticket-team-code =
    { $plan }
    { $step ->
        [none] { "" }
       *[other] { "" }
    <b>{ $step }</b>
    }
    Waiting for { $who } to confirm this{ $here ->
        [true] { "" }
       *[false] { " " }in private
    }, before { DATETIME($until) }.
# It stays true after the lock, because nothing edits it then.
ticket-team-locked =
    { $plan }
    { $step ->
        [none] { "" }
       *[other] { "" }
    <b>{ $step }</b>
    }
    🔒 { $who } typed five wrong codes and is locked until { DATETIME($locked) }.
    { $in_time ->
        [true] After that, the code can be typed until { DATETIME($until) }.
       *[false] This request times out before that. Ask again after the lock.
    }
ticket-team-email =
    { $plan }
    { $step ->
        [none] { "" }
       *[other] { "" }
    <b>{ $step }</b>
    }
    Code accepted. Waiting for { $who } to confirm by e-mail, before { DATETIME($until) }.
ticket-team-approval =
    { $plan }
    { $step ->
        [none] { "" }
       *[other] { "" }
    <b>{ $step }</b>
    }
    👥 Asked and confirmed by { $who }. It needs { $approvals ->
        [one] one approval by another person
       *[other] { $approvals } more approvals by other people
    } before { DATETIME($until) }.{ $reason ->
        [none] { "" }
       *[other] { "" }
    { $reason }
    }
    { $proofs }
    Fingerprint <code>{ $hash }</code>
ticket-team-cooling =
    { $plan }

    ⏱ Confirmed by { $who }. It starts at { DATETIME($until) }, so that you can check it first.
    Is it wrong? Press Stop: { $way_back ->
        [true] every member of the team can.
       *[false] { $who }, every approver and every owner can.
    }
ticket-own-reset =
    🚨 { $who } in { $team } asked to reset your authenticator. It happens at { DATETIME($until) }.
    Your authenticator, recovery codes and e-mail are deleted then. Your other teams suspend you until an owner there lets you back in. You set up a new authenticator with <code>/enrol</code>.
    You did not lose your phone? Press Stop.
ticket-running =
    { $plan }

    ⏳ Confirmed by { $who }. { $result ->
        [none] Running now.
       *[other] { $result }
    }
ticket-reads = I read the keys of the accounts: { $done } of { $of } done.
ticket-waits-for-exchange = { $exchange } does not answer. I keep trying. The change is made only once.
ticket-waits-in-doubt = I got no answer from { $exchange }, so I do not know yet whether the change was made. I look for it for { $seconds } seconds. If it is not there, I try again.
ticket-waits-for-presence = Telegram does not tell me whether { $who } is still in the group. I keep asking and continue when I know. If this lasts, make me an admin of the group.
ticket-waits-for-mending = Something went wrong on my side. I keep trying. If this lasts, ask the bot’s admin to read the log.
ticket-by-hand =
    { $plan }

    ✋ Confirmed by { $who }. I cannot do this myself. Do it on the exchange’s page before { DATETIME($until) }, then press Done.{ $result ->
        [none] { "" }
       *[other] { "" }

    ❗️ { $result }
    }
result-on-word =
    { $result }
    ✋ Not checked by me: { $who } says so.
ticket-done =
    { $result }

    Asked by { $who }, request #{ $number }.
ticket-failed =
    ❌ Nothing was changed.
    { $result }

    Asked by { $who }, request #{ $number }.
ticket-refused =
    🚫 Not done: { $result }

    { $plan }

    Asked by { $who }, request #{ $number }.
ticket-lapsed =
    ⌛ Timed out, nothing was changed:
    { $plan }

    Asked by { $who }, request #{ $number }. { $again ->
        [true] Still needed? Press Ask again.
       *[false] If you still want it, ask again.
    }
ticket-cancelled =
    ✖️ Cancelled, nothing was changed:
    { $plan }

    { $result }
ticket-step = Step { $step } of { $steps }: { $stage ->
    [code] code
    [email] e-mail
   *[approval] { $stage }
}
plan-more = … and { $count } more
cancelled-by = Cancelled by { $who }.
cancelled-by-mail = { $who } denied this on the e-mail page. Did another person ask for it? Then an attacker may have the code of { $who }: type <code>/suspend { $user_id }</code>.
cancelled-suspended = { $who } was suspended.
cancelled-reset = The authenticator of { $who } was reset.
cancelled-role = { $who } has a new role, which does not allow this.

cancelled-why =
    ✖️ Cancelled, nothing was changed: { $subject } (#{ $number }).
    { $why }
not-done-why = 🚫 Not done: { $subject } (#{ $number }). { $why }
instructions-over = { $end ->
        [done] ✅ Done: { $subject } (#{ $number }). Nothing is left to do here.
        [lapsed] ⌛ Timed out: { $subject } (#{ $number }). Do not do this any more.
        [cancelled] ✖️ Cancelled: { $subject } (#{ $number }). Do not do this any more.
       *[other] ❌ Ended: { $subject } (#{ $number }). Do not do this any more.
    }
cancelled = ✖️ Cancelled: { $subject } (#{ $number }).
timed-out = ⌛ Timed out, nothing was changed: { $subject } (#{ $number }).

plan-then-by-hand =
    { $plan }

    ✋ I cannot do this myself. After you confirm, do it on the exchange’s page{ $page ->
        [none] { "" }
       *[other] { "" } { $page }
    } and then press Done.

plan-then-cooling =
    { $plan }

    ⏱ After it is confirmed, it waits { $hours ->
        [one] 1 hour
       *[other] { $hours } hours
    }. Everyone here sees it, and can stop it.

## In private

ticket-private-code =
    { $plan }{ $hash ->
        [none] { "" }
       *[other] { "" }
    Fingerprint <code>{ $hash }</code>
    }
    { $step ->
        [none] { "" }
       *[other] { "" }
    <b>{ $step }</b>
    }
    { $problem ->
        [none] { "" }
       *[other] ❗ { $problem }

    { "" }
    }{ $here ->
        [true] Tap the six digits from your authenticator app before { DATETIME($until) }. Do not type them: others read this chat.
       *[false] Type the six digits from your authenticator app, or tap them, before { DATETIME($until) }.
    }
ticket-private-locked =
    { $plan }

    🔒 Five wrong codes: you are locked until { DATETIME($locked) }. { $in_time ->
        [true] Your request stays open until { DATETIME($until) }. Press Try again after the lock.
       *[false] Your request times out before that. Ask again after the lock.
    }
ticket-private-email =
    { $plan }
    { $step ->
        [none] { "" }
       *[other] { "" }
    <b>{ $step }</b>
    }
    Code accepted. { $letter ->
        [sending] I am sending an e-mail to { $email }. Press Reconfirm in it before { DATETIME($until) }.
        [put-off] The mail server does not accept my e-mail to { $email } now. I keep trying and tell you here when it is sent. You can confirm until { DATETIME($until) }. Resend Email gives you 30 new minutes.
        [refused] The mail server refused my e-mail to { $email }, and I stopped trying. Cancel this, type <code>/settings email ADDRESS</code> with the right address, then ask again.
       *[sent] I have sent an e-mail to { $email }. Press Reconfirm in it before { DATETIME($until) }.
    }
ticket-private-emails =
    { $plan }
    { $step ->
        [none] { "" }
       *[other] { "" }
    <b>{ $step }</b>
    }
    Code accepted. Both addresses confirm the change before { DATETIME($until) }: press Reconfirm in each e-mail.
    { $new_done ->
        [true] ✓
       *[false] ○
    } new: { $email }
    { $old_done ->
        [true] ✓
       *[false] ○
    } old: { $old }{ $letter ->
        [put-off] { "" }

    The mail server does not accept my e-mail now. I keep trying. Resend Email gives you 30 new minutes.
        [refused] { "" }

    The mail server refused one of my e-mails, and I stopped trying.
       *[other] { "" }
    }

    Old mailbox lost? An owner deletes the old address with <code>/reset</code>. If you are the only owner, ask the bot’s admin.

## Buttons

button-confirm-privately = 🔐 Confirm in private
button-code-here = 🔐 Tap the code here
button-cancel = Cancel
button-stop = 🛑 Stop
button-done-number = ✅ Done #{ $number }
button-deny-number = ✖️ Deny #{ $number }
button-cancel-number = Cancel #{ $number }
button-resend = Resend Email
button-done = ✅ Done
done-told = Noted for #{ $number }: { $ending ->
        [never] it does not expire
        [unknown] you do not know when it expires. Set the date later with <code>/editkey NAME expires DATE</code>
       *[at] it expires { $at }
    }.
done-how = Press the Done button below the request. <code>/pending</code> lists open requests.
done-pressed = Noted. The request shows the result.
button-ask-again = Ask again
button-try-again = Try again
button-saved = 🗑 Saved
button-join = Join team
button-admit = Accept
button-renew = Renew
button-bind = Bind IPs
button-unbind = Unbind IPs
button-delete = Delete
button-edit = Edit
screen-closed = This is no longer up to date. Type the command again.
button-too-old = This button is too old. Type the command again.
pad-typed = { $shown }
pad-digit = { $digit }
pad-back = ⌫

## Codes in the wrong place

code-burnt = { $who }, everyone here could read that code, so it does not work any more. { $next ->
    [locked] You are locked until { DATETIME($until) }, so wait until then.
    [button] Press the button below, wait for the next code, and type it in the private chat.
   *[private] Wait for the next code. Type it only in the private chat with me.
    }
recovery-code-burnt = { $who }, everyone here could read that recovery code, so it does not work any more. { $next ->
    [locked] You are locked until { DATETIME($until) }, so wait until then.
    [button] Press the button below, and type another one in the private chat.
   *[private] Type another one only in the private chat with me.
    }

## Pending

pending-list =
    <b>Open requests of { $team }</b>

    { $tickets }{ $pages ->
        [1] { "" }
       *[other] { "" }

    Page { $page } of { $pages }
    }
pending-button = #{ $number } { $subject }
pending-detail =
    <b>#{ $number }</b> asked by { $who } { $asked }
    { $plan }{ $reason ->
        [none] { "" }
       *[other] { "" }
    { $reason }
    }{ $hash ->
        [none] { "" }
       *[other] { "" }
    Fingerprint <code>{ $hash }</code>
    }

    { $stage ->
        [none] { $result ->
            [none] { $is_timed_out ->
                [true] ⌛ Timed out, nothing was changed.
               *[false] It has ended.
            }
           *[other] { $result }
        }
        [code] Waits for the code of { $who } until { DATETIME($until) }.
        [email] Waits for { $who } to confirm by e-mail until { DATETIME($until) }.
        [approval] Waits for approval until { DATETIME($until) }.
        [cooling] Confirmed. It starts at { DATETIME($until) } unless it is stopped before.
        [by-hand] Waits for the change on the exchange’s page until { DATETIME($until) }.{ $result ->
            [none] { "" }
           *[other] { "" }
        { $result }
        }
       *[running] { $result ->
            [none] Running now.
           *[other] Running. { $result }
        }
    }
pending-none = { $team } has no open requests.
ask-open-request =
    You already have an open request: <b>{ $subject }</b> (#{ $number }). It waits for { $stage ->
        [code] your code
        [email] you to confirm by e-mail
        [approval] approval
        [cooling] the time in which it can be stopped
       *[by-hand] the change on the exchange’s page
    } until { DATETIME($until) }.
    Go on with it, or replace it with the new one?
ask-request-over = { $end ->
        [done] ✅ Done
        [lapsed] ⌛ Timed out
        [cancelled] ✖️ Cancelled
       *[other] ❌ Not done
    }: <b>{ $subject }</b> (#{ $number }). Do you still want the other change?
button-ask-new = Ask for it
pending-line = <b>{ $subject }</b> (#{ $number }) · { $stage ->
    [code] waits for { $who }’s code
    [email] waits for { $who } to confirm by e-mail
    [approval] { $who } asked, waits for { $approver ->
        [none] approval
       *[other] { $approver }’s approval
    }
    [cooling] { $who } asked, confirmed, can be stopped
    [by-hand] { $who } asked, waits for the change on the exchange’s page
   *[running] { $who } asked, { $waits ->
        [true] running, I keep trying
       *[false] running now
    }
    }{ $until ->
        [none] { "" }
       *[other] { "" } until { DATETIME($until) }
    }

## The page behind the link of an e-mail

page-title-email = Confirm your e-mail address
page-title-change = Confirm this change

## Refusals

refused-may-not-cancel = Only the person who asked, an approver or an owner can cancel this.
refused-cannot-cancel-now = Too late to cancel: it is running already.
refused-not-in-this-stage = This step is done already.
refused-ticket-lapsed = This request timed out, and nothing was changed. Type the command again.
refused-ticket-ended = { $end ->
    [done] This is done already.
    [cancelled] This was cancelled.
    [lapsed] This request timed out, and nothing was changed. Type the command again.
   *[other] This has ended already.
    }
refused-nothing-open = You have no request that waits for a code. Type the command first, then press its button.
refused-nothing-to-cancel = { $number ->
    [none] You have no open request to cancel.
   *[other] You have no open request #{ $number }.
    } <code>/pending</code> lists open requests.
refused-code-wrong = Wrong code. { $left ->
    [one] One try is left
   *[other] { $left } tries are left
    }, then you are locked for 15 minutes.
refused-code-of-old-phone = This is a code of your old phone. Type a code of the new one: scan the picture above with its app. { $left ->
    [one] One try is left
   *[other] { $left } tries are left
    }, then you are locked for 15 minutes.
refused-code-used = { $until ->
    [none] This code was used already. Wait { $seconds ->
        [one] 1 second
       *[other] { $seconds } seconds
    } for the next one.
   *[other] My clock was set back. The codes of your app work again from { DATETIME($until) }. Until then, type a recovery code.
    }
refused-recovery-code-used = This recovery code was used already. Each of them works once: type another one.
refused-locked = Five wrong codes: you are locked until { DATETIME($until) }.
refused-resend-too-soon = You can send it again in { $seconds ->
    [one] 1 second
   *[other] { $seconds } seconds
    }.
refused-ticket-unknown = This team has no request #{ $number }. <code>/pending</code> lists open requests.

## Commands

help-pending = /pending [NUMBER], open requests, or one with all details
help-cancel = /cancel [NUMBER], cancel your open request
menu-pending = Open requests
menu-cancel = Cancel your open request
