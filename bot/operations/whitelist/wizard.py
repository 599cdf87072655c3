"""One address for the whitelist, asked step by step or typed whole."""

from collections.abc import Sequence

from bot.operations.lookup.addresses import (
    ask_which_account,
    coin_table,
    is_proven,
    list_whitelists,
    the_account,
    whose_people,
)
from bot.operations.model.button_data import Choice, InsteadPress, encode, more, typed
from bot.operations.model.operation import Actor, Question, Request
from bot.operations.whitelist.candidate import Wanted, universal_of, wanted_of, with_look_alikes
from bot.rules.address_draft import (
    EVERY_COIN,
    MEMO,
    NO_MEMO,
    NO_REMARK,
    REMARK,
    SINGLE,
    TRANSFER,
    UNIVERSAL,
    WITHDRAWAL,
    AddressDraft,
    Missing,
    read_draft,
)
from bot.rules.address_row import Book, Cells, SheetRow
from bot.rules.addresses.leaked import is_hash_or_key, is_secret
from bot.rules.chain_names import find_chain
from bot.rules.coin_table import Coin, CoinChain, CoinTable, table_of
from bot.rules.full_width import narrow
from bot.rules.key_lookup import join_words
from bot.rules.known_addresses import KnownAddresses as Listed
from bot.rules.recipient import PhoneOrId, read_recipient
from bot.rules.remark import check_label, clean, fold
from bot.rules.verdict import Reason, Refused
from storage.records import Account, AddressKind, AddressType, AddressWish, Message
from storage.work import Work

COMMAND = "/addaddress"
LEAKED = "leaked"
"""Command of the buttons that say whether 64 hex digits were a private key."""
IN = "in"
"""The word before the account's name."""
COINS_OFFERED = ("USDT", "USDC", "BTC", "ETH", "SOL", "XRP", "TRX", "CET")
CHAINS_OFFERED = ("ERC20", "TRC20", "BSC", "SOL", "CSC", "BTC", "MATIC", "ARBITRUM", "TON", "AVA_C", "XRP", "LTC")
_QUESTIONS = {
    Missing.KIND: "ask-address-kind",
    Missing.TYPE: "ask-address-type",
    Missing.COIN: "ask-address-coin",
    Missing.CHAIN: "ask-address-chain",
    Missing.ADDRESS: "ask-address-address",
    Missing.RECIPIENT: "ask-address-recipient",
    Missing.MEMO: "ask-address-memo",
    Missing.REMARK: "ask-address-remark",
}
_CHOICES = {
    Missing.KIND: ((WITHDRAWAL, "choice-withdrawal"), (TRANSFER, "choice-inter-user")),
    Missing.TYPE: ((SINGLE, "choice-single"), (UNIVERSAL, "choice-universal")),
    Missing.REMARK: ((NO_REMARK, "choice-no-remark"),),
}


def wanted_from_words(work: Work, actor: Actor, request: Request) -> tuple[Account, Wanted] | Refused | Question:
    """Return the account and the address, or the next question."""
    if any(map(is_secret, request.words)):
        # This comes before any question, because a question remembers what was typed.
        return Refused(Reason.ADDRESS_SECRET)
    names, words = _cut_account(request.words, [one.name for one in list_whitelists(work, actor)])
    account = the_account(work, actor, names)
    if isinstance(account, Refused):
        return ask_which_account(work, actor, account, before=f"{IN} ")
    draft = read_draft(words)
    if draft.surplus:
        return Refused(Reason.ADDRESS_SURPLUS, {"words": " ".join(draft.surplus)[:60]})
    wanted = _wanted(work, account, draft, request.words)
    if isinstance(wanted, Refused) and wanted.reason is Reason.ADDRESS_HASH_OR_KEY:
        return _hash_or_key(request.words)
    if not isinstance(wanted, tuple):
        return wanted
    (noted,) = with_look_alikes(wanted[:1], work.addresses.list_of_team(actor.the_team.id))
    return wanted[1] or (account, noted)


def _wanted(
    work: Work, account: Account, draft: AddressDraft, words: Sequence[str]
) -> tuple[Wanted, Question | None] | Refused | Question:
    """Return the address and the next question. A given address is checked with all other words at once."""
    table = coin_table(work, account)
    if draft.is_universal:
        # A single coin with every chain, so that the same rules report a mistyped network.
        table = table_of([Coin(account.name, table.chains)])
    place = _place(draft, account, table)
    if isinstance(place, Refused):
        return place
    people = whose_people(account)
    next_question = _find_question(draft, words, *place, table, people)
    if draft.address is None and next_question is not None:
        return next_question
    wanted = (
        _inter_user(draft, place[0], people, words) if draft.is_inter_user else _withdrawal(work, account, draft, table)
    )
    return (wanted, next_question) if isinstance(wanted, Wanted) else wanted


def _cut_account(words: Sequence[str], known: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Split off the account in `in NAME` at the beginning or end. A remark may end like that too."""
    if len(words) > 1 and words[0].lower() == IN:
        return words[1:2], words[2:]
    if len(words) > 1 and words[-2].lower() == IN and fold(words[-1]) in map(fold, known):
        return words[-1:], words[:-2]
    return (), words


def _place(draft: AddressDraft, account: Account, table: CoinTable) -> tuple[Coin | None, CoinChain | None] | Refused:
    """Return coin and chain as far as named, or refuse the first unknown name."""
    name = account.name if draft.is_universal else draft.coin
    if name is None or (draft.is_inter_user and name == EVERY_COIN):
        return None, None
    coin = table.find_coin(name)
    if isinstance(coin, Refused) or draft.chain is None:
        return coin if isinstance(coin, Refused) else (coin, None)
    chain = find_chain(coin, draft.chain)
    return chain if isinstance(chain, Refused) else (coin, chain)


def _find_question(  # noqa: PLR0913, PLR0917 - all that a question may depend on
    draft: AddressDraft,
    words: Sequence[str],
    coin: Coin | None,
    chain: CoinChain | None,
    table: CoinTable,
    exchange: str,
) -> Question | None:
    """Return the next question: buttons and replies that add words. None: everything was said."""
    missing = draft.find_missing(
        has_memo=chain is not None and bool(chain.memo_label),
        needs_memo=chain is not None and bool(chain.is_memo_required),
    )
    if missing is None:
        return None
    label = chain.memo_label if chain else ""
    args = {
        "coin": coin.name if coin else None,
        "chain": chain.chain if chain else None,
        "label": label or "Memo",
        "exchange": exchange,
    }
    saying = Message(_QUESTIONS[missing], args)
    so_far = " ".join([COMMAND, *(f'"{word}"' if " " in word else word for word in words)])
    choices = [(Message(sentence), more(word)) for word, sentence in _CHOICES.get(missing, ())]
    match missing:
        case Missing.KIND | Missing.TYPE:
            return Question(saying, choices)
        case Missing.COIN:
            choices = [
                (Message("choice-word", {"word": one}), more(one)) for one in COINS_OFFERED if one in table.coins
            ]
            if words and words[0].lower() == TRANSFER:
                choices.append((Message("choice-every-coin"), more(EVERY_COIN)))
        case Missing.CHAIN:
            known = coin.chains if coin else {}
            offered = (
                list(known) if len(known) <= len(CHAINS_OFFERED) else [one for one in CHAINS_OFFERED if one in known]
            )
            choices = [(Message("choice-word", {"word": known[one].chain}), more(known[one].chain)) for one in offered]
        case Missing.MEMO:
            so_far = f"{so_far} {MEMO}"
            choices = [(Message("choice-no-memo", {"label": label}), more(NO_MEMO))]
        case Missing.REMARK:
            so_far = f"{so_far} {REMARK}"
    return Question(saying, choices, so_far=so_far)


def _withdrawal(work: Work, account: Account, draft: AddressDraft, table: CoinTable) -> Wanted | Refused:
    listed = [address for address in work.addresses.list_of_account(account.id) if is_proven(address)]
    cells = Cells(
        coin=account.name if draft.is_universal else draft.coin or "",
        network=draft.chain or "",
        address=draft.address or "",
        memo=draft.memo or "",
        remark=draft.remark or "",
    )
    row = Book(table, Listed(listed)).read_row(1, cells)
    if not isinstance(row, SheetRow):
        return row[0].refused
    if not row.is_to_add:
        return Refused(Reason.ADDRESS_LISTED, {"address": row.address})
    return universal_of(row) if draft.is_universal else wanted_of(row)


def _inter_user(
    draft: AddressDraft, coin: Coin | None, exchange: str, words: Sequence[str]
) -> Wanted | Refused | Question:
    recipient = read_recipient(draft.address or "", exchange)
    if isinstance(recipient, PhoneOrId):
        return _phone_or_id(recipient.digits, exchange, words)
    if isinstance(recipient, Refused):
        return recipient
    remark = clean(draft.remark or "")
    label = check_label(remark)
    if label is not None:
        return label
    wish = AddressWish(
        kind=AddressKind.INTER_USER,
        address_type=AddressType.SINGLE_COIN if coin else AddressType.UNIVERSAL,
        coin=coin.name if coin else "",
        chain=None,
        address=recipient.given,
        canonical=recipient.canonical,
        memo=None,
        remark=remark,
    )
    read = Message("recipient-read", {"given": recipient.given, "read": recipient.canonical})
    return Wanted(wish, is_checked=True, notices=(read,) if recipient.is_other else ())


def _hash_or_key(words: Sequence[str]) -> Question:
    """Ask which of the two it is. A reply puts the right address after the earlier words."""
    place = next((place for place, word in enumerate(words) if is_hash_or_key(word)), 0)
    choices = [(Message("choice-is-key"), typed(LEAKED)), (Message("choice-is-hash"), typed(f"{LEAKED} not"))]
    return Question(Message("ask-hash-or-key"), choices, so_far=join_words([COMMAND, *words[:place]]))


def _phone_or_id(digits: str, exchange: str, words: Sequence[str]) -> Question:
    """Ask what the digits are: a user id, or a phone number, which is then asked in full."""
    place = next(place for place, word in enumerate(words) if narrow(word) == digits)
    choices: list[tuple[Message, Choice]] = [
        (Message("choice-user-id", {"digits": digits}), InsteadPress(place, f"id:{digits}"))
    ]
    once_more = typed(join_words([COMMAND.removeprefix("/"), *words[:place]]))
    if encode(once_more) is not None:
        choices.append((Message("choice-phone"), once_more))
    return Question(Message("ask-phone-or-id", {"digits": digits, "exchange": exchange}), choices)
