# What a person sets for themselves.

settings-list =
    <b>Your settings</b>
    E-mail: { $email ->
        [none] none yet
       *[other] { $email }
    }
    Time zone: { $zone }

    <code>/settings email ADDRESS</code> sets your e-mail. You need it for changes that can move money.
    <code>/settings zone Europe/Berlin</code> sets the time zone in which I read the dates that you type here.
settings-unknown = There is no setting “{ $word }”. Type <code>/settings email ADDRESS</code> or <code>/settings zone Europe/Berlin</code>.
button-set-email = Set e-mail
button-set-zone = Set time zone
ask-zone = Your time zone is { $zone }. To change it, reply to this message with a city, for example <code>Berlin</code>.
ask-zone-near = There is no time zone “{ $zone }”. Do you mean one of these?
ask-zone-place = “{ $zone }” is not a place, and summer time depends on the place. Which of these places has your time all year? Or reply with a city.
choice-zone = { $zone }
refused-zone-unknown = There is no time zone “{ $zone }”. Give a large city in yours, for example <code>/settings zone Europe/Berlin</code>.
zone-set = ✅ Your time zone is { $zone }. Your clock shows { DATETIME($now) }.
refused-email-bad = “{ $email }” is not an e-mail address. Check it and send it again.
refused-email-same = { $email } is your e-mail already.
help-settings = /settings email ADDRESS, /settings zone ZONE, your e-mail and time zone (in private)
menu-settings = Your e-mail and time zone
