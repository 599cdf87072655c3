# What the commands say about themselves, and what is said when nothing was understood.

help =
    { $role ->
        [none] <b>What you can do</b>
       *[other] <b>What you can do as { $role }</b>
    }

    { $commands }

    <b>API documents</b>
    { $documents }
help-documents = { $exchange } { $page }
command-unknown = I do not know <code>/{ $word }</code>{ $nearest ->
    [none] . <code>/help</code> lists what I do.
   *[other] . Did you mean <code>/{ $nearest }</code>?
    }
not-understood = I did not understand that. <code>/help</code> lists what I do.
sender-problem = { $problem ->
    [anonymous-admin] You write as an anonymous admin, so I cannot tell who you are. Turn off “Remain anonymous” in your admin rights and send it again.
    [channel] This was sent in the name of a channel, so I cannot tell who you are. Send it as yourself.
    [linked-channel] I do not act on posts of the linked channel. A member can send it here.
    [forwarded] This was forwarded, so I did not act on it. Write it yourself, or save the file and send it yourself.
    [via-bot] Another bot wrote this for you, so I did not act on it. Write it yourself.
   *[bot] I only take orders from people.
    }

help-start = /start, begin
help-help = /help, this list
help-whitelist = /whitelist [WORDS], addresses that API withdrawals can go to; a CSV with this caption adds to them
help-addaddress = /addaddress [COIN NETWORK ADDRESS], add one address to the whitelist, step by step
help-template = /template, the empty CSV to fill
help-removeaddress = /removeaddress NUMBER, take an address off the whitelist
help-team = /team, who is here
help-invite = /invite [ROLE] [USER_ID], or as a reply: bring somebody in
help-role = /role PERSON ROLE, or as a reply: change what somebody may do
help-suspend = /suspend PERSON, or as a reply: take everything away at once
help-audit = /audit, who did what and when
help-whoami = /whoami, who you are to me
help-enrol = /enrol, set up your second factor (in private)
help-settings = /settings email ADDRESS, /settings zone ZONE, your e-mail and time zone (in private)

menu-start = Begin
menu-help = What I can do
menu-whitelist = Where API withdrawals can go
menu-addaddress = Add one address to the whitelist
menu-template = The empty CSV for the whitelist
menu-removeaddress = Take an address off the whitelist
menu-team = Who is here
menu-invite = Bring somebody in
menu-role = Change what somebody may do
menu-suspend = Take everything away from somebody
menu-audit = Who did what and when
menu-whoami = Who you are to me
menu-enrol = Set up your second factor
menu-settings = Your e-mail and time zone
