# The home of a team, and what a request is about in a few words.

home =
    <b>{ $team }</b>{ $role ->
        [none] { "" }
       *[other] { "" } · your role: { $role }
    }

    { $needs ->
        [none] ✅ Nothing needs { $role ->
            [none] the team
           *[other] you
        } now.
       *[other] { $needs }
    }
home-enrol = 🔐 One step is left before you can confirm changes: type <code>/enrol</code>.
home-request = { $stage ->
    [code] 🔐
    [email] 📧
    [approval] 👥
   *[by-hand] ✋
    } <b>#{ $number }</b> { $subject }: { $stage ->
    [code] { $who ->
        [none] waits for your code
       *[other] waits for the code of { $who }
    }
    [email] { $who ->
        [none] waits for you to confirm by e-mail
       *[other] waits for { $who } to confirm by e-mail
    }
    [approval] asked by { $who }, waits for approval
   *[by-hand] make this change on the exchange’s page, then press Done
    }
home-more-requests = … and { $count ->
    [one] 1 more request
   *[other] { $count } more requests
    }: press Requests
home-joining = 👋 { $who } asked to join as { $role }: waits for { $mine ->
    [true] you
   *[false] an owner
    } to accept
home-more-joining = … and { $count ->
    [one] 1 more person waits
   *[other] { $count } more people wait
    }: press Team
home-more-keys = … and { $count ->
    [one] 1 more key
   *[other] { $count } more keys
    }: press Expiring
home-differing = ⚠️ { $count ->
    [one] 1 key is not the same at its exchange
   *[other] { $count } keys are not the same at their exchange
    } as in my list.
home-no-keys = No keys yet. Make one with <code>/newkey NAME</code>, or watch an existing one with <code>/track NAME ACCESS_ID</code>.
button-refresh = Refresh
button-home = Home
button-differences = ⚠️ Differences
button-confirm-number = 🔐 Confirm #{ $number }
button-approve-number = ✅ Approve #{ $number }
button-admit-person = Accept { $name }
button-screen = { $screen ->
    [keys] Keys
    [expiring] Expiring
    [pending] Requests
    [whitelist] Whitelist
    [team] Team
    [alerts] Alerts
   *[whoami] Me
    }

## Requests in a few words

request-some-key = a key
request-some-exchange = an exchange
request-subject = { $what ->
    [key-create] make { $names }
    [key-track] watch { $names }
    [key-renew] renew { $names }
    [key-edit] edit { $names }
    [key-bind] bind { $count ->
        [0] IPs
        [one] 1 IP
       *[other] { $count } IPs
    } to { $names }
    [key-unbind] unbind { $count ->
        [0] IPs
        [one] 1 IP
       *[other] { $count } IPs
    } from { $names }
    [key-delete] delete { $names }
    [key-rotate] rotate { $names }
    [key-rotate-all] rotate { $names } with one code
    [key-keep] keep { $names }
    [key-owner] name the owner of { $names }
    [key-adopt] accept { $count ->
        [0] changes
        [one] 1 change
       *[other] { $count } changes
    } made at the exchange
    [key-discard] delete { $names } at the exchange
    [whitelist-add] add { $count ->
        [0] addresses
        [one] 1 address
       *[other] { $count } addresses
    } to the whitelist
    [whitelist-import] record { $count ->
        [0] addresses
        [one] 1 address
       *[other] { $count } addresses
    } in the whitelist
    [whitelist-remove] remove { $names ->
        [none] an address
       *[other] { $names }
    } from the whitelist
    [whitelist-export] send the whitelist as a CSV
    [member-invite] invite { $who ->
        [none] a person
       *[other] { $who }
    }
    [member-admit] accept { $who ->
        [none] a person
       *[other] { $who }
    }
    [member-limit] limit the accounts of { $who ->
        [none] a member
       *[other] { $who }
    }
    [member-role] change the role of { $who ->
        [none] a person
       *[other] { $who }
    }
    [member-suspend] suspend { $who ->
        [none] a person
       *[other] { $who }
    }
    [member-reset] reset { $who ->
        [none] a person
       *[other] { $who }
    }
    [policy-cooling] change how long requests wait
    [policy-approvals] change the number of approvals
    [policy-codes] change where codes are given
    [account-connect] connect an exchange
    [account-disconnect] disconnect { $names }
    [ticket-break-glass] run a request without approval
    [ticket-seen] acknowledge a request without approval
    [audit-export] send the audit trail as a file
    [alerts-digest] change the daily digest
    [alerts-steps] change when I warn about keys
    [alerts-pin] change the pinned overview
    [alerts-quiet] change the quiet hours
    [alerts-sound] change the sound of messages
    [person-change-email] change an e-mail address
    [alerts-zone] change the team’s time zone
    [alerts-topic] choose the topic of messages
    [person-phone] move the authenticator to a new phone
    [person-recovery] make new recovery codes
   *[person-email] set an e-mail address
}{ $more ->
    [0] { "" }
   *[other] { " " }and { $more } more
}
