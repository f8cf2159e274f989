"""Case (B) at the desk as people of the staff use it, by posting its forms."""

import re
from html import unescape
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from claims.models import Incident
from tests.incidents.people import proposed, reported, sakura, seen
from tests.makers import hanako, regionpay, shop_says

SAKURA = {"name": "沖縄 桜", "phone": "090-2222-0008", "tell": "on"}


def said(answer) -> str:
    """The page's own part and what it says of the last deed, without tags."""
    html = re.search(r'<div class="breadcrumbs">.*', answer.content.decode(), re.DOTALL)[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def take(client: Client, on=None, **typed):
    address = reverse("desk_incident_take") + (f"?coupon={on.pk}" if on else "")
    return client.post(address, SAKURA | {"kind": "paid_twice", "nonce": uuid4()} | typed, follow=True)


def do(client: Client, deed: str, pk: int, **typed):
    return client.post(reverse(f"desk_incident_{deed}", args=[pk]), typed, follow=True)


def see(client: Client, of: Incident) -> str:
    return said(client.get(reverse("desk_incident", args=[of.pk])))


def of_sakura() -> Incident:
    return shop_says(reported(sakura(member=hanako(regionpay())), "paid_twice"))


def typed_for(of: Incident, **more) -> dict:
    """What the decision's form sends: the proposal, as it is."""
    choices = proposed(of)
    yen = {f"yen_{pk}": yen for pk, yen in choices.items()}
    return {"pay": list(choices), "reason": "店の記録と一致", "seen": seen(of), **yen} | more


def approve(client: Client, of: Incident):
    """Open the case and press 「承認して…」 as the page offers it: its address, and its mark of what it showed."""
    page = client.get(reverse("desk_incident", args=[of.pk])).content.decode()
    form = re.search(r'<form method="post" action="([^"]+/approve/)">(.*?)</form>', page, re.DOTALL)
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[2]))
    return client.post(form[1], fields, follow=True)
