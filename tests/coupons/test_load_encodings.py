"""UTF-8 with and without BOM and CP932 are told apart by the header line, or by the rows below English headers."""

import pytest

from coupons.models import Issuer
from tests.coupons.load_files import HEADERS, load_file, load_lines

pytestmark = pytest.mark.django_db

JAPANESE = "発行店番号,発行店名,都道府県コード,電話番号"
NAME = "髙橋旅館①～ｱ"  # 髙, ① and ～ are of CP932, not of Shift_JIS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize("header", [JAPANESE, HEADERS["issuers"]], ids=["japanese", "english"])
def test_names_come_out_right_in_every_encoding(tmp_path, encoding, header):
    load_lines(tmp_path, header, "I0,Inn,47,", f"I1,{NAME},47,", encoding=encoding)

    assert list(Issuer.objects.order_by("no").values_list("name", flat=True)) == ["Inn", NAME]


def test_one_bad_byte_does_not_make_utf8_rows_cp932(tmp_path):
    path = tmp_path / "issuers.csv"
    path.write_bytes(f"{HEADERS['issuers']}\nI1,宿,47,\nI2,旅館,47,\nI3,湯".encode() + b"\xe3,47,\n")

    report = load_file(path)

    assert list(Issuer.objects.order_by("no").values_list("name", flat=True)) == ["宿", "旅館"]
    assert [(finding.line, finding.column) for finding in report.refused.listed] == [(4, "name")]


def test_a_bom_and_quoted_headers_are_no_part_of_the_first_name(tmp_path):
    header = ",".join(f'"{name}"' for name in JAPANESE.split(","))

    assert load_lines(tmp_path, header, "I1,宿,47,", encoding="utf-8-sig").added == 1
