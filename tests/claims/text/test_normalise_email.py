"""Mail addresses, also those that the standard forbids and docomo gave out."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.normalise import NotUnderstood, email, email_doubt, email_suggestion
from tests.claims.text.typing_anything import anything

TYPED = {
    "hanako@example.jp": "hanako@example.jp",
    "Hanako.O@Example.JP": "Hanako.O@example.jp",
    "ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｊｐ": "hanako@example.jp",
    " hanako@example.jp。": "hanako@example.jp",
    "hanako @ example.jp": "hanako@example.jp",
    "hanako@example。jp": "hanako@example.jp",
    "hanako@example.jp.": "hanako@example.jp",
    "hanaーko@example.jp": "hana-ko@example.jp",
    "hanako@sub－domain.example.co.jp": "hanako@sub-domain.example.co.jp",
    "hana..ko@docomo.ne.jp": "hana..ko@docomo.ne.jp",
    "hanako.@docomo.ne.jp": "hanako.@docomo.ne.jp",
    "-hanako_1+x@docomo.ne.jp": "-hanako_1+x@docomo.ne.jp",
    "hanako@example.jp\u200b": "hanako@example.jp",
}
AFTER = "メールアドレスの形になっていません。「@」のあとを、もう一度お確かめください。"
BEFORE = "メールアドレスの「@」の前に、使えない文字があります。もう一度お確かめください。"
REFUSED = {
    "": AFTER,
    "hanako": AFTER,
    "hanako@": AFTER,
    "hanako@example": AFTER,
    "hanako@example..jp": AFTER,
    "hanako@.jp": AFTER,
    "hanako@-example.jp": AFTER,
    "hanako@example.123": AFTER,
    "hanako@例え.jp": AFTER,
    "hanako@example,jp": AFTER,
    f"hanako@{'a' * 64}.jp": AFTER,
    f"hanako@{'a.' * 100}jp": AFTER,
    "@example.jp": BEFORE,
    "花子@example.jp": BEFORE,
    "a@b@example.jp": BEFORE,
    "<hanako>@example.jp": BEFORE,
    f"{'a' * 65}@example.jp": BEFORE,
}


@pytest.mark.parametrize(("typed", "stored"), TYPED.items())
def test_an_address_is_taken_as_it_is_meant(typed, stored):
    assert email(typed) == stored


@pytest.mark.parametrize(("typed", "words"), REFUSED.items())
def test_which_side_of_the_at_is_wrong_is_told(typed, words):
    with pytest.raises(NotUnderstood) as refused:
        email(typed)
    assert str(refused.value.words) == words


SUGGESTED = {
    "gmail.con": "gmail.com",
    "gmail.co": "gmail.com",
    "gmial.com": "gmail.com",
    "gmai.com": "gmail.com",
    "gmaill.com": "gmail.com",
    "gnail.com": "gmail.com",
    "gmail.comm": "gmail.com",
    "gmail.co.jp": "gmail.com",
    "yahoo.co.jo": "yahoo.co.jp",
    "yaho.co.jp": "yahoo.co.jp",
    "yahoo.cojp": "yahoo.co.jp",
    "docomo.co.jp": "docomo.ne.jp",
    "docomo.ne.jo": "docomo.ne.jp",
    "dokomo.ne.jp": "docomo.ne.jp",
    "ezweb.ne.jpp": "ezweb.ne.jp",
    "ezwed.ne.jp": "ezweb.ne.jp",
    "softbank.co.jp": "softbank.ne.jp",
    "softbank.ne.jp.jp": None,
    "i.softbank.jo": "i.softbank.jp",
    "icloud.con": "icloud.com",
    "icluod.com": "icloud.com",
    "gmail.com": None,
    "docomo.ne.jp": None,
    "au.com": None,
    "aa.com": None,
    "outlook.jp": None,
    "outlook.com": None,
    "yahoo.ne.jp": None,
    "example.jp": None,
    "pref.okinawa.lg.jp": None,
}


@pytest.mark.parametrize(("host", "meant"), SUGGESTED.items())
def test_a_slip_of_the_finger_in_a_common_host_is_noticed(host, meant):
    assert email_suggestion(f"hanako@{host}") == meant


def test_the_soft_words_name_both_hosts():
    assert str(email_doubt("hanako@gmail.con")) == "「gmail.con」は「gmail.com」のまちがいではありませんか。"
    assert email_doubt("hanako@gmail.com") is None


@given(anything | st.emails())
def test_what_comes_out_is_plain_and_stays(typed):
    try:
        stored = email(typed)
    except NotUnderstood:
        return
    assert re.fullmatch(r"[!-~]{1,64}@[a-z0-9.-]+\.[a-z0-9-]+", stored)
    assert len(stored) <= 254
    assert email(stored) == stored
    meant = email_suggestion(stored)
    assert meant is None or email_suggestion(f"hanako@{meant}") is None
