"""What we tell people: each message is a row until it has left, and afterwards the proof of what was said.

A scheme is known here by its slug only. What a row may become is guarded by triggers
(notifications/migrations/0002_guards.sql).
"""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now as RealNow

CHANGED = "receive-links-changed"  # links that go where a file since the first one says
CALLED = {  # what is released, as staff call it
    "receive-links": "受取URLのご案内",
    CHANGED: "受取URLのご案内（あとのファイルで連絡先が変わった会員）",
    "usable-until": "残額と使える期限のお知らせ（アプリ会員）",
    "reminder-14": "受取期限の14日前のお知らせ",
    "reminder-3": "受取期限の3日前のお知らせ",
}

# How many written after its approval a release still lets go; beyond these the next round waits for another release.
LATE_ONES = 500
LATE_ONES_OF = {CHANGED: 0}  # one person's file says where these go: another sees each


class Message(models.Model):
    """One message to one address. After insert only its way out changes: state, times, attempts, answer.

    `context` holds plain values and `link`: {purpose, id, key_id, salt}, from which the secret is derived when sending
    (config/tokens.py), so that the same row always says the same. `not_before` is legal time; `next_at` (when to look
    at it next) and `leased_until` are unmoved time. `urgent` is what somebody waits for at the screen: it goes first,
    and at night too. `release` names what a second person must let go first; blank waits for nobody.
    """

    class Channel(models.TextChoices):
        MAIL = "mail", "メール"
        SMS = "sms", "SMS"
        LETTER = "letter", "手紙"
        CALL = "call", "電話"

    class State(models.TextChoices):
        QUEUED = "queued", "送信待ち"
        SENDING = "sending", "送信中"
        SENT = "sent", "送信済"
        DELIVERED = "delivered", "到達"
        UNDELIVERABLE = "undeliverable", "不達"
        CANCELLED = "cancelled", "取消"

    BY_MACHINE = (Channel.MAIL, Channel.SMS)
    WAITING = (State.QUEUED, State.SENDING)

    key = models.CharField("番号", max_length=200)
    scheme = models.CharField("制度", max_length=50)
    channel = models.CharField("送り方", max_length=6, choices=Channel)
    to = models.TextField("送り先")
    template = models.CharField("文面", max_length=60)
    context = models.JSONField("文面に入れる値", encoder=DjangoJSONEncoder)
    about = models.CharField("どの行", max_length=100, help_text="例 payouts.payout/12")
    release = models.CharField("承認を待つもの", max_length=40, blank=True, db_default="")
    urgent = models.BooleanField("画面で待っている人がいる", db_default=False)
    not_before = models.DateTimeField("この時刻から（制度上の時刻）")
    state = models.CharField("状態", max_length=13, choices=State, db_default=State.QUEUED)
    next_at = models.DateTimeField("次に試みる時刻（実時間）", db_default=RealNow())
    leased_until = models.DateTimeField("送信中の期限（実時間）", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("試みた回数", db_default=0)
    provider_id = models.CharField("事業者の番号", max_length=200, blank=True, db_default="")
    sent_at = models.DateTimeField("送信日時（制度上の時刻）", null=True, blank=True)
    error = models.TextField("エラー", blank=True, db_default="")

    class Meta:
        verbose_name = verbose_name_plural = "お知らせ"
        indexes = [
            models.Index(
                fields=["channel", "-urgent", "release", "not_before", "next_at"],
                name="messages_to_send",
                condition=Q(state__in=["queued", "sending"]),
            ),
            models.Index(fields=["about"], name="messages_about_a_row"),
            models.Index(fields=["provider_id"], name="messages_by_provider_id", condition=~Q(provider_id="")),
        ]
        constraints = [
            # Not `unique=True`, which would bring a second index for LIKE.
            models.UniqueConstraint(fields=["key"], name="a_key_is_one_message"),
            models.CheckConstraint(name="a_message_has_somewhere_to_go", condition=~Q(to="")),
            models.CheckConstraint(
                name="a_channel_is_one_of_four", condition=Q(channel__in=["mail", "sms", "letter", "call"])
            ),
            models.CheckConstraint(
                name="a_message_being_sent_is_leased", condition=~Q(state="sending") | Q(leased_until__isnull=False)
            ),
            models.CheckConstraint(
                name="a_sent_message_says_when",
                condition=~Q(state__in=["sent", "delivered"]) | Q(sent_at__isnull=False),
            ),
            models.CheckConstraint(
                name="an_undeliverable_message_says_why", condition=~Q(state="undeliverable") | ~Q(error="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.get_state_display()}"


class Release(models.Model):
    """What a second person lets go in a scheme, once: mass sending waits for it (design 6). Approved is final.

    Approved, it may still be paused, and go on: one person does that, with a reason. It takes `late` messages along
    that came afterwards, few; the next ones are a round of their own, `what` with its number (「receive-links/2」).
    """

    scheme = models.CharField("制度", max_length=50)
    what = models.CharField("何を", max_length=40, help_text="例 receive-links")
    made_by = models.CharField("作成者", max_length=150)
    made_at = models.DateTimeField("作成日時")
    approved_by = models.CharField("承認者", max_length=150, blank=True, db_default="")
    approved_at = models.DateTimeField("承認日時", null=True, blank=True)
    paused_at = models.DateTimeField("一時停止", null=True, blank=True)
    paused_by = models.CharField("止めた人", max_length=150, blank=True, db_default="")
    pause_reason = models.CharField("止めた理由", max_length=200, blank=True, db_default="")
    late = models.PositiveIntegerField("承認のあとに増えた件数", db_default=0)

    class Meta:
        verbose_name = verbose_name_plural = "送信の承認"
        constraints = [
            models.UniqueConstraint(fields=["scheme", "what"], name="a_release_is_asked_for_once"),
            models.CheckConstraint(name="a_release_names_something", condition=~Q(what="") & ~Q(made_by="")),
            models.CheckConstraint(
                name="a_release_is_approved_by_another_person",
                condition=Q(approved_at=None, approved_by="")
                | (Q(approved_at__isnull=False) & ~Q(approved_by="") & ~Q(approved_by=F("made_by"))),
            ),
            models.CheckConstraint(
                name="a_paused_release_says_who_and_why",
                condition=Q(paused_at=None) | (~Q(paused_by="") & ~Q(pause_reason="")),
            ),
            models.CheckConstraint(
                name="an_approved_release_takes_few_late_ones_along",
                condition=Q(late=0) | Q(approved_at__isnull=False, late__lte=LATE_ONES),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.called}"

    @property
    def called(self) -> str:
        """「受取URLのご案内」 for `receive-links`."""
        return called(self.what)

    @property
    def kind(self) -> str:
        """What it lets go, whichever round it is."""
        return kind_and_round(self.what)[0]

    @property
    def late_ones(self) -> int:
        """How many more it may let go after its approval."""
        return LATE_ONES_OF.get(self.kind, LATE_ONES)


def called(what: str) -> str:
    """A release in words, its round too: 「受取URLのご案内（2回目）」."""
    kind, nth = kind_and_round(what)
    return CALLED.get(kind, kind) + (f"（{nth}回目）" if nth > 1 else "")


def kind_and_round(what: str) -> tuple[str, int]:
    """Of 「receive-links/2」 the kind and the 2."""
    kind, _, nth = what.partition("/")
    return kind, int(nth) if nth.isdecimal() else 1


class DeliveryReport(models.Model):
    """What a provider said became of a message, once for each of the two ends (notifications/reports.py).

    It may come before we have noted the number under which the message left, so it is kept until it finds its message.
    """

    class State(models.TextChoices):
        DELIVERED = Message.State.DELIVERED.value, "到達"
        UNDELIVERABLE = Message.State.UNDELIVERABLE.value, "不達"

    channel = models.CharField("送り方", max_length=6, choices=Message.Channel)
    provider_id = models.CharField("事業者の番号", max_length=200)
    state = models.CharField("結果", max_length=13, choices=State)
    reason = models.CharField("理由", max_length=200, blank=True)
    received_at = models.DateTimeField("受信（実時間）", db_default=RealNow())
    applied_at = models.DateTimeField("反映（実時間）", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "到達の知らせ"
        constraints = [
            models.UniqueConstraint(fields=["channel", "provider_id", "state"], name="a_report_is_taken_once"),
            models.CheckConstraint(
                name="a_report_is_of_one_of_two_ends", condition=Q(state__in=["delivered", "undeliverable"])
            ),
        ]
        indexes = [
            models.Index(fields=["received_at"], name="reports_to_apply", condition=Q(applied_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.provider_id} {self.get_state_display()}"
