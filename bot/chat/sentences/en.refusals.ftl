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
refused-already-enrolled = You have a second factor already. If it is lost, the admin of this bot can reset it.
refused-claim-first = My settings name you as an owner. Add me to your group and type <code>/start</code> there. Then type <code>/enrol</code> here.
refused-no-open-invitation = You need an open invitation first. Ask an owner of the team for one.
refused-invitation-spent = This invitation was used already. Ask the owner for a new one.
refused-invitation-lapsed = This invitation has ended. Ask an owner for a new one.
refused-left-chat = You are not in the group any more, so you are suspended here. Join the group again, then ask an owner to let you back in.
refused-not-in-chat = Join the group of { $team } first, then press the invitation again.
refused-presence-unknown = Telegram does not tell me whether you are in the group, so I changed nothing. Try again in a minute. If this stays, an admin of the group makes me admin too.
refused-already-member = Already a member, as { $role }.
refused-person-unknown = There is no member { $person } in this team. Give a numeric id from <code>/team</code>, or reply to a message of theirs.
refused-username-unknown = I do not know who { $username } is: Telegram tells me only people’s numbers. Reply to a message of theirs, or give their number. They see it with <code>/whoami</code>.
refused-no-person-invited = Only a person can join a team. Reply to a person’s own message, or give their number.
refused-role-unknown = “{ $role }” is no role. The roles are viewer, operator, approver and owner.
refused-already-suspended = { $who } is suspended already.
refused-role-unchanged = { $who } is { $role } already.
refused-last-owner = That would leave the team without an owner. Make somebody else owner first.
refused-last-approver = Then too few people could approve: nobody approves their own change. First make another person approver, or lower <code>/policy approvals</code>. In an emergency remove them from the group: that suspends them at once.
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
