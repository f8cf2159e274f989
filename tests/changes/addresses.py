"""The staff's addresses of what regionPAY is told: what each needs, and of which kind its row is."""

from coupons import answers, changes
from tests.makers import regionpay

ADDRESSES = {
    "changes": ("changes.look", ""),
    "change_make": ("changes.tell", ""),
    "change_take": ("changes.tell", ""),
    "change_answers": ("changes.look", "coupons.answerfile"),
    "change_file": ("changes.look", "coupons.changefile"),
    "change_download": ("changes.tell", "coupons.changefile"),
    "settlements": ("settlements.look", ""),
    "settlement_close": ("settlements.download", ""),
    "settlement_download": ("settlements.download", ""),
}


def rows() -> dict[str, int]:
    """A row of each kind; something must wait to be told."""
    empty = "キー,結果".encode()
    return {
        "coupons.changefile": changes.make_file(scheme=regionpay(), who="jimu").pk,
        "coupons.answerfile": answers.take(scheme=regionpay(), name="a.csv", data=empty, who="jimu").pk,
    }
