# What a person sets for themselves, and where a team gives its codes.

settings-list =
    <b>Your settings</b>
    E-mail: { $email ->
        [none] none yet
       *[other] { $email }
    }
    Time zone: { $zone }
    Quiet hours: { $quiet ->
        [none] none
       *[other] { $quiet }
    }{ $recovery ->
        [none] { "" }
       *[other] { "" }
    Recovery codes: { $recovery } of { $of } left
    }

    <code>/settings email ADDRESS</code> sets your e-mail. You need it for changes that can move money.
    <code>/settings zone Europe/Berlin</code> sets the time zone in which I read the dates that you type here.
    <code>/alerts quiet 22:00-07:00</code> sets your quiet hours for warnings in private.
    <code>/settings phone</code> moves your authenticator to a new phone.
    <code>/settings recovery</code> gives you new recovery codes and makes the old ones void.
    <code>/settings codes</code> sets where your team gives its codes. Only an owner can change it.
    <code>/settings pin</code> pins an overview in your team’s group. Only an owner can change it.
    <code>/settings topic alerts</code>, typed inside a forum topic, brings warnings there. Only an owner can change it.
settings-unknown = There is no setting “{ $word }”.{ $near ->
        [none] { "" }
       *[other] { " " }Did you mean <code>/settings { $near }</code>?
    } Type <code>/settings email ADDRESS</code>, <code>/settings zone Europe/Berlin</code>, <code>/settings phone</code>, <code>/settings recovery</code>, <code>/settings codes</code>, <code>/settings pin</code> or <code>/settings topic</code>.
button-set-email = Set e-mail
button-set-zone = Set time zone
button-change-phone = Change phone
button-new-codes = New recovery codes
ask-zone = Your time zone is { $zone }. To change it, reply to this message with a city, for example <code>Berlin</code>.
ask-zone-near = There is no time zone “{ $zone }”. Do you mean one of these?
ask-zone-place = “{ $zone }” is not a place, and summer time depends on the place. Which of these places has your time all year? Or reply with a city.
choice-zone = { $zone }
refused-zone-unknown = There is no time zone “{ $zone }”. Give a large city in yours, for example <code>/settings zone Europe/Berlin</code>.
zone-set = ✅ Your time zone is { $zone }. Your clock shows { DATETIME($now) }.
refused-email-bad = “{ $email }” is not an e-mail address. Check it and send it again.
refused-email-changed = Your e-mail has changed since. Give the command again.
refused-email-same = { $email } is your e-mail already.

## Codes in the group

ask-codes = Codes are given { $here ->
    [true] in this team’s group or in private
   *[false] in private only
    } now. In the group, only the person who taps a code sees the keypad.
choice-codes = { $where ->
    [here] In the group too
   *[private] In private only
    }
plan-codes = { $where ->
    [here] 🔐 Let people tap codes in the group. Only the person who taps sees the keypad.
   *[private] 🔐 Give codes in private only.
    }
result-codes = ✅ { $where ->
    [here] Codes can be tapped in the group now. Press <b>Tap the code here</b> below a request.
   *[private] Codes are given in private only.
    }
codes-test = 👁 This is a test: only you can see it. Codes in the group will look like this. Do not confirm if others see it too.
code-comes = 🔐 The keypad opens. If it does not, use the private chat.
codes-switched-off = 🚨 Codes in the group of { $team } are off now: a message for one person came out for all. It held no code, and I have deleted it. Update your Bot API server, then type <code>/settings codes here</code> in the group.
refused-codes-same = { $where ->
    [here] Codes can be tapped in the group already.
   *[private] Codes are given in private only already.
    }
refused-codes-no-admin = I must be an admin of the group to show a message to one person only. Make me an admin, then type <code>/settings codes here</code> again.
refused-codes-not-tested = I could not test this in the group. Type <code>/settings codes here</code> again.
refused-codes-not-shown = Telegram did not show you my test message, so codes stay in the private chat. Try again later with <code>/settings codes here</code>.
refused-codes-shown = My test message came out for all, so codes stay in the private chat. I have deleted it. Update your Bot API server to 10.3 or newer, then type <code>/settings codes here</code> again.

help-settings = /settings email ADDRESS, /settings zone ZONE, /settings phone, /settings recovery, your e-mail, time zone, authenticator and recovery codes (in private). /settings codes, where codes are given. /settings pin, an overview pinned in the group. /settings topic [alerts | news | requests | digest], the forum topic of these messages
menu-settings = Your e-mail, time zone, phone and recovery codes

## Calendar

calendar-made =
    📅 <b>Your calendar</b>
    Add this address to your calendar app as a subscription:
    <code>{ $link }</code>{ $local ->
        [true] { "" }
    ⚠️ Only the bot’s own machine can open it. The bot’s admin sets <code>KEYMINDER_PUBLIC_URL</code> first, then <code>/calendar new</code> makes another address.
       *[false] { "" }
    }
    It shows when the keys of your teams expire. Anyone who has the address can read that, and so can the provider of your calendar app. I delete this message in 10 minutes.
calendar-there =
    📅 You have had a calendar since { DATETIME($made) }. Its address was shown once.
    Lost it? <i>New link</i> makes another one and ends the old one.
calendar-off = The link to your calendar has ended. Apps that had it get nothing more. Delete the subscription there.
calendar-name = Keyminder
calendar-title = Key { $key } expires ({ $team })
calendar-text = The key { $key } of account { $account } stops working at this time. Renew it with /renew in Telegram.
button-copy-link = Copy link
button-new-link = New link
button-revoke-link = Revoke
help-calendar = /calendar [new | off], a link with which your calendar app shows when keys expire (in private)
menu-calendar = Expiring keys in your calendar app
