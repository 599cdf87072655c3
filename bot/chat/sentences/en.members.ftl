# People and teams.

## Coming in

hello-group = Hello! I look after this team's exchange API keys. An owner from my settings types <code>/start</code> here to begin.
team-claimed = ✅ <b>{ $team }</b> is now a Keyminder team, and { $who } is its owner. Try <code>/newkey NAME</code>, or <code>/track NAME ACCESS_ID</code> for a key that exists already; <code>/invite</code> brings in others.
team-claimed-enrol = ✅ <b>{ $team }</b> is now a Keyminder team, and { $who } is its owner. Next: open the private chat with me and type <code>/enrol</code> there, so that you can confirm changes.
ask-move-team = { $teams }: I cannot write there. Move the team here, with its keys, people and alerts?{ $new ->
    [true] { "" } Or make a new, empty team here?
   *[false] { "" }
    }
choice-move-team = Move { $team } here
choice-new-team = New team
team-moved = 🚚 <b>{ $team }</b> is now <b>{ $place }</b>. { $who } moved it, with its keys, people and alerts.
team-stands = <b>{ $team }</b> is set up and running. <code>/help</code> lists what I do here.
stranger-in-group = Hello! Only members of this team can use me here. An owner of the team can invite you.
start-owner = Hello { $name }! Add me to your team's group and type <code>/start</code> there: then it is your team, and you own it.
start-stranger = Hello { $name }! I only talk to members of a team. If you should be one, ask its owner for an invitation.
start-enrol = Hello { $name }! One step is missing before you can confirm changes: type <code>/enrol</code>.
start-member = Hello { $name }! <code>/help</code> lists what I can do for you.
welcome = Welcome to <b>{ $team }</b>, { $who }. You are { $role }. <code>/help</code> lists what you can do.
welcome-enrol = Welcome to <b>{ $team }</b>, { $who }. You are { $role }. One step is missing before you can confirm changes: type <code>/enrol</code>.
welcome-waiting = Thank you, { $who }. An owner of <b>{ $team }</b> admits you next; I will not keep you waiting longer than they do.
welcome-enrol-waiting = Thank you, { $who }. An owner of <b>{ $team }</b> admits you next. Meanwhile type <code>/enrol</code>, so that you can confirm changes.
member-joined = 👋 { $who } has joined as { $role }.
member-waits = 👋 { $who } came by an open invitation and would be { $role }. An owner decides.
member-left = 🚪 { $who } is not in the group any more and is suspended here{ $tickets ->
    [0] .
    [one] . Their open request is cancelled.
   *[other] . Their { $tickets } open requests are cancelled.
    } An owner lets them back in with <code>/role { $user_id } ROLE</code>.
member-enrolled = 🔐 { $who } has set up a second factor.
approvals-begin = 👥 Two people can approve now. From now on changes that can move money need one approval by somebody else.
owner-added = 🚨 { $who } was made an owner of this team from the console of the Keyminder server. If nobody here knows why, find out now.
factor-reset = 🚨 The second factor of { $who } was reset from the console of the Keyminder server. If nobody here knows why, find out now.

## Second factor

enrol-scan =
    Scan this picture with your authenticator app, or type this seed into it:
    <code>{ $seed }</code>

    Then send me the six digits it shows.
recovery-codes =
    ✅ Your second factor works. These recovery codes stand in for it when your phone is gone, each once:
    { $codes }

    Keep them where your phone is not, then press Saved; this message goes by itself after 10 minutes.
recovery-code = <code>{ $code }</code>

## Questions, plans, results

ask-which-team = For which team?
choice-team = { $team }
ask-which-member = Who? Press a name, or reply to a message of theirs.
ask-no-members = There is nobody else in this team yet. <code>/invite</code> brings somebody in.
choice-member = { $who }, { $role }
ask-which-role = { $who } is { $role } now. What shall they be?
choice-role = { $role }
plan-invite = ✉️ Invite { $who } as <b>{ $role }</b>
plan-invite-anybody = ✉️ Invite one person as <b>{ $role }</b>; whoever comes first, an owner admits them
plan-admit = ✅ Admit { $who } as <b>{ $role }</b>
plan-role = 👤 Make { $who } <b>{ $role }</b> instead of { $old_role }
plan-readmit = 👤 Let { $who } back in as <b>{ $role }</b>
plan-suspend = ⛔️ Suspend { $who }
result-invited = ✅ Person { $person } is invited as { $role } until { $until }. The button below works for nobody else.
result-invited-anybody = ✅ One person is invited as { $role } until { $until }. Pass the button below on; whoever comes first, an owner admits them.
result-invitation-used = ✅ { $who } came in by this invitation as { $role }.
result-invitation-ended = ⏱ { $person ->
    [none] This invitation
   *[other] The invitation of person { $person }
} as { $role } has ended. It lets nobody in any more.
result-admitted = ✅ { $who } is admitted as { $role }.
result-role = ✅ { $who } is { $role } now.
result-suspended = ⛔️ { $who } is suspended and can do nothing here{ $tickets ->
    [0] .
    [one] ; their open ticket is cancelled.
   *[other] ; their { $tickets } open tickets are cancelled.
    }

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
only-in-private = Others read here. Please type <code>{ $command }</code> in the private chat with me.

## Looking

team-list =
    <b>{ $team }</b> · { $approvals ->
        [0] changes that can move money need no approval yet
        [one] changes that can move money need one approval
       *[other] changes that can move money need { $approvals } approvals
    }

    { $members }
team-line = { $standing ->
    [suspended] ⛔️
    [waiting] ⏳
   *[active] { $enrolled ->
        [true] 🔐
       *[false] ▫️
        }
    } { $who }, { $role }{ $standing ->
    [suspended] , suspended
    [waiting] , waits to be admitted
   *[active] { $enrolled ->
        [true] { $email ->
            [true] { "" }
           *[false] , no e-mail yet
            }
       *[false] , no second factor yet
        }
    }
whoami-private =
    You are { $who }.
    Second factor: { $enrolled ->
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
whoami-group = You are { $who }. Your Telegram id is <code>{ $user_id }</code>.
whoami-team = { $team }: { $role }{ $standing ->
    [suspended] , suspended
    [waiting] , waiting to be admitted
   *[active] { "" }
    }
audit-list =
    <b>Audit of { $team }</b>, newest first
    Head <code>{ $head }</code>

    { $lines }
audit-line = <code>{ $sequence }</code> { $at } · { $what } <b>{ $outcome }</b>{ $proof ->
    [none] { "" }
    [email] { "" } by e-mail
    [word] { "" } by word
   *[other] { "" } by { $proof }
    }{ $ticket ->
    [none] { "" }
   *[other] { "" } #{ $ticket }
    } · { $who ->
    [none] Keyminder
   *[other] { $who }
    }
