# What a person sets for themselves.

settings-list =
    <b>Your settings</b>
    E-mail: { $email ->
        [none] none yet
       *[other] { $email }
    }
    Time zone: { $zone }

    <code>/settings email ADDRESS</code> sets the e-mail that proves changes which can move money.
    <code>/settings zone Europe/Berlin</code> sets the time zone in which I tell you times here; the group reads UTC.
settings-unknown = There is no setting “{ $word }”. There are <code>/settings email</code> and <code>/settings zone</code>.
button-set-email = Set e-mail
button-set-zone = Set time zone
ask-zone = Your time zone is { $zone }. Reply to this message with another city, for example <code>Berlin</code>.
ask-zone-near = There is no time zone “{ $zone }”. Do you mean one of these?
ask-zone-place = “{ $zone }” names no place, and places change their clocks. Which of these changes its clock as yours does? Or reply with a city.
choice-zone = { $zone }
refused-zone-unknown = There is no time zone “{ $zone }”. Name a large city in yours, for example <code>/settings zone Europe/Berlin</code>.
zone-set = ✅ Your time zone is { $zone }: your clock shows { $now }.
