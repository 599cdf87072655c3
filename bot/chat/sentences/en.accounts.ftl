# Accounts at exchanges: connecting them, looking at them, letting them go.

## Connecting

help-connect = /connect EXCHANGE, let me run the keys of an exchange’s sub-accounts (in private)
menu-connect = Connect an exchange

ask-which-exchange = Which exchange shall I connect?
choice-exchange = { $exchange }
ask-credentials = Reply to this message with access id and secret of a key of { $exchange }’s <b>main account</b>, a blank between them. Make the key on { $page } { $permission ->
    [none] without withdrawal permission
   *[other] with read-write access and “{ $permission }”, without withdrawal permission, bound to my server’s address
    }. I delete your message at once.
connect-whereabouts = 🌐 { $exchange } sees me come from <code>{ $ip }</code>. Bind the key to that address: then it does not run out, and works from nowhere else.
plan-connect =
    🔌 Connect the { $exchange } main account with key <code>{ $access_id }</code>
    I will then make, change and delete the API keys of its sub-accounts.
result-connected =
    ✅ { $exchange } is connected as <b>{ $account }</b>: { $accounts ->
        [0] no sub-account yet
        [one] one sub-account
       *[other] { $accounts } sub-accounts
    }, { $keys ->
        [0] no key yet
        [one] one key
       *[other] { $keys } keys
    }. I watch them from now on; <code>/accounts</code> shows all.{ $new ->
        [0] { "" }
        [one] { "" }
    🆕 One key there is not on my list. It stays off it until somebody adopts it: the team hears of it.
       *[other] { "" }
    🆕 { $new } keys there are not on my list. They stay off it until somebody adopts them: the team hears of them.
    }{ $notices ->
        [none] { "" }
       *[other] { "" }
    { $notices }
    }
connect-key-unknown = { $exchange } does not know the access id <code>{ $access_id }</code>. Most likely a character is missing or wrong: say <code>/connect</code> again and copy it whole. Otherwise the key { $exchange ->
    [CoinEx] is younger than 15 minutes
   *[other] belongs to another site of theirs, such as the testnet
    }, was deleted, or has run out.
connect-key-wrong = { $exchange } knows the access id <code>{ $access_id }</code>, but the secret is not the secret of this key. Say <code>/connect</code> again and copy both. If you do not have the secret any more, make another key: it is shown only once.
connected-may-withdraw = 🚨 The key I was given may withdraw money. I never need that: make another without it on { $page }, and connect that one.
connected-may-not-manage = ⚠️ The key I was given may only look: I watch, and can make, change and delete nothing. On { $page } give it read-write access{ $permission ->
    [none] { "" }
   *[other] { "" } and “{ $permission }”
    }.
connected-ends = ⏳ The key I was given ends { $at }, though it is bound. Such an end comes after a change of the password: make another on { $page } and connect that one.
connected-unbound = ⚠️ The key I was given is bound to no IP, so it runs out{ $at ->
    [none] { "" }
   *[other] { "" } { $at }
    }. Bind it{ $ip ->
    [none] { "" }
   *[other] { "" } to <code>{ $ip }</code>
    } on { $page }.
connected-not-told = 👀 { $exchange } does not tell what the key I was given may do. Look at it on { $page }: it must not withdraw, and should be bound to { $ip ->
    [none] my address
   *[other] my address <code>{ $ip }</code>
    }, or it ends after 90 days.
connected-skew = ⚠️ My clock is { $seconds } seconds off. Please tell the admin to set it.
secret-astray = 🔑 That looked like the secret of an API key, so I deleted your message and kept nothing of it. To connect an exchange type <code>/connect</code>; I never need a secret otherwise.
connect-leaked = 🚨 Everybody here could read that secret. Delete that key on the exchange’s page, make another, and give it to me in our private chat with <code>/connect</code>.

## Letting go

help-disconnect = /disconnect ACCOUNT, forget the credentials of an exchange
menu-disconnect = Disconnect an exchange
ask-which-disconnect = Which main account shall I let go?
choice-account = { $account }
plan-disconnect =
    ✂️ Disconnect { $account }: I forget { $exchange }’s credentials
    { $keys ->
        [0] It has no keys.
        [one] Its key stays listed and watched; changes to it are then made by hand on { $exchange }’s page.
       *[other] Its { $keys } keys stay listed and watched; changes to them are then made by hand on { $exchange }’s page.
    }
result-disconnected = ✂️ { $account } is disconnected, its credentials are wiped. Delete that key on { $exchange }’s page too. <code>/connect</code> brings the account back.

## When it cannot be told what happened

ticket-unclear =
    { $plan }

    { $unclear }
    Open until { $until }.
ticket-unclear-ended =
    ⚠️ Ended, and it is not known whether anything was made.{ $result ->
        [none] { "" }
       *[other] { "" } { $result }
    }
    { $unclear }
unclear-key = ❓ Ticket #{ $number }: several keys in { $account } could be “{ $key }”, and I cannot tell which one I made. { $is_open ->
    [true] On { $page } delete all of them, or all but one. Then press Done and I look again.
   *[false] Look at { $page } before you ask for it again.
    }
unclear-unmarked = ❓ Ticket #{ $number }: while I was making “{ $key }” in { $account }, a key without my mark appeared there, and I cannot tell whether it is mine. { $is_open ->
    [true] Look on { $page }: if nobody else made it, delete it. Then press Done and I make “{ $key }”.
   *[false] Look at { $page } before you ask for it again.
    }
unclear-secret = ❓ Ticket #{ $number }: key “{ $key }” was made in { $account }, but its secret was lost on the way. { $is_open ->
    [true] Delete the key on { $page }, then press Done and I make it anew.
   *[false] It is of no use to anybody: delete it on { $page }.
    }

## Looking

help-accounts = /accounts, all accounts, whether their exchange can be reached, and how full they are
menu-accounts = All accounts
accounts-list =
    <b>Accounts of { $team }</b>

    { $accounts }
account-line = { $kind ->
    [embedded] 📒 <b>{ $account }</b>, my own registry
    [by-hand] ✋ <b>{ $account }</b>, led by hand
    [main] 🏦 <b>{ $account }</b>, { $exchange } main account{ $state ->
        [works] , works
        [refused] , ❌ its key is refused since { $since }
        [unreachable] , ⚠️ not reachable since { $since }
        [silent] , ❌ silent since { $since }
       *[disconnected] , disconnected
    }
   *[sub] └ <b>{ $account }</b>{ $state ->
        [disconnected] , led by hand
        [gone] , ❌ gone at { $exchange }
       *[works] { "" }
    }
    }{ $frozen ->
    [true] , ❄️ frozen
   *[false] { "" }
    }{ $kind ->
    [main] { "" }
   *[other] { "" } · { $limit ->
        [none] { $keys ->
            [one] one key
           *[other] { $keys } keys
        }
       *[other] { $keys }/{ $limit } keys
    }
    }{ $addresses ->
    [0] { "" }
    [one] { "" } · one address
   *[other] { "" } · { $addresses } addresses
    }
account-trouble = 🚨 { $account } is not watched any more: { $why }
sub-account-gone = 🗑 { $exchange } no longer has the sub-account { $account }. { $keys ->
    [0] I stop watching it.
   *[other] Its keys are gone with it: take them off my list.
    }
sub-account-appeared = 🆕 { $exchange } has a new sub-account: { $account }. I watch its keys too.

## Keys that come alive

key-live-elsewhere = 🟢 Key <b>{ $key }</b> can be used now, { $ends }. It works from its own IPs only, so I could not try more.
key-not-live = ⚠️ Key <b>{ $key }</b> still does not work, though it should by now. Look at it on { $page }.

## Which account

ask-which-account = In which account shall <b>{ $key }</b> be made? Press one, or add <code>in ACCOUNT</code> to the command.

## Refusals

refused-account-without-keys = I can make no keys in “{ $account }”{ $why ->
    [disconnected] : it is disconnected, and an owner’s <code>/connect</code> brings it back
    [gone] : its exchange no longer has it
    [main] : it is a main account, and only keys of its sub-accounts can be made by me
    [by-hand] : it is led by hand
   *[none] : there is no such account
    }. { $accounts ->
    [none] <code>/accounts</code> lists all accounts.
   *[other] I can in { $accounts }.
    }

refused-exchange-unknown = That exchange cannot be connected. Say <code>/connect</code> with one of: { $exchanges }.
refused-exchange-sub-account = That key belongs to { $account ->
    [none] a sub-account
   *[other] sub-account { $account }
    }. Make one in { $exchange }’s main account and connect that.
refused-exchange-taken = Another team has connected this { $exchange } account. An account belongs to one team.
refused-credentials-bad = That is not an access id and a secret, with a blank between them. Say <code>/connect</code> again and reply with just the two.
refused-account-not-connected = There is no connected main account “{ $account }”. { $accounts ->
    [none] <code>/accounts</code> lists all.
   *[other] There is { $accounts }.
    }
refused-accounts-none-connected = No exchange is connected. An owner connects one with <code>/connect</code> in private.
