# Accounts at exchanges: connect, look, disconnect.

## Connecting

help-connect = /connect EXCHANGE, let me manage the keys of an exchange’s sub-accounts (in private)
menu-connect = Connect an exchange

ask-which-exchange = Which exchange do you want to connect?
choice-exchange = { $exchange }
ask-credentials = Make a key of { $exchange }’s <b>main account</b> on { $page }, without withdrawal permission.{ $permission ->
    [none] { "" }
   *[other] { " " }Give it read-write access and “{ $permission }”, and bind it to my server’s address.
    } Then reply to this message with its access id and secret, with a space between them. I delete your message at once.
connect-whereabouts = 🌐 { $exchange } sees my requests from <code>{ $ip }</code>. Bind the key to that address: then it does not expire and works only from there.
plan-connect =
    🔌 Connect the { $exchange } main account with key <code>{ $access_id }</code>
    After that I make, change and delete the API keys of its sub-accounts.
result-connected =
    ✅ { $exchange } is connected as <b>{ $account }</b>: { $accounts ->
        [0] no sub-account yet
        [one] one sub-account
       *[other] { $accounts } sub-accounts
    }, { $keys ->
        [0] no key yet
        [one] one key
       *[other] { $keys } keys
    }. I watch them from now on. <code>/accounts</code> shows all.{ $new ->
        [0] { "" }
        [one] { "" }
    🆕 One key there is not in my list. I ask the team what to do with it.
       *[other] { "" }
    🆕 { $new } keys there are not in my list. I ask the team what to do with them.
    }{ $notices ->
        [none] { "" }
       *[other] { "" }
    { $notices }
    }
connect-key-unknown = { $exchange } does not know the access id <code>{ $access_id }</code>. Is a character missing or wrong? Type <code>/connect</code> again and copy all of it. Otherwise the key { $exchange ->
    [CoinEx] is younger than 15 minutes
   *[other] belongs to another site of { $exchange }, such as the testnet
    }, was deleted, or has expired.
connect-key-wrong = { $exchange } knows the access id <code>{ $access_id }</code>, but this is not its secret. Type <code>/connect</code> again and copy both. Is the secret lost? Make another key: a secret is shown only once.
connected-may-withdraw = 🚨 The connected key can withdraw money. I never need that. Make another key without it on { $page } and connect that one.
connected-may-not-manage = ⚠️ The connected key can only read: I watch the keys, but cannot make, change or delete any. On { $page } give it read-write access{ $permission ->
    [none] { "" }
   *[other] { "" } and “{ $permission }”
    }.
connected-ends = ⏳ The connected key expires { $at }, although it has IPs bound. That happens after a change of the password. Make another key on { $page } and connect that one.
connected-unbound = ⚠️ The connected key has no IP bound, so it expires{ $at ->
    [none] { "" }
   *[other] { "" } { $at }
    }. Bind it{ $ip ->
    [none] { "" }
   *[other] { "" } to <code>{ $ip }</code>
    } on { $page }.
connected-not-told = 👀 { $exchange } does not show the rights of the connected key. Check it on { $page }: it must not be able to withdraw. Bind it to { $ip ->
    [none] my address
   *[other] my address <code>{ $ip }</code>
    } there, or it expires after 90 days.
connected-skew = ⚠️ My clock is wrong by { $seconds } seconds. Ask the bot’s admin to set it.
secret-astray = 🔑 That looked like the secret of an API key. I deleted your message and kept nothing of it. To connect an exchange, type <code>/connect</code>. I never need a secret otherwise.
connect-leaked = 🚨 Everyone in this chat could read that secret. Delete that key on the exchange’s page and make another. Then type <code>/connect</code> in the private chat with me.

## Disconnecting

help-disconnect = /disconnect ACCOUNT, delete the credentials of an exchange here
menu-disconnect = Disconnect an exchange
ask-which-disconnect = Which main account do you want to disconnect?
choice-account = { $account }
plan-disconnect =
    ✂️ Disconnect { $account } and delete { $exchange }’s credentials here
    { $keys ->
        [0] It has no keys.
        [one] Its key stays in my list, with its alerts. From then on it is managed on { $exchange }’s page.
       *[other] Its { $keys } keys stay in my list, with their alerts. From then on they are managed on { $exchange }’s page.
    }
result-disconnected = ✂️ { $account } is disconnected and its credentials are deleted here. Delete that key on { $exchange }’s page too. To connect the account again, type <code>/connect</code>.

## When I cannot find out what happened

ticket-unclear =
    { $plan }

    { $unclear }
    Open until { DATETIME($until) }.
ticket-unclear-ended =
    ⚠️ Ended. I could not find out whether the key was made.{ $result ->
        [none] { "" }
       *[other] { "" } { $result }
    }
    { $unclear }
unclear-key = ❓ Several keys in { $account } could be “{ $key }” (request #{ $number }). { $is_open ->
    [true] On { $page } keep at most one of them, then press Done.
   *[false] Look at { $page } before you ask for it again.
    }
unclear-unmarked = ❓ While I was making “{ $key }” in { $account }, a key without my mark appeared there (request #{ $number }). I cannot tell whether it is mine. { $is_open ->
    [true] Look on { $page }: if none of you made it, delete it. Then press Done and I make “{ $key }”.
   *[false] Look at { $page } before you ask for it again.
    }
unclear-secret = ❓ Key “{ $key }” was made in { $account }, but its secret was lost on the way (request #{ $number }). { $is_open ->
    [true] Delete the key on { $page }. Then press Done and I make it again.
   *[false] The key cannot be used: delete it on { $page }.
    }

## Looking

help-accounts = /accounts, all accounts, whether I can reach their exchanges, and how many keys they have
menu-accounts = All accounts
accounts-list =
    <b>Accounts of { $team }</b>

    { $accounts }
account-line = { $kind ->
    [embedded] 📒 <b>{ $account }</b>, my own registry
    [by-hand] ✋ <b>{ $account }</b>, managed on the exchange’s page
    [main] 🏦 <b>{ $account }</b>, { $exchange } main account{ $state ->
        [works] , works
        [refused] , ❌ its key has been refused since { DATETIME($since) }
        [unreachable] , ⚠️ not reachable since { DATETIME($since) }
        [silent] , ❌ no answer since { DATETIME($since) }
       *[disconnected] , disconnected
    }
   *[sub] └ <b>{ $account }</b>{ $state ->
        [disconnected] , managed on the exchange’s page
        [gone] , ❌ no longer at { $exchange }
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
account-trouble = 🚨 I cannot watch { $account } any more. { $why }
sub-account-gone = 🗑 { $exchange } no longer has the sub-account { $account }. { $keys ->
    [0] I stop watching it.
   *[other] Its keys are gone too. The next message asks what to do with them.
    }
sub-account-appeared = 🆕 { $exchange } has a new sub-account: { $account }. I watch its keys too.

## Keys that begin to work

key-live-elsewhere = 🟢 Key <b>{ $key }</b> can be used now, { $ends }. It works only from its own IPs, so I could not test it further.
key-not-live = ⚠️ Key <b>{ $key }</b> should work by now, but it does not. Check it on { $page }.

## Which account

ask-which-account = Which account is the new key <b>{ $key }</b> for? Press it, or add <code>in ACCOUNT</code> to the command.

## Refusals

refused-account-without-keys = I cannot make keys in “{ $account }”{ $why ->
    [disconnected] : it is disconnected. An owner connects it again with <code>/connect</code>
    [gone] : its exchange no longer has it
    [main] : it is a main account, and I make keys only in its sub-accounts
    [by-hand] : it is managed on the exchange’s page
   *[none] : there is no such account
    }. { $accounts ->
    [none] <code>/accounts</code> lists all accounts.
   *[other] I can make keys in: { $accounts }.
    }

refused-exchange-unknown = I cannot connect that exchange. I can connect { $exchanges }. Type <code>/connect</code> and press one.
refused-exchange-sub-account = That key belongs to { $account ->
    [none] a sub-account
   *[other] sub-account { $account }
    }. Make a key in { $exchange }’s main account and connect that one.
refused-exchange-taken = Another team has connected this { $exchange } account already. An account belongs to one team only.
refused-credentials-bad = That is not an access id and a secret. Send only these two, with a space between them.
refused-account-not-connected = There is no connected main account “{ $account }”. { $accounts ->
    [none] <code>/accounts</code> lists all.
   *[other] Choose from: { $accounts }.
    }
refused-accounts-none-connected = No exchange is connected. An owner connects one with <code>/connect</code> in the private chat with me.
