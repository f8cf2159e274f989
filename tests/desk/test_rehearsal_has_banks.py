"""The first rehearsal finds the directory of banks empty and fills it; later ones leave it alone."""

import json
from datetime import date

import pytest
from django.core.management import call_command

from claims.models import Bank

pytestmark = pytest.mark.django_db


def test_the_first_rehearsal_brings_the_banks_and_says_so_aside(capsys):
    call_command("rehearse", "--until", "2023-03-01", "--json")

    said = capsys.readouterr()
    assert (Bank.objects.count(), list(json.loads(said.out))) == (1146, ["at", "duties"])
    assert "銀行 一覧 1,146" in said.err


@pytest.mark.parametrize("options", [["--until", "2023-03-01"], ["--resume"]])
def test_a_later_one_leaves_them_alone(options):
    Bank.objects.create(code="0801", name="みらい", kana="", spellings="|みらい|", listed_on=date(2023, 3, 1))

    call_command("rehearse", *options)

    assert Bank.objects.count() == 1


def test_a_demo_that_goes_on_gets_them_too():
    call_command("rehearse", "--resume")

    assert Bank.objects.count() == 1146
