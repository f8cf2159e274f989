"""The pages of privacy and accessibility say what the system does: each claim is held to the setting behind it."""

import pytest

from claims import drafts, limits, verification
from claims.models import BankAccount
from config import clock
from desk import purging
from desk.personal import TABLES
from tests.browser import everybody
from tests.claims.pages import text
from tests.makers import japan, regionpay

pytestmark = pytest.mark.django_db
# By which of the page's words a reader knows that a table's personal columns are erased.
ERASED = {
    "coupons_member": "会員番号",
    "claims_claim": "お名前、フリガナ、電話番号、メールアドレス",
    "claims_claimline": "職員が書いた理由",
    "claims_stay": "宿泊の情報",
    "claims_bankaccount": "口座",
    "claims_deskclaim": "職員が書いた理由",
    "claims_proposal": "職員が書いた理由",
    "claims_callnote": "お電話とお申し出の記録",
    "claims_incident": "お電話とお申し出の記録",
    "claims_storeconfirmation": "店舗の回答に書かれた言葉",
    "claims_storeattempt": "店舗の回答に書かれた言葉",
    "claims_incidentdecision": "職員が書いた理由",
    "claims_storeanswerfile": "店舗の回答に書かれた言葉",
    "notifications_message": "お送りしたお知らせの宛先と中身",
    "payouts_payout": "職員が書いた理由",
    "payouts_receivelink": "受取URLの宛先",
    "payouts_redirect": "配信先",
    "payouts_accountproposal": "銀行に渡したファイルの口座",
    "payouts_accountrequest": "職員が書いた理由",
    "payouts_refundline": "銀行に渡したファイルの口座",
    "payouts_refundbatch": "銀行に渡したファイルの口座",
    "payouts_transferoutcome": "職員が書いた理由",
    "payouts_resultfile": "銀行に渡したファイルの口座",
    "trail_auditevent": "職員が書いた理由",
    "trail_legalhold": "職員が書いた理由",
    "trail_job": "regionPAY から受け取ったファイル",
    "trail_jobfile": "regionPAY から受け取ったファイル",
}


def read(client, address: str, root: str = "") -> str:
    clock.move_to(japan("2023-04-10 12:00"))
    return text(client.get(f"{root}/regionpay-2023/{address}/").content.decode())


def test_the_day_it_names_is_the_day_from_which_a_purge_may_erase(client):
    scheme = regionpay()
    scheme.keep_personal_data_until = japan("2025-07-01 00:00")
    scheme.save()

    assert "2025年6月30日（月）23:59までです。その日がすぎると" in read(client, "privacy").replace(" ", "")
    with pytest.raises(purging.NotYet):
        purging.purge(scheme, japan("2025-06-30 23:59:59"), who="test")
    assert purging.purge(scheme, japan("2025-07-01 00:00"), who="test")["kept"] == {}


def test_its_figures_are_the_settings(client):
    said, in_english = read(client, "privacy"), read(client, "privacy", "/en")
    days, minutes = limits.KEPT.days, verification.GOOD_FOR.seconds // 60

    assert f"もとに戻せない印に変えて{days}日間だけ記録します" in said
    assert f"6桁の番号は、そのままの形では保存しません。番号は{minutes}分で使えなくなります" in said
    assert f"{drafts.KEPT.seconds // 60}分操作がないと" in said
    assert f"口座番号の下{BankAccount._meta.get_field('number_ends').max_length}桁だけ" in said
    assert f"stops working after {minutes} minutes" in in_english


def test_every_table_that_is_erased_has_a_word_in_the_list(client):
    said = read(client, "privacy").partition("次のものを自動で消します。")[2].partition("金額、手続きの状態")[0]

    assert set(ERASED) == {table.table for table in TABLES}
    assert [word for word in ERASED.values() if word not in said] == []


def test_what_is_said_to_be_tested_is_tested(client):
    said = read(client, "accessibility")

    assert f"幅{everybody.NARROW}ピクセル" in said
    assert ("縦横44ピクセル以上" in said, "< 44" in everybody.SMALL_TARGETS) == (True, True)
    assert ("文字を2倍に" in said, "200%" in everybody.LARGE_TEXT) == (True, True)
    assert "まだ確かめていないこと" in said
