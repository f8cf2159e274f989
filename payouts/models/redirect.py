"""Where a member's URL goes instead, when it could not be delivered: asked for by one, approved by another."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from payouts.models.link import ReceiveLink
from payouts.models.payout import Payout


def _staff(label: str, related_name: str, **more) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=label, related_name=related_name, **more
    )


class Redirect(models.Model):
    """A new destination for one payout's URL. After insert only the settling changes; a settled one stays (trigger)."""

    class State(models.TextChoices):
        WAITING = "waiting", "2人目を待っている"
        APPROVED = "approved", "承認"
        REFUSED = "refused", "差し戻し"

    payout = models.ForeignKey(Payout, models.PROTECT, verbose_name="支払", related_name="redirects")
    channel = models.CharField("送り方", max_length=6, choices=ReceiveLink.Channel)
    destination = models.CharField("新しい送り先", max_length=254)
    reason = models.CharField("理由と、本人と確かめた方法", max_length=300)
    made_by = _staff("頼んだ人", "redirects_made")
    made_at = models.DateTimeField("頼んだ日時")
    state = models.CharField("状態", max_length=8, choices=State, default=State.WAITING)
    settled_by = _staff("決めた人", "redirects_settled", null=True, blank=True)
    settled_at = models.DateTimeField("決めた日時", null=True, blank=True)
    answer = models.CharField("差し戻しの理由", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "受取URLの新しい送り先"
        constraints = [
            models.CheckConstraint(
                name="a_redirect_is_approved_by_another_person",
                condition=~Q(state="approved") | Q(settled_by__isnull=False) & ~Q(settled_by=F("made_by")),
            ),
            models.CheckConstraint(
                name="a_settled_redirect_says_when",
                condition=Q(state="waiting", settled_by=None, settled_at=None)
                | (~Q(state="waiting") & Q(settled_by__isnull=False, settled_at__isnull=False)),
            ),
            models.CheckConstraint(name="a_redirect_says_where_and_why", condition=~Q(destination="") & ~Q(reason="")),
            models.UniqueConstraint(
                fields=["payout"], condition=Q(state="waiting"), name="one_redirect_of_a_payout_waits"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payout} {self.get_channel_display()}"
