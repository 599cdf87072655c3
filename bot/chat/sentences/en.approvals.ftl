# Approvals by other people, and the policy that asks for them.

ticket-approver-asked =
    👥 <b>{ $team }</b> needs your approval, request #{ $number }:

    { $plan }

    Asked by { $who }, open until { DATETIME($until) }.{ $reason ->
        [none] { "" }
       *[other] { "" }
    { $reason }
    }
    { $proofs }
    Fingerprint <code>{ $hash }</code>{ $in_private ->
        [true] . It was asked for in private, so the group has no message about it yet.
       *[false] : the message in the group must show the same.
    }
ticket-approver-code =
    { $plan }
    { $step ->
        [none] { "" }
       *[other] { "" }
    <b>{ $step }</b>
    }
    Asked by { $who } in <b>{ $team }</b>.{ $reason ->
        [none] { "" }
       *[other] { "" }
    { $reason }
    }
    { $proofs }
    Fingerprint <code>{ $hash }</code>{ $in_private ->
        [true] . It was asked for in private, so the group has no message about it yet.
       *[false] : the message in the group must show the same.
    }

    { $problem ->
        [none] { "" }
       *[other] ❗ { $problem }

    { "" }
    }{ $here ->
        [true] To approve exactly this, tap the six digits from your own authenticator app before { DATETIME($until) }. Do not type them: others read this chat.
       *[false] To approve exactly this, type the six digits from your own authenticator app, or tap them, before { DATETIME($until) }.
    }
ticket-approver-locked =
    { $plan }

    Asked by { $who } in <b>{ $team }</b>.{ $reason ->
        [none] { "" }
       *[other] { "" }
    { $reason }
    }
    { $proofs }
    Fingerprint <code>{ $hash }</code>

    🔒 Five wrong codes: you are locked until { DATETIME($locked) }. The request waits for approval until { DATETIME($until) }. Press Approve after the lock.
ticket-approver-given =
    { $plan }

    👍 You have approved this. It needs { $approvals ->
        [one] one more approval by another person
       *[other] { $approvals } more approvals by other people
    } before { DATETIME($until) }.
    { $proofs }
proof-own = ✅ Code and e-mail: { $who }
proof-approval = ✅ Approval: { $who }
proof-missing = ⏳ Missing: { $count ->
        [one] one approval
       *[other] { $count } approvals
    }. { $people ->
        [none] No other person can approve it now.
       *[other] Can approve: { $people }
    }
approval-lost = ⚠️ { $who } can no longer approve, so the approval does not count: <b>{ $subject }</b> (#{ $number }). It needs another approval before it starts.
denied-by = Denied by { $who }.
denied-because = Denied by { $who }: “{ $reason }”
ticket-reason = { $reason ->
        [none] They gave no reason.
       *[other] Why: “{ $reason }”
    }
ask-reason = { $denied ->
        [true] You denied this: <b>{ $subject }</b> (#{ $number }). Why? Type one line here: the person who asked and those who may approve read it.
       *[false] Why do you need this: <b>{ $subject }</b> (#{ $number })? Type one line here: those who approve read it. The request goes on without it too.
    }
reason-noted = { $reason ->
        [none] Noted, without a reason
       *[other] Noted “{ $reason }”
    } for <b>{ $subject }</b> (#{ $number }).
ask-reason-over = <b>{ $subject }</b> (#{ $number }) has ended. It needs no reason any more.
button-no-reason = No reason
button-approve = ✅ Approve
button-approve-here = ✅ Approve here
button-deny = ✖️ Deny
button-all-lines = Show all
ask-which-ticket = Which request? Press one, or type <code>/{ $command } NUMBER</code>.
choice-ticket = #{ $number } { $subject }

policy =
    <b>Policy of { $team }</b>
    Changes that can move money need { $approvals ->
        [0] a code and an e-mail, but no approval
        [one] a code, an e-mail and one approval by another person
       *[other] a code, an e-mail and { $approvals } approvals by other people
    }. Everything else needs a code.
    Who can approve: { $approvers ->
        [none] no one yet
       *[other] { $approvers }
    }{ $own_rules ->
        [none] { "" }
       *[other] { "" }

        These have rules of their own:
        { $own_rules }
    }{ $impossible ->
        [none] { "" }
       *[other] { "" }

        ⚠️ Not possible now, because no one approves their own change:
        { $impossible }
        The way back: an owner makes another person approver or owner. That request waits 24 hours in place of the approval. Is no owner left? The bot’s admin adds one on its server: <code>keyminder owner add USER_ID</code>
    }{ $delayed ->
        [none] { "" }
       *[other] { "" }

        ⏳ Not possible yet, because it takes an e-mail and an authenticator that are 24 hours old:
        { $delayed }
    }{ $pillars ->
        [none] { "" }
       *[other] { "" }

        ⚠️ This team cannot spare { $pillars }. Otherwise this would not be possible:
        { $lost }
        Make one more person owner.
    }
lockout-delayed = { $ability }, { $at ->
    [none] as soon as a person who may ask for it has a verified e-mail: <code>/settings email ADDRESS</code>
   *[other] from { DATETIME($at) }
    }
then-delayed =
    { $text }

    ⏳ Not possible for now, because it takes an e-mail and an authenticator that are 24 hours old:
    { $delayed }
lockout-ability = • { $what ->
    [key-money] make, change or rotate keys with withdrawal rights
    [key] make, renew, bind or delete keys
    [whitelist-money] add withdrawal addresses
    [whitelist] import, export or remove withdrawal addresses
    [member-money] make a person approver or owner
    [member] let people in, change roles or suspend
    [account-money] connect an exchange
    [account] disconnect an exchange
    [policy-money] change the number of approvals
    [policy] change where codes are given and how long requests wait
    [alerts] set the time of the digest, when I warn and the pinned overview
    [ticket] run a request without approval in an emergency
    [audit] export the audit trail
   *[person] change an e-mail
    }
button-change-approvals = Change
button-policy-rows = All rules
policy-rows =
    <b>Rules of { $team }</b>: who can ask, what it needs, and how long it waits before it starts.

    { $rows }

    Codes are given { $here ->
        [true] in the group too, on a keypad that only the person who taps sees
       *[false] in private only
    }: <code>/settings codes</code>
    Page { $page } of { $pages }. (money): where it can move money. An owner changes one: press a rule, or type for example <code>/policy addaddress 24h</code> for a wait or <code>/policy newkey money 2</code> for approvals.
policy-line = • { $row } · { $role } · { $proofs ->
    [money] code, e-mail{ $approvals ->
        [0] { "" }
        [one] , 1 approval
       *[other] , { $approvals } approvals
    }
    [alone] code, e-mail
   *[code] code
    }{ $hours ->
    [0] { "" }
    [one] { " " }· waits 1 hour
   *[other] { " " }· waits { $hours } hours
    }
policy-row = { $what }{ $money ->
    [true] { " " }(money)
   *[false] { "" }
    }
ask-cooling = How long does this wait before it starts: <b>{ $row }</b>? Now: { $hours ->
    [0] it starts at once
    [one] 1 hour
   *[other] { $hours } hours
    }. While it waits, everyone here sees it, and approvers and owners can stop it. Press one, or type <code>/policy { $typed } 24h</code>. I recommend 24 hours for new addresses and for keys that can withdraw.
choice-row-approvals = 👥 Approvals
choice-cooling = { $hours ->
    [0] No wait
    [one] 1 hour
   *[other] { $hours } hours
    }
plan-cooling = { $shorter ->
    [true] ⚠️ Shorten the wait
   *[false] ⏱ Lengthen the wait
    } before this starts: { $row }. From { $old ->
    [one] 1 hour
   *[other] { $old } hours
    } to { $new ->
    [one] 1 hour
   *[other] { $new } hours
    }
result-cooling = ✅ { $hours ->
    [0] This starts at once now
    [one] This waits 1 hour now before it starts
   *[other] This waits { $hours } hours now before it starts
    }: { $row }
ask-approvals = Changes that can move money need { $approvals ->
    [0] no approval
    [one] one approval
   *[other] { $approvals } approvals
    } now. How many do you want? Press one, or type <code>/policy approvals COUNT</code>.
choice-approvals = { $count ->
    [0] No approval
   *[other] { $count }
    }
ask-row-approvals = How many approvals does this need: <b>{ $row }</b>? Now: { $approvals ->
        [0] none
       *[other] { $approvals }
    }. Press one, or type <code>/policy { $typed } 2</code>.
choice-as-team = As the team: { $count }
plan-row-approvals = { $change ->
        [lower] ⚠️ Lower the number of approvals for this: { $row }. From { $old } to { $new }
        [keep] 👥 Keep the number of approvals for this: { $row }. It stays { $old }
       *[higher] 👥 Raise the number of approvals for this: { $row }. From { $old } to { $new }
    }{ $as_team ->
        [true] { "" }, and follows the number of the team from then on
       *[false] { "" }, and stays so when the number of the team changes
    }
result-row-approvals = ✅ This needs { $approvals ->
        [0] no approval
        [one] one approval
       *[other] { $approvals } approvals
    } now: { $row }
plan-approvals = { $change ->
    [lower] ⚠️ Lower the number of approvals
   *[higher] 👥 Raise the number of approvals
    } for changes that can move money: from { $old } to { $new }
result-approvals = ✅ Changes that can move money need { $approvals ->
    [0] no approval
    [one] one approval
   *[other] { $approvals } approvals
    } now.

## Refusals

refused-own-ticket = Another person has to approve this: it is your own request.
refused-nobody-approves = This needs { $approvals ->
    [one] one approval by another person
   *[other] { $approvals } approvals by other people
    }, but { $possible ->
    [0] no other person here can approve
    [one] only one other person here can approve
   *[other] only { $possible } other people here can approve
    }. First an owner makes another person approver with <code>/role</code>. That request waits 24 hours in place of the approval.
refused-approvers-too-few = { $approvals ->
    [one] For one approval
   *[other] For { $approvals } approvals
    }, { $needed } people must be able to approve, because no one approves their own change. This team has { $possible }, so this would not be possible any more:
    { $lost }
    First make more people approver: <code>/role PERSON approver</code>
refused-approvals-bad = “{ $typed }” is not a number of approvals. Give a number from 0 to { $limit }. A waiting time has a unit: <code>24h</code> or <code>2d</code>.
refused-approvals-only-money = This needs a code and never an approval: { $row }. { $typed ->
        [none] Approvals are for changes that can move money.
       *[other] Where it can move money, approvals are possible: <code>/policy { $typed } 2</code>
    } For a waiting time, add a unit: <code>24h</code>.
refused-policy-row-unknown = There is no rule “{ $typed }”.{ $near ->
    [none] { "" }
   *[other] { " " }Did you mean <code>/policy { $near }</code>?
    } <code>/policy rows</code> shows all rules.
refused-cooling-bad = “{ $typed }” is not a waiting time. Give hours or days, for example <code>24h</code> or <code>2d</code>, at most { $days } days. <code>none</code> ends the wait.
refused-cooling-same = { $row } { $hours ->
    [0] starts at once
    [one] waits 1 hour
   *[other] waits { $hours } hours
    } already.
refused-approvals-same = { $row ->
        [none] Changes that can move money need
       *[other] To { $row }, you need
    } { $approvals ->
    [0] no approval
    [one] one approval
   *[other] { $approvals } approvals
    } already.
refused-nothing-to-approve = { $number ->
    [none] No request waits for approval.
   *[other] Request #{ $number } does not wait for approval.
    } <code>/pending</code> lists open requests.
refused-approved-already = You have approved this already.

## Commands

help-approve = /approve [NUMBER], approve the change of another person
help-deny = /deny [NUMBER] [REASON], stop a change that waits for approval
help-reason = /reason NUMBER REASON, say why you asked for a change
help-policy = /policy [approvals COUNT], all rules, and how many approvals a change that can move money needs
menu-approve = Approve the change of another person
menu-deny = Stop a change that waits for approval
menu-reason = Say why you asked for a change
menu-policy = How many approvals a change needs
