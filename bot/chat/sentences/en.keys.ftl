# Keys: lists, plans and results, the refusals about keys, and their commands.

key-ends-at = expires { $at }
key-ended-at = expired { $at }
key-ends-never = does not expire
key-ends-unknown = expiry date unknown
key-left = { $left ->
    [until] { DISTANCE($at) }
    [ended] <b>expired { DISTANCE($at) }</b>
    [never] no expiry
   *[unknown] expiry unknown
    }
key-due = { $left ->
    [until] { $at }
    [ended] <b>expired</b> { $at }
    [never] no expiry
   *[unknown] expiry unknown
    }

## Looking

keys-list =
    <b>Keys of { $team }</b>{ $account ->
        [none] { "" }
       *[other] , account { $account }
    }{ $only ->
        [expiring] , expired or within 30 days
        [withdraw] , can withdraw
       *[all] { "" }
    }{ $words ->
        [none] { "" }
       *[other] , “{ $words }”
    } · { $count ->
        [one] 1 key
       *[other] { $count } keys
    }{ $ended ->
        [0] { "" }
       *[other] , <b>{ $ended } expired</b>
    }

    { $keys }

    { -keys-legend }{ $pages ->
        [1] { "" }
       *[other] { "" }
    Page { $page } of { $pages }
    }
keys-not-found =
    No key of { $team }{ $account ->
        [none] { "" }
       *[other] {" "}in account { $account }
    } { $only ->
        [expiring] has expired or expires within 30 days{ $words ->
            [none] { "" }
           *[other] {" "}and fits “{ $words }”
        }.
        [withdraw] can withdraw{ $words ->
            [none] { "" }
           *[other] {" "}and fits “{ $words }”
        }.
       *[all] fits “{ $words }”. I look in names and numbers, and at the start of access ids.
    }
# The only marks of keys, the same for the same state everywhere.
-mark-ended = ⛔️
-mark-day = 🔴
-mark-week = 🟠
-mark-month = 🟡
-mark-unknown = ❔
-mark-activating = 🕐
-mark-unseen = ⏸️
-mark-fine = 🔑
key-mark = { $state ->
    [ended] { -mark-ended }
    [day] { -mark-day }
    [week] { -mark-week }
    [month] { -mark-month }
    [unknown] { -mark-unknown }
    [activating] { -mark-activating }
    [unseen] { -mark-unseen }
   *[fine] { -mark-fine }
    }
keys-button = { key-mark } { $number } { $key }
keys-filter = { $only ->
    [expiring] Expiring
    [withdraw] Can withdraw
   *[all] All
    }
keys-none = { $team } has no keys yet. Make one with <code>/newkey NAME</code>, or watch an existing one with <code>/track NAME ACCESS_ID</code>.
keys-with-making =
    { $list }

    { $making }
keys-making = ⏳ I am making <b>{ $key }</b> now (#{ $number }).
-keys-legend = T: can trade. W: can withdraw. 0/50: bound IPs.
keys-line = { key-mark } { $number } <b>{ $key }</b> · { $life ->
    [activating] activating
    [unseen] <b>not confirmed working</b> · { key-left }
   *[other] { key-left }
    }{ $rights ->
        [none] { "" }
        [trade] { "" } · T
        [withdraw] { "" } · W
        [both] { "" } · T W
       *[exposed] { "" } · <b>W from any IP</b>
    } · { $ips }/{ $limit }{ $rotation ->
        [none] { "" }
       *[other] , { $rotation }
    }{ $differs ->
        [none] { "" }
       *[other] , { $differs }
    }
key-detail =
    <b>{ $key }</b> · number { $number } · account { $account }
    Access id: <code>{ $access_id }</code>
    Permissions: { $permissions ->
        [none] read only
        [unknown] unknown
       *[other] { $permissions }
    }
    IPs: { $ips ->
        [none] none bound{ $warnings ->
            [none] { "" }
           *[other] { "" }
    { $warnings }
        }
       *[other] <code>{ $ips }</code>
    { $bound } { $count } of { $limit }
    }
    State: { $state ->
        [activating] activating (up to 15 minutes), { $ends }
        [unseen] <b>not confirmed working</b>, although it should work by now, { $ends }
        [expired] <b>{ $ends }</b>, does not work any more
       *[live] live, { $ends }
    }{ $bar ->
        [none] { "" }
       *[other] { "" }
    { $bar } { $days } of { $term } days left
    }
    { $led ->
        [by-hand] Watched since
       *[here] Created
    }: { $created }{ $by ->
        [none] { "" }
       *[other] , by { $by }
    }{ $led ->
        [by-hand] { "" }
    Managed on the exchange’s page: make changes there.
       *[here] { "" }
    }{ $rotation ->
        [none] { "" }
       *[other] { "" }
    { $rotation }
    }{ $differs ->
        [none] { "" }
       *[other] { "" }
    { $differs }
    }

lines-of-account =
    ▸ <b>{ $account }</b>{ $exchange ->
        [none] { "" }
       *[other] , { $exchange }
    }
    { $lines }

## Questions

choose =
    { $search ->
        [none] { "" }
       *[other] Nothing is named “{ $search }”. These have it in their name.
    { "" }
    }<b>{ $command ->
        [renew] Which keys do you want to renew?
        [bind] To which keys do you want to bind IPs?
        [unbind] From which keys do you want to unbind IPs?
        [rotate] Which key do you want to rotate?
        [deletekey] Which key do you want to delete?
        [removeaddress] Which address do you want to remove?
        [adopt] Which keys do you want to accept as they are at the exchange?
        [discard] Which keys do you want to delete at the exchange?
       *[editkey] Which key do you want to change?
    }</b> { $several ->
        [true] Tap each key, then Go on.
       *[false] Tap it.
    } { $search ->
        [none] Or type <code>/{ $command } NAME</code>. A part of a name searches.
       *[other] { "" }
    }

    { $rows }{ $command ->
        [removeaddress] { "" }
        [adopt] { "" }
        [discard] { "" }
       *[other] { "" }

    { -keys-legend }
    }{ $pages ->
        [1] { "" }
       *[other] { "" }

    Page { $page } of { $pages }
    }
button-go-on-with = Go on ({ $count })
ask-which-key = Which key? Press one, or type <code>/{ $command } NAME</code>.
ask-which-ip = Which IP do you want to unbind from <b>{ $key }</b>?
ask-ips = Which IPs do you want to bind to <b>{ $key }</b>? Reply to this message with one or more. Example: <code>8.8.8.8 2001:4860:4860::8888</code>
ask-edit =
    What do you want to change on <b>{ $key }</b>? It { $trade ->
        [true] can trade
       *[false] cannot trade
    } now.
    For its IPs use <code>/bind { $number }</code> and <code>/unbind { $number }</code>.
ask-key-name = New name for <b>{ $key }</b>? Reply to this message with the name (at most { $limit } characters).
ask-edit-watched = What do you want to change on <b>{ $key }</b>? I only watch this key. Change its other settings on the exchange’s page.
ask-end-corrected =
    When does <b>{ $key }</b> expire? My list says: { $ends }.
    Press a button, or reply to this message with the date. Example: <code>{ $example }</code>
ask-end-renewed =
    { $count ->
        [one] New expiry date of <b>{ $keys }</b>?
       *[other] New expiry date of <b>{ $keys }</b>? Several dates? Press “I do not know”, then type <code>/editkey NAME expires DATE</code> for each key.
    }
    The exchange’s page shows the date. Press a button, or reply to this message with the date. Example: <code>{ $example }</code>
ask-end-unbound =
    { $count ->
        [one] When does <b>{ $key }</b> expire, now that no IP is bound?
       *[other] When do <b>{ $key }</b> expire, now that no IP is bound? Several dates? Press “I do not know”, then type <code>/editkey NAME expires DATE</code> for each key.
    }
    The exchange’s page shows the date. Press a button, or reply to this message with the date. Example: <code>{ $example }</code>
ask-which-date = “{ $date }” can mean two dates. Which one?
choice-date = { $date }
choice-end-usual = Expires { $at }
choice-end-never = Never
choice-end-unknown = I do not know
button-copy-access-id = Copy access id
button-end = Set expiry
button-rename = Rename
button-trade-on = Allow trading
button-trade-off = Stop trading
ask-new-key =
    Name for the new key? Reply to this message with the name, then its permissions and IPs. Example: <code>trading-eu trade 8.8.8.8</code>
    A name has at most 50 characters, at an exchange 40. Without an IP the key expires after 90 days.
ask-track =
    Which existing key do you want me to watch? Reply to this message with its name, access id and expiry date. Example: <code>old-bot 4DA36FFC61334695 expires in 90 days</code>
    Never send its secret.
    Many keys? Send a CSV with the caption <code>/track</code> and the columns Remark, Access ID, Expires, IPs.
choice-key = { $number } · { $key }{ $account ->
    [none] { "" }
   *[other] { " " }· { $account }
    }
ask-which-of-several = Several keys have the name “{ $name }”. Which one?
choice-ip = { $ip }
choice-all-ips = All IPs

## What will happen

plan-create =
    ➕ Create key <b>{ $key }</b> in account { $account }
    Permissions: { $can ->
        [read] read only
       *[some] { $permissions }
    }
    IPs: { $ips ->
        [none] none
       *[other] <code>{ $ips }</code>
    }, { $ends }{ $warnings ->
        [none] { "" }
       *[other] { "" }
    { $warnings }
    }
plan-renew = { $count ->
    [one] 🔄 Renew a key
   *[other] 🔄 Renew { $count } keys
    }:
    { $keys }{ $warnings ->
        [none] { "" }
       *[other] { "" }
    { $warnings }
    }{ $apart ->
        [none] { "" }
       *[other] { "" }

    { $apart }
    }
plan-renew-apart = ✋ Not <b>{ $keys }</b>: the API of { $exchange } cannot renew keys. Afterwards I show the other ways.
plan-renew-led = ✋ Not <b>{ $keys }</b>: managed on the exchange’s page. I ask about { $count ->
    [one] it
   *[other] them
    } afterwards.
plan-renew-differing = ✋ Not <b>{ $keys }</b>: changed at { $exchange ->
    [none] the exchange
   *[other] { $exchange }
    }. Accept the change first: <code>/adopt</code>
plan-renew-bound = ✋ Not <b>{ $keys }</b>: bound to IPs, so { $count ->
    [one] it does not expire
   *[other] they do not expire
    }.
plan-renew-key = <b>{ $key }</b>, { $ends }. { $new_end ->
        [none] Afterwards I ask you for the new date.
       *[other] Renewed, it expires { $new_end }.
    }
plan-edit =
    ✏️ Edit key <b>{ $key }</b>{ $name ->
        [none] { "" }
       *[other] { "" }
    New name: <b>{ $name }</b>
    }{ $trading ->
        [none] { "" }
        [on] { "" }
    Allow it to trade.
       *[off] { "" }
    Stop its trading: every program that trades with this key stops.
    }{ $ends ->
        [none] { "" }
       *[other] { "" }
    Correct its expiry date: { $ends }. My alerts use this date.
    }
    Everything else stays the same.{ $warnings ->
        [none] { "" }
       *[other] { "" }
    { $warnings }
    }
plan-bind =
    🔗 Bind to <b>{ $key }</b>: <code>{ $ips }</code>
    { $before ->
        [none] It will not expire any more.
       *[other] It also stays bound to <code>{ $before }</code>, and still does not expire.
    }{ $warnings ->
        [none] { "" }
       *[other] { "" }
    { $warnings }
    }{ $findings ->
        [none] { "" }
       *[other] { "" }
    ⚠️ Changed at { $exchange ->
        [none] its exchange
       *[other] { $exchange }
    }: { $findings }
    { $before ->
        [none] To accept these changes, use <code>/adopt</code> afterwards.
       *[other] The IPs bound there now stay bound. To accept any other change, use <code>/adopt</code> afterwards.
    }
    }
plan-bind-lost =
    🔗 Bind <b>{ $key }</b> again to <code>{ $ips }</code> only
    { $before ->
        [none] No IP is bound there now. Bound again, the key does not expire.
       *[other] Unbind <code>{ $before }</code>, which is not on our list. The key still does not expire.
    }{ $warnings ->
        [none] { "" }
       *[other] { "" }
    { $warnings }
    }{ $findings ->
        [none] { "" }
       *[other] { "" }
    ⚠️ Also changed at { $exchange ->
        [none] its exchange
       *[other] { $exchange }
    }: { $findings }
    To accept these changes, use <code>/adopt</code> afterwards.
    }
plan-bind-several =
    🔗 Bind to { $count ->
        [one] 1 key
       *[other] { $count } keys
    }: <code>{ $ips }</code>
    { $keys }{ $warnings ->
        [none] { "" }
       *[other] { "" }
    { $warnings }
    }{ $apart ->
        [none] { "" }
       *[other] { "" }

    ✋ Not <b>{ $apart }</b>: managed on the exchange’s page. Ask for them with a <code>/bind</code> of their own.
    }
plan-bind-key = <b>{ $key }</b>: { $before ->
    [none] will not expire any more
   *[other] also stays bound to <code>{ $before }</code>
    }
plan-unbind-several =
    🔓 Unbind IPs from { $count ->
        [one] 1 key
       *[other] { $count } keys
    }:
    { $keys }{ $warnings ->
        [none] { "" }
       *[other] { "" }
    { $warnings }
    }{ $apart ->
        [none] { "" }
       *[other] { "" }

    ✋ Not <b>{ $apart }</b>: managed on the exchange’s page. Ask for them with an <code>/unbind</code> of their own.
    }
plan-unbind-key = <b>{ $key }</b>: <code>{ $ips }</code>{ $ends ->
    [none] { "" }
   *[other] . No IP stays bound, so it { $ends }
    }
plan-unbind = 🔓 Unbind from <b>{ $key }</b>: <code>{ $ips }</code>
plan-unbind-last =
    🔓 Unbind from <b>{ $key }</b>: <code>{ $ips }</code>
    No IP stays bound, so the key { $ends }.{ $warnings ->
        [none] { "" }
       *[other] { "" }
    { $warnings }
    }
plan-delete =
    🗑 Delete key <b>{ $key }</b> (<code>{ $access_id }</code>, { $ends }){ $differs ->
        [none] { "" }
       *[other] { "" }
    { $differs }
    }
    This cannot be undone. Every program that uses this key stops.
plan-track = { $count ->
    [one] 👁 Watch an existing key
   *[other] 👁 Watch { $count } existing keys
    }:
    { $keys }
plan-track-read-as =
    { plan-track }

    { $read_as }
plan-track-key = <b>{ $key }</b> (<code>{ $access_id }</code>), { $ends }{ $ips ->
        [none] { "" }
       *[other] , IPs <code>{ $ips }</code>
    }
warning-withdraw-anywhere = ⚠️ { $keys ->
    [none] This key can withdraw, and no IP is bound to it.
   *[other] Can withdraw, with no IP bound: <b>{ $keys }</b>.
    } With a stolen secret a thief can withdraw from anywhere. Bind your server’s IP.
note-ip-read = ℹ️ <code>{ $typed }</code> is read as <code>{ $ip }</code>. I bind only the address.
warning-ips = ⚠️ Reserved for { $purpose } use: <code>{ $ips }</code>. An exchange never gets requests from there. Give your server’s public IP.

## What has happened

result-lines = { $lines }
result-created =
    ✅ Key <b>{ $key }</b> is made · number { $number } · { $ends }
    { $works ->
        [true] It can be used now.
       *[false] It can be used { $live_at ->
            [none] in about 15 minutes
           *[other] from { DATETIME($live_at) }
        }. I will tell the group.
    }
result-renewed = ✅ <b>{ $key }</b> is renewed, { $ends }.
result-renew-apart = ✋ Not renewed: <b>{ $keys }</b>. The API of { $exchange } cannot renew keys. <code>/renew { $numbers }</code> shows the other ways.
result-renew-led = ✋ Not renewed yet: <b>{ $keys }</b>, managed on the exchange’s page. <code>/renew { $numbers }</code> shows the steps.
result-renew-differing = ✋ Not renewed: <b>{ $keys }</b>, changed at { $exchange ->
    [none] the exchange
   *[other] { $exchange }
    }. Accept the change first: <code>/adopt</code>
result-renew-bound = ✋ Not renewed: <b>{ $keys }</b>. Keys with IPs do not expire.
button-renew-apart = { $count ->
    [one] Renew other
   *[other] Renew { $count } others
    }
plan-key-owner =
    👤 { $who } answers for <b>{ $key }</b>
    If no one reacts to a warning about it, I write to this person first.
result-key-owner = ✅ { $who } answers for { $key } now.
result-edited = ✅ { $was ->
        [none] <b>{ $key }</b>
       *[other] <b>{ $was }</b> is now named <b>{ $key }</b>
    }{ $trading ->
        [none] { "" }
        [on] { $was ->
            [none] { "" } can trade now
           *[other] , can trade
        }
       *[off] { $was ->
            [none] { "" } cannot trade any more
           *[other] , cannot trade any more
        }
    }{ $corrected ->
        [true] : corrected
       *[false] { "" }
    }, { $ends }.
result-bound = ✅ <b>{ $key }</b> is bound to <code>{ $ips }</code>, { $ends }.
result-unbound = ✅ <b>{ $key }</b>: { $ips ->
    [none] no IP is bound any more
   *[other] still bound to <code>{ $ips }</code>
    }, { $ends }.
result-deleted = ✅ Key <b>{ $key }</b> is deleted.
screen-key-deleted = 🗑 Key <b>{ $key }</b> was deleted by { $who }, { DATETIME($at) }.
screen-key-removed = 🗑 Key <b>{ $key }</b> no longer exists at the exchange. { $who } removed it from the list, { DATETIME($at) }.
result-tracked = ✅ <b>{ $key }</b> is watched (number { $number }), { $ends }.
part-failed = ❌ <b>{ $key }</b>: { $why }
key-live = 🟢 Key <b>{ $key }</b> can be used now, { $ends }.
secret-saved = ✅ I delete this message.
secret-comes = 🔑 One moment: your secret will appear in this message.
key-secret =
    🔑 Key <b>{ $key }</b>
    Access id: <code>{ $access_id }</code>
    Secret: <code>{ $secret }</code>

    I show this secret only once. Copy it to your server now, then press Saved.
    I delete this message after 10 minutes.

## Sheets

upload-not-csv = { $name ->
    [none] This file has no name. Send a file with a name that ends in .csv.
   *[other] “{ $name }” is not a CSV file. I only read CSV here.
    } In your spreadsheet choose “Save as CSV” and send that file.

## Refusals

refused-key-unknown = There is no key “{ $name }”. { $nearest ->
    [none] <code>/keys</code> lists all.
   *[other] Did you mean { $nearest }?
    }
refused-keys-none = This team has no keys yet. Make one with <code>/newkey NAME</code>.
refused-keys-none-bound = No key has an IP bound, so there is nothing to unbind.
refused-keys-full = Account { $account } is full: it has { $limit } keys, expired ones included. Delete a key first.
refused-key-bound = <b>{ $key }</b> needs no renewal: it has IPs bound and does not expire.
refused-key-unbound = <b>{ $key }</b> has no IP bound.
refused-key-changed = <b>{ $key }</b> was changed or deleted after you asked. Look at <code>/keys</code> and ask again.
refused-key-gone-there = This key was deleted at { $exchange ->
    [none] its exchange
   *[other] { $exchange }
    }. <code>/deletekey { $number }</code> removes it from my list. <code>/newkey</code> makes a new key.
refused-remark-empty = A key needs a name. Example: <code>/newkey trading-eu</code>
refused-remark-too-long = That name has { $length } characters. Use at most { $limit }.
refused-remark-too-long-there = That name has { $length } characters. For a key at { $exchange } use at most { $limit }: I add a mark of { $mark } characters to recognise my keys.
refused-remark-taken = A key “{ $remark }” exists already. Choose another name.
refused-remark-alike = “{ $remark }” looks like the existing key “{ $other }”, but has other characters. Choose another name.
refused-remark-digits = “{ $remark }” cannot be a name: numbers mean keys in the list. Choose another name.
refused-remark-reserved = “{ $remark }” means something else in a command. Choose another name.
refused-remark-characters = A name cannot have this character in that place: { $character }. Choose another name.
refused-access-id-missing = The access id of “{ $key }” is missing: <code>/track NAME ACCESS_ID</code>.
refused-access-id-taken = Key “{ $key }” already has the access id { $access_id }. Copy the other key’s access id.
refused-access-id-characters = “{ $access_id }” is not an access id. An access id has only letters, digits, dots, dashes and underscores, or is base64. Copy it again.
refused-access-id-code = Six digits are an authenticator code, not an access id. Type codes only in the private chat. Copy the access id from the exchange’s page.
refused-access-id-word = “{ $access_id }” looks like a word, not like an access id. Copy the access id from the exchange’s page. Example: <code>4DA36FFC61334695</code>
refused-ip-bad = “{ $ip }” is not an IP address{ $why ->
        [unseen] : it has an invisible character, { $part }. Type the address again
        [character] : “{ $part }” does not belong there
        [group] : “{ $part }” has more than four digits
        [groups] : it has the wrong number of groups
        [number] : “{ $part }” is above 255
        [zero] : “{ $part }” starts with a zero
        [count] : it has { $part } numbers instead of 4
        [port] : “{ $part }” is not a port
       *[word] { "" }
    }. Write it like <code>8.8.8.8</code> or <code>2001:4860:4860::8888</code>.
refused-ip-unusable = “{ $ip }” is not the address of one machine. Give your server’s public IP.
refused-ips-faulty =
    Nothing was changed. Please correct:
    { $faults }{ $more ->
        [0] { "" }
       *[other] { "" }
    … and { $more } more
    }
refused-word-unknown = “{ $word }” is not <code>trade</code>, <code>withdraw</code> or an IP address. Put a name with spaces in quotes: <code>/newkey "my bot"</code>
refused-edit-unknown = I do not understand “{ $word }”. After the key’s name, type <code>name NEWNAME</code>, <code>trade on</code>, <code>trade off</code> or <code>expires DATE</code>.
refused-end-fixed = You cannot set when <b>{ $key }</b> expires: { $exchange ->
        [none] I count it
       *[other] { $exchange } sets it
    }. Use <code>/renew</code> for more time.
refused-end-bound = <b>{ $key }</b> has IPs bound, so it does not expire. Unbind the IPs first with <code>/unbind</code>.
refused-withdraw-fixed = Withdrawal rights cannot be changed later. Make a new key: <code>/newkey NAME withdraw</code>, or without <code>withdraw</code>.
refused-rights-unknown = I only watch <b>{ $key }</b> and do not know its permissions. Change them on the exchange’s page. Here you can only rename it: <code>name NEWNAME</code>
refused-key-unchanged = Nothing to change: <b>{ $key }</b> is like that already.
refused-key-not-edited = { $exchange ->
        [none] The exchange
       *[other] { $exchange }
    } does not show the change of <b>{ $key }</b> yet (checked { $at }). Make the change there, then press Done again.
refused-ip-range = “{ $ip }” is a range. Exchanges bind only single addresses. Give each address separately.
refused-ip-twice = “{ $ip }” is there twice. Give each address once.
refused-ip-already-bound = { $ip } is already bound to <b>{ $key }</b>.
refused-ip-not-bound = { $ip } is not bound to <b>{ $key }</b>.
refused-ips-missing = Which IPs? Give at least one. Example: <code>8.8.8.8</code>
refused-ips-full = A key can have { $limit } IPs at most.
refused-date-bad = { $date ->
    [none] The date is missing.
   *[other] “{ $date }” is not a date.
    } Write it like <code>2030-12-31</code>, <code>2030-12-31 14:05</code>, <code>in 90 days</code> or <code>never</code>.
refused-date-which = “{ $date }” can mean two dates. Write <code>{ $first }</code> or <code>{ $second }</code>.
refused-date-far = “{ $date }” is more than ten years away. For a key that never expires write <code>never</code>.
refused-date-past = { $date } is in the past. Give a future date.
refused-date-with-ips = “{ $key }” has a date and IPs, but a key with IPs does not expire. Give only the date (<code>expires 2030-12-31</code>) or only the IPs (<code>8.8.8.8</code>).

## Commands

help-keys = /keys [expiring, withdraw, an account or words], keys with the most urgent first
help-key = /key NAME [owner PERSON], one key with all details, or who answers for it
help-newkey = /newkey NAME [trade] [withdraw] [IP …] [in ACCOUNT], make a key
help-track = /track NAME ACCESS_ID [expires DATE | IP …], watch an existing key, or many from a CSV with this caption
help-renew = /renew NAME…, 90 more days for keys without IPs
help-editkey = /editkey NAME [name NEWNAME] [trade on|off] [expires DATE], change a key’s name, trading or expiry date
help-bind = /bind NAME… IP…, bind IPs, so that the keys do not expire
help-unbind = /unbind NAME… IP…|all, unbind IPs
help-deletekey = /deletekey NAME, delete a key for good

menu-keys = All keys and when they expire
menu-key = One key with all details
menu-newkey = Make a key
menu-track = Watch an existing key
menu-renew = 90 more days for a key without IPs
menu-editkey = Change a key’s name, trading or expiry date
menu-bind = Bind IPs to a key
menu-unbind = Unbind IPs from a key
menu-deletekey = Delete a key
