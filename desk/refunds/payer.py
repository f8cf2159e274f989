"""「振込依頼人」: who pays, from which account, and how the bank wants its file."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from desk.refunds.forms import PayerForm
from desk.refunds.pages import chosen, page
from payouts.batches import approving
from payouts.models import Consignor
from trail.needs import needs
from trail.record import record


@needs("schemes.change")
@require_http_methods(["GET", "HEAD", "POST"])
def payer(request: HttpRequest) -> HttpResponse:
    """What the bank would not take is refused. What waits for approval, or was approved, keeps what stood then."""
    scheme = chosen(request)
    row = Consignor.objects.filter(scheme=scheme).first() or Consignor(scheme=scheme)
    form = PayerForm(request.POST if request.method == "POST" else None, instance=row)
    refused = []
    if form.is_valid():
        try:
            approving.must_be_writable(form.instance)
        except approving.NoConsignor as refusal:
            refused = [str(refusal)]
        else:
            form.save()
            record("payer changed", who=request.user.get_username(), about=form.instance, fields=form.changed_data)
            messages.success(request, "振込依頼人を保存しました。")
            return redirect("refunds")
    has_faults = bool(form.errors)
    shown = {"scheme": scheme, "form": form, "refused": refused, "has_faults": has_faults}
    return page(request, "desk/refund/payer.html", title="振込依頼人", **shown)
