"""`personal_data`: one person by the number that people know; what is held about them, and what keeps it."""

import json

import pytest
from django.core.management import CommandError, call_command

from tests.desk.test_purge import NAME, WAITING, world
from trail.models import AuditEvent, LegalHold

pytestmark = pytest.mark.django_db
__all__ = ["world"]


@pytest.mark.parametrize(
    ("kind", "number"), [("claim", "receipt_no"), ("member", "member_no"), ("incident", "receipt_no")]
)
def test_a_person_is_named_by_the_number_that_people_know(world, kind, number):
    call_command("personal_data", kind, getattr(world[kind], number), who="law", hold="係争中")

    assert [hold.about.rpartition("/")[2] for hold in LegalHold.objects.all()] == [str(world[kind].pk)]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"number": "999999", "hold": "係争中"}, "999999：見つかりません。"),
        ({"number": "A-0000-0000-0"}, "A-0000-0000-0：見つかりません。"),
        ({"number": "its", "hold": " "}, "消去を止める理由を書いてください。"),
        ({"number": "its", "hold": "もう一度"}, "消去は、もう止められています。"),
    ],
)
def test_a_typing_error_is_no_hold_and_nothing_is_handed_out(world, given, said):
    """Else somebody would be erased whom a court wants kept."""
    receipt_no = world["claim"].receipt_no
    call_command("personal_data", "claim", receipt_no, who="law", hold="係争中")
    number = receipt_no if given["number"] == "its" else given["number"]

    with pytest.raises(CommandError, match=f"^{said}$"):
        call_command("personal_data", "claim", number, who="law", hold=given.get("hold"))
    assert (LegalHold.objects.count(), AuditEvent.objects.filter(action="handed out personal data").count()) == (1, 0)


def test_what_is_held_about_one_person_is_handed_out_and_trailed(world, capsys):
    call_command("personal_data", "claim", world["claim"].pk, who="law")
    said = json.loads(capsys.readouterr().out)

    assert (said["claims_claim"][0]["name"], said["claims_bankaccount"][0]["number_sealed"]) == (NAME, "sealed")
    assert said["claims_callnote"] == [{"text": "うめ子さんから", "phone_mark": None}]
    assert WAITING not in json.dumps(said)
    assert AuditEvent.objects.filter(who="law", about=f"claims.claim/{world['claim'].pk}").count() == 1
