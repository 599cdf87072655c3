# /help, the menu, and what the bot says to what it did not understand.

help =
    <b>What do you want to do?</b>
    Press a task to see its commands.{ $role ->
        [none] { "" }
       *[other] { "" } Your role: { $role }.
    }
help-title = { $task ->
    [keys] { $changes ->
        [true] Make, renew and change keys
       *[false] See keys
    }
    [whitelist] Withdrawal whitelist
    [requests] Requests and approvals
    [watching] Alerts and exchanges
   *[team] Team and my settings
    }
help-task =
    <b>{ $title }</b>{ $role ->
        [none] { "" }
       *[other] { "" } · your role: { $role }
    }

    { $commands }{ $documents ->
        [none] { "" }
       *[other] { "" }

    <b>API documents</b>
    { $documents }
    }
help-documents = { $exchange } { $page }
command-unknown = I do not know <code>/{ $word }</code>{ $nearest ->
    [none] . <code>/help</code> lists the commands.
   *[other] . Did you mean <code>/{ $nearest }</code>?
    }
not-understood-question =
    I did not understand that.
    An earlier question is still open: <code>{ $command }</code>
button-go-on = Go on
button-replace = Replace
ask-or-cancel =
    { $question }
    /cancel ends this question.
answer-refused = { $refusal }{ $question ->
    [none] { " " }Please answer again: reply to this message.
   *[other] { "" }

    { $question }
    }
question-cancelled = Cancelled: <code>{ $command }</code>
not-understood = I did not understand that. <code>/help</code> lists the commands.
sender-problem = { $problem ->
    [anonymous-admin] You write as an anonymous admin, so I cannot tell who you are. Turn off “Remain anonymous” in your admin rights and send it again.
    [channel] This was sent in the name of a channel, so I cannot tell who you are. Send it as yourself.
    [linked-channel] I ignore posts of the linked channel. A member can send it here.
    [forwarded] This was forwarded, so I ignored it. Write it yourself, or save the file and send it yourself.
    [via-bot] Another bot wrote this for you, so I ignored it. Write it yourself.
   *[bot] I take commands only from people.
    }

help-help = /help [COMMAND], what you can do, by task

menu-help = What you can do, by task

## What Telegram shows of the bot

# In an empty private chat, at most 512 characters.
bot-description =
    I look after your team’s exchange API keys and withdrawal whitelist. I warn before a key expires. Every change is confirmed with an authenticator code.

    Setting me up? Add me to your group and type /start there. In a team already? Press Start: I show what needs you.
# In the profile and in shared links, at most 120 characters.
bot-short-description = Looks after a team’s exchange API keys and withdrawal whitelist, and warns before a key expires.
