"""What was said: messages with their state, and calls, as lines of a timeline. Addresses stay masked."""

from collections.abc import Iterable

from django.db.models import Q

from claims.models import CallNote
from desk.call import masked
from desk.call.rows import Group, Row
from notifications.models import Message

SUBJECTS = {  # by template
    "account_asked": "振込口座を尋ねるお願い",
    "account_given": "振込口座を受け付けたお知らせ",
    "asked_for": "申請があったことのお知らせ",
    "batch_news": "振込データのお知らせ",
    "breach_found": "照合の差額のお知らせ",
    "claim_asked": "確認のお願い",
    "claim_checked": "確認の結果",
    "claim_filed": "申請の控え",
    "claim_withdrawn": "取下げのお知らせ",
    "claim_zero": "残額0円のお知らせ",
    "desk_code": "電話での確認番号",
    "destination_changed": "送り先を変えたお知らせ",
    "incident_answered": "お申し出への回答",
    "incident_approved": "お申し出を認めたお知らせ",
    "incident_taken": "お申し出の受付番号",
    "incident_undone": "お申し出の戻入を取り消したお知らせ",
    "link_gave_way": "URLが使えなくなったお知らせ",
    "link_moved": "URLの送り先を変えたお知らせ",
    "lost_receipts": "受付番号のご案内",
    "one_time_code": "認証コード",
    "points_ready": "ポイントの準備ができたお知らせ",
    "points_refused": "ポイントを選び直すお願い",
    "receive_link": "受取URL",
    "receive_link_again": "受取URL（もう一度）",
    "receive_link_reminder": "受取期限のお知らせ",
    "usable_until": "残額と使える期限のお知らせ",
    "refund_ordered": "お振込みの手続きのお知らせ",
}


def messages(abouts: Iterable[str]) -> list[Row]:
    """All that was or will be sent about these rows. Why one did not arrive is not shown: it may hold the address."""
    return [_message(one) for one in Message.objects.filter(about__in=list(abouts)).order_by("pk")]


def _message(one: Message) -> Row:
    subject = SUBJECTS[one.template]
    words = f"{subject}　{one.get_channel_display()} {masked.contact(one.to)}　{one.get_state_display()}"
    return Row(one.sent_at or one.not_before, Group.CONTACT, "お知らせ", words)


def calls(about: Q) -> list[Row]:
    """Calls about these rows."""
    return [_call(note) for note in CallNote.objects.filter(about).order_by("pk")]


def _call(note: CallNote) -> Row:
    text = f"　{note.text}" if note.text else ""
    return Row(note.at, Group.CONTACT, "通話", f"{note.get_disposition_display()}（担当 {note.clerk}）{text}")
