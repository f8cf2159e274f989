"""NUL and bytes of no character refuse their own row, at the column where they stand; nothing aborts."""

import pytest

from coupons.models import Issuer
from tests.coupons.load_files import HEADERS, load_file, places, tally

pytestmark = pytest.mark.django_db

JAPANESE = "発行店番号,発行店名,都道府県コード,電話番号,備考"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize("byte", [b"\0", b"\xff", b"\x81", b"\xfd"])
@pytest.mark.parametrize(
    ("row", "column"),
    [
        (b"I%2,Inn,47,,", "issuer_no"),
        (b"I2,In%,47,,", "name"),
        (b"I2,Inn,4%7,,", "prefecture"),
        (b"I2,Inn,47,0%9,", "phone"),
    ],
)
def test_the_row_is_refused_at_its_column_and_the_others_are_loaded(tmp_path, encoding, byte, row, column):
    path = tmp_path / "issuers.csv"
    path.write_bytes(f"{JAPANESE}\nI1,宿,47,,\n".encode(encoding) + row.replace(b"%", byte) + b"\nI3,x,47,,\n")

    report = load_file(path)

    assert (tally(report), places(report.refused)) == ({"read": 3, "added": 2, "refused": 1}, [(3, column)])


@pytest.mark.parametrize("byte", [b"\0", b"\xff", b"\x81"])
def test_in_an_ignored_column_they_harm_nothing(tmp_path, byte):
    path = tmp_path / "issuers.csv"
    path.write_bytes(f"{JAPANESE}\n".encode() + b"I1,Inn,47,," + byte + b"\n")

    assert load_file(path).added == 1


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_half_a_character_at_the_end_of_a_line_does_not_join_the_next(tmp_path, end):
    path = tmp_path / "issuers.csv"
    path.write_bytes(end.join([JAPANESE.encode("cp932"), b"I1,Inn,47,,\x81", b"I2,Inn,47,,", b"I3,Inn\x81,47,,", b""]))

    report = load_file(path)

    assert list(Issuer.objects.order_by("no").values_list("no", flat=True)) == ["I1", "I2"]
    assert places(report.refused) == [(4, "name")]


def test_a_mail_address_with_an_unreadable_byte_is_refused(tmp_path):
    path = tmp_path / "members.csv"
    path.write_bytes(HEADERS["members"].encode() + b"\nM1,,ha\0nako@example.jp,\n")

    assert places(load_file(path).refused) == [(2, "email")]
