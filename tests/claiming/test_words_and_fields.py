"""Every page of the claim forms, empty and with faults: its words, its labels, and how much it asks."""

import re

import pytest

from tests.claiming.walking import ORDER, Walker

FRIGHTENING = ["送信", "OK", "半角", "全角", "不正な", "無効な", "エラーコード"]
HELPED = {
    "name": ("name", None),
    "phone": ("tel", "tel"),
    "email": ("email", "email"),
    "code": ("one-time-code", "numeric"),
    "inquiry_no": ("off", "numeric"),
    "travel_day": ("off", "numeric"),
    "account_no": ("off", "numeric"),
}


@pytest.fixture(params=[False, True], ids=["empty", "with faults"])
def seen(request):
    """Every page, by its step."""

    def see(step: str) -> Walker:
        walker: Walker = request.getfixturevalue("refund").arrive(step)
        return walker.post(step) if request.param else walker

    return see


@pytest.mark.parametrize("step", ORDER["refund"])
def test_a_page_asks_five_things_at_most_in_kind_words(seen, step):
    walker = seen(step)
    assert walker.at == step
    assert len(re.findall(r'class="field', walker.page)) <= 5
    assert [word for word in FRIGHTENING if word in walker.main] == []
    assert re.findall(r"placeholder|disabled|readonly|<script", walker.page) == []
    assert re.findall(r"\d{4}年\d+月\d+日(?!（[月火水木金土日]）|（「)", walker.main) == []


@pytest.mark.parametrize("step", ORDER["refund"])
def test_every_field_has_a_label_and_the_help_of_the_keyboard(seen, step):
    page = seen(step).page
    for tag in re.findall(r"<(?:input|select) [^>]*>", page):
        had = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if had.get("type") in ("hidden", "radio", "checkbox"):
            continue
        assert page.count(f'<label for="{had["id"]}">') == 1
        assert "autocomplete" in had
        if had["name"] in HELPED:
            assert (had["autocomplete"], had.get("inputmode")) == HELPED[had["name"]]


@pytest.mark.parametrize("step", ORDER["refund"])
def test_what_a_field_is_described_by_is_there_once(seen, step):
    page = seen(step).page
    described = {each for ids in re.findall(r'aria-(?:describedby|labelledby)="([^"]*)"', page) for each in ids.split()}
    linked = set(re.findall(r'href="#([^"]*)"', page))
    assert {each for each in described | linked if page.count(f'id="{each}"') != 1} == set()


def test_a_points_claim_asks_eleven_things_and_a_refund_needs_seventeen_at_most(refund):
    pages = {step: refund.arrive(step).page for step in ORDER["refund"]}
    asked = sum(len(re.findall(r'class="field', pages[step])) for step in ORDER["points"])
    needed = sum(page.count("※必須") for page in pages.values())
    assert (asked <= 11, needed <= 17) == (True, True)
