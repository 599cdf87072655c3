# Second pairs of eyes, and the policy that asks for them.

ticket-approver-asked =
    👥 <b>{ $team }</b> needs your approval, ticket #{ $number }:

    { $plan }

    Asked and proven by { $who }, open until { $until }.
    Fingerprint <code>{ $hash }</code>
ticket-approver-code =
    { $plan }

    Asked and proven by { $who } in <b>{ $team }</b>.
    Fingerprint <code>{ $hash }</code>

    { $problem ->
        [none] To approve exactly this, type
       *[other] ❗ { $problem }

    To approve exactly this, type
    } the six digits from your own authenticator app, or tap them, before { $until }.
ticket-approver-locked =
    { $plan }

    Asked and proven by { $who } in <b>{ $team }</b>.
    Fingerprint <code>{ $hash }</code>

    🔒 Five wrong codes: you are locked until { $locked }. This waits for approval until { $until }. Press Approve after the lock.
ticket-approver-given =
    { $plan }

    👍 You have approved this. It needs { $approvals ->
        [one] one more approval
       *[other] { $approvals } more approvals
    } by others before { $until }.
denied-by = Denied by { $who }.
button-approve = ✅ Approve
button-deny = ✖️ Deny
button-all-lines = Show all lines
ask-which-ticket = Which one? Press it, or type <code>/{ $command } NUMBER</code>.
choice-ticket = #{ $number }, asked by { $who }

policy =
    <b>Policy of { $team }</b>
    Changes that can move money need a code, the e-mail’s page, and { $approvals ->
        [0] no approval
        [one] one approval by somebody else
       *[other] { $approvals } approvals by others
    }. Everything else needs a code.
    Who can approve: { $approvers ->
        [none] nobody yet
       *[other] { $approvers }
    }{ $margin ->
        [enough] { "" }
        [tight] { "" }. If one of them goes, nobody can approve a change of the others. Make another person approver.
       *[short] { "" }. ⚠️ That is too few: nobody approves their own change. Whoever runs my server can add an owner: <code>keyminder owner add USER_ID</code>.
    }
button-change-approvals = Change
ask-approvals = Changes that can move money need { $approvals ->
    [0] no approval
    [one] one approval
   *[other] { $approvals } approvals
    } now. How many shall it be? Press one, or type <code>/policy approvals COUNT</code>.
choice-approvals = { $count ->
    [0] No approval
    [one] One
   *[other] { $count }
    }
plan-approvals = { $change ->
    [lower] ⚠️ Ask for fewer approvals
   *[higher] 👥 Ask for more approvals
    } of changes that can move money: { $new } instead of { $old }
result-approvals = ✅ Changes that can move money need { $approvals ->
    [0] no approval
    [one] one approval
   *[other] { $approvals } approvals
    } now.
