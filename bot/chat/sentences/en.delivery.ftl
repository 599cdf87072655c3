# When messages do not arrive: groups lost and found, people who do not hear, absences.

team-lost = { $why ->
    [kicked] ⚠️ I was removed from the group of <b>{ $team }</b>. Add me to it again; nothing else needs setting up. Until then I tell its owners here what matters.
    [muted] ⚠️ I may not write in the group of <b>{ $team }</b>. Give me the right to send messages there. Until then I tell its owners here what matters.
    [topic-closed] ⚠️ The topic of <b>{ $team }</b> is closed or deleted. Reopen it, or type <code>/start</code> in another topic and move the team there. Until then I tell its owners here what matters.
    [paused] ⚠️ Telegram wants a long pause from me in the group of <b>{ $team }</b>. I write there again when it is over. Until then I tell its owners here what matters.
    [refused] ⚠️ Telegram refuses my messages in the group of <b>{ $team }</b>. Look whether I am still in it and may write there. The admin finds Telegram’s reason in the bot’s log. Until then I tell its owners here what matters.
   *[gone] ⚠️ Telegram no longer knows the group of <b>{ $team }</b>. Add me to it again if it still exists. Until then I tell its owners here what matters.
    }
news-for-owners = 📨 For <b>{ $team }</b>, whose group does not hear me:
    { $text }
team-heard-again = 👋 I can write here again; I could not since { $since }. The owners of the team were told in private what mattered. What I could not say here follows.{ $missed ->
    [none] { "" }
   *[other] { "" }
        Meanwhile:
        { $missed }
    }
was-away = 👋 I am back. I was away since { $since }. { $forgotten ->
    [true] Commands older than a day are lost, and buttons did nothing: give them again.
   *[false] Buttons pressed meanwhile did nothing: press them again.
    }{ $missed ->
    [none] { "" } No key ended meanwhile.
   *[other] { "" }
        Meanwhile:
        { $missed }
    }
missed-ended = ❌ Key <b>{ $key }</b> (#{ $number }) ended { $at }. <code>/renew { $number }</code> brings it back.
team-line-unheard = { $line }, { $why ->
    [blocked] has blocked me
    [not-started] has not opened a chat with me
   *[gone] cannot be reached by me
    }
letter-refused = ✉️ The mail server refused my letter to { $email } for good. Check the address and set the right one with <code>/settings email ADDRESS</code>; then ask again.
