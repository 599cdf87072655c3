# Break-glass: an owner lets a request run without its missing approvals.

ask-glass-reason =
    🚨 Run request #{ $number } without approval:
    { $plan }

    { $skipped ->
        [none] No other person could approve it.
       *[other] I tell { $skipped } at once that you skipped them.
    } The audit trail keeps it, and the daily digest repeats it every week until another owner acknowledges it.
    Why is it needed? Reply with the reason.
plan-break-glass =
    🚨 Run request #{ $number } of { $asker } without approval:
    { $plan }
    Fingerprint <code>{ $hash }</code>
    Skipped: { $skipped ->
        [none] no one
       *[other] { $skipped }
    }
    Reason: { $reason }
glass-broken =
    🚨 <b>Break-glass in { $team }</b>: { $by } let request #{ $number } run without approval.
    { $plan }

    Reason: { $reason }
    Skipped: { $skipped ->
        [none] no one
       *[other] { $skipped }
    }
    If this is wrong, suspend { $by } at once: <code>/suspend</code>. Another owner presses Acknowledge. Until then I repeat this every week.
result-break-glass = 🚨 Request #{ $number } runs without approval. I have told everyone who was skipped.
button-glass-seen = Acknowledge
plan-glass-seen = 👁 Acknowledge break-glass #{ $number } by { $by }
result-glass-seen = 👁 Break-glass #{ $number } by { $by } is acknowledged. Reason at that time: { $reason }
glass-repeated =
    <b>Not acknowledged yet</b>
    { $lines }
digest-glass = 🚨 { $by } let a request run without approval { DATETIME($at) } (#{ $number }). Reason: { $reason }. Another owner has to acknowledge it.

## Refusals

refused-reason-text = { $character ->
    [none] { $length ->
        [0] Add the reason in your own words
       *[other] This reason has { $length } characters. Use at most { $limit }
    }.
   *[other] The reason contains { $character }, which does not show what it is. Type it again without that.
    }
refused-reason-code = These digits are a code, not a reason. Type the reason in your own words.
refused-glass-seen = No break-glass with this number waits for an acknowledgement.
refused-glass-own = Another owner has to acknowledge this: you did it yourself.

## Commands

help-breakglass = /breakglass [NUMBER] [REASON], run a request without its missing approvals
help-seen = /seen [NUMBER], acknowledge such a request of another owner
menu-breakglass = Run a request without approval
menu-seen = Acknowledge a request without approval
