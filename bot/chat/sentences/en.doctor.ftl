# /doctor: what is wrong and what to do about it.

help-doctor = /doctor [CODE], what is wrong and what to do, or what an exchange’s error code means
menu-doctor = What is wrong and what to do

doctor-examines = 🩺 Checking, this takes a few seconds …
doctor-report =
    { $worst ->
        [problem] 🩺 <b>Not everything works</b>
        [warning] 🩺 <b>Works, with things to improve</b>
       *[good] 🩺 <b>Everything works</b>
    } · { $team }

    { $lines }{ $more ->
        [true] { "" }

    For addresses and details, type <code>/doctor</code> in the private chat with me.
       *[false] { "" }
    }
doctor-locked-out =
    In { $team } too few people are left. Not possible now:
    { $impossible }
    An owner makes another person approver with <code>/role</code>: that request waits 24 hours in place of the approval. Is no owner left? Add one on my server: <code>keyminder owner add USER_ID</code>
doctor-delayed =
    In { $team } this is not possible yet, because it takes an e-mail and an authenticator that are 24 hours old:
    { $delayed }
doctor-pillars =
    { $team } cannot spare { $people }. Otherwise this would not be possible:
    { $lost }
    Make one more person owner.
doctor-line = { $severity ->
    [problem] ❌
    [warning] ⚠️
   *[good] ✅
    } { $text }
button-again = Check again

## Telegram

doctor-telegram = Telegram answers, { $mode ->
    [webhook] by webhook
   *[polling] by polling
    }.{ $pending ->
        [0] { "" }
        [one] { " " }One message waits there.
       *[other] { " " }{ $pending } messages wait there.
    }{ $much ->
        [true] { " " }That is a lot. The bot’s admin should read the log.
       *[false] { "" }
    }
doctor-telegram-silent = Telegram does not answer all my requests. If that lasts, the bot’s admin should check the network and KEYMINDER_TELEGRAM_API_URL.
doctor-telegram-pauses = Telegram makes me pause for { $seconds ->
    [one] one second
   *[other] { $seconds } seconds
    }. Check again after that.
doctor-telegram-refuses = Telegram does not show me my rights in the group{ $why ->
    [none] .
   *[other] : { $why }.
    } Check again. If that lasts, make me admin there.
doctor-webhook-wrong = { $mode ->
    [webhook] Telegram does not have my webhook address. Restart the bot.
   *[polling] Another program sets a webhook for this bot again and again, so messages may not reach me. I remove it each time. Stop that program, or make a new token with @BotFather.
    }
doctor-webhook-fails = Telegram could not reach my webhook { $at }{ $why ->
    [none] { "" }
   *[other] : { $why }
    }. { $pending ->
        [one] One message waits.
       *[other] { $pending } messages wait.
    } The bot’s admin should check KEYMINDER_PUBLIC_URL and its certificate.
doctor-not-in-group = I am not in the group. Add me again.
doctor-unheard = I have not reached the group of <b>{ $team }</b> since { DATETIME($since) }: { $why ->
    [kicked] I was removed from it. Add me again.
    [muted] I may not write there. Give me the right to send messages.
    [topic-closed] The topic is closed or deleted. Reopen it, or type <code>/start</code> in another topic and move the team there.
    [paused] Telegram makes me pause there for a long time. I write again after that.
    [refused] Telegram refuses my messages there. Check that I may write. The bot’s admin finds the reason in the log.
   *[gone] Telegram no longer knows it. Add me again if it still exists.
    } I sent its owners the important news in private and by e-mail.{ $waiting ->
        [0] { "" }
        [one] { " " }One message waits for the group.
       *[other] { " " }{ $waiting } messages wait for the group.
    }
doctor-rights = { $delete ->
    [true] I may delete messages here, so I delete a code typed in the group at once.
   *[false] I may not delete messages here. Make me admin with the right “Delete messages”: then I delete a code typed in the group at once.
    }{ $all ->
        [true] { "" }
       *[false] { " " }I see only commands, replies to me and buttons. As admin I also see codes typed by mistake.
    }
doctor-codes = { $works ->
    [true] Codes can be tapped in this group. Only the person who taps sees the keypad.
   *[false] Codes could be tapped in this group, but I am not an admin any more, so they are given in private. Make me an admin again, or type <code>/settings codes private</code>.
    }

## Mail, database, what waits

doctor-mail = The mail server accepts my login.
doctor-mail-none = No mail server is set, so changes that need a verified e-mail are refused. The bot’s admin should set KEYMINDER_SMTP_URL and KEYMINDER_MAIL_FROM.
doctor-mail-down = E-mails wait, because I cannot send them{ $why ->
    [none] . The bot’s admin should check the mail server.
   *[other] . { $why }
    }
doctor-letters-wait = { $count ->
    [one] One e-mail waits: the mail server did not accept it
   *[other] { $count } e-mails wait: the mail server did not accept them
    } when I last tried. I keep trying.
doctor-letters-refused = { $count ->
    [one] The mail server refused my last e-mail
   *[other] The mail server refused my last { $count } e-mails
    } for good, { $at }{ $why ->
        [none] { "" }
       *[other] { "" } (“{ $why }”)
    }. Check the address. The bot’s admin should check whether KEYMINDER_MAIL_FROM may send there.
doctor-database = The database answers in { $milliseconds } ms.
doctor-seen = { $up ->
    [true] The bot is running. Its last sign: { $at }.
   *[false] { $at ->
        [none] The bot has never run here. Start it with keyminder run.
       *[other] The bot last ran { $at }. It has stopped, or cannot reach Telegram. Start it with keyminder run, or read its log.
    }
    }
doctor-inbox = { $count ->
    [0] I have read all messages.
    [one] One message has waited for minutes to be read. Restart the bot if that lasts.
   *[other] { $count } messages have waited for minutes to be read. Restart the bot if that lasts.
    }
doctor-outbox = { $count ->
    [0] I have sent all messages and e-mails.
    [one] One message or e-mail of mine is late: the chat or the mail server does not accept it.
   *[other] { $count } messages or e-mails of mine are late: the chats or the mail server do not accept them.
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
       *[other] , last failure { $failed }
    }
doctor-job-fails = Job “{ $job }” has failed since its last good run{ $ran ->
    [none] { "" }
   *[other] { " " }{ $ran }
    } ({ $why }, { $at }). The bot’s admin finds the reason in the log.
doctor-job-late = Job “{ $job }” has not run since { $ran }. Restart the bot.
doctor-clock-set-back = The clock of my machine was set back by { $minutes ->
    [one] a minute
   *[other] { $minutes } minutes
    } while I was running. I ignore that for now. The bot’s admin should correct the clock, or restart me if it is right now.
doctor-clock-behind = The clock of my machine is wrong: I last ran { $at }, which is in the future. The bot’s admin should correct the clock, or restart me if it is right now.
doctor-heartbeat = The outside monitor gets my heartbeat.
doctor-heartbeat-none = No monitor watches me, so you get no alarm if I stop. To change that, the bot’s admin should set KEYMINDER_HEARTBEAT_URL.
doctor-heartbeat-fails = The outside monitor does not get my heartbeat{ $why ->
    [none] .
   *[other] : { $why }.
    } The bot’s admin should check KEYMINDER_HEARTBEAT_URL.
doctor-slow = { $what } did not answer within ten seconds. Check again. If that lasts, the bot’s admin should check the network.
doctor-broken = { $what } could not be checked. The bot’s admin finds the reason in the log.

## Exchanges

doctor-exchange = { $exchange } accepts my key for { $account }.
doctor-exchange-refuses = { $exchange } refuses my key for { $account }. { $why }
doctor-exchange-silent = { $exchange } does not answer ({ $account }). I keep trying. Alerts continue with the dates that I know.
doctor-skew = My clock is { $seconds ->
    [one] one second
   *[other] { $seconds } seconds
    } { $behind ->
        [true] behind
       *[false] ahead of
    } { $exchange }’s. I correct for it, but your strategies on this machine may not. The bot’s admin should set the clock.
doctor-own-ip = { $exchange } sees my requests from { $ip ->
    [none] an address that I show only in private
   *[other] <code>{ $ip }</code>
    }. { $keys ->
        [none] No key of a sub-account is bound to it. That is fine, unless your strategies run on this machine too.
       *[other] Keys of sub-accounts bound to it: { $keys }.
    }
doctor-unbound = { $bound ->
    [true] My own key is bound, but not to my address{ $ip ->
        [none] { "" }
       *[other] { " " }(<code>{ $ip }</code>)
    }. Add it on { $page }.
   *[false] My own key has no IP bound, so it works from everywhere and expires{ $at ->
        [none] { "" }
       *[other] { " " }{ $at }
    }. Bind it{ $ip ->
        [none] { "" }
       *[other] { " " }to <code>{ $ip }</code>
    } on { $page }.
    } ({ $exchange })
doctor-bound = My own { $exchange } key is bound to { $ips ->
    [none] { $count ->
        [one] one address
       *[other] { $count } addresses
    }
   *[other] <code>{ $ips }</code>
    } and { $at ->
        [none] does not expire.
       *[other] still expires { $at }, as after a change of the password. Make another on { $page } and connect that one.
    }
doctor-own-key = My own key for { $account } was connected { $since }. { $soon ->
    [true] If no IP is bound to it, it expires { DATETIME($ends) } at the latest. Bind it to { $ip ->
        [none] my address
       *[other] my address <code>{ $ip }</code>
    } on { $page }, or connect a new one.
   *[false] If an IP is bound to it, it does not expire. If not, I warn you before { DATETIME($ends) }.
    }
doctor-may-withdraw = My own { $exchange } key can withdraw money. I never need that. Make another key without it on { $page } and connect that one.
doctor-may-not-manage = My own { $exchange } key can only read: I cannot make, change or delete keys. Give it read-write access{ $permission ->
    [none] { "" }
   *[other] { "" } and “{ $permission }”
    } on { $page }.
doctor-compared = { $account }: keys compared with the exchange { $at }.
doctor-stale = { $account }: keys were last compared { $at }, too long ago. Restart the bot if that lasts.
doctor-never-compared = { $account }: keys have not been compared with the exchange yet.
doctor-not-compared = { $accounts }: keys have not been compared since { DATETIME($since) }{ $why ->
    [none] , for the same reason.
   *[other] . { $why }
    }
doctor-drifts-urgent = <b>{ $count ->
    [one] Urgent: one key
   *[other] Urgent: { $count } keys
    } got dangerous rights at the exchange (withdrawals, or use from everywhere)</b>: { $keys }{ $more ->
        [0] { "" }
       *[other] { "" } … and { $more } more
    }. If it was none of you, an attacker may have access: change the exchange password now. <code>/adopt</code> shows the changes, <code>/discard</code> deletes a key.
doctor-drifts = { $count ->
    [one] One key is different at its exchange than in my list. <code>/adopt</code> asks what to do.
   *[other] { $count } keys are different at their exchange than in my list. <code>/adopt</code> asks what to do.
    }
doctor-not-entered = { $account }: approved, but not on the exchange’s page yet. Withdrawals there are refused{ $code ->
    [none] { "" }
   *[other] { "" } with { $code }
    } until you add them there and press <b>Done</b>:
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

doctor-not-listed = <b>{ $code }</b>: { $exchange } refuses the address of the withdrawal. It is not on { $exchange }’s own whitelist, or the chain is wrong. Add it on { $page }, because I cannot.{ $addresses ->
    [none] { " " }In my list, no address waits to be added there. Check the chain and every character.
   *[other] { "" }
    Approved here, not added there yet:
    { $addresses }
    }
doctor-code-unreadable = “{ $code }” is not an error code. Type only <code>/doctor</code> to check everything, or add the code from the exchange: <code>/doctor 4007</code>
doctor-code-elsewhere = <b>{ $code }</b> { $expired_at_bybit ->
    [true] at Bybit: the key has expired. Bind IPs or rotate it: <code>/expiring</code>. At { $exchange }, which I do not manage:
   *[false] is a code of { $exchange }, which I do not manage:
    } { $means ->
    [clock] the call came too late or too early. The clock of that machine is wrong, or two programs use the same key. Set the clock (NTP) and try again.
    [signature] the signature is wrong. The secret does not belong to this key, or the signed text is not the sent text.
    [key-malformed] the access id is malformed. Copy it again.
    [key-unknown] the exchange does not know the key. It was deleted, has expired, or is mistyped.
    [key-or-ip-or-right] one of three. The key was deleted or has expired, or the IP of the call is not bound, or the key lacks the right. Check in this order.
    [passphrase] the key’s passphrase is wrong.
    [ip] the call came from an IP that is not bound to the key. Bind that IP on the exchange’s page.
    [right] the key has no right to do that. Allow it on the exchange’s page.
    [wrong-site] the key belongs to the demo site and was used on the real one, or the reverse.
    [frozen] the account or the key is blocked. Ask the exchange’s support.
    [rate] too many calls. Slow down.
    [busy] the exchange is busy or under maintenance. Try again later.
    [outcome-unknown] the exchange took too long. It may have done it. Check before you try again.
    [keys-full] the account has as many keys as it can have. Delete one first.
    [ips-full] the key has as many IPs as it can have. Unbind one first.
    [name-taken] another key has this name. Choose another.
    [sub-account] the sub-account does not exist, is blocked, or may not do that.
    [address-unknown] the exchange does not know this withdrawal address by that name. Add it on its page first.
   *[parameter] a parameter is wrong. The message with the code names it.
    }
doctor-code-own-ip =
    { $explained }
    { $ips ->
        [none] Did the call come from me? <code>/doctor</code> shows my address.
       *[other] My calls come from <code>{ $ips }</code>.
    }
doctor-code-orders = <b>{ $code }</b>: a CoinEx code about an order, not about a key or the whitelist. The message with the code explains it.
doctor-code = { $code ->
    [0] <b>0</b>: no error. The call worked.
    [23] <b>23</b>: in CoinEx’s old API (v1): the call came from an address that is not bound to the key. <code>/bind NAME IP</code> adds it.
    [24] <b>24</b>: in CoinEx’s old API (v1): the access id is unknown. The key was deleted, or is mistyped.
    [25] <b>25</b>: in CoinEx’s old API (v1): the signature is wrong. The secret does not belong to this access id, or the signed text is not the sent text.
    [34] <b>34</b>: in CoinEx’s old API (v1): the key has expired. <code>/expiring</code> shows it. Renew it or bind IPs.
    [35] <b>35</b>: in CoinEx’s old API (v1): not available now. Try again later.
    [36] <b>36</b>: in CoinEx’s old API (v1): it took too long. It may have done it. Check before you try again.
    [107] <b>107</b>: in CoinEx’s old API (v1): the balance is too low.
    [213] <b>213</b>: in CoinEx’s old API (v1): too many calls. Slow down.
    [3008] <b>3008</b>: CoinEx is busy. Try again later, and wait longer each time.
    [3109] <b>3109</b>: the balance is too low.
    [3639] <b>3639</b>: a parameter is wrong for CoinEx. The message with the code names it.
    [4001] <b>4001</b>: CoinEx is not available now. Try again later.
    [4002] <b>4002</b>: CoinEx took too long. It may have done it. Check before you try again.
    [4003] <b>4003</b>: CoinEx has an internal error. It may have done it. Check before you try again.
    [4004] <b>4004</b>: a parameter is wrong for CoinEx. The message with the code names it.
    [4005] <b>4005</b>: CoinEx does not know the access id. Check it for typing errors. If the key is younger than 15 minutes, wait. It may also be deleted, or expired: <code>/expiring</code> shows that.
    [4006] <b>4006</b>: the signature is wrong. The secret does not belong to this access id, or the signed text is not the sent text.
    [4007] <b>4007</b>: the call came from an address that is not bound to the key. <code>/bind NAME IP</code> adds it.
    [4008] <b>4008</b>: the signature is missing or malformed. Check the program that sends it.
    [4009] <b>4009</b>: CoinEx does not know this HTTP method. Check the program that sends it.
    [4010] <b>4010</b>: the call came too late, mostly because the clock of that machine is wrong. Set it (NTP) and try again.
    [4017] <b>4017</b>: the signature was too old, mostly because the clock of that machine is wrong. Set it (NTP) and try again.
    [4011] <b>4011</b>: CoinEx has blocked the API of this account. Ask CoinEx’s support.
    [4018] <b>4018</b>: CoinEx has closed this endpoint. The program that sends this needs an update.
    [4117] <b>4117</b>: this market or product is closed for trading, or for trading by API.
    [4130] <b>4130</b>: this market or product is closed for trading, or for trading by API.
    [4158] <b>4158</b>: this market or product is closed for trading, or for trading by API.
    [4159] <b>4159</b>: this market or product is closed for trading, or for trading by API.
    [4115] <b>4115</b>: this account may not trade. Ask CoinEx’s support.
    [4213] <b>4213</b>: too many calls. Slow down to ten a second for each account.
    [4512] <b>4512</b>: the sub-account, or the key, has no right to do that. Allow it on CoinEx’s page.
    [10002] <b>10002</b>: the call was too old or too early for Bybit, mostly because the clock of that machine is wrong. Set it (NTP) and try again.
    [10003] <b>10003</b>: Bybit does not know the key. It was deleted, is mistyped, or belongs to another site of Bybit, such as the testnet.
    [10004] <b>10004</b>: the signature is wrong for Bybit. The secret does not belong to this key, or the signed text is not the sent text.
    [10005] <b>10005</b>: at Bybit the key has no right to do that. Give it the right on https://www.bybit.com/app/user/api-management
    [10006] <b>10006</b>: too many calls to Bybit. Slow down.
    [10010] <b>10010</b>: the call came from an address that is not bound to the Bybit key. <code>/bind NAME IP</code> adds it.
    [10016] <b>10016</b>: Bybit has an internal error. It may have done it. Check before you try again.
    [33004] <b>33004</b>: the Bybit key has expired. <code>/expiring</code> shows it. Bind IPs or rotate it.
    [131083] <b>131083</b>: Bybit withdraws only to addresses in its address book. Add the address on https://www.bybit.com/user/assets/money-address
    [131098] <b>131098</b>: the address is new in Bybit’s address book. New addresses are locked for some time. Try again later.
   *[other] { $exchange ->
        [none] I do not know the code { $code }. The exchanges explain their codes: https://docs.coinex.com/api/v2/error, https://bybit-exchange.github.io/docs/v5/error
       *[other] { $exchange } refused this (code { $code }).
    }
    }
