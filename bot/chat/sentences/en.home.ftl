# The home of a team, and what a request is about in a few words.

## Requests in a few words

request-subject = { $what ->
    [key-create] make { $names }
    [key-track] watch { $names }
    [key-renew] renew { $names }
    [key-edit] edit { $names }
    [key-bind] bind { $count ->
        [one] 1 IP
       *[other] { $count } IPs
    } to { $names }
    [key-unbind] unbind { $count ->
        [one] 1 IP
       *[other] { $count } IPs
    } from { $names }
    [key-delete] delete { $names }
    [key-rotate] rotate { $names }
    [key-keep] keep { $names }
    [key-adopt] accept { $count ->
        [one] 1 change
       *[other] { $count } changes
    } made at the exchange
    [key-discard] delete { $names } at the exchange
    [whitelist-add] add { $count ->
        [one] 1 address
       *[other] { $count } addresses
    } to the whitelist
    [whitelist-import] record { $count ->
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
    [member-admit] accept { $who }
    [member-role] change the role of { $who }
    [member-suspend] suspend { $who }
    [policy-approvals] change the number of approvals
    [account-connect] connect an exchange
    [account-disconnect] disconnect { $names }
    [alerts-digest] change the daily digest
   *[person-email] change an e-mail address
}{ $more ->
    [0] { "" }
   *[other] { " " }and { $more } more
}
