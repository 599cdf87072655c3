# Where an exchange says something else than the registry: the card, its buttons, and an exchange that lets nobody in.

drift-card =
    { $open ->
        [0] ✅ <b>Settled</b>
       *[other] { $urgent ->
            [true] 🚨 <b>Urgent: keys changed at the exchange</b>
           *[false] 🔎 <b>Keys changed at the exchange</b>
        }
    } · { $team }, account { $account } ({ $exchange })

    { $keys }{ $more ->
        [0] { "" }
       *[other] { "" }
    … and { $more } more
    }{ $open ->
        [0] { "" }
       *[other] { "" }

    Changed directly on the exchange, so I cannot see who did it. My list stays as it is until you press a button.{ $urgent ->
            [true] { "" }
    <b>If it was none of you, an attacker may have access. { $lost ->
                [true] Bind the IPs again or delete the key
               *[false] Delete the key
            } now, and change the password of the exchange account.</b>
           *[false] { "" }
        }
    }
drift-line = { $settled ->
    [adopted] ✅ <b>{ $key }</b>: { $was ->
        [gone] removed from my list by
       *[other] accepted by
    } { $who }
    [discarded] 🗑 <b>{ $key }</b>: deleted by { $who }
    [gone] { $was ->
        [new] { $listed ->
            [true] ✅ <b>{ $key }</b>: on my list now
           *[false] ✅ <b>{ $key }</b>: gone there again, and was never on my list
        }
        [gone] { $listed ->
            [true] ✅ <b>{ $key }</b>: back at the exchange
           *[false] ✅ <b>{ $key }</b>: not on my list any more either
        }
       *[other] { $listed ->
            [true] ✅ <b>{ $key }</b>: same again at the exchange and in my list
           *[false] ✅ <b>{ $key }</b>: gone there, and not on my list any more
        }
    }
    [overtaken] ⏩ <b>{ $key }</b>: changed again, see the newer message
   *[none] { $urgent ->
        [true] 🚨{ " " }
       *[false] { "" }
    }{ $number ->
        [none] { "" }
       *[other] { $number } ·{ " " }
    }<b>{ $key }</b>
    { $findings }
    }
choice-drift = { $number ->
    [none] 🆕 { $key } ({ $access_id })
   *[other] { $number } · { $key }
    }
drift-button = { $new ->
    [true] 🆕 { $key }
   *[false] { $key }
    }
ask-which-drift = Which key? Press one, or type <code>/{ $command } NAME</code>.
drift-appeared = New at the exchange: <code>{ $access_id }</code>, { $permissions ->
    [none] may only read
   *[other] may { $permissions }
    }, { $ips ->
    [none] no IP bound
   *[other] IPs { $ips }
    }, { $ends }. Made { $created }.
drift-vanished = Deleted at the exchange: <code>{ $access_id }</code>.
drift-ips = { $added ->
    [none] { "" }
   *[other] IPs added: { $added }.
    }{ $removed ->
    [none] { "" }
   *[other] { $added ->
        [none] { "" }
       *[other] { " " }
        }IPs removed: { $removed }.
    }{ $leaves ->
    [open] { " " }Now the key works from everywhere and { $ends }.
    [foreign] { " " }Now the key works only from IPs that are not on your list.
    [first] { " " }Now the key { $ends }.
   *[some] { "" }
    }
drift-gained = May now { $permission }.
drift-lost = May not { $permission } any more.
drift-end = At the exchange it { $after }, in my list it { $before }. Until you accept this, my alerts use the earlier date.
drift-renamed = { $after ->
    [none] Has no name at the exchange any more
   *[other] Renamed to “{ $after }” at the exchange
    }, still “{ $before }” here.
button-adopt = Accept
button-adopt-key = Accept { $number ->
    [none] { "" }
   *[other] { $number } ·{ " " }
    }{ $key }
button-forget-key = Remove { $number ->
    [none] { "" }
   *[other] { $number } ·{ " " }
    }{ $key } here
button-adopt-all = Accept all { $count }
button-bind-lost = Bind again
button-bind-lost-key = Bind { $key } again
button-adopt-one = Choose keys
button-forget = Remove here
button-discard = Delete there

plan-adopt = { $count ->
    [one] 📥 Accept a key as it is at the exchange
   *[other] 📥 Accept { $count } keys as they are at the exchange
    }
    { $keys }{ $money ->
        [true] { "" }
    🚨 A key here can withdraw money. So this needs a code, an e-mail, and approvals if your policy asks for them.
       *[false] { "" }
    }{ $open ->
        [true] { "" }
    ⚠️ A key here can withdraw, and no IP is bound to it. With a stolen secret a thief can withdraw from anywhere. Bind your server’s IP.
       *[false] { "" }
    }
plan-adopt-key = <b>{ $key }</b>: { $findings }
plan-forget = 🧹 Remove <b>{ $key }</b> (<code>{ $access_id }</code>) from my list: it is gone at { $exchange ->
    [none] its exchange
   *[other] { $exchange }
    }.
plan-forget-key = <b>{ $key }</b>: gone at { $exchange ->
    [none] its exchange
   *[other] { $exchange }
    }, so I remove it from my list.
plan-discard = 🗑 Delete { $count ->
        [one] { $keys }
       *[other] { $count } keys at the exchange, for good
    { $keys }
    }
plan-discard-key = { $count ->
        [one] <b>{ $key }</b> at the exchange, for good
    { $findings }
       *[other] <b>{ $key }</b>: { $findings }
    }
result-adopted = ✅ <b>{ $key }</b> (number { $number }) is accepted: { $ends }.
result-forgotten = ✅ <b>{ $key }</b> is removed from my list.

ask-differs =
    ⚠️ <b>{ $key }</b> was changed at { $exchange ->
        [none] its exchange
       *[other] { $exchange }
    }, so I do not change it yet: { $findings }
    { $gone ->
        [true] Remove it from my list, or make it again there.
       *[false] Accept the change, or undo it there. Then ask me again. <code>/bind</code> and <code>/deletekey</code> work at once.
    }

key-differs = ⚠️ { $gone ->
    [true] gone at
   *[false] changed at
    } { $exchange ->
    [none] its exchange
   *[other] { $exchange }
    }{ $ends ->
    [none] { "" }
   *[other] , where it { $ends }
    }: <code>/adopt { $number }</code>
key-differs-how = ⚠️ Changed at { $exchange ->
    [none] its exchange
   *[other] { $exchange }
    }: { $findings }
    { $gone ->
        [true] Remove it from my list
       *[false] Accept the change
    }: <code>/adopt { $number }</code>
refused-key-differs = <b>{ $key }</b> was changed at { $exchange ->
        [none] its exchange
       *[other] { $exchange }
    }, so I changed nothing. <code>/adopt</code> shows the difference. Then ask again.
refused-drifts-none = { $command ->
    [discard] There is nothing to delete: every key at your exchanges is on my list.
   *[adopt] There is nothing to accept: I know of no key that was changed at its exchange.
    }
refused-drift-unknown = I know of no change of a key “{ $name }”. <code>/adopt</code> shows all changes.
refused-drift-gone = <b>{ $key }</b> is the same at its exchange and in my list, so there is nothing to do. <code>/adopt</code> shows all changes.
refused-key-is-ours = <b>{ $key }</b> is on my list. Delete it with <code>/deletekey</code>.

## An exchange that does not let the bot in

credentials-refused =
    ❌ <b>{ $exchange } does not let me in</b> · { $team }, { $account }
    { $why }
    Until this is solved I cannot see or change { $accounts ->
        [none] its sub-accounts
       *[other] { $accounts }
    }. Alerts continue with my last data.
credentials-taken = ✅ { $exchange } lets me in again. It refused since { DATETIME($since) }. · { $team }, { $account }
exchange-silent-long =
    ⚠️ <b>{ $exchange } has not answered since { DATETIME($since) }</b> · { $account }
    I keep trying. Until it answers I cannot see { $accounts ->
        [none] its sub-accounts
       *[other] { $accounts }
    }, and changes there wait. Alerts continue with my last data.
    Does { $exchange }’s page open for you? Then ask the bot’s admin to check its server’s network.
exchange-answers = ✅ { $exchange } answers again. It was silent since { DATETIME($since) }. · { $account }
exchange-silent = { $exchange } does not answer.

## Commands

help-adopt = /adopt NAME…, accept into my list what was changed at an exchange
help-discard = /discard NAME…, delete a key that was made at an exchange and is not on my list
menu-adopt = Accept a change made at an exchange
menu-discard = Delete a new key found at an exchange
