"""Shop confirmation as a clerk uses it, by posting its forms."""

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from claims.models import Incident
from tests.changes.test_screens import said
from tests.shops.people import shop


def shop_page(client: Client, name: str = "shop") -> str:
    return said(client.get(address(name)))


def address(name: str = "shop") -> str:
    return reverse(f"confirm_{name}", args=[shop().pk])


def call(client: Client, says: dict[Incident, str], **more) -> HttpResponse:
    typed = {"person": "店長 山城", "way": "phone"} | more
    return client.post(address("call"), typed | {f"says_{case.pk}": word for case, word in says.items()}, follow=True)
