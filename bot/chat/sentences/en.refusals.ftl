# One sentence for each reason of a no: what is wrong, and what to do.

refused-not-a-member = Only members of this team can do that. An owner of the team can invite you.
refused-suspended = You are suspended. Only an owner of your team can let you back in.
refused-not-admitted-yet = An owner has to admit you first.
refused-role-too-low = That takes { $needed } rights, and you are { $has }. Ask an owner.
refused-not-your-account = Your rights do not reach to account { $account }. Ask an owner.
refused-no-such-policy = Nobody may do that: it has no rule. Please tell the admin of this bot.
refused-not-enrolled = You need a second factor first: open the private chat with me and type <code>/enrol</code>.
refused-no-email = This can move money, so it needs your verified e-mail: type <code>/settings email ADDRESS</code> in the private chat with me, then try again.
refused-factor-too-young = This can move money, and your second factor is too new to prove it. It counts from { $until }.
refused-email-too-young = This can move money, and your e-mail is too new to prove it. It counts from { $until }.
refused-no-team = There is no team here yet. An owner from my settings types <code>/start</code> in this group.
refused-not-yours = This is not yours: it belongs to somebody else.
refused-link-unknown = This link or button leads nowhere any more. Please give the command again.
refused-may-not-cancel = Only the person who asked, an approver or an owner can cancel this.
refused-cannot-cancel-now = Too late to cancel: it is running already.
refused-not-in-this-stage = This step is done already.
refused-own-ticket = Somebody else has to approve this: it is your own.
refused-ticket-lapsed = Too late: the time for this step is over and nothing was changed. Please give the command again.
refused-ticket-ended = { $end ->
    [done] This is done already.
    [cancelled] This was cancelled.
    [lapsed] Too late: the time for this is over and nothing was changed. Please give the command again.
   *[other] This has ended already.
    }
refused-nothing-open = Nothing of yours waits for a code. Give the command first, then press its button.
refused-nothing-to-cancel = There is no open ticket of yours to cancel. <code>/pending</code> lists what is open.
refused-code-wrong = Wrong code. { $left ->
    [one] One try is left
   *[other] { $left } tries are left
    }, then you are locked for 15 minutes.
refused-code-used = { $until ->
    [none] This code was used already. Wait { $seconds ->
        [one] one second
       *[other] { $seconds } seconds
    } for the next one.
   *[other] My clock was set back, and your last code was of a later time. I take codes again from { $until }. A recovery code works now.
    }
refused-locked = Five wrong codes: you are locked until { $until }.
refused-resend-too-soon = You can have it sent again in { $seconds ->
    [one] one second
   *[other] { $seconds } seconds
    }.
refused-key-unknown = There is no key “{ $name }”. { $nearest ->
    [none] <code>/keys</code> lists all.
   *[other] Did you mean { $nearest }?
    }
refused-keys-none = There are no keys here yet. Make one with <code>/newkey NAME</code>.
refused-keys-none-bound = No key has an IP bound, so there is nothing to unbind.
refused-keys-full = Account { $account } has { $limit } keys, which is all it can have (expired ones count). Delete one first.
refused-key-bound = <b>{ $key }</b> has IPs bound and does not expire, so there is nothing to renew.
refused-key-unbound = <b>{ $key }</b> has no IP bound.
refused-key-changed = <b>{ $key }</b> has changed or gone meanwhile. Look at <code>/keys</code> and ask again.
refused-key-gone-there = This key is gone at { $exchange ->
    [none] its exchange
   *[other] { $exchange }
    }: somebody deleted it there. <code>/deletekey { $number }</code> takes it off my list, <code>/newkey</code> makes another.
refused-remark-empty = A key needs a name.
refused-remark-too-long = That name has { $length } characters; at most { $limit } are possible.
refused-remark-too-long-there = That name has { $length } characters; a key that I make at { $exchange } can have { $limit }. { $mark } more are for the mark by which I know my own keys there.
refused-remark-taken = There is a key “{ $remark }” already. Choose another name.
refused-remark-alike = “{ $remark }” looks like “{ $other }”, which exists already, but is written with other characters. Choose another name.
refused-remark-digits = A name cannot be a number, because numbers mean keys in the list: “{ $remark }”. Choose another name.
refused-remark-reserved = “{ $remark }” means something else in a command. Choose another name.
refused-remark-characters = A name cannot have this character there: { $character }. Choose another name.
refused-access-id-missing = The access id of “{ $key }” is missing: <code>/track NAME ACCESS_ID</code>.
refused-access-id-taken = The access id { $access_id } belongs to key “{ $key }” already.
refused-access-id-characters = “{ $access_id }” is not an access id: those have letters, digits, dots, dashes and underscores, or base64. Copy it again.
refused-access-id-code = Six digits are a one-time code, not an access id. Codes go into the private chat only; copy the access id from the exchange's page.
refused-access-id-word = “{ $access_id }” looks like a word, not like an access id. Copy the key's access id from the exchange's page, for example <code>4DA36FFC61334695</code>.
refused-ip-bad = “{ $ip }” is not an IP address{ $why ->
        [unseen] : it holds an invisible character, { $part }. Type the address again
        [character] : “{ $part }” does not belong there
        [group] : “{ $part }” has more than four digits
        [groups] : it has the wrong number of groups
        [number] : “{ $part }” is above 255
        [zero] : “{ $part }” starts with a zero
        [count] : it has { $part } numbers instead of 4
        [port] : “{ $part }” is not a port
       *[word] { "" }
    }. Use forms such as <code>8.8.8.8</code> or <code>2001:4860:4860::8888</code>.
refused-ip-unusable = “{ $ip }” stands for no single machine, so no request ever comes from there. Give your server's address.
refused-ips-faulty =
    Nothing is done yet. These are wrong:
    { $faults }{ $more ->
        [0] { "" }
       *[other] { "" }
    … and { $more } more
    }
refused-word-unknown = “{ $word }” is neither <code>trade</code>, <code>withdraw</code> nor an IP address. A name with spaces goes in quotes: <code>/newkey "my bot"</code>.
refused-edit-unknown = I cannot change that: “{ $word }”. After the key’s name write <code>name NEWNAME</code>, <code>trade on</code>, <code>trade off</code> or <code>expires DATE</code>.
refused-end-fixed = { $exchange ->
        [none] My registry counts when <b>{ $key }</b> expires
       *[other] { $exchange } tells me when <b>{ $key }</b> expires
    }, so nobody can set it here. <code>/renew</code> gives it more time.
refused-end-bound = <b>{ $key }</b> has IPs bound, so it does not expire. Unbind them first with <code>/unbind</code>.
refused-withdraw-fixed = Whether a key withdraws is settled when it is made. Make another with <code>/newkey NAME withdraw</code>, or without.
refused-rights-unknown = I only watch <b>{ $key }</b>, and do not know what it may do. Change that on its exchange’s page; here <code>name NEWNAME</code> gives it another name.
refused-key-unchanged = <b>{ $key }</b> is like that already, so there is nothing to change.
refused-key-not-edited = { $exchange ->
        [none] The exchange
       *[other] { $exchange }
    } shows <b>{ $key }</b> not yet as it shall be, read { $at }. Change it there, then press Done again.
refused-ip-range = “{ $ip }” is a range. Exchanges bind single addresses only: give each address separately.
refused-ip-twice = “{ $ip }” is there twice. Give each address once.
refused-ip-already-bound = { $ip } is bound to <b>{ $key }</b> already.
refused-ip-not-bound = { $ip } is not bound to <b>{ $key }</b>.
refused-ips-missing = Which IPs? Give at least one, for example <code>8.8.8.8</code>.
refused-ips-full = A key can have { $limit } IPs at most.
refused-date-bad = { $date ->
    [none] The date is missing.
   *[other] “{ $date }” is not a date.
    } Use forms such as <code>2030-12-31</code>, <code>2030-12-31 14:05</code>, <code>in 90 days</code> or <code>never</code>.
refused-date-which = “{ $date }” can be { $first } or { $second }. Write it as <code>{ $first }</code> or <code>{ $second }</code>.
refused-date-far = “{ $date }” is more than ten years away. For a key that never expires write <code>never</code>.
refused-date-past = { $date } is in the past. Give a future date.
refused-date-with-ips = “{ $key }” has both a date and IPs, but a key with IPs does not expire. Give only the date, for example <code>expires 2030-12-31</code>, or only the IPs, for example <code>8.8.8.8</code>.
refused-already-enrolled = You have a second factor already. If it is lost, the admin of this bot can reset it.
refused-claim-first = My settings name you as an owner. Add me to your group and type <code>/start</code> there. Then type <code>/enrol</code> here.
refused-no-open-invitation = You need an open invitation first. Ask an owner of the team for one.
refused-invitation-spent = This invitation was used already. Ask the owner for a new one.
refused-invitation-lapsed = This invitation has ended. Ask an owner for a new one.
refused-left-chat = You are not in the group any more, so you are suspended here. Join the group again, then ask an owner to let you back in.
refused-not-in-chat = Join the group of { $team } first, then press the invitation again.
refused-presence-unknown = Telegram does not tell me whether you are in the group, so I changed nothing. Try again in a minute. If this stays, an admin of the group makes me admin too.
refused-nobody-approves = This needs { $approvals ->
    [one] one approval
   *[other] { $approvals } approvals
    } by others, and { $possible ->
    [0] nobody else here can approve
    [one] only one other person here can approve
   *[other] only { $possible } other people here can approve
    }. Whoever runs my server can add an owner: <code>keyminder owner add USER_ID</code>.
refused-already-member = Already a member, as { $role }.
refused-person-unknown = There is no member { $person } in this team. Give a numeric id from <code>/team</code>, or reply to a message of theirs.
refused-username-unknown = I do not know who { $username } is: Telegram tells me only people’s numbers. Reply to a message of theirs, or give their number. They see it with <code>/whoami</code>.
refused-no-person-invited = Only a person can join a team. Reply to a person’s own message, or give their number.
refused-role-unknown = “{ $role }” is no role. The roles are viewer, operator, approver and owner.
refused-already-suspended = { $who } is suspended already.
refused-role-unchanged = { $who } is { $role } already.
refused-last-owner = That would leave the team without an owner. Make somebody else owner first.
refused-last-approver = Then too few people could approve: nobody approves their own change. First make another person approver, or lower <code>/policy approvals</code>. In an emergency remove them from the group: that suspends them at once.
refused-approvers-too-few = { $approvals ->
    [one] One approval needs { $needed } people who can approve
   *[other] { $approvals } approvals need { $needed } people who can approve
    }, because nobody approves their own change; here are { $possible }. Make more people approver first.
refused-approvals-bad = “{ $typed }” is no number of approvals. Give one from 0 to { $limit }.
refused-approvals-same = Changes that can move money need { $approvals ->
    [0] no approval
    [one] one approval
   *[other] { $approvals } approvals
    } already.
refused-ticket-unknown = There is no ticket #{ $number } in this team. <code>/pending</code> lists what is open.
refused-nothing-to-approve = No such change waits for approval. <code>/pending</code> lists what is open.
refused-approved-already = You have approved this already.
refused-place-taken = Another team is here already. Type <code>/start</code> in a group or topic without a team.
refused-team-not-lost = I can write to this team where it is, so it stays there.
refused-may-not-claim = Only owners from my settings can claim this group. If you should be one, the admin of this bot adds your id { $user_id } to KEYMINDER_OWNERS.
refused-email-bad = “{ $email }” is no e-mail address.
refused-email-same = { $email } is your e-mail already.
refused-mail-impossible = This needs a proof by e-mail, and the admin of this bot has not set up e-mail yet (KEYMINDER_SMTP_URL).
refused-sheet-header = The first line must name the columns: { $columns }.
refused-sheet-row = Line { $line }: { $why }
refused-sheet-fields = It has { $found ->
    [one] one field
   *[other] { $found } fields
    } instead of { $expected }.
refused-sheet-empty = There is no row in this file.
refused-sheet-unreadable = I cannot read this file as a table from line { $line } on: a quote is open or closed at the wrong place, or a cell is far too long.
refused-sheet-too-long = At most { $limit } rows fit into one file. Send several.
