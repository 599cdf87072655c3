# What exchanges refuse, and what to do then.

refused-exchange-refused = { doctor-code }{ $message ->
    [none] { "" }
   *[other] { "" } ({ $exchange }: “{ $message }”)
    }
refused-exchange-blocked = { $exchange } has blocked the API of this account. Ask { $exchange }’s support.
refused-exchange-key-unknown = { $exchange } does not know my own key any more: it was deleted or has expired. Check it on { $exchange }’s page, or connect another with <code>/connect</code>.
refused-exchange-key-wrong = { $exchange } knows my own key, but not with the secret that I have. Connect the key again with <code>/connect</code>.
refused-exchange-ip-refused = { $exchange } refuses requests from my address{ $ip ->
    [none] .
   *[other] {" "}<code>{ $ip }</code>.
    } Bind my own key to that address on { $exchange }’s page.
refused-exchange-clock = My clock is wrong, so { $exchange } refuses my requests. Ask the bot’s admin to set it.
refused-exchange-forbids = { $exchange } does not allow this for account { $account }. Allow API keys for the account on { $exchange }’s page.
refused-exchange-key-weak = My own { $exchange } key has no right to do this. Make one with that right, but never with withdrawals. <code>/connect</code> shows what it needs.
refused-withdraw-impossible = Keys of a { $exchange } sub-account cannot withdraw. Ask again without <code>withdraw</code>.
