"""Staff are told by mail when a batch waits for them: built, to be approved, sent back, written out or not, void."""

from datetime import datetime

from django.contrib.auth.models import User

from config import clock
from desk.roles import CAPABILITIES
from notifications import outbox
from notifications.models import Message
from payouts.models import RefundBatch
from trail.models import AuditEvent

MAKERS, APPROVERS = "payouts.batch", "payouts.approve"
NEWS = {  # what happened: what is said of it, to whom by capability, and whether alone to who asked for it
    "batch built": ("下書きができました。点検して、承認を頼んでください。", MAKERS, True),
    "batch submitted": ("承認を待っています。", APPROVERS, False),
    "batch sent back": ("差し戻されました。", MAKERS, False),
    "batch approval void": ("内容が変わり、承認の依頼が無効になりました。", MAKERS, False),
    "batch approved": ("承認されました。ファイルを出力して、銀行に出してください。", MAKERS, False),
    "batch exported": ("ファイルができました。", MAKERS, True),
    "batch not exported": ("ファイルを出力できませんでした。何も出ていません。", MAKERS, True),
    "batch said to be refused": (
        "銀行が受け付けなかったと入力されました。2人目の確認を待っています。",
        APPROVERS,
        False,
    ),
    "batch void": ("ファイルは無効になりました。返金は、次のデータに入れてください。", MAKERS, False),
}
STANDING = (RefundBatch.State.CLOSED, RefundBatch.State.CANCELLED)  # nothing of these is news


def tell_of_batches(at: datetime | None = None) -> int:
    """A mail to each of them for each thing that happened, once. How many were queued now."""
    at = at or clock.now()
    batches = {
        f"payouts.refundbatch/{batch.pk}": batch
        for batch in RefundBatch.objects.exclude(state__in=STANDING).defer("xlsx", "zengin").select_related("scheme")
    }
    events = AuditEvent.objects.filter(about__in=batches, action__in=NEWS).order_by("pk")
    told = {f"batch-news/{event.pk}/{user.pk}": (event, user) for event in events for user in _to_tell(event)}
    new = told.keys() - set(Message.objects.filter(key__in=told).values_list("key", flat=True))
    for key in sorted(new):
        event, user = told[key]
        _tell(key, event, user, batches[event.about], at)
    return len(new)


def _to_tell(event: AuditEvent) -> list[User]:
    """Who asked for long work is told of its end; of what one person did, the others."""
    _words, capability, to_who_asked = NEWS[event.action]
    [roles] = [one.roles for one in CAPABILITIES if one.name == capability]
    staff = User.objects.filter(groups__name__in=roles, is_active=True).exclude(email="").distinct().order_by("pk")
    if to_who_asked:
        return list(staff.filter(username=event.who)) or list(staff)
    return list(staff.exclude(username=event.who))


def _tell(key: str, event: AuditEvent, user: User, batch: RefundBatch, at: datetime) -> None:
    """Nothing of a claimant stands in it."""
    outbox.queue(
        key=key,
        channel=Message.Channel.MAIL,
        to=user.email,
        template="batch_news",
        context={
            "words": NEWS[event.action][0],
            "number": batch.number,
            "transfer_on": clock.midnight(batch.transfer_on).isoformat(),
            "at": event.at.isoformat(),
            "who": event.who,
            "sender": batch.scheme.sender,
        },
        about=event.about,
        scheme=batch.scheme.slug,
        not_before=outbox.quiet_hours(at),
    )
