"""「期限切れと後からの差」: what lapsed, by prefecture, codes that nobody saw, and where the records say something else."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from config import clock
from coupons.models import Scheme
from coupons.prefectures import PREFECTURES
from desk.review.pages import page
from payouts import leftovers as left
from payouts import statement
from trail.needs import needs


@dataclass(frozen=True)
class OfScheme:
    """One scheme's leftovers."""

    scheme: Scheme
    lapsed: list[tuple[str, left.Lapsed]]
    unseen: list[left.Unseen]
    late: list[left.Late]
    late_yen: int

    @property
    def lapsed_yen(self) -> int:
        return sum(row.lapsed_yen for _, row in self.lapsed)


@needs("operations.look")
@require_safe
def leftovers(request: HttpRequest) -> HttpResponse:
    """For every scheme."""
    at = clock.now()
    found = [
        OfScheme(
            scheme,
            [(PREFECTURES.get(row.prefecture, row.prefecture), row) for row in left.lapsed_by_prefecture(scheme)],
            left.never_seen(scheme),
            left.late_differences(scheme, at),
            statement.totals(scheme, at)["late_yen"],
        )
        for scheme in Scheme.objects.order_by("pk")
    ]
    return page(request, "desk/issuers/leftovers.html", title="期限切れと後からの差", found=found)
