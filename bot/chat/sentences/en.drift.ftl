# Where an exchange says something else than the registry: the card, its buttons, and an exchange that lets nobody in.

drift-card =
    { $open ->
        [0] ✅ <b>Settled</b>
       *[other] { $urgent ->
            [true] 🔴 <b>Urgent: keys changed at the exchange</b>
           *[false] 🔎 <b>Keys changed at the exchange</b>
        }
    } · { $team }, account { $account }{ $kind ->
        [coinex] { " " }(CoinEx)
        [bybit] { " " }(Bybit)
       *[embedded] { "" }
    }

    { $keys }{ $more ->
        [0] { "" }
       *[other] { "" }
    … and { $more } more
    }{ $open ->
        [0] { "" }
       *[other] { "" }

    Not done through me, so { $new ->
            [all] I do not know who did it.
            [some] I do not know who did it, nor when keys of ours were changed.
           *[none] I know neither who did it nor when.
        } My list stays as it was until somebody adopts it.{ $urgent ->
            [true] { " " }<b>If none of you did this, somebody else is in: { $lost ->
                [true] bind the IPs again or delete the key
               *[false] delete the key
            }, and change the password of the exchange account.</b>
           *[false] { "" }
        }
    }
drift-line = { $settled ->
    [adopted] ✅ <b>{ $key }</b>: { $was ->
        [gone] taken off the list by
       *[other] adopted by
    } { $who }
    [discarded] 🗑 <b>{ $key }</b>: deleted by { $who }
    [gone] { $was ->
        [new] { $listed ->
            [true] ✅ <b>{ $key }</b>: on my list now
           *[false] ✅ <b>{ $key }</b>: gone there again, and never on my list
        }
        [gone] { $listed ->
            [true] ✅ <b>{ $key }</b>: there again
           *[false] ✅ <b>{ $key }</b>: off my list too
        }
       *[other] { $listed ->
            [true] ✅ <b>{ $key }</b>: no longer so, both agree again
           *[false] ✅ <b>{ $key }</b>: gone there, and off my list
        }
    }
    [overtaken] ⏩ <b>{ $key }</b>: changed once more, see the newer message
   *[none] { $urgent ->
        [true] 🔴{ " " }
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
ask-which-drift = Which key? Press one, or type <code>/{ $command } NAME</code>; a number means the key that has it in <code>/keys</code>.
drift-appeared = New there: <code>{ $access_id }</code>, { $permissions ->
    [none] may only read
   *[other] may { $permissions }
    }, { $ips ->
    [none] no IP bound
   *[other] IPs { $ips }
    }, { $ends }. Made { $created }.
drift-vanished = Gone there: <code>{ $access_id }</code> was deleted.
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
    [open] { " " }No IP is bound any more, so it works from everywhere; it { $ends }.
    [foreign] { " " }None of our IPs is left, so it works only for whoever did this.
    [first] { " " }With that it { $ends }.
   *[some] { "" }
    }
drift-gained = May { $permission } now.
drift-lost = May not { $permission } any more.
drift-end = It { $after }; by my list it { $before }. Until that is adopted I warn by the earlier.
drift-renamed = Is called { $after ->
    [none] nothing
   *[other] “{ $after }”
    } there now, “{ $before }” here.
button-adopt = Adopt
button-adopt-key = Adopt { $number ->
    [none] { "" }
   *[other] { $number } ·{ " " }
    }{ $key }
button-forget-key = Take { $number ->
    [none] { "" }
   *[other] { $number } ·{ " " }
    }{ $key } off my list
button-adopt-all = Adopt all { $count }
button-bind-lost = Bind its IPs again
button-bind-lost-key = Bind the IPs of { $key } again
button-adopt-one = One by one
button-forget = Take off my list
button-discard = Delete there

plan-adopt = { $count ->
    [one] 📥 Adopt a key as it is at the exchange
   *[other] 📥 Adopt { $count } keys as they are at the exchange
    }
    { $keys }{ $money ->
        [true] { "" }
    🚨 It is about a permission to withdraw money, so it is proven like moving money: by code and e-mail, and by approvals where your policy asks for them.
       *[false] { "" }
    }{ $open ->
        [true] { "" }
    ⚠️ No IP is bound to a key here that can withdraw: if its secret is stolen, the thief can withdraw from anywhere. Bind your server's IP.
       *[false] { "" }
    }
plan-adopt-key = <b>{ $key }</b>: { $findings }
plan-forget = 🧹 Take <b>{ $key }</b> (<code>{ $access_id }</code>) off my list: it is gone at { $exchange ->
    [none] its exchange
   *[other] { $exchange }
    }.
plan-forget-key = <b>{ $key }</b>: gone at { $exchange ->
    [none] its exchange
   *[other] { $exchange }
    }, so it comes off my list.
plan-discard =
    🗑 Delete <b>{ $key }</b> at the exchange, for good
    { $findings }
result-adopted = ✅ <b>{ $key }</b> (#{ $number }) is on the list as it is there: { $ends }.
result-forgotten = ✅ <b>{ $key }</b> is off the list.

ask-differs =
    ⚠️ <b>{ $key }</b> differs at { $exchange ->
        [none] its exchange
       *[other] { $exchange }
    }, so I change nothing of it yet: { $findings }
    { $gone ->
        [true] Take it off my list, or make it anew there.
       *[false] Adopt what is there, or undo it there; then ask me again. <code>/bind</code> and <code>/deletekey</code> work at once.
    }

key-differs = ⚠️ { $gone ->
    [true] gone at
   *[false] differs at
    } { $exchange ->
    [none] its exchange
   *[other] { $exchange }
    }{ $ends ->
    [none] { "" }
   *[other] , where it { $ends }
    }: <code>/adopt { $number }</code>
key-differs-how = ⚠️ Differs at { $exchange ->
    [none] its exchange
   *[other] { $exchange }
    }: { $findings }
    { $gone ->
        [true] Take it off my list
       *[false] Adopt what is there
    }: <code>/adopt { $number }</code>
refused-key-differs = <b>{ $key }</b> differs at { $exchange ->
        [none] its exchange
       *[other] { $exchange }
    } by now, so nothing was changed. <code>/adopt</code> shows how; then ask again.
refused-drifts-none = { $command ->
    [discard] No key that differs is left at its exchange, so there is nothing to delete there.
   *[adopt] There is nothing to adopt: I know of no key that differs at its exchange.
    }
refused-drift-unknown = There is no difference of a key “{ $name }”. <code>/adopt</code> shows what differs.
refused-drift-gone = <b>{ $key }</b> does not differ at its exchange, or does no longer, so there is nothing to do. <code>/adopt</code> shows what differs.
refused-key-is-ours = <b>{ $key }</b> is on my list, so <code>/deletekey</code> deletes it.

## An exchange that does not let the bot in

credentials-refused =
    ❌ <b>{ $exchange } does not let me in</b> · { $team }, { $account }
    { $why }
    Until then I see nothing of { $accounts ->
        [none] its sub-accounts
       *[other] { $accounts }
    }, and can change nothing there. Alerts go on from what I know.
credentials-taken = ✅ { $exchange } lets me in again, after refusing since { $since }. · { $team }, { $account }
exchange-silent-long =
    ⚠️ <b>{ $exchange } does not answer since { $since }</b> · { $account }
    I go on trying. Until it answers I see nothing of { $accounts ->
        [none] its sub-accounts
       *[other] { $accounts }
    }, and changes there wait. Alerts go on from what I know. If you can open { $exchange }’s page, the admin checks this machine’s network.
exchange-answers = ✅ { $exchange } answers again, after being silent since { $since }. · { $account }
exchange-silent = { $exchange } does not answer.
