"""Codes go into stock sealed, once each, all of a file or none of it."""

import pytest
from django.core.management import CommandError, call_command

from payouts.models import PointCode
from payouts.stock import StockFileRefused, add_codes
from tests.issuers.people import kept_apart, ordered
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db

HEADER = "brand,face_value,code,expires_on\n"


@pytest.fixture
def stock_file(tmp_path):
    def write(*lines: str, header: str = HEADER):
        path = tmp_path / "codes.csv"
        path.write_text(header + "\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write


def test_codes_are_added_and_not_readable_in_the_database(stock_file):
    path = stock_file("nanaco,3000,SECRET-1,2024-03-31", "edy,500,SECRET-2,")

    assert add_codes(path=path, who="test") == (2, 0)
    rows = list(PointCode.objects.order_by("id").values_list("brand", "face_value_yen", "expires_on__year"))
    assert rows == [("nanaco", 3000, 2024), ("edy", 500, None)]
    assert [code for code in PointCode.objects.all() if b"SECRET" in bytes(code.code_sealed)] == []


def test_the_same_file_again_adds_nothing(stock_file):
    path = stock_file("nanaco,3000,SECRET-1,")
    add_codes(path=path, who="test")

    assert add_codes(path=path, who="test") == (0, 1)
    assert PointCode.objects.count() == 1


def test_a_code_twice_in_one_file_is_added_once(stock_file):
    assert add_codes(path=stock_file("edy,500,SAME,", "edy,500,SAME,"), who="test") == (1, 1)


@pytest.mark.parametrize("other", ["edy,1000,SECRET-1,2024-03-31", "edy,500,SECRET-1,2024-04-01", "edy,500,SECRET-1,"])
def test_a_known_code_with_another_value_or_day_refuses_the_file_by_line(stock_file, other):
    first = "edy,500,SECRET-1,2024-03-31"
    with pytest.raises(StockFileRefused, match="^4行目 code：前に入れた番号"):
        add_codes(path=stock_file("edy,500,NEW,", first, other), who="test")
    add_codes(path=stock_file(first), who="test")
    with pytest.raises(StockFileRefused, match="^3行目 code：前に入れた番号"):
        add_codes(path=stock_file("edy,500,NEW,", other), who="test")
    assert PointCode.objects.count() == 1


def test_the_same_text_is_another_code_for_another_brand(stock_file):
    assert add_codes(path=stock_file("edy,500,SAME,", "nanaco,500,SAME,"), who="test") == (2, 0)


def test_what_an_issuer_sent_and_was_kept_apart_is_known(stock_file):
    kept_apart(ordered(brand="nanaco"))

    assert add_codes(path=stock_file("nanaco,1000,N-WRONG,", "nanaco,1000,N-1,"), who="test") == (1, 1)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("suica,500,C,", "2行目 brand"),
        ("edy,0,C,", "2行目 face_value"),
        ("edy,-1,C,", "2行目 face_value"),
        ("edy,5.5,C,", "2行目 face_value"),
        ("edy,500,,", "2行目 code"),
        ("edy,500,C,2024-02-30", "2行目 expires_on"),
    ],
)
def test_a_faulty_line_refuses_the_whole_file_and_says_where(stock_file, line, said):
    with pytest.raises(StockFileRefused, match=said):
        add_codes(path=stock_file(line, "edy,500,GOOD,"), who="test")
    assert PointCode.objects.count() == 0


def test_a_refusal_does_not_repeat_the_code(stock_file):
    with pytest.raises(StockFileRefused) as refused:
        add_codes(path=stock_file("edy,x,SECRET-9,"), who="test")
    assert "SECRET-9" not in str(refused.value)


def test_wrong_headers_and_missing_files_are_said(stock_file, tmp_path):
    with pytest.raises(StockFileRefused, match="見出し"):
        add_codes(path=stock_file(header="a,b\n"), who="test")
    with pytest.raises(CommandError, match="読めません"):
        call_command("codes", str(tmp_path / "nowhere.csv"))


def test_the_trail_names_the_file_and_no_code(stock_file):
    add_codes(path=stock_file("edy,500,SECRET-1,"), who="operator")

    event = AuditEvent.objects.get(action="stock added")
    assert (event.who, event.detail) == ("operator", {"file": "codes.csv", "added": 1, "known": 0})


def test_the_command_says_how_many(stock_file, capsys):
    call_command("codes", str(stock_file("edy,500,SECRET-1,")), "--json")

    assert capsys.readouterr().out == '{"added": 1, "known": 0}\n'
