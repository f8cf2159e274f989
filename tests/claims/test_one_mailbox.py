"""One mailbox, however it is written; the rule of the program is the rule of the database."""

import pytest

from claims import contacts
from claims.models import Claim
from tests.matching.people import filed

WRITTEN = [
    ("taro@example.jp", "taro@example.jp"),
    ("Taro@Example.JP", "taro@example.jp"),
    ("taro+coupon@example.jp", "taro@example.jp"),
    ("t.a..ro.@docomo.ne.jp", "t.a..ro.@docomo.ne.jp"),
    ("09012345678", "09012345678"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("contact", "key"), WRITTEN)
def test_both_know_it_by_the_same_key(contact, key):
    claim = filed(by=contact)
    assert (contacts.key(contact), Claim.objects.get(pk=claim.pk).contact_key, claim.deliver_to) == (key, key, contact)
