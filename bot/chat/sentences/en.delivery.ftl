# When messages do not arrive: groups lost and found, people who do not hear, absences.

team-lost = { $why ->
    [kicked] ⚠️ I was removed from the group of <b>{ $team }</b>. Add me again: nothing else needs setting up. Until then I send its owners the important news here.
    [muted] ⚠️ I may not write in the group of <b>{ $team }</b>. Give me the right to send messages there. Until then I send its owners the important news here.
    [topic-closed] ⚠️ The topic of <b>{ $team }</b> is closed or deleted. Reopen it, or type <code>/start</code> in another topic and move the team there. Until then I send its owners the important news here.
    [paused] ⚠️ Telegram makes me pause for a long time in the group of <b>{ $team }</b>. I write there again after the pause. Until then I send its owners the important news here.
    [refused] ⚠️ Telegram refuses my messages in the group of <b>{ $team }</b>. Check that I am in it and may write. The bot’s admin finds the reason in the log. Until then I send its owners the important news here.
   *[gone] ⚠️ Telegram no longer knows the group of <b>{ $team }</b>. Add me to it again if it still exists. Until then I send its owners the important news here.
    }
news-for-owners = 📨 News of <b>{ $team }</b>, because I cannot write in its group:
    { $text }
team-heard-again = 👋 I can write here again. I could not since { DATETIME($since) }. I sent the owners the important news in private. The messages that waited follow.{ $missed ->
    [none] { "" }
   *[other] { "" }
        In that time:
        { $missed }
    }
was-away = 👋 I am back. I was away from { DATETIME($since) } until now. { $forgotten ->
    [true] Commands older than a day are lost, and buttons did nothing: type or press them again.
   *[false] Buttons that you pressed in that time did nothing: press them again.
    }{ $missed ->
    [none] { "" } No key expired in that time.
   *[other] { "" }
        In that time:
        { $missed }
    }
missed-ended = ❌ Key <b>{ $key }</b> (#{ $number }) expired { $at }. Renew it with <code>/renew { $number }</code>.
team-line-unheard = { $line }, { $why ->
    [blocked] has blocked me
    [not-started] has not opened a chat with me
   *[gone] cannot get my messages
    }
letter-refused = ✉️ The mail server refused my e-mail to { $email } for good. Check the address and set the right one with <code>/settings email ADDRESS</code>. Then ask again.
