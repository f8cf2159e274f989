"""That an order which may be out was not issued after all: told by one person, believed by another."""

from django.db import models
from django.db.models import F, Q

from payouts.models.issuing import QuarantinedAnswer
from payouts.models.points import PointOrder


class OrderRefusal(models.Model):
    """An issuer's 「発行していない」 as a person handed it in; the order stays until another person has settled it.

    `file` is the issuer's file that says so, `answer` the one in quarantine that it is about. Settled, it stays
    (trigger).
    """

    class State(models.TextChoices):
        WAITING = "waiting", "2人目を待っている"
        APPROVED = "approved", "承認"
        SENT_BACK = "sent_back", "差し戻し"

    order = models.ForeignKey(PointOrder, models.PROTECT, verbose_name="申込", related_name="refusals")
    answer = models.ForeignKey(QuarantinedAnswer, models.PROTECT, verbose_name="隔離した回答", null=True, blank=True)
    reason = models.CharField("発行会社が何と言い、どこに書いてあるか", max_length=300)
    file = models.CharField("発行会社のファイル", max_length=150, blank=True)
    made_by = models.CharField("頼んだ人", max_length=150)
    made_at = models.DateTimeField("頼んだ日時")
    state = models.CharField("状態", max_length=9, choices=State, default=State.WAITING)
    settled_by = models.CharField("決めた人", max_length=150, blank=True, db_default="")
    settled_at = models.DateTimeField("決めた日時", null=True, blank=True)
    why_not = models.CharField("差し戻しの理由", max_length=300, blank=True, db_default="")

    class Meta:
        verbose_name = verbose_name_plural = "発行不可の判断"
        constraints = [
            models.CheckConstraint(name="a_refusal_says_who_and_why", condition=~Q(made_by="") & ~Q(reason="")),
            models.CheckConstraint(
                name="a_refusal_is_believed_by_another_person",
                condition=~Q(state="approved") | (~Q(settled_by="") & ~Q(settled_by=F("made_by"))),
            ),
            models.CheckConstraint(
                name="a_settled_refusal_says_when",
                condition=Q(state="waiting", settled_by="", settled_at=None)
                | (~Q(state="waiting") & ~Q(settled_by="") & Q(settled_at__isnull=False)),
            ),
            models.UniqueConstraint(
                fields=["order"], condition=Q(state="waiting"), name="one_refusal_of_an_order_waits"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order}の発行不可"
