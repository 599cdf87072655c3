"""Names of whitelist sheet columns in exchanges' templates and in use by people. Data only.

A name that is the label at one exchange and the memo at another (`标签`, `Метка`) is left out, so that it is refused.
"""
# ruff: noqa: RUF001 - names in other scripts are what this file is for

from collections.abc import Mapping
from types import MappingProxyType

INDEX = "Index"
"""A column that only counts the rows."""
INDEX_NAMES = ("No", "Nr", "#", "№", "№ п/п", "Number", "Row", "序号", "序號", "编号", "編號", "Номер")

ADDRESS_SHEET: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Remark": (
            *("Remarks", "Label", "Name", "Note", "Notes", "Description", "Comment", "Title", "Alias", "Nickname"),
            *(
                "Address Label",
                "Address Name",
                "Address Remark",
                "Address Note",
                "Address Alias",
                "Address Description",
            ),
            *("Wallet Name", "Wallet Label", "Label Name", "Remark Name", "Beneficiary", "Payee"),
            *("备注", "備註", "地址备注", "地址備註", "名称", "名稱", "地址名称", "地址名稱", "备注名"),
            *("説明", "说明"),
            *("Примечание", "Название", "Название адреса", "Имя", "Имя адреса", "Описание", "Комментарий", "Заметка"),
        ),
        "Coin": (
            *("Coins", "Currency", "Asset", "Token", "Symbol", "Ticker", "Crypto", "Cryptocurrency", "Ccy"),
            *("Coin Name", "Coin Symbol", "Coin Type", "Token Name", "Token Symbol", "Asset Name", "Currency Code"),
            *("币种", "幣種", "币种名称", "幣種名稱", "货币", "貨幣", "资产", "資產", "代币", "代幣", "币", "幣"),
            *("Монета", "Валюта", "Криптовалюта", "Токен", "Актив", "Тикер"),
        ),
        "Network": (
            *("Chain", "Protocol", "Public Chain", "Blockchain", "Net", "Chain Name", "Chain Type", "Network Name"),
            *("Network Type", "Transfer Network", "Withdrawal Network", "Deposit Network", "Mainnet", "Main Net"),
            *("Chain/Network", "Network/Chain", "Public Chain Name"),
            *(
                "网络",
                "網絡",
                "網路",
                "链",
                "鏈",
                "公链",
                "公鏈",
                "链名称",
                "鏈名稱",
                "链类型",
                "鏈類型",
                "区块链",
                "區塊鏈",
            ),
            *("主网", "主網", "主网络", "转账网络", "轉賬網絡", "提币网络", "提幣網絡"),
            *("提现网络", "协议", "協議"),
            *("Сеть", "Блокчейн", "Цепочка", "Сеть вывода", "Протокол"),
        ),
        "Address": (
            *("Addr", "Wallet", "Wallet Address", "To", "To Address", "Withdrawal Address", "Withdraw Address"),
            *("Deposit Address", "Destination", "Destination Address", "Receiver", "Recipient", "Receiving Address"),
            *("Recipient Address", "Crypto Address", "Coin Address", "Public Address", "Blockchain Address"),
            *(
                "地址",
                "提币地址",
                "提幣地址",
                "提现地址",
                "提現地址",
                "钱包地址",
                "錢包地址",
                "收款地址",
                "充值地址",
                "目标地址",
            ),
            *("Адрес", "Адрес кошелька", "Кошелек", "Кошелёк", "Адрес вывода", "Адрес получателя", "Адрес для вывода"),
        ),
        "Memo": (
            *("Tag", "Payment ID", "Destination Tag", "Memo/Tag", "Tag/Memo", "Memo/Comment", "Address Tag", "Memo ID"),
            *("Message", "Destination Memo", "Deposit Memo", "Deposit Tag", "Memo/Payment ID", "Memo/Tag/Payment ID"),
            *("Tag/Memo/Payment ID", "Memo/Destination Tag", "Destination Tag/Memo", "Memo/Message"),
            *("附言", "备忘", "備忘", "备忘录", "備忘錄", "Memo/标签", "Memo/標籤", "标签/Memo", "支付ID"),
            *("Мемо", "Тег", "Тэг", "Мемо/Тег", "Тег/Мемо", "Memo/Тег", "Тег назначения", "Платежный ID"),
        ),
    }
)
"""Column → its other names."""
