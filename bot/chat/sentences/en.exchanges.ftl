# What exchanges say no to, and what to do about it.

refused-exchange-refused = { doctor-code }{ $message ->
    [none] { "" }
   *[other] { "" } ({ $exchange }: “{ $message }”)
    }
refused-exchange-blocked = { $exchange } has blocked the account for its API. Ask { $exchange }’s support.
refused-exchange-key-unknown = { $exchange } does not know the key any more with which I come: it was deleted or has run out. Look at it on { $exchange }’s page, or connect another with <code>/connect</code>.
refused-exchange-key-wrong = { $exchange } knows the key with which I come, but says that my secret is not its secret. Connect the key again with <code>/connect</code>.
refused-exchange-ip-refused = { $exchange } does not let this bot in from its address{ $ip ->
    [none] .
   *[other] {" "}<code>{ $ip }</code>.
    } Add the address to the bot’s own key on { $exchange }’s page.
refused-exchange-clock = The bot’s clock is wrong, so { $exchange } refuses what it says. Please tell the admin to set the clock.
refused-exchange-forbids = { $exchange } gives no right to do that with account { $account }. Allow API keys for it on { $exchange }’s page.
refused-exchange-key-weak = The key this bot comes with may not do that at { $exchange }. Make one that may, never one that withdraws: <code>/connect</code> says what it needs.
refused-withdraw-impossible = Keys of a { $exchange } sub-account cannot withdraw. Ask for the key without <code>withdraw</code>.
