# /doctor: what is wrong and what to do about it.

help-doctor = /doctor [CODE], what is wrong and what to do; or what an exchange’s error code means
menu-doctor = What is wrong and what to do

doctor-examines = 🩺 Examining, a few seconds …
doctor-report =
    { $worst ->
        [problem] 🩺 <b>Something needs you</b>
        [warning] 🩺 <b>It works, with remarks</b>
       *[good] 🩺 <b>All is well</b>
    } · { $team }

    { $lines }{ $more ->
        [true] { "" }

    Addresses and details only in private: <code>/doctor</code> there.
       *[false] { "" }
    }
doctor-approvers-short = { $team } asks for { $approvals ->
    [one] one approval
   *[other] { $approvals } approvals
    }, and { $short ->
    [one] one more person is needed who can approve
   *[other] { $short } more people are needed who can approve
    }: nobody approves their own change. On my server, <code>keyminder owner add USER_ID</code> adds an owner.
doctor-line = { $severity ->
    [problem] ❌
    [warning] ⚠️
   *[good] ✅
    } { $text }
button-again = Examine again

## Telegram

doctor-telegram = Telegram answers, { $mode ->
    [webhook] by webhook
   *[polling] by polling
    }; { $pending ->
        [0] nothing waits there.
        [one] one message waits there.
       *[other] { $pending } messages wait there.
    }{ $much ->
        [true] { " " }That is a lot: the admin looks at the bot’s log.
       *[false] { "" }
    }
doctor-telegram-silent = Telegram does not answer everything I ask. If that lasts, the admin checks the network and KEYMINDER_TELEGRAM_API_URL.
doctor-telegram-pauses = Telegram wants a pause of { $seconds ->
    [one] one second
   *[other] { $seconds } seconds
    } from me. Ask again after it.
doctor-telegram-refuses = Telegram does not tell me what I may do in the group{ $why ->
    [none] .
   *[other] : { $why }.
    } Ask again; if that lasts, make me admin there.
doctor-webhook-wrong = { $mode ->
    [webhook] Telegram has no address of mine to push to. Restart the bot.
   *[polling] Somebody sets a webhook for this bot again and again, so messages may not reach me. I remove it each time. Stop that program, or make a new token with @BotFather.
    }
doctor-webhook-fails = Telegram could not reach my webhook at { $at }{ $why ->
    [none] { "" }
   *[other] : { $why }
    }. { $pending ->
        [one] One message waits.
       *[other] { $pending } messages wait.
    } The admin checks KEYMINDER_PUBLIC_URL and its certificate.
doctor-not-in-group = I am not in the group. Add me again.
doctor-unheard = <b>{ $team }</b> does not hear me since { $since }: { $why ->
    [kicked] I was removed from its group. Add me again.
    [muted] I may not write in its group. Give me the right to send messages.
    [topic-closed] its topic is closed or deleted. Reopen it, or type <code>/start</code> in another topic and move the team there.
    [paused] Telegram wants a long pause from me there. I write again when it is over.
    [refused] Telegram refuses my messages there. Look whether I may write there. The admin finds Telegram’s reason in the bot’s log.
   *[gone] Telegram no longer knows its group. Add me again if it still exists.
    } What mattered went to its owners in private and by e-mail.{ $waiting ->
        [0] { "" }
        [one] { " " }One message waits for it.
       *[other] { " " }{ $waiting } messages wait for it.
    }
doctor-rights = { $delete ->
    [true] I may delete messages here, so a code typed in the group goes at once.
   *[false] I may not delete messages here: make me admin with the right to delete, so that a code typed in the group goes at once.
    }{ $all ->
        [true] { "" }
       *[false] { " " }I see only commands, replies to me and buttons; as admin I also see codes typed by mistake.
    }

## Mail, database, what waits

doctor-mail = The mail server lets me in.
doctor-mail-none = There is no mail server, so changes that need an e-mail proof are refused. The admin sets KEYMINDER_SMTP_URL and KEYMINDER_MAIL_FROM.
doctor-mail-down = Letters do not go out; they wait{ $why ->
    [none] . The admin checks the mail server.
   *[other] . { $why }
    }
doctor-letters-wait = { $count ->
    [one] One letter waits: the mail server did not take it
   *[other] { $count } letters wait: the mail server did not take them
    } when I last tried. I keep trying.
doctor-letters-refused = { $count ->
    [one] The mail server refused my last letter
   *[other] The mail server refused my last { $count } letters
    } for good, { $at }{ $why ->
        [none] { "" }
       *[other] { "" } (“{ $why }”)
    }. Look at the address; the admin checks whether KEYMINDER_MAIL_FROM may send there.
doctor-database = The database answers in { $milliseconds } ms.
doctor-seen = { $up ->
    [true] The bot was at work { $at }.
   *[false] { $at ->
        [none] The bot was never at work here: start it with keyminder run.
       *[other] The bot was last at work { $at }. It is stopped, or does not reach Telegram: start it with keyminder run, or look at its log.
    }
    }
doctor-inbox = { $count ->
    [0] No message waits to be read.
    [one] A message has waited for minutes to be read. Restart the bot if that lasts.
   *[other] { $count } messages have waited for minutes to be read. Restart the bot if that lasts.
    }
doctor-outbox = { $count ->
    [0] Nothing of mine waits to be sent.
    [one] One message or letter of mine is late: somebody’s chat or the mail server does not take it.
   *[other] { $count } messages or letters of mine are late: a chat or the mail server does not take them.
    }

## Jobs and heartbeat

doctor-jobs = { $count ->
    [one] One job runs
   *[other] { $count } jobs run
    } as they should.{ $jobs ->
        [none] { "" }
       *[other] { "" }
    { $jobs }
    }
doctor-job = · { $job }: { $ran ->
    [none] not yet
   *[other] { $ran }
    }{ $failed ->
        [none] { "" }
       *[other] , failed last { $failed }
    }
doctor-job-fails = Job “{ $job }” fails since its last good run{ $ran ->
    [none] { "" }
   *[other] { " " }at { $ran }
    } ({ $why }, { $at }). The admin finds the reason in the bot’s log.
doctor-job-late = Job “{ $job }” has not run since { $ran }. Restart the bot.
doctor-clock-set-back = The machine’s clock was set back by { $minutes ->
    [one] a minute
   *[other] { $minutes } minutes
    } while I was running. I go on by the time that has passed. The admin corrects the clock, or restarts me if it is right now.
doctor-clock-behind = The machine’s clock is wrong: I was last at work at { $at }, which is still to come. The admin corrects the clock, or restarts me if it is right now.
doctor-heartbeat = A monitor outside hears my heartbeat.
doctor-heartbeat-none = Nobody outside notices when I stop. The admin can set KEYMINDER_HEARTBEAT_URL.
doctor-heartbeat-fails = The monitor does not hear my heartbeat{ $why ->
    [none] .
   *[other] : { $why }.
    } The admin checks KEYMINDER_HEARTBEAT_URL.
doctor-slow = { $what } did not answer within ten seconds. Ask again; if it lasts, the admin checks the network.
doctor-broken = { $what } could not be examined. The admin finds the reason in the bot’s log.

## Exchanges

doctor-exchange = { $exchange } takes my key for { $account }.
doctor-exchange-refuses = { $exchange } refuses my key for { $account }. { $why }
doctor-exchange-silent = { $exchange } does not answer ({ $account }). I go on trying; alerts go on from what I know.
doctor-skew = My clock is { $seconds ->
    [one] one second
   *[other] { $seconds } seconds
    } { $behind ->
        [true] behind
       *[false] ahead of
    } { $exchange }’s. I allow for it, your strategies on this machine may not: the admin sets the clock.
doctor-own-ip = { $exchange } sees me come from { $ip ->
    [none] an address that I tell in private only
   *[other] <code>{ $ip }</code>
    }. { $keys ->
        [none] No key of a sub-account is bound to it; that is needed only for strategies that run on this machine.
       *[other] Keys of sub-accounts bound to it: { $keys }.
    }
doctor-unbound = { $bound ->
    [true] The key I come with is bound to other addresses than mine{ $ip ->
        [none] { "" }
       *[other] { " " }(<code>{ $ip }</code>)
    }: add it on { $page }.
   *[false] The key I come with is bound to no IP, so it works from everywhere and runs out{ $at ->
        [none] { "" }
       *[other] { " " }{ $at }
    }: bind it{ $ip ->
        [none] { "" }
       *[other] { " " }to <code>{ $ip }</code>
    } on { $page }.
    } ({ $exchange })
doctor-bound = The key I come with at { $exchange } is bound to { $ips ->
    [none] { $count ->
        [one] one address
       *[other] { $count } addresses
    }
   *[other] <code>{ $ips }</code>
    } and { $at ->
        [none] does not end.
       *[other] ends { $at } all the same, as after a change of the password: make another on { $page } and connect that one.
    }
doctor-own-key = The key that { $account } came with is connected since { $since }. If no IP is bound to it, it ends { $ends } at the latest: bind it to { $ip ->
    [none] my address
   *[other] my address <code>{ $ip }</code>
    } on { $page }, or connect a new one.
doctor-may-withdraw = The key I come with at { $exchange } may withdraw money, which I never need. Make another without that on { $page } and connect that one.
doctor-may-not-manage = The key I come with at { $exchange } may only look: I can make, change and delete nothing. Give it read-write access{ $permission ->
    [none] { "" }
   *[other] { "" } and “{ $permission }”
    } on { $page }.
doctor-compared = { $account }: keys compared with the exchange { $at }.
doctor-stale = { $account }: keys were last compared { $at }, which is long ago. Restart the bot if that lasts.
doctor-never-compared = { $account }: keys were not compared with the exchange yet.
doctor-not-compared = { $accounts }: keys cannot be compared since { $since }{ $why ->
    [none] , for the same reason.
   *[other] . { $why }
    }
doctor-drifts-urgent = <b>{ $count ->
    [one] Urgent: a key at its exchange
   *[other] Urgent: { $count } keys at their exchange
    } may newly withdraw, or work from everywhere</b>: { $keys }{ $more ->
        [0] { "" }
       *[other] { "" } … and { $more } more
    }. If none of you did this, somebody else is in. <code>/adopt</code> shows what differs, <code>/discard</code> deletes.
doctor-drifts = { $count ->
    [one] One key differs at its exchange from my list: <code>/adopt</code> asks what to do.
   *[other] { $count } keys differ at their exchange from my list: <code>/adopt</code> asks what to do.
    }
doctor-not-entered = { $account }: approved, but not entered on the exchange’s page yet. Withdrawals there are refused{ $code ->
    [none] { "" }
   *[other] { "" } with { $code }
    } until somebody enters them and presses <b>Done</b>:
    { $addresses }
doctor-address = · { $number } · { $coin }{ $chain ->
    [none] { "" }
   *[other] { " " }{ $chain }
    } <code>{ $address }</code>{ $memo ->
        [none] { "" }
       *[other] { " " }memo <code>{ $memo }</code>
    }
doctor-addresses-more = … and { $count } more: <code>/whitelist</code>

## Codes

doctor-not-listed = <b>{ $code }</b>: { $exchange } refuses the withdrawal’s address. It is not on { $exchange }’s own API whitelist, or the chain is wrong. Add it on { $page }; the bot cannot.{ $addresses ->
    [none] { " " }On my list nothing waits to be entered there, so look at the chain and the exact spelling.
   *[other] { "" }
    Approved here, not entered there yet:
    { $addresses }
    }
doctor-code-unreadable = “{ $code }” is not an error code. Type <code>/doctor</code> alone and I say what is wrong, or paste what the exchange answered: <code>/doctor 4007</code>, <code>/doctor -2015</code>
doctor-code-elsewhere = <b>{ $code }</b> ({ $exchange }): { $means ->
    [clock] the call came too late or too early. The clock of that machine is wrong, or two programs share a key. Set the clock (NTP) and try again.
    [signature] the signature is wrong. The secret does not belong to this key, or another text was signed than was sent.
    [key-malformed] the access id is malformed. Copy it again.
    [key-unknown] the exchange does not know the key. It was deleted, has expired, or is mistyped.
    [key-or-ip-or-right] one of three: the key was deleted or has expired, the caller's IP is not bound to it, or it has no right to do that. Check them in this order.
    [passphrase] the key's passphrase is wrong.
    [ip] the call came from an IP that is not bound to the key. Bind that IP on the exchange's page.
    [right] the key has no right to do that. Allow it on the exchange's page.
    [wrong-site] the key belongs to the demo site and was used on the real one, or the reverse.
    [frozen] the account or the key is blocked. Ask the exchange's support.
    [rate] too many calls. Slow down.
    [busy] the exchange is busy or under maintenance. Try again later.
    [outcome-unknown] the exchange took too long. It may have acted: look before you try again.
    [keys-full] the account has as many keys as it can have. Delete one first.
    [ips-full] the key has as many IPs as it can have. Unbind one first.
    [name-taken] another key has this name. Choose another.
    [sub-account] the sub-account is not there, is blocked, or may not do that.
    [address-unknown] the exchange does not know this withdrawal address by that name. Add it on its page first.
   *[parameter] a parameter is wrong. The message beside the code names it.
    }
doctor-code-own-ip =
    { $explained }
    { $ips ->
        [none] Was the call mine? <code>/doctor</code> names the address I come from.
       *[other] I come from <code>{ $ips }</code>.
    }
doctor-code-orders = <b>{ $code }</b>: CoinEx’s code for something about an order, not about a key or the whitelist. The message beside the code says what.
doctor-code = { $code ->
    [0] <b>0</b>: no error. The call worked.
    [23] <b>23</b>: in CoinEx’s old API (v1): the key is bound to other addresses than the one the call came from. <code>/bind NAME IP</code> adds one.
    [24] <b>24</b>: in CoinEx’s old API (v1): the access id is not known. The key was deleted, or is mistyped.
    [25] <b>25</b>: in CoinEx’s old API (v1): the signature is wrong. The secret does not belong to this access id, or the text that was sent is not the one that was signed.
    [34] <b>34</b>: in CoinEx’s old API (v1): the key has expired. <code>/expiring</code>, then renew or bind IPs.
    [35] <b>35</b>: in CoinEx’s old API (v1): not available just now. Try again a little later.
    [36] <b>36</b>: in CoinEx’s old API (v1): it took too long. It may have acted: look before you try again.
    [107] <b>107</b>: in CoinEx’s old API (v1): the balance is too low.
    [213] <b>213</b>: in CoinEx’s old API (v1): too many calls. Slow down.
    [3008] <b>3008</b>: CoinEx is busy. Try again a little later, ever more slowly.
    [3109] <b>3109</b>: the balance is too low.
    [3639] <b>3639</b>: CoinEx does not understand a parameter. The message beside the code names it.
    [4001] <b>4001</b>: CoinEx is not available just now. Try again a little later.
    [4002] <b>4002</b>: CoinEx took too long. It may have acted: look before you try again.
    [4003] <b>4003</b>: CoinEx has a fault of its own. It may have acted: look before you try again.
    [4004] <b>4004</b>: CoinEx finds a parameter wrong. The message beside the code names it.
    [4005] <b>4005</b>: CoinEx does not know the access id. The key is younger than 15 minutes (wait), has ended (<code>/expiring</code>, then renew or bind IPs), was deleted, or is mistyped.
    [4006] <b>4006</b>: the signature is wrong. The secret does not belong to this access id, or the text that was sent is not the one that was signed.
    [4007] <b>4007</b>: the key is bound to other addresses than the one the call came from. <code>/bind NAME IP</code> adds one.
    [4008] <b>4008</b>: the signature is missing or malformed. Look at the program that calls.
    [4009] <b>4009</b>: CoinEx does not know this HTTP method. Look at the program that calls.
    [4010] <b>4010</b>: the call came too late, mostly because the clock of that machine is wrong. Set it (NTP) and try again.
    [4017] <b>4017</b>: the signature was too old, mostly because the clock of that machine is wrong. Set it (NTP) and try again.
    [4011] <b>4011</b>: CoinEx has blocked the account for its API. Ask CoinEx’s support.
    [4018] <b>4018</b>: CoinEx has closed this endpoint. The program that calls needs an update.
    [4117] <b>4117</b>: this market or product is closed for trading, or for trading by API.
    [4130] <b>4130</b>: this market or product is closed for trading, or for trading by API.
    [4158] <b>4158</b>: this market or product is closed for trading, or for trading by API.
    [4159] <b>4159</b>: this market or product is closed for trading, or for trading by API.
    [4115] <b>4115</b>: this account may not trade. Ask CoinEx’s support.
    [4213] <b>4213</b>: too many calls. Slow down to ten a second for each account.
    [4512] <b>4512</b>: the sub-account, or the key, has no right to do that. Allow it on CoinEx’s page.
    [10002] <b>10002</b>: Bybit finds the call too old or too early, mostly because the clock of that machine is wrong. Set it (NTP) and try again.
    [10003] <b>10003</b>: Bybit does not know the key. It was deleted, is mistyped, or belongs to another site of theirs, such as the testnet.
    [10004] <b>10004</b>: Bybit finds the signature wrong. The secret does not belong to this key, or the text that was sent is not the one that was signed.
    [10005] <b>10005</b>: at Bybit the key has no right to do that. Give it the right on https://www.bybit.com/app/user/api-management
    [10006] <b>10006</b>: too many calls to Bybit. Slow down.
    [10010] <b>10010</b>: Bybit’s key is bound to other addresses than the one the call came from. <code>/bind NAME IP</code> adds one.
    [10016] <b>10016</b>: Bybit has a fault of its own. It may have acted: look before you try again.
    [33004] <b>33004</b>: Bybit’s key has expired. <code>/expiring</code>, then bind IPs or rotate.
    [131083] <b>131083</b>: Bybit withdraws to its address book only. Add the address on https://www.bybit.com/user/assets/money-address
    [131098] <b>131098</b>: the address is new in Bybit’s address book, which holds new ones back for a while. Try again later.
   *[other] { $exchange ->
        [none] I do not know the code { $code }. Exchanges explain theirs: https://docs.coinex.com/api/v2/error, https://bybit-exchange.github.io/docs/v5/error
       *[other] { $exchange } says no (code { $code }).
    }
    }
