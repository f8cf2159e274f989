"""Letters to print and post, calls to make: what no machine sends, with its results (design 5 "letter and call").

A letter may hold a receiving URL, so printing one is a capability of its own and on the trail; a call never holds one.
"""

import re

import segno
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from config import clock
from desk.call import notes
from desk.call.contact_rows import SUBJECTS
from desk.review import post_rows
from desk.review.pages import A_PAGE, page, paged
from notifications import by_hand
from notifications.models import Message
from notifications.render import shown
from trail.needs import needs
from trail.record import record

RECENT = 50
IN_TURN = ("attempts", "not_before", "pk")
LETTER, CALL = Message.Channel.LETTER, Message.Channel.CALL
LIST = {LETTER: "desk_review_letters", CALL: "desk_review_calls"}
SETTLED = "もう結果が記録されているか、取り消されています。"


@needs("letters.send")
@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """To be posted now, and those posted lately, which may come back."""
    posted = Message.objects.filter(channel=LETTER, state=Message.State.SENT).order_by("-sent_at", "-pk")
    return _list(request, LETTER, "desk/review/letters.html", "送る手紙", posted=posted[:RECENT])


@needs("letters.send")
@require_http_methods(["GET", "HEAD", "POST"])
def print_letters(request: HttpRequest) -> HttpResponse:
    """A page of the list to print in one go, a sheet each; then 「出しました」 for those that were printed."""
    if request.method == "POST":
        return _all_posted(request)
    due, _ = paged(by_hand.due(LETTER, clock.now()).order_by(*IN_TURN), request)
    sheets = []
    for message in due:
        record("letter opened", who=request.user.get_username(), about=message)
        words = shown(message)
        sheets.append((message, words, _qr(words.text)))
    return page(request, "desk/review/print_letters.html", title="手紙をまとめて印刷する", sheets=sheets)


def _all_posted(request: HttpRequest) -> HttpResponse:
    posted, settled = 0, 0
    chosen = [int(one) for one in request.POST.getlist("message")[:A_PAGE] if one.isdecimal() and len(one) < 19]
    for message in Message.objects.filter(pk__in=chosen, channel=LETTER):
        try:
            by_hand.done(message_id=message.pk, who=request.user.get_username())
            posted += 1
        except by_hand.NotToSettle:
            settled += 1
    messages.success(request, f"{posted}通を「出しました」と記録しました。")
    if settled:
        messages.warning(request, f"{settled}通は、{SETTLED}")
    return redirect("desk_review_letters")


@needs("letters.send")
@require_safe
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter, to print, when it may leave; what was posted is not printed again."""
    message = get_object_or_404(Message, pk=pk, channel=LETTER)
    is_due = by_hand.due(LETTER, clock.now()).filter(pk=pk).exists()
    words = shown(message) if is_due else None
    if is_due:
        record("letter opened", who=request.user.get_username(), about=message)
    return page(
        request,
        "desk/review/letter.html",
        title="手紙",
        message=message,
        words=words,
        is_due=is_due,
        qr=_qr(words.text) if words else "",
    )


@needs("letters.send")
@require_POST
def letter_result(request: HttpRequest, pk: int) -> HttpResponse:
    """「出した」, or 「戻ってきた」"""
    return _settle(request, get_object_or_404(Message, pk=pk, channel=LETTER))


@needs("desk.call")
@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """To be made now, the oldest first."""
    return _list(request, CALL, "desk/review/calls.html", "かける電話")


@needs("desk.call")
@require_safe
def print_calls(request: HttpRequest) -> HttpResponse:
    """A page of the list on paper, with whole names and numbers; who had it is on the trail."""
    due, _ = paged(by_hand.due(CALL, clock.now()).order_by(*IN_TURN), request)
    for message in due:
        record("call list printed", who=request.user.get_username(), about=message)
    rows = post_rows.posts(due, clock.now(), request.user.get_username())
    return page(request, "desk/review/print_calls.html", title="かける電話の一覧", due=rows)


@needs("desk.call")
@require_safe
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """One call: the number, and what to say."""
    message = get_object_or_404(Message, pk=pk, channel=CALL)
    is_due = by_hand.due(CALL, clock.now()).filter(pk=pk).exists()
    if is_due:
        record("call opened", who=request.user.get_username(), about=message)
    return page(
        request,
        "desk/review/call.html",
        title="電話",
        message=message,
        claim=post_rows.claim_of(message),
        row=post_rows.posts([message], clock.now(), request.user.get_username())[0],
        words=_spoken(shown(message).text) if is_due else "",
        is_due=is_due,
    )


@needs("desk.call")
@require_POST
def call_result(request: HttpRequest, pk: int) -> HttpResponse:
    """「伝えた」, 「出なかった」, or 「つながらない番号」"""
    return _settle(request, get_object_or_404(Message, pk=pk, channel=CALL))


def _list(request: HttpRequest, channel: str, template: str, title: str, **more) -> HttpResponse:
    """What nobody has tried yet comes first; what did not fit on the page is counted, and on the next."""
    at = clock.now()
    all_due = by_hand.due(channel, at).order_by(*IN_TURN)
    found, after = paged(all_due, request)
    due = post_rows.posts(found, at, request.user.get_username())
    return page(request, template, title=title, due=due, count=all_due.count(), after=after, **more)


def _done(message: Message, who: str) -> None:
    """A call that was made is noted like one that came in."""
    with transaction.atomic():
        by_hand.done(message_id=message.pk, who=who)
        claim = post_rows.claim_of(message)
        if message.channel == CALL and claim:
            notes.save_own_call(
                claim, clerk=who, text=f"こちらからかけた電話：{SUBJECTS.get(message.template, message.template)}"
            )


def _spoken(text: str) -> str:
    """What is said: no marks that nobody can say, and no URL, which nobody reads out."""
    lines = [line.lstrip("■※") for line in text.splitlines() if "://" not in line]
    return "\n".join(lines)


def _settle(request: HttpRequest, message: Message) -> HttpResponse:
    who, result = request.user.get_username(), request.POST.get("result", "")
    try:
        if result == "done":
            _done(message, who)
        elif result == "undeliverable":
            by_hand.undeliverable(message_id=message.pk, who=who, why=request.POST.get("why", "")[:300])
        elif result == "not_reached":
            by_hand.not_reached(message_id=message.pk, who=who)
        else:
            return redirect(LIST[message.channel])
    except by_hand.NotToSettle:
        messages.error(request, SETTLED)
    except by_hand.NoReason:
        messages.error(request, "届かなかった理由を入力してください。何も記録していません。")
    else:
        messages.success(request, "結果を記録しました。")
    return redirect(LIST[message.channel])


def _qr(text: str) -> SafeString:
    """The receiving URL of a letter, for a phone's camera; empty for a letter without one."""
    url = re.search(re.escape(settings.SITE_URL) + r"(?:/en)?/r/\S+", text)
    if url is None:
        return mark_safe("")
    svg = segno.make(url[0], error="m").svg_inline(scale=4, title="受取URLのQRコード", lineclass=None, svgclass=None)
    return mark_safe(svg)
