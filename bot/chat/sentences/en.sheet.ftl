# Files that people send, and the rows of a whitelist sheet.

## Files

refused-file-too-large = This file is larger than 1 MB. Send a CSV with fewer rows.
refused-file-spreadsheet = This is a spreadsheet. I read only CSV. Choose “Save as CSV” in it and send the new file.
refused-file-archive = This is a ZIP or another archive. Unpack it and send the CSV inside.
refused-file-pdf = This is a PDF. I read only CSV. In your spreadsheet choose “Save as CSV” and send the new file.
refused-file-not-text = I cannot read this file as text. In your spreadsheet choose “Save as CSV UTF-8” and send the new file.
upload-refused = Telegram does not give me this file. Send it again as a document.
upload-album = The caption belongs to “{ $name }” only. Send each other file with its own caption.
upload-reading = ⏳ Reading { $name } …
sheet-read-as = ⚠️ This file is not Unicode. I read it as { $encoding }. Check line { $line }: <b>{ $row }</b>. Are letters wrong there? Choose “Save as CSV UTF-8” and send the file again.

## Rows

sheet-mismatch = Number of Fields Does not Match. Line { $line }: { $why }
sheet-problem = Line { $line }: { $why }
sheet-problems = { $problems }
sheet-filled-in = { $problem } I changed it to { $network }.
sheet-suggested-name = { $network } → <b>{ $suggestion }</b> · { $count ->
    [one] line { $lines }
   *[other] lines { $lines }
    }
sheet-accepted = ✅ { $who } accepted the names in this file: request #{ $number }.
button-accept-all = Accept all
upload-not-yours = Only the person who sent this file can choose here. Is it yours? Send it again.
offer-too-old = I do not have this file any more. Send it again.
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

    This file has the right { $count ->
        [one] name
       *[other] names
    }. Press Accept all to use it.
refused-not-your-sheet = Only { $who } can accept this file, because { $who } sent it. To ask for the same, send the file yourself.
refused-offer-taken = This file was accepted already. <code>/pending</code> shows the open requests.
refused-sheet-columns = The first line has the column “{ $wrong }”. It is unknown or there twice. The columns are { $columns }.
refused-sheet-header = The first line must name the columns: { $columns }.
refused-sheet-row = Line { $line }: { $why }
refused-sheet-fields = It has { $found ->
    [one] one field
   *[other] { $found } fields
    } instead of { $expected }.
refused-sheet-empty = This file has no rows. Add lines below the names of the columns.
refused-sheet-unreadable = I cannot read this file as a table from line { $line } on. A quote is missing or too many there, or a cell is far too long.
refused-sheet-too-long = One file can have at most { $limit } rows. Split it and send several files.
refused-cell-empty = { $column } is empty.
refused-coin-unknown = There is no coin “{ $coin }”. { $nearest ->
    [none] Take the name from the deposit page.
   *[other] Did you mean { $nearest }?
    }
refused-network-unknown = { $coin } has no network “{ $network }”. { $nearest ->
    [none] { $networks ->
        [none] Take the name from the deposit page.
       *[other] Networks of { $coin }: { $networks }.
    }
   *[other] Did you mean { $nearest }?
    }
refused-coin-elsewhere = “{ $coin }” is { $name }. This exchange does not list it. Take the name from the deposit page.
refused-coin-bridged = “{ $coin }” is a bridged coin, not { $original }. Ask the recipient which coin they take.
refused-network-elsewhere = “{ $network }” is the network { $chain }. This exchange does not have it. { $networks ->
    [none] Take the name from the deposit page.
   *[other] The networks of { $coin } are for example { $networks }.
    }
refused-row-twice = The same address is on line { $line } already. Remove one of the two.
refused-memo-not-possible = { $chain } has no memo. Leave it empty.
refused-memo-number = The { $label } “{ $memo }” must be a whole number from 0 to { $limit }, without leading zeros.
refused-memo-shortened = Your spreadsheet shortened the { $label } to “{ $memo }”. Format the column as text and enter it again.
refused-memo-too-long = The { $label } has { $length } bytes. At most { $limit } are possible.
refused-memo-base64 = The { $label } should be base64 text, but it is incomplete. Copy it again.
refused-memo-characters = The { $label } has an invisible character: { $character }. Copy it again without it.
refused-memo-strange = The { $label } has { $character } among plain letters and digits. It looks like another character: enter the { $label } again.
refused-memo-broken = “{ $memo }” is an error of your spreadsheet, not a { $label }. Enter the { $label } again, or leave it empty.
refused-memo-differs = The address already contains the memo { $memo }. Leave Memo empty or enter the same.

## What the requester should look at

sheet-memo-missing = An exchange needs a { $label } on { $chain }. Without it the money may be lost.
memo-none = I read “{ $given }” as: no { $label }.
memo-read = I read “{ $given }” as the { $label } { $memo }.
memo-letters = The { $label } has { $character }. That is not a plain letter or digit: compare every character.
sheet-withdrawals-off = The exchange has stopped withdrawals of { $coin } on { $chain } at the moment.
sheet-other-remark = It is on the whitelist already, as “{ $remark }”.
sheet-other-memo = The whitelist has this address { $memo ->
    [none] without a memo
   *[other] with the memo { $memo }
    }{ $remark ->
    [none] {""}
   *[other] , as “{ $remark }”
    }.
sheet-other-memo-beside = Line { $line } has the same address with another memo.
sheet-same-remark = “{ $remark }” is also the name of { $address }.
