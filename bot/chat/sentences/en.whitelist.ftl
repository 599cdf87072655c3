# The API withdrawal whitelist: the list, plans, results and refusals.

## Looking

whitelist-list =
    <b>API withdrawal whitelist of { $team }</b> · { $search ->
        [none] { $count ->
            [one] one address
           *[other] { $count } addresses
        }
       *[other] { $count } of { $all } fit “{ $search }”
    }

    { $addresses }
whitelist-none = The API withdrawal whitelist of { $team } is empty. Send a CSV with the caption <code>/whitelist</code> to add addresses; <code>/template</code> gives you the empty one.
whitelist-no-match = None of the { $all } addresses on the whitelist of { $team } fits “{ $search }”.
whitelist-with-adding =
    { $list }

    { $adding }
whitelist-adding = ⏳ Request #{ $number } is adding { $count ->
    [one] one address
   *[other] { $count } addresses
    } now.
whitelist-line = { $number } · <b>{ $coin ->
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
    [imported] { "" } · ⚠️ imported, unproven
    [not_yet_entered] { "" } · ✋ approved, not yet entered
   *[active] { "" }
    }
template = Batch Add: download this sheet and fill it, one address a line, at most 100: { $columns }. Remark and Memo may stay empty; Network is the public chain as the deposit page names it (ERC20, TRC20, CSC …). Then send it with the caption <code>/whitelist</code>.

## What will happen

plan-whitelist =
    🏦 Add { $count ->
        [one] one address
       *[other] { $count } addresses
    } to the API withdrawal whitelist of { $account }{ $listed ->
        [0] { "" }
        [one] { "" } (one more is there already)
       *[other] { "" } ({ $listed } more are there already)
    }{ $renamed ->
        [none] { "" }
       *[other] { "" }
    { $renamed }
    }
    Withdrawals to { $count ->
        [one] it
       *[other] them
    } will need no further confirmation.

    { $addresses }
plan-renamed = Line { $line }: { $notices }
plan-export = 📤 Send { $count ->
    [one] one address
   *[other] { $count } addresses
    } of the API withdrawal whitelist as a CSV, in private
plan-import =
    📥 Record { $count ->
        [one] one address
       *[other] { $count } addresses
    } of { $account } as imported, unproven. Nothing is added at the exchange.

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
address-not-checked = Keyminder has no rule for addresses of this chain: compare every character.
plan-remove-address =
    🗑 Take this address off the API withdrawal whitelist:
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
    ✋ Ticket #{ $number } is approved, and not yet entered at { $exchange }:
    1. Open { $page } with the account { $account }, and there the API withdrawal addresses.
    2. { $batch ->
        [true] Choose the batch upload, upload this file, and confirm there.
       *[false] Add each address of this file by hand, exactly as it stands there, and confirm.
    }
    3. Press Done below.{ $rewritten ->
        [none] { "" }
       *[other] { "" }

    Written as exchanges take them:
    { $rewritten }
    }
whitelist-by-hand-single =
    ✋ Ticket #{ $number } is approved, and not yet entered at { $exchange }:
    1. Open { $page } with the account { $account }, and there the API withdrawal addresses.
    2. Enter it by hand exactly as { $rewritten ->
        [none] the ticket shows it
       *[other] it is written below
    }, and confirm there.
    3. Press Done below.{ $rewritten ->
        [none] { "" }
       *[other] { "" }

    Written as exchanges take them:
    { $rewritten }
    }
whitelist-rewritten = <code>{ $address }</code>{ $memo ->
    [none] { "" }
   *[other] { "" } with memo <code>{ $memo }</code>
    }, given as <code>{ $given }</code>
remove-by-hand =
    ✋ Ticket #{ $number } is proven, and the address is still on the whitelist at { $exchange }:
    1. Open { $page } with the account { $account }, and there the API withdrawal addresses.
    2. Delete <code>{ $address }</code>{ $memo ->
        [none] { "" }
       *[other] { "" } with memo <code>{ $memo }</code>
    }, and confirm there.
    3. Press Done below.

## What has happened

result-whitelisted = ✅ { $count ->
    [one] One address is
   *[other] { $count } addresses are
    } active on the API withdrawal whitelist of { $account }.
result-exported = 📤 { $count ->
    [one] One address was sent
   *[other] { $count } addresses were sent
    } as a CSV, in private.
whitelist-export = Here { $count ->
    [one] is one address
   *[other] are { $count } addresses
    } of the API withdrawal whitelist. The file can be read again with the caption <code>/whitelist</code>.
result-imported = 📥 { $count ->
    [one] One address of { $account } is
   *[other] { $count } addresses of { $account } are
    } recorded as imported, unproven.
result-address-removed = 🗑 <code>{ $address }</code> is off the API withdrawal whitelist.
button-view-details = View Details
button-batch-add = Batch Add
ask-which-address = Which address? Press one, or type <code>/{ $command } NUMBER</code> with a number from <code>/whitelist</code>.
choice-address = { $number } · { $coin } { $account ->
    [none] { "" }
   *[other] { $account }{ " " }
    }{ $address }
ask-which-of-addresses = Several addresses are called “{ $name }”. Which one?

## One address by dialogue

ask-which-whitelist = On the whitelist of which account?
ask-address-kind = What shall the address be for?
ask-address-type = Shall it be good for a single coin, or for every coin of its chain?
ask-address-coin = Which coin? Press one, or reply with its name.
ask-address-chain = { $coin ->
    [none] Which public chain?
   *[other] Which public chain of { $coin }?
    } Press one, or reply with its name from the deposit page.
ask-address-address = Which address on { $chain }? Reply with it, copied whole.
ask-hash-or-key = These 64 hex digits are a transaction hash or a private key, not an address. Which is it? Or reply with the address.
choice-is-key = Private key: delete it
choice-is-hash = Transaction hash
hash-told = Then nothing is leaked. Reply to the question with the address itself.
leak-deleted = 🚨 Your message is deleted. Treat the key as leaked: move its coins to a new wallet now.
leak-not-deleted = 🚨 Delete your message now: I could not. Treat the key as leaked: move its coins to a new wallet now.
ask-phone-or-id = Is { $digits } a { $exchange } user id or a phone number? A phone number starts with + and the country code.
choice-user-id = User id { $digits }
choice-phone = Phone number
recipient-read = “{ $given }” is read as <code>{ $read }</code>.
ask-address-recipient = Who gets the transfer? Reply with their { $exchange } e-mail, phone number with country code, or user id.
ask-address-memo = Which { $label }? Reply with it. Exchanges ask for one on { $chain }; an own wallet usually needs none.
ask-address-remark = What shall it be called? Reply with a name, or press No remark.
choice-withdrawal = Normal withdrawal
choice-inter-user = Inter-user transfer
choice-single = Single coin
choice-universal = Universal
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
button-care = ☑️ I have checked that
care-memo = ⚠️ { $count ->
    [one] This address has
   *[other] These { $count } addresses have
    } no memo, though an exchange needs one there: without it the money may be lost. Own wallets need none.
    <code>{ $subjects }</code>
care-lost = 🚨 { $count ->
    [one] This address belongs
   *[other] These { $count } addresses belong
    } to no wallet: coins sent there are lost for ever.
    <code>{ $subjects }</code>
care-look-alike =
    🚨 This address looks like one you have, and is another:
    new <code>{ $before }⟦{ $wants }⟧{ $after }</code>
    known <code>{ $known }</code>

    Swindlers make such pairs. Compare them, then type the { $count } characters in the brackets.
care-wrong = Those are not the characters in the brackets.
care-untold = Look at this first: read it and press the button.
look-alike = Looks like { $known }. What differs is in brackets: { $address }
replaced = A corrected sheet has taken its place.

## Refusals

refused-address-surplus = I do not know what “{ $words }” is for. Type <code>/addaddress COIN NETWORK ADDRESS memo MEMO remark NAME</code>, or <code>/addaddress</code> alone to be asked.
refused-recipient-bad = “{ $recipient }” is not a { $exchange } e-mail, phone number with country code (<code>+4915123456789</code>) or user id.

refused-address-listed = { $address } is on the whitelist already.
refused-addresses-listed = { $count ->
    [one] The address in this sheet is
   *[other] All { $count } addresses in this sheet are
    } on the whitelist of { $account } already.
refused-addresses-none = The API withdrawal whitelist is empty.
refused-address-unknown = There is no address “{ $name }” on the whitelist. <code>/whitelist</code> lists all.
refused-address-gone = { $address } is off the whitelist already.
refused-account-unknown = There is no account “{ $account }” with a whitelist. { $accounts ->
    [none] This team has none.
   *[other] There is { $accounts }.
    }
refused-account-which = Which account? Say its name behind the command: { $accounts }.
refused-sheet-missing = Send the addresses as a CSV with the caption <code>/whitelist import</code>; <code>/template</code> gives you the empty one.
refused-sheet-wrong = ❌ { $wrong ->
    [one] { $count ->
        [one] The only line has a problem
       *[other] 1 of { $count } lines has a problem
    }
   *[other] { $wrong } of { $count } lines have problems
    }, so nothing is added:
    { $problems }{ $read_as ->
        [none] { "" }
       *[other] { "" }

    { $read_as }
    }

    This file has every problem beside its line: correct it and send it again.
refused-sheet-secret = 🚨 There is a private key or seed phrase in line { $lines }. Nothing is added. If the file is still here, delete it. Treat the key as leaked: move those coins to a new wallet now.
