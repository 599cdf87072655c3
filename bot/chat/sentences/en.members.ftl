# People and teams.

## Coming in

hello-group = Hello! I manage this team’s exchange API keys. This group is not set up yet. Its owner types <code>/start</code> here.
checklist =
    ✅ <b>{ $team }</b> is set up, and { $who } is its owner.
    First steps, { $done } of { $count } done:

    { $steps }
checklist-step = { $state ->
    [done] ✓
    [next] ▶
   *[later] ○
    } { $number }. <b>{ $step ->
    [authenticator] Authenticator
    [email] E-mail
    [key] First key
    [invite] A second person
   *[alerts] Alerts
    }</b>{ $state ->
    [done] { "" }
   *[other] : { $step ->
        [authenticator] its codes confirm every change.
        [email] it confirms changes that can move money.
        [key] make one, or let me watch those you have. I warn before they expire.
        [invite] with two people, one approves what the other asks for.
       *[alerts] choose your time zone, so that the daily digest comes at 09:00 there.
        }
    }
checklist-done = ✅ <b>{ $team }</b> is ready: all first steps are done. <code>/help</code> shows what I can do.
button-first-step = { $step ->
    [authenticator] Open private chat
    [email] Verify my e-mail
    [invite] Invite a person
   *[alerts] Choose time zone
    }
button-make-key = Make a key
button-watch-keys = Watch keys
ask-move-team = I cannot write to { $teams } any more. Move the team here, with its keys, people and alerts?{ $new ->
    [true] { "" } Or make a new, empty team here?
   *[false] { "" }
    }
choice-move-team = Move { $team } here
choice-new-team = New team
team-moved = 🚚 { $who } moved <b>{ $team }</b> to <b>{ $place }</b>, with its keys, people and alerts.
stranger-in-group = Hello! Only members of this team can use me. Press Ask for access, and an owner decides.
start-owner = Hello { $name }! Add me to your team’s group and type <code>/start</code> there. Then you are the owner of that team.
start-stranger =
    Hello { $name }! You are in no team yet.
    Setting me up? Add me to your group and type <code>/start</code> there.
    Joining a team? Join its group, then press Ask for access.
start-waiting = Hello { $name }! Waiting for an owner to accept you.
joining = { $waits ->
    [true] Thank you, { $who }. You asked to join <b>{ $team }</b> as { $role }.
   *[false] Welcome to <b>{ $team }</b>, { $who }. You are { $role }.
    }

    { $steps }
joining-step = { $state ->
    [done] ✓
    [next] ▶
   *[later] ○
    } <b>{ $step ->
    [authenticator] Authenticator
    [email] E-mail, if you want one
   *[accepted] Accepted
    }</b>{ $state ->
    [done] { "" }
   *[other] : { $step ->
        [authenticator] its codes confirm your changes.
        [email] it confirms changes that can move money.
       *[accepted] waiting for an owner to accept you.
        }
    }
button-enrol = Connect authenticator
joining-done = ✅ You are { $role } in <b>{ $team }</b>, and your authenticator is connected. <code>/help</code> lists what you can do.
button-ask-access = Ask for access
access-asked = If you are in a group that uses me, its owners have your question now. I write to you when one of them accepts. You can ask once a day, here or in the group.
access-wanted = 👋 { $who } is in the group of <b>{ $team }</b> and asks for access. Do you know this person?
button-accept-as = Accept as { $role }
button-refuse = Refuse
access-accepted = ✅ { $by } accepted { $who }.
access-refused = 🚫 { $by } refused access to { $who }.
access-granted = ✅ An owner of <b>{ $team }</b> accepted you as { $role }. Press Join.
member-joined = 👋 { $who } has joined as { $role }.
member-waits = 👋 { $who } used an open invitation and would be { $role }. An owner decides.
member-left = 🚪 { $who } is not in the group any more and is suspended here{ $tickets ->
    [0] .
    [one] . One open request of { $who } is cancelled.
   *[other] . { $tickets } open requests of { $who } are cancelled.
    } { $owners ->
    [0] No owner is left here. The admin of this bot can add one on its server: <code>keyminder owner add { $user_id }</code>
   *[other] To undo this, an owner types <code>/role { $user_id } ROLE</code>.{ $lost ->
        [none] { "" }
       *[other] { "" }

        ⚠️ Too few people are left. Until that changes, this is not possible:
        { $lost }
        The way back: an owner makes another person approver or owner with <code>/role</code>. If no one can approve that, it waits { $hours } hours in place of the approval, and everyone of the team can stop it.
        }
    }
member-changed-phone = 🔐 { $who } has moved the authenticator to a new phone. It confirms changes that can move money after 24 hours. Unexpected? Ask { $who } directly.
own-codes-renewed = 🔑 { $who } has new recovery codes, and the old ones do not work any more. If it was not you, tell an owner of your team at once.
own-phone-changed = 🔐 The authenticator of { $who } is on a new phone now, and the old one does not work any more. If it was not you, tell an owner of your team at once.
member-enrolled = 🔐 { $who } has set up an authenticator.
approvals-begin = 👥 Two people can approve now. From now on, changes that can move money need one approval by another person.
owner-added = 🚨 { $who } is now an owner of this team. This was done on the console of the Keyminder server. If none of you expected it, call the bot’s admin at once.
factor-reset-elsewhere = 🚨 The authenticator of { $who } was reset by an owner of another team.{ $staying ->
    [true] { "" }
   *[false] { " " }{ $who } is suspended here. An owner decides: <code>/role { $user_id } ROLE</code> lets { $who } back in.
    }
own-factor-reset = 🚨 Your authenticator, recovery codes and e-mail were deleted { $team ->
        [none] on the console of the Keyminder server
       *[other] by an owner of { $team }
    }. Set up a new authenticator before { DATETIME($until) }: press the button or type <code>/enrol</code>.
reset-comes = 🚨 { $by } in { $team } asked to reset the authenticator of { $who }. It happens at { DATETIME($until) }. Is that wrong? Press Stop in the private chat with me in Telegram.
secret-unshown = 🔐 { $who } left while this ran: <b>{ $subject }</b> (#{ $number }). The key exists now, and I showed its secret to no one. Rotate the key to get a new secret, or delete it.
secret-withdrawn = 🔐 { $who } lost access before I showed { $count ->
    [one] the new secret
   *[other] the { $count } new secrets
    }: <b>{ $subject }</b> (#{ $number }). { $count ->
    [one] The key exists. Rotate it to get a new secret, or delete it.
   *[other] The keys exist. Rotate them to get new secrets, or delete them.
    }
way-back-comes =
    ⏱ { $by } in { $team } asked for this:
    { $plan }

    It happens at { DATETIME($until) }. Every member of the team can stop it: press Stop in the private chat with me in Telegram.
factor-reset = 🚨 The authenticator of { $who } was reset on the console of the Keyminder server.{ $staying ->
    [true] { "" }
   *[false] { " " }{ $who } is suspended here until an owner types <code>/role { $user_id } ROLE</code>.
    } If none of you expected it, call the bot’s admin at once.

member-locked =
    🚨 { $who } in { $team } typed five wrong codes and is locked until { DATETIME($until) }.
    Ask { $who } directly. If it was another person, suspend that account now: <code>/suspend { $user_id }</code>

## Second factor

enrol-scan =
    Step 1 of 2: scan this picture with your authenticator app, or type this secret into it:
    <code>{ $seed }</code>

    Step 2 of 2: send me the six digits that the app shows.
phone-scan =
    Step 1 of 2: scan this picture with the authenticator app on your new phone, or type this secret into it:
    <code>{ $seed }</code>

    Step 2 of 2: send me the six digits that the new phone shows. I delete this message after one hour.
recovery-codes =
    ✅ Your authenticator works. Phone lost? Each of these recovery codes works once instead:
    { $codes }

    Keep them away from your phone, then press Saved. I delete this message after 10 minutes.
recovery-codes-new =
    ✅ Your new recovery codes. The old ones do not work any more. Phone lost? Each of these works once instead:
    { $codes }

    Keep them away from your phone, then press Saved. I delete this message after 10 minutes.
recovery-code-spent = 🔑 You used a recovery code. Left: { $left } of { $of }. If it was not you, tell an owner at once.
plan-phone = 🔐 Move your authenticator to a new phone. Confirm with the old phone, or with a recovery code. The old phone works until the new one is set up.
result-phone = ✅ The next message has the secret for your new phone. Send me its first code before { DATETIME($until) }. Until you do, your old phone works.
plan-recovery = 🔑 Make new recovery codes. { $left ->
        [0] You have none left.
        [one] The one you have left then stops working.
       *[other] The { $left } you have left then stop working.
    }
result-recovery = ✅ You have { $count } new recovery codes.
recovery-code = <code>{ $code }</code>

## Questions, plans, results

ask-which-team = Which team?
choice-team = { $team }
ask-which-member = Which person? Press a name, or reply to a message of that person.
ask-named-member = Which person do you mean by “{ $name }”? Press the name: people choose their names, so compare the number with <code>/team</code>.
ask-no-members = You are the only member of this team. Invite others with <code>/invite</code>.
choice-member = { $who }, { $role }
ask-which-limits = In which accounts may { $who } work? Now: { $limits ->
    [none] all
   *[other] { $limits }
    }. For several accounts type <code>/limit { $user_id } ACCOUNT ACCOUNT</code>.
choice-all-accounts = All accounts
ask-which-role = Which role for { $who }, who is { $role } now?
choice-role = { $role }
plan-invite = ✉️ Invite { $who } as <b>{ $role }</b>
plan-invite-anybody = ✉️ Invite one person as <b>{ $role }</b>. The first person to press the button joins when an owner accepts.
plan-admit = ✅ Accept { $who } as <b>{ $role }</b>
plan-role = 👤 Change { $who } from { $old_role } to <b>{ $role }</b>
plan-limit = 👤 Change the accounts of { $who } from { $old ->
    [none] all
   *[other] { $old }
    } to { $new ->
    [none] <b>all accounts, also new ones</b>
   *[other] <b>{ $new }</b> only
    }
plan-readmit = 👤 Let { $who } back in as <b>{ $role }</b>
plan-reset = 🚨 Reset { $who }: delete the authenticator, recovery codes and e-mail, and cancel open requests. Other teams suspend { $who }.{ $lost ->
    [none] { "" }
   *[other] { "" }

    ⚠️ Until { $who } has a new authenticator, too few people can approve. This is not possible until then:
    { $lost }
    }
plan-suspend = ⛔️ Suspend { $who }
result-invited = ✅ Person { $person } is invited as { $role } until { DATETIME($until) }. Only that person can use the button below.
result-invited-anybody = ✅ One person is invited as { $role } until { DATETIME($until) }. Forward the button below. The first person to press it joins when an owner accepts.
result-invitation-used = ✅ { $who } used this invitation and is { $role }.
result-invitation-ended = ⏱ { $person ->
    [none] This invitation
   *[other] The invitation of person { $person }
} as { $role } has timed out and does not work any more.
result-admitted = ✅ { $who } is accepted as { $role }.
result-role = ✅ { $who } is { $role } now.
result-limit = ✅ { $who } works { $limits ->
    [none] in all accounts now.
   *[other] only in { $limits } now.
    }
result-reset = 🚨 { $who } is reset and can set up a new authenticator with <code>/enrol</code> until { DATETIME($until) }.
result-suspended = ⛔️ { $who } is suspended and can do nothing here{ $tickets ->
    [0] .
    [one] . One open request of { $who } is cancelled.
   *[other] . { $tickets } open requests of { $who } are cancelled.
    }{ $lost ->
    [none] { "" }
   *[other] { "" }

    ⚠️ Too few people can approve now. Until that changes, this is not possible:
    { $lost }
    The way back: make another person approver or owner. That request waits { $hours } hours in place of the approval, and everyone of the team can stop it.
    }
button-way-back = Choose an approver

## E-mail and settings

ask-email = { $email ->
    [none] Which e-mail address is yours? Reply to this message with it.
   *[other] Your e-mail is { $email }. Reply to this message with the new one to change it.
    }
plan-email = { $old ->
    [none] 📧 Use { $email } as your e-mail
   *[other] 📧 Use { $email } as your e-mail instead of { $old }
    }
result-email = ✅ { $email } is your e-mail now.
button-private-chat = Open private chat
only-in-private = Others can read this chat. Please type <code>{ $command }</code> in the private chat with me.

## Looking

team-list =
    <b>{ $team }</b> · { $approvals ->
        [0] changes that can move money need no approval (<code>/policy</code> changes this)
        [one] changes that can move money need one approval
       *[other] changes that can move money need { $approvals } approvals
    }

    { $members }{ $pages ->
        [1] { "" }
       *[other] { "" }

    Page { $page } of { $pages }
    }
team-mark = { $standing ->
    [suspended] ⛔️
    [waiting] ⏳
   *[active] { $enrolled ->
        [true] 🔐
       *[false] 🔓
        }
    }
team-button = { $mark } { $name }
team-limits = { $limits ->
    [none] { $others ->
        [true] , only in other accounts
       *[false] { "" }
        }
   *[other] , only in { $limits }{ $more ->
        [none] { "" } and others
        [0] { "" }
       *[other] { "" } and { $more } more
        }
    }
team-line = { $mark } { $who }, { $role }{ $limits }{ $standing ->
    [suspended] , suspended
    [waiting] , waits for an owner
   *[active] { $enrolled ->
        [true] { $email ->
            [true] { "" }
           *[false] , no verified e-mail yet
            }
       *[false] , no authenticator yet
        }
    }
team-member =
    { $line }
    In this team since { DATETIME($joined) }{ $inviter ->
        [none] { "" }
       *[other] , invited by { $inviter }
    }
team-member-record =
    { $member }

    { $record }
member-record =
    ⛔️ { $who } is suspended in <b>{ $team }</b>.{ $secrets ->
        [none] { "" }
       *[other] { "" }
        🔑 Was shown the secrets of <b>{ $secrets }</b>{ $more_secrets ->
            [0] { "" }
           *[other] { " " }and { $more_secrets } more
        }. Rotate them, unless you are sure of { $who }.
    }{ $ips ->
        [none] { "" }
       *[other] { "" }
        🌐 Bound these IPs. Unbind those that are not yours:
        { $ips }{ $more_ips ->
            [0] { "" }
           *[other] { "" }
            … and of { $more_ips } more keys
        }
    }{ $connected ->
        [none] { "" }
       *[other] { "" }
        🔌 Typed my API key of { $connected }. Make a new one on the exchange’s page, then /connect it.
    }{ $made ->
        [none] { "" }
       *[other] { "" }
        Watched, with secrets that I never saw: { $made }{ $more_made ->
            [0] { "" }
           *[other] { " " }and { $more_made } more
        }.
    }
    { $asked ->
        [0] No request of { $who } was done
        [one] 1 request of { $who } was done
       *[other] { $asked } requests of { $who } were done
    }{ $approved ->
        [0] { "" }
        [one] , and { $who } approved 1 of others
       *[other] , and { $who } approved { $approved } of others
    }. <code>/audit { $user_id }</code> shows them.
member-record-ips = • { $key }: { $ips }
button-rotate-all = 🔁 Rotate all { $count }
button-readmit = Let back in as { $role }
button-role = Change role
button-limit = Accounts
button-reset = Reset authenticator
button-suspend = Suspend
button-suspend-now = ⛔️ Suspend now
team-suspend-sure = Suspend { $who }? They can do nothing here from that moment. An owner can let them in again.{ $lost ->
    [none] { "" }
   *[other] { "" }

    ⚠️ After that, too few people can approve. Until that changes, this is not possible:
    { $lost }
    }
whoami-private =
    You are { $who }.
    Authenticator: { $enrolled ->
        [true] set up, { $recovery ->
            [one] one recovery code left
           *[other] { $recovery } recovery codes left
            }
       *[false] none yet, <code>/enrol</code> sets it up
    }
    E-mail: { $email ->
        [none] none yet, <code>/settings email ADDRESS</code> sets it
       *[other] { $email }
    }
    Time zone: { $zone }
    { $teams ->
        [none] You are in no team.
       *[other] { $teams }
    }
whoami-group = You are { $name }. Your Telegram id is <code>{ $user_id }</code>.
whoami-team = { $team }: { $role }{ $standing ->
    [suspended] , suspended
    [waiting] , waits for an owner
   *[active] { "" }
    }
refused-already-enrolled = You have an authenticator already. New phone? Press <b>Change phone</b>, or type <code>/settings phone</code>. It takes a code of the old phone or a recovery code. If you have neither, an owner resets you with <code>/reset</code>.
refused-setup-locked = Five wrong codes: you are locked until { DATETIME($until) }, and the secret that I showed you is void. After that, begin again with <code>{ $command }</code>.
refused-phone-timed-out = The hour for your new phone is over, and your old phone still works. Begin again with <code>/settings phone</code>.
refused-claim-first = First add me to your group and type <code>/start</code> there. Then type <code>/enrol</code> here.
refused-no-open-invitation = You need an invitation first. <code>/start</code> lets you ask for access.
refused-invitation-spent = This invitation was used already. Ask an owner for a new one.
refused-invitation-lapsed = This invitation has timed out. Ask an owner for a new one.
refused-left-chat = You are not in the group any more, so you are suspended here. Join the group again, then ask an owner to let you back in.
refused-not-back = { $who } is not in the group. First add them to the group, then let them back in.
refused-not-in-chat = Join the group of { $team } first, then press the invitation again.
refused-presence-unknown = Nothing was changed: Telegram does not tell me whether you are in the group. Try again in a minute. If that does not help, ask an admin of the group to make me admin too.
refused-already-member = Already a member, as { $role }. <code>/role</code> changes that.
refused-person-unknown = I know of no member with the number or name “{ $person }”. <code>/team</code> shows all. Or reply to a message of that person.
refused-username-unknown = I do not know who { $username } is: Telegram shows me only people’s numbers. Reply to a message of that person, or give the number. <code>/whoami</code> shows everyone their own.
refused-no-person-invited = Only a person can join a team. Reply to a message that the person wrote, or give the person’s number.
refused-role-unknown = “{ $role }” is not a role. The roles are viewer, operator, approver and owner.
refused-reset-own = You cannot reset yourself. New phone? Type <code>/settings phone</code> in private. No recovery code left? Ask another owner, or the bot’s admin.
refused-reset-not-active = { $who } is not active in this team. Let { $who } back in first with <code>/role</code>.
refused-already-suspended = { $who } is suspended already.
refused-role-unchanged = { $who } is { $role } already.
refused-limited = You may work only in some accounts of this team, and this concerns others too. Ask an owner.
refused-owner-limited = { $who } is an owner, and owners work in all accounts. Change the role first: <code>/role</code>
refused-limits-unchanged = { $who } has these limits already.
refused-member-changed = The role or the limits of { $who } have changed since. Give the command again.
refused-account-not-here = “{ $account }” is not an account of this team. The accounts are { $accounts }. A name with blanks goes in quotes.
refused-last-owner =
    A team needs an owner with an authenticator. After that, this would not be possible any more:
    { $lost }
    Make another person owner first: <code>/role PERSON owner</code>
refused-last-approver =
    After that, too few people could approve, and this would not be possible any more:
    { $lost }
    First make another person approver: <code>/role PERSON approver</code>. Or lower <code>/policy approvals</code>. In an emergency, suspend the person: <code>/suspend PERSON</code>
refused-place-taken = This group or topic has a team already. Type <code>/start</code> in another one.
refused-team-not-lost = I can write to this team in its group, so it stays there.
refused-may-not-claim = Only a person listed in KEYMINDER_OWNERS can set up this group. Should you be one? Ask the bot’s admin to add your id { $user_id } there.
help-start = /start, what needs you, and buttons to every list
help-team = /team, the members and their roles
help-invite = /invite [ROLE] [USER_ID], or as a reply: invite a person
help-role = /role PERSON ROLE, or as a reply: change the role of a person
help-limit = /limit PERSON ACCOUNT… or all, the accounts in which a person may read, change and approve
help-suspend = /suspend PERSON, or as a reply: stop everything a person may do, at once
help-reset = /reset PERSON, or as a reply: delete a lost authenticator, after 24 hours in which the person can stop it
help-whoami = /whoami, your name, id and roles
help-enrol = /enrol, set up your authenticator (in private)
menu-start = What needs you, and every list
menu-team = The members and their roles
menu-invite = Invite a person
menu-role = Change the role of a person
menu-limit = The accounts in which a person may work
menu-suspend = Stop a person at once
menu-reset = Delete a person’s lost authenticator
menu-whoami = Your name, id and roles
menu-enrol = Set up your authenticator
