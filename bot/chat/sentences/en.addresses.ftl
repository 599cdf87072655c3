# Addresses: why one is refused, and what is noticed about a right one.

refused-address-empty = The address is missing.
refused-address-secret = That looks like a private key or seed phrase. If it is one, treat it as leaked: move the coins to a new wallet.
refused-address-hash-or-key = These 64 hex digits are a transaction hash or a private key, not an address. Copy the address itself. If it is a private key, delete it here now and move its coins to a new wallet.
refused-address-character = Character { $place } is { $character }, which no address has. Copy the address again.
refused-address-testnet = This is a test network address. Give one of the real { $chain } network.
refused-address-unpayable = An exchange cannot pay to this kind of { $chain } address. Give a deposit address.
refused-address-other-chain = This is an address of { $fits }, not of { $chain }.
refused-address-mistyped = This { $chain } address is mistyped or cut off. Copy it again.
refused-address-form = This is no { $chain } address. Those start with { $starts }.

refused-address-looks = This is not a { $chain } address. Those look like <code>{ $looks }</code>.
refused-address-parts = “{ $part }” is not part of the address. Give only <code>{ $address }</code>{ $memo ->
    [none] .
   *[other] , and apart from it the memo <code>{ $memo }</code>.
    }
refused-address-other-form = This is another form of a { $chain } account, which exchanges do not take. { $form ->
    [none] Give the number of the account, such as <code>0.0.1234567</code>.
   *[other] If you mean this account, give <code>{ $form }</code>.
    }
refused-address-case = { $chain } writes this address as <code>{ $form }</code>. Compare it, and give it in that form.
refused-address-bare-hex = Is 0x missing before this { $chain } address? Then add it. If it is a private key, treat it as leaked.
address-notice-filled = Written in full: { $address }
address-notice-no-checksum = This address has no check digits, so a typing error would go unnoticed: compare every character.
address-notice-not-in-use = This form is not in use yet: coins sent there can be taken by anybody.
address-notice-shared-form = { $chain } addresses look the same. Make sure that it is the right chain.
address-notice-token = This is the contract of { $coin }, not a wallet: coins sent there are lost.
address-notice-lost = Nobody has the key of this address: coins sent there are lost.
address-notice-system = This address belongs to the network itself, not to a person: coins sent there are lost.
address-notice-padded = This is an Ethereum address filled up with zeros. Nobody has its key on this chain: coins sent there are lost.
address-notice-without-key = This address has no key: it belongs to a program, like a token account or a shared vault. Ask the recipient for the address of their wallet.
address-notice-name = A name cannot be checked: compare it letter by letter.
address-notice-memo = This address holds the memo { $memo } in itself.
address-notice-shielded = This address is shielded, and many exchanges pay to t1 addresses only.
address-notice-two-networks = { $chain } has two networks. Make sure that { $start } is the one you want.
