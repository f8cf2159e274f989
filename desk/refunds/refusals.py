"""The bank did not take the file as a whole, which two persons have to see."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from desk.refunds.deeds import do, do_with_reason
from payouts.batches import refusing
from trail.needs import needs


@needs("payouts.export")
@require_POST
def say(request: HttpRequest, pk: int) -> HttpResponse:
    """「銀行が受け付けなかった」: changes nothing before another person has seen the same."""
    return do_with_reason(request, pk, refusing.say, "別の人が確認するまで、何も変わりません。", "refused_form")


@needs("payouts.approve_refusal")
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Another person confirms that the file is void, or does not see it so."""
    if "confirm" in request.POST:
        return do(request, pk, refusing.confirm, "このファイルは無効です。返金は、次のデータに入ります。")
    return do(request, pk, refusing.take_back, "取り消しました。")


@needs("payouts.export")
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Who said so was mistaken."""
    return do(request, pk, refusing.take_back, "取り消しました。")
