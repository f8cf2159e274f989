"""What an operator reads on the terminal after `load`."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from coupons.models import Member
from tests.coupons.load_files import HEADERS, write
from tests.makers import other_scheme

pytestmark = pytest.mark.django_db


def said(*arguments) -> str:
    out = StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("load", *map(str, arguments), stdout=out, stderr=StringIO())
    assert stopped.value.code == 2
    return out.getvalue()


def test_counts_ignored_columns_refused_rows_and_skipped_files_are_said(tmp_path):
    write(tmp_path, "a.csv", HEADERS["members"] + ",備考", "M1,,,,x", "M2,12,,,x")
    write(tmp_path, "b.csv", "member_no,phone,email", "M3,,")

    assert said(tmp_path).splitlines() == [
        "a.csv: 2行　追加 1　変更 0　同じ 0　相違 0　受付不可 1　注意 0",
        "  使わない列：備考",
        "  受付不可 3行目 phone：電話番号は0から始まる10桁か11桁です。",
        "b.csv: 取り込むファイルではありません（見出しが合いません。足りない見出し：left_at）。とばしました。",
    ]


def test_after_twenty_refused_rows_the_rest_is_only_counted(tmp_path):
    path = write(tmp_path, "a.csv", HEADERS["members"], *(["x"] * 25))

    lines = said(path).splitlines()

    assert (len(lines), lines[-1]) == (22, "  受付不可 ほか5行")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere.csv"], "nowhere.csv: ファイルもフォルダーもありません。"),
        ([".", "--scheme", "x"], "--scheme で制度を"),
    ],
)
def test_what_cannot_be_is_refused_in_words(arguments, message):
    with pytest.raises(CommandError, match=message):
        call_command("load", *arguments)


def test_with_two_schemes_one_must_be_chosen(tmp_path):
    path = write(tmp_path, "a.csv", HEADERS["members"], "M1,,,")
    other = other_scheme()

    with pytest.raises(CommandError, match="other-2023, regionpay-2023"):
        call_command("load", str(path))
    call_command("load", str(path), "--scheme", other.slug, stdout=StringIO())

    assert Member.objects.get().scheme == other
