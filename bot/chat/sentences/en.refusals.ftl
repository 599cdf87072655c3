# General refusals: what is wrong, and what to do. Those of one subject are in the file of the subject.

refused-not-a-member = Only members of this team can do that. <code>/start</code> lets you ask for access.
refused-in-no-team = You are in no team yet. <code>/start</code> shows how to join or set up one.
refused-suspended = You are suspended. Only an owner of your team can let you back in.
refused-not-admitted-yet = An owner has to accept you first.
refused-role-too-low = This needs the role { $needed }, and you are { $has }. An owner can change your role with <code>/role</code>.
refused-no-such-policy = My policy has no rule for this command, so I refuse it. Tell the bot’s admin.
refused-not-enrolled = Set up your authenticator first: type <code>/enrol</code> in the private chat with me.
refused-no-email = This can move money, so you need a verified e-mail. Type <code>/settings email ADDRESS</code> in the private chat with me, then ask again.
refused-factor-too-young = This needs an authenticator that is 24 hours old, and yours is newer. Ask again after { DATETIME($until) }.
refused-email-too-young = This needs an e-mail that was verified 24 hours ago, and yours is newer. Ask again after { DATETIME($until) }.
refused-no-team = This group is not set up yet. Its owner types <code>/start</code> here.
refused-not-yours = This is for another person, and only that person can use it.
refused-not-requester = Only the person who asked can confirm this: { $who }.
refused-link-unknown = This link or button is too old. Type the command again.
refused-link-used = This link was used or has timed out, and nothing has changed now. The message of your request shows the result. Open requests: <code>/pending</code>
refused-mail-impossible = This needs a verified e-mail, but this bot has no mail server yet. The bot’s admin should set KEYMINDER_SMTP_URL.
