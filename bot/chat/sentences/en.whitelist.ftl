# The withdrawal whitelist: the list, plans, results and refusals.

## Looking

whitelist-list =
    <b>Withdrawal whitelist of { $team }</b> · { $search ->
        [none] { $count ->
            [one] one address
           *[other] { $count } addresses
        }
       *[other] { $count } of { $all } match “{ $search }”
    }

    { $addresses }{ $pages ->
        [1] { "" }
       *[other] { "" }

    Page { $page } of { $pages }
    }
whitelist-button = { $mark }{ $number } { $coin ->
    [none] Every coin
   *[other] { $coin }
    } { $remark ->
    [none] { $short }
   *[other] { $remark }
    }
whitelist-mark = { $status ->
    [imported] ⚠️{ " " }
    [not_yet_entered] ✋{ " " }
   *[active] { "" }
    }
whitelist-all = All
whitelist-detail =
    { $mark }<b>{ $coin ->
        [none] Every coin
       *[other] { $coin }
    }</b>{ $chain ->
        [none] { "" }
       *[other] { "" } on { $chain }
    } · number { $number } · account { $account }
    <code>{ $address }</code>{ $memo ->
        [none] { "" }
       *[other] { "" }
    Memo: <code>{ $memo }</code>
    }{ $remark ->
        [none] { "" }
       *[other] { "" }
    Remark: { $remark }
    }
    { $status ->
        [imported] Imported, not confirmed. Add it again to confirm it
        [not_yet_entered] Approved, not on the exchange yet
       *[active] On the exchange’s whitelist
    }. Since { DATETIME($created) }
button-copy-address = Copy address
button-copy-memo = Copy memo
button-remove-address = Remove
whitelist-none = The withdrawal whitelist of { $team } is empty. Get the empty CSV with <code>/template</code>, fill it in, and send it with the caption <code>/whitelist</code>.
whitelist-no-match = None of the { $all } addresses on the whitelist of { $team } matches “{ $search }”. <code>/whitelist</code> lists all.
whitelist-with-adding =
    { $list }

    { $adding }
whitelist-adding = ⏳ Adding { $count ->
    [one] one address
   *[other] { $count } addresses
    } now (request #{ $number }).
whitelist-line = { $mark }{ $number } · <b>{ $coin ->
    [none] Every coin
   *[other] { $coin }
    }</b>{ $chain ->
    [none] { "" }
   *[other] { "" } on { $chain }
    } <code>{ $address }</code>{ $memo ->
    [none] { "" }
   *[other] , memo <code>{ $memo }</code>
    }{ $remark ->
    [none] { "" }
   *[other] { "" } · { $remark }
    }{ $status ->
    [imported] { "" } · imported, not confirmed
    [not_yet_entered] { "" } · approved, not on the exchange yet
   *[active] { "" }
    }
template =
    Batch Add: fill in this sheet, one address a line, at most 100 lines. Then send it here with the caption <code>/whitelist</code>.
    The columns are { $columns }. Remark and Memo may stay empty. Network is the name on the deposit page (ERC20, TRC20, CSC …).
help-whitelist = /whitelist [WORDS], show or search the withdrawal whitelist. To add many addresses, send a CSV with this caption
menu-whitelist = The withdrawal whitelist
help-addaddress = /addaddress [COIN NETWORK ADDRESS], add one address to the whitelist, step by step
menu-addaddress = Add one address to the whitelist
help-template = /template, get the empty CSV for many addresses
menu-template = Get the empty CSV for the whitelist
help-removeaddress = /removeaddress NUMBER, remove an address from the whitelist
menu-removeaddress = Remove an address from the whitelist

## What will happen

plan-whitelist =
    🏦 Add { $count ->
        [one] one address
       *[other] { $count } addresses
    } to the withdrawal whitelist of { $account }{ $listed ->
        [0] { "" }
        [one] { "" } (one more is on it already)
       *[other] { "" } ({ $listed } more are on it already)
    }{ $renamed ->
        [none] { "" }
       *[other] { "" }
    { $renamed }
    }
    After that, withdrawals to { $count ->
        [one] it
       *[other] them
    } need no further confirmation.

    { $addresses }
plan-renamed = Line { $line }: { $notices }
plan-export = 📤 Send { $count ->
    [one] one address
   *[other] { $count } addresses
    } of the withdrawal whitelist as a CSV to the private chat
plan-import =
    📥 Record { $count ->
        [one] one address
       *[other] { $count } addresses
    } of { $account } as imported, not confirmed. Nothing changes at the exchange.

    { $addresses }
plan-whitelist-read-as =
    { plan-whitelist }

    { $read_as }
plan-import-read-as =
    { plan-import }

    { $read_as }
plan-address = <b>{ $coin ->
    [none] Every coin
   *[other] { $coin }
    }</b>{ $chain ->
    [none] { "" }
   *[other] { "" } on { $chain }
    } <code>{ $address }</code>{ $memo ->
    [none] { "" }
   *[other] , memo <code>{ $memo }</code>
    }{ $remark ->
    [none] { "" }
   *[other] { "" } · { $remark }
    }{ $sort ->
    [none] { "" }
    [universal] { "" } · universal
   *[inter-user] { "" } · inter-user transfer
    }{ $checked ->
    [true] { "" }
   *[false] { "" } · ⚠️ not checked
    }{ $notices ->
    [none] { "" }
   *[other] { "" }
    ⚠️ { $notices }
    }
address-not-checked = I cannot check addresses of this chain. Compare every character.
plan-remove-address =
    🗑 Remove this address from the withdrawal whitelist:
    <b>{ $coin }</b>{ $chain ->
        [none] { "" }
       *[other] { "" } on { $chain }
    } <code>{ $address }</code>{ $memo ->
        [none] { "" }
       *[other] , memo <code>{ $memo }</code>
    }{ $remark ->
        [none] { "" }
       *[other] { "" } · { $remark }
    }
whitelist-by-hand =
    ✋ Request #{ $number } is approved. Now add the addresses at { $exchange }:
    1. Open { $page } with the account { $account } and go to its API withdrawal addresses.
    2. { $batch ->
        [true] Choose the batch upload, upload this file and confirm there.
       *[false] Add each address exactly as in this file and confirm there.
    }
    3. Press Done below.{ $rewritten ->
        [none] { "" }
       *[other] { "" }

    Written as exchanges take them:
    { $rewritten }
    }
whitelist-by-hand-single =
    ✋ Request #{ $number } is approved. Now add the address at { $exchange }:
    1. Open { $page } with the account { $account } and go to its API withdrawal addresses.
    2. Add it exactly as { $rewritten ->
        [none] in the request
       *[other] written below
    } and confirm there.
    3. Press Done below.{ $rewritten ->
        [none] { "" }
       *[other] { "" }

    Written as exchanges take them:
    { $rewritten }
    }
whitelist-rewritten = <code>{ $address }</code>{ $memo ->
    [none] { "" }
   *[other] { "" } with memo <code>{ $memo }</code>
    } (you wrote <code>{ $given }</code>)
remove-by-hand =
    ✋ Request #{ $number } is confirmed. Now remove the address at { $exchange }:
    1. Open { $page } with the account { $account } and go to its API withdrawal addresses.
    2. Delete <code>{ $address }</code>{ $memo ->
        [none] { "" }
       *[other] { "" } with memo <code>{ $memo }</code>
    } and confirm there.
    3. Press Done below.

## What has happened

result-whitelisted = ✅ { $count ->
    [one] One address is
   *[other] { $count } addresses are
    } active on the withdrawal whitelist of { $account }.
result-exported = 📤 { $count ->
    [one] One address was sent
   *[other] { $count } addresses were sent
    } as a CSV to the private chat.
whitelist-export = { $count ->
    [one] One address
   *[other] { $count } addresses
    } of the withdrawal whitelist. To add them again, send this file with the caption <code>/whitelist</code>.
result-imported = 📥 { $count ->
    [one] One address of { $account } is
   *[other] { $count } addresses of { $account } are
    } recorded as imported, not confirmed.
result-address-removed = 🗑 Removed from the withdrawal whitelist: <code>{ $address }</code>
screen-address-removed = 🗑 <code>{ $address }</code> was removed from the withdrawal whitelist by { $who }, { DATETIME($at) }.
button-view-details = View Details
button-batch-add = Batch Add
ask-which-address = Which address? Press it, or type <code>/{ $command } NUMBER</code> with its number from <code>/whitelist</code>.
choice-address = { $number } · { $coin } { $account ->
    [none] { "" }
   *[other] { $account }{ " " }
    }{ $address }
ask-which-of-addresses = Several addresses have the name “{ $name }”. Which one?

## One address by dialogue

ask-which-whitelist = Which account is this address for?
ask-address-kind = What is this address for?
ask-address-type = For which coins?
ask-address-coin = Which coin? Press one, or reply to this message with its name.
ask-address-chain = { $coin ->
    [none] Which public chain?
   *[other] Which public chain of { $coin }?
    } Press one, or reply to this message with its name from the deposit page.
ask-address-address = Which address on { $chain }? Copy all of it and reply to this message with it.
ask-hash-or-key = These 64 hex digits are a transaction hash or a private key, not an address. Press which it is, or reply to this message with the address.
choice-is-key = Private key: delete
choice-is-hash = Transaction hash
hash-told = A transaction hash is no secret. Now reply to my question with the address itself.
leak-deleted = 🚨 I deleted your message. Treat the private key as leaked: move its coins to a new wallet now.
leak-not-deleted = 🚨 Delete your message now, I cannot do it. Treat the private key as leaked: move its coins to a new wallet now.
ask-phone-or-id = Is { $digits } a { $exchange } user id or a phone number? A phone number starts with + and the country code.
choice-user-id = User id { $digits }
choice-phone = Phone number
recipient-read = I read “{ $given }” as <code>{ $read }</code>.
ask-address-recipient = Who gets the transfer? Reply to this message with their { $exchange } e-mail, phone number with country code, or user id.
ask-address-memo = Which { $label }? Reply to this message with it. Exchanges need one on { $chain }. Your own wallet usually needs none.
ask-address-remark = Name for this address? Reply to this message with it, or press No remark.
choice-withdrawal = Normal withdrawal
choice-inter-user = Inter-user transfer
choice-single = One coin
choice-universal = All coins
choice-word = { $word }
choice-every-coin = Every coin
choice-no-memo = No { $label }
choice-no-remark = No remark
button-export = Export CSV

## What the requester looks at before the code

ticket-private-care =
    { $plan }

    { $problem ->
        [none] { "" }
       *[other] ❗ { $problem }
    }
    { $care }
button-care = ☑️ I checked this
care-memo = ⚠️ { $count ->
    [one] This address has
   *[other] These { $count } addresses have
    } no memo. An exchange needs one on this chain: without it the money may be lost. Your own wallet needs none.
    <code>{ $subjects }</code>
care-lost = 🚨 { $count ->
    [one] This address belongs
   *[other] These { $count } addresses belong
    } to no wallet. Coins sent there are lost.
    <code>{ $subjects }</code>
care-look-alike =
    🚨 Look-alike: this address is almost the same as one that you have, but it is different.
    new <code>{ $before }⟦{ $wants }⟧{ $after }</code>
    known <code>{ $known }</code>

    Thieves make such addresses. If the new one is right, type the { $count } characters in the brackets.
care-wrong = Those are not the characters in the brackets. Look again.
care-untold = Read the warning first, then press its button.
look-alike = Looks like { $known }. Differences are in brackets: { $address }
replaced = Replaced by a new request.

## Refusals

refused-address-surplus = I do not understand “{ $words }”. Type <code>/addaddress COIN NETWORK ADDRESS memo MEMO remark NAME</code>. Or type only <code>/addaddress</code> and I ask step by step.
refused-recipient-bad = “{ $recipient }” is not a { $exchange } e-mail, user id or phone number with country code. Example: <code>+4915123456789</code>

refused-address-listed = { $address } is on the whitelist already.
refused-addresses-listed = { $count ->
    [one] The address in this sheet is
   *[other] All { $count } addresses in this sheet are
    } on the whitelist of { $account } already.
refused-addresses-none = The withdrawal whitelist is empty. Add the first address with <code>/addaddress</code>.
refused-address-unknown = The whitelist has no address “{ $name }”. <code>/whitelist</code> lists all.
refused-address-gone = { $address } is not on the whitelist any more.
refused-account-unknown = No account “{ $account }” has a whitelist. { $accounts ->
    [none] This team has none.
   *[other] Choose from: { $accounts }.
    }
refused-account-which = Which account are these addresses for? Type the command again with one name: { $accounts }.
refused-sheet-missing = The file is missing. Send a CSV with the caption <code>/whitelist import</code>. <code>/template</code> gives you an empty one.
refused-sheet-wrong = ❌ Nothing is added. { $wrong ->
    [one] { $count ->
        [one] The only line has a problem
       *[other] 1 of { $count } lines has a problem
    }
   *[other] { $wrong } of { $count } lines have problems
    }:
    { $problems }{ $read_as ->
        [none] { "" }
       *[other] { "" }

    { $read_as }
    }

    This file shows each problem beside its line. Correct it and send it again.
refused-sheet-secret = 🚨 Nothing is added: line { $lines } holds a private key or seed phrase. Delete the file here if you still see it. Treat the key as leaked: move its coins to a new wallet now.
