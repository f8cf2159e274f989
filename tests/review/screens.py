"""The review as people of the staff use it, by posting its forms."""

import re
from html import unescape

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.staff.people import client_of, staff


def logged_in(name: str, *roles: str) -> Client:
    """A browser of somebody with these roles."""
    there = User.objects.filter(username=name).first()
    return client_of(there or staff(name, *roles))


def reviewer(name: str = "sato") -> Client:
    return logged_in(name, "reviewer")


def address(name: str, pk: int | str | None = None) -> str:
    return reverse(f"desk_review{'_' if name else ''}{name}", args=[] if pk is None else [pk])


def see(client: Client, name: str, pk: int | str | None = None) -> str:
    """A page, as one reads it."""
    answer = client.get(address(name, pk))
    assert answer.status_code == 200
    return said(answer)


def said(answer: HttpResponse) -> str:
    """The page's own part without tags."""
    html = re.search(r'<div class="review">.*', answer.content.decode(), re.DOTALL)[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def opened(client: Client, claim_id: int) -> str:
    """Open the case, and the version that its forms carry."""
    client.post(address("open", claim_id))
    return seen(client, claim_id)


def seen(client: Client, claim_id: int) -> str:
    html = client.get(address("case", claim_id)).content.decode()
    return re.search(r'name="seen" value="([^"]+)"', html)[1]


def post(client: Client, name: str, pk: int | str | None, /, **values) -> HttpResponse:
    return client.post(address(name, pk), values)


def told(client: Client) -> str:
    """What the next page says of the last deed."""
    return client.get(address("")).content.decode()
