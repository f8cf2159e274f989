"""`scheme`: another scheme beside those there are, from a file; what is wrong in it is said, and nothing is made."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from coupons.models import Scheme
from payouts.models import BrandSetting
from tests.makers import regionpay
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db


def example() -> str:
    out = StringIO()
    call_command("scheme", "--example", stdout=out)
    return out.getvalue()


def made(tmp_path, text: str) -> str:
    out, file = StringIO(), tmp_path / "new.toml"
    file.write_text(text)
    call_command("scheme", str(file), stdout=out)
    return out.getvalue()


def test_the_example_under_another_name_is_a_scheme_with_a_site_of_its_own(tmp_path):
    text = example().replace('"regionpay-2023"', '"okinawa-2024"').replace("0120-479-249", "0120-000-111")
    assert made(tmp_path, text).endswith("特設サイトは /okinawa-2024/ です。\n")
    new = Scheme.objects.get(slug="okinawa-2024")
    same = set(Scheme._meta.fields) - {Scheme._meta.get_field(name) for name in ("id", "slug", "help_desk_phone")}
    assert {f.name: getattr(new, f.name) for f in same} == {f.name: getattr(regionpay(), f.name) for f in same}
    assert BrandSetting.objects.filter(scheme=new).count() == 5
    assert AuditEvent.objects.get(action="scheme begun").about == f"coupons.scheme/{new.pk}"
    assert "0120-000-111" in Client().get("/okinawa-2024/").content.decode()
    assert "0120-000-111" not in Client().get("/regionpay-2023/").content.decode()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("", "", "slug"),
        ('slug = "regionpay-2023"', 'slug = "x"\nnonsense = 1', "知らない項目があります：nonsense"),
        ('slug = "regionpay-2023"', "slug = ", "new.toml を読めません"),
        ("claims_until = 2023-05-01", "claims_until = 2022-05-01", "dates_of_a_scheme_are_in_order"),
        ('sender = "regionPAY補償"\n', "", "sender"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(tmp_path, old, new, said):
    with pytest.raises(CommandError) as refused:
        made(tmp_path, example().replace(old, new) if old else example())
    assert said in str(refused.value)
    assert Scheme.objects.count() == 1
