# Addresses: why one is refused, and what a good one needs attention for.

refused-address-empty = The address is missing.
refused-address-secret = This looks like a private key or seed phrase. If it is one, treat it as leaked: move its coins to a new wallet.
refused-address-hash-or-key = These 64 hex digits are a transaction hash or a private key, not an address. Copy the address itself. If it is a private key, delete your message now and move its coins to a new wallet.
refused-address-character = Character { $place } is { $character }. No address has that. Copy the address again.
refused-address-testnet = This address is for a test network. Use one of the real { $chain } network.
refused-address-unpayable = Exchanges cannot pay to this kind of { $chain } address. Use a deposit address.
refused-address-other-chain = This is an address of { $fits }, not of { $chain }. Check the network, or copy the right address.
refused-address-mistyped = This { $chain } address is mistyped or cut off. Copy it again.
refused-address-form = This is not a { $chain } address: those start with { $starts }. Copy the address again.

refused-address-looks = This is not a { $chain } address. They look like <code>{ $looks }</code>. Copy the right one.
refused-address-parts = “{ $part }” is not part of the address. Give only <code>{ $address }</code>{ $memo ->
    [none] .
   *[other] , and the memo <code>{ $memo }</code> separately.
    }
refused-address-other-form = Exchanges do not take this form of a { $chain } account. { $form ->
    [none] Give the account number, such as <code>0.0.1234567</code>.
   *[other] If you mean this account, give <code>{ $form }</code>.
    }
refused-address-case = { $chain } writes this address as <code>{ $form }</code>. Compare both, and give it in that form.
refused-address-bare-hex = Did you leave out 0x before this { $chain } address? Then add it. If it is a private key, treat it as leaked.
address-notice-filled = Written in full: { $address }
address-notice-no-checksum = This address has no check digits, so I cannot find typing errors. Compare every character.
address-notice-not-in-use = This kind of address is not in use yet. Anyone can take the coins sent there.
address-notice-shared-form = Addresses of { $chain } look the same. Make sure that the chain is right.
address-notice-token = This is the contract of { $coin }, not a wallet. Coins sent there are lost.
address-notice-lost = This address has no known private key. Coins sent there are lost.
address-notice-system = This address belongs to the network itself, not to a person. Coins sent there are lost.
address-notice-padded = This is an Ethereum address filled up with zeros. It has no private key on this chain: coins sent there are lost.
address-notice-without-key = This address belongs to a program, such as a token account or a shared vault. Ask the recipient for the address of their wallet.
address-notice-name = I cannot check a name. Compare it letter by letter.
address-notice-memo = This address contains the memo { $memo }.
address-notice-shielded = This address is shielded. Many exchanges pay only to t1 addresses.
address-notice-two-networks = { $chain } has two networks. Make sure that you want { $start }.
