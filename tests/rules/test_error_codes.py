"""Finding and explaining an exchange's error code in a pasted text."""

import pytest

from bot.rules.error_codes import Explained, Meaning, explain, find_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("4007", "4007"),
        ("4010.", "4010"),
        ("code: 4010", "4010"),
        ("-2015", "-2015"),
        ("\u22122015", "-2015"),
        ("APIError(code=-2015): Invalid API-key, IP, or permissions for action.", "-2015"),
        ('{"code":-2015,"msg":"Invalid API-key, IP, or permissions for action."}', "-2015"),
        ('{"msg": "Timestamp for this request", "code": -1021}', "-1021"),
        ('{"code":"50111","data":[],"msg":"Invalid OK-ACCESS-KEY"}', "50111"),
        ('{"retCode":10003,"retMsg":"API key is invalid.","result":{}}', "10003"),
        ('{"label":"INVALID_KEY","message":"Invalid key provided"}', "INVALID_KEY"),
        ('{"status":"error","err-code":"api-signature-not-valid"}', "api-signature-not-valid"),
        ('{"error":["EAPI:Invalid key"]}', "EAPI:Invalid key"),
        ("eapi:invalid nonce", "EAPI:Invalid nonce"),
        ("HTTP 403: ip_forbidden", "IP_FORBIDDEN"),
        ("HTTP 401 with 400006", "400006"),
        ("HTTP 401 with 4005", "401"),
        ("abc", None),
        ("12345678", None),
        ("", None),
    ],
)
def test_the_code_is_found_in_what_was_copied(text: str, code: str | None) -> None:
    assert find_code(text) == code


@pytest.mark.parametrize(
    ("code", "explained"),
    [
        ("-2015", Explained("-2015", "Binance", Meaning.KEY_OR_IP_OR_RIGHT)),
        ("2015", Explained("-2015", "Binance", Meaning.KEY_OR_IP_OR_RIGHT)),
        ("400006", Explained("400006", "KuCoin", Meaning.IP)),
        ("invalid_key", Explained("INVALID_KEY", "Gate", Meaning.KEY_UNKNOWN)),
        ("2014", Explained("2014", "HTX", Meaning.KEYS_FULL)),
        ("4007", None),
        ("abc", None),
    ],
)
def test_a_code_of_another_exchange_is_explained(code: str, explained: Explained | None) -> None:
    assert explain(code) == explained
