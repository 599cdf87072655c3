# Files that people send, and the rows of a whitelist sheet.

## Files

refused-file-too-large = This file is larger than 1 MB. Send a CSV with fewer rows.
refused-file-spreadsheet = This is a spreadsheet, and I only take CSV. In your spreadsheet choose “Save as CSV” and send that.
refused-file-archive = This is a ZIP or another archive. Unpack it and send the CSV that is inside.
refused-file-pdf = This is a PDF, and I only take CSV. In your spreadsheet choose “Save as CSV” and send that.
refused-file-not-text = I cannot read this file as text. In your spreadsheet choose “Save as CSV UTF-8” and send that.
upload-refused = Telegram does not give me this file. Send it again as a document.
upload-album = This caption counts for “{ $name }” alone. Send every other file of the album with its own caption.
upload-reading = ⏳ Reading { $name } …
sheet-read-as = ⚠️ This file is not Unicode. I read it as { $encoding }. Check line { $line }: <b>{ $row }</b>. If letters are wrong there, choose “Save as CSV UTF-8” and send the file again.

## Rows

sheet-mismatch = Number of Fields Does not Match. Line { $line }: { $why }
sheet-problem = Line { $line }: { $why }
sheet-problems = { $problems }
sheet-filled-in = { $problem } I filled in { $network }.
sheet-suggested-name = { $network } → <b>{ $suggestion }</b> · { $count ->
    [one] line { $lines }
   *[other] lines { $lines }
    }
sheet-accepted = ✅ { $who } accepted the names in this file. The request is #{ $number }.
button-accept-all = Accept all
upload-not-yours = Only the sender of the file can choose here. If it is yours, send it again.
offer-too-old = I can no longer open this file. Send it to me again.
refused-sheet-suggested =
    ❌ Nothing is added yet. { $count ->
        [one] One network has
       *[other] { $count } networks have
    } another name here:
    { $names }{ $read_as ->
        [none] { "" }
       *[other] { "" }

    { $read_as }
    }

    In this file the right { $count ->
        [one] name is
       *[other] names are
    } filled in. Press Accept all to ask for it.
refused-not-your-sheet = Only { $who } can accept this, because it is their sheet. Send the sheet yourself to ask for the same.
refused-offer-taken = This sheet was accepted already. See /pending.
refused-sheet-columns = The first line has the column “{ $wrong }”, which I do not know or have already. The columns are { $columns }.
refused-cell-empty = { $column } is empty.
refused-coin-unknown = There is no coin “{ $coin }”. { $nearest ->
    [none] Take the name from the deposit page.
   *[other] Did you mean { $nearest }?
    }
refused-network-unknown = { $coin } has no network “{ $network }”. { $nearest ->
    [none] { $networks ->
        [none] Take the name from the deposit page.
       *[other] It has for example { $networks }.
    }
   *[other] Did you mean { $nearest }?
    }
refused-coin-elsewhere = “{ $coin }” is { $name }, which this exchange does not list. Take the name from the deposit page.
refused-coin-bridged = “{ $coin }” is a bridged coin, not { $original }. Ask the recipient which coin they take.
refused-network-elsewhere = “{ $network }” is the network { $chain }, which this exchange does not have. { $networks ->
    [none] Take the name from the deposit page.
   *[other] { $coin } has for example { $networks }.
    }
refused-row-twice = The same address is on line { $line } already. Remove one of the two.
refused-memo-not-possible = { $chain } has no memo. Leave it empty.
refused-memo-number = The { $label } “{ $memo }” must be a whole number from 0 to { $limit }, without leading zeros.
refused-memo-shortened = A spreadsheet has shortened the { $label } to “{ $memo }”. Format the column as text and enter it again.
refused-memo-too-long = The { $label } has { $length } bytes; at most { $limit } are possible.
refused-memo-base64 = The { $label } is a broken base64 text. Copy it again.
refused-memo-characters = The { $label } has a character that cannot be seen: { $character }. Copy it again without it.
refused-memo-strange = The { $label } has { $character } among plain letters and digits. It looks like another character: enter the { $label } again.
refused-memo-broken = “{ $memo }” is an error of your spreadsheet, not a { $label }. Enter the { $label } again, or leave it empty.
refused-memo-differs = The address itself carries the memo { $memo }. Leave Memo empty or enter the same.

## What the requester should look at

sheet-memo-missing = Deposits to an exchange on { $chain } need a { $label }; without it the money may be lost.
memo-none = “{ $given }” is read as no { $label }.
memo-read = “{ $given }” is read as the { $label } { $memo }.
memo-letters = The { $label } has { $character }, which is not a plain letter or digit: compare every character.
sheet-withdrawals-off = Withdrawals of { $coin } on { $chain } are stopped at the moment.
sheet-other-remark = It is on the list already, as “{ $remark }”.
sheet-other-memo = The list has this address { $memo ->
    [none] without a memo
   *[other] with the memo { $memo }
    }{ $remark ->
    [none] {""}
   *[other] , as “{ $remark }”
    }.
sheet-other-memo-beside = The same address with another memo is on line { $line }.
sheet-same-remark = “{ $remark }” is also the name of { $address }.
