"""Which shop a report is about: named where nobody knew it, put right where it was another."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from claims import confirming, leases, naming_shops
from claims.models import Incident
from coupons.models import Store
from desk.incidents.forms import find_stores
from desk.shops import queue, shop
from desk.shops.forms import ShopForm, WrongShopForm
from trail.needs import needs

NOT_FOUND = "この番号や名前の店舗は、記録にありません。"
SAME = "いまと同じ店舗です。"
REFUSALS = (confirming.AnsweredMeanwhile, leases.WithAColleague, naming_shops.NoWhy, naming_shops.SameShop)


class NotOne(Exception):
    """No shop, or several: the words say which."""


@needs("desk.incident")
@require_POST
def name_shop(request: HttpRequest, pk: int) -> HttpResponse:
    """Which shop a case is about, that was taken without one."""
    incident, form = get_object_or_404(Incident.objects.select_related("scheme"), pk=pk), ShopForm(request.POST)
    try:
        store = _only(incident, form.cleaned_data["store_no"] if form.is_valid() else "")
        naming_shops.name_shop(incident_id=pk, store_no=store.no, by=request.user)
    except NotOne as words:
        return queue.page_of(request, incident.scheme, status=422, refused=[f"{incident.receipt_no}：{words}"])
    except REFUSALS as refusal:
        return queue.page_of(request, incident.scheme, status=409, refused=_words_for(refusal))
    messages.success(request, f"{incident.receipt_no} を、{store.name}（{store.no}）のお申し出にしました。")
    return redirect(f"{reverse('confirm_queue')}?scheme={incident.scheme.slug}")


@needs("desk.incident")
@require_POST
def wrong(request: HttpRequest, pk: int) -> HttpResponse:
    """「この店舗ではなかった」: one of its cases is another shop's."""
    store = shop.found(pk)
    form = WrongShopForm(request.POST, cases=shop.cases_of(store), auto_id="id_wrong_%s")
    if not form.is_valid():
        return shop.page_of(request, store, status=422, wrong=form)
    incident = Incident.objects.select_related("scheme").get(pk=form.cleaned_data["case"])
    try:
        right = _only(incident, form.cleaned_data["store_no"])
        naming_shops.name_shop(
            incident_id=incident.pk, store_no=right.no, by=request.user, why=form.cleaned_data["why"]
        )
    except NotOne as words:
        form.add_error("store_no", str(words))
        return shop.page_of(request, store, status=422, wrong=form)
    except REFUSALS as refusal:
        return shop.page_of(request, store, status=409, refused=_words_for(refusal), wrong=form)
    messages.success(request, f"{incident.receipt_no} を、{right.name}（{right.no}）のお申し出にしました。")
    return shop.on(store)


def _only(incident: Incident, typed: str) -> Store:
    """The shop of this number; else the only one of the prefecture with this telephone or name. Raises NotOne."""
    known = Store.objects.filter(scheme=incident.scheme_id, no=typed.strip()).first()
    if known:
        return known
    found = find_stores(incident.scheme, incident.prefecture, typed.strip()) if typed.strip() else []
    if len(found) == 1:
        return found[0]
    if not found:
        raise NotOne(NOT_FOUND)
    names = "、".join(f"{store.name}（{store.no}）" for store in found)
    raise NotOne(f"あてはまる店舗がいくつかあります。店舗番号で選んでください：{names}")


def _words_for(refusal: Exception) -> list[str]:
    return [SAME] if isinstance(refusal, naming_shops.SameShop) else shop.words_for(refusal)
