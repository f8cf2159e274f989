"""What every page of the review has: the admin's frame, and words for what was refused."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from claims import cases, desk_claims, leases, proposals, reviewing
from config import clock
from config.dates import minute
from payouts import conflicts, destinations, grants, holds
from trail.models import AuditEvent
from trail.words import by_whom, word

A_PAGE = 50
WORDS = {
    reviewing.NotInReview: "このクーポンは、もう審査待ちではありません。",
    reviewing.NoSuchCoupon: "この番号のクーポンは、記録にありません。",
    reviewing.IsContested: "このクーポンは、別の申請が先に持っています。どちらを認めるかを決めてください。",
    reviewing.TakenByOneself: "あなたが電話で受け付けた申請です。どちらを認めるかは、別の人が決めます。",
    reviewing.WaitsForASecondPerson: "2人目の承認を待っているので、いまは決められません。",
    reviewing.NoReason: "理由と、伝えることばを入力してください。",
    conflicts.NoConflict: "もう、ほかの申請と重なっていません。",
    conflicts.AlreadyTaken: "先の申請者が、もう受け取っています。決定による補償を頼んでください。",
    grants.NotPaidToAnybody: "まだ、だれにも支払われていません。ふつうの方法で認めてください。",
    proposals.AlreadyAsked: "同じことを、もう2人目に頼んであります。",
    proposals.AlreadySettled: "もう承認されたか、差し戻されています。",
    proposals.SamePerson: "頼んだ人は、承認できません。電話で受け付けた人も同じです。別の人の承認が必要です。",
    holds.NothingToHold: "もう受け取りが始まったか、取り消されています。",
    holds.IsHeld: "もう保留されています。",
    holds.NotHeld: "保留されていません。",
    holds.HeldByADispute: "2つの申請が重なるための保留です。どちらを認めるかを決めると、ひとりでに外れます。",
    holds.NoReason: "理由を入力してください。",
    destinations.NothingNew: "いまの送り先と同じです。",
    destinations.NotSoFor: "ポイントの受取URLは、電話では伝えられません。",
    destinations.PointsAreComing: (
        "ポイントを用意しているところなので、いまは送り先を変えられません。用意ができるか、選び直しになったら、"
        "もう一度頼んでください。"
    ),
    desk_claims.NothingToAsk: "2人目を待つものがありません。",
}
REFUSALS = (
    *WORDS,
    reviewing.NotOverridden,
    reviewing.NotCovered,
    grants.MoreThanItWasWorth,
    leases.WithAColleague,
    cases.ChangedMeanwhile,
)
NOT_COVERED = {
    "expiry": "もとの有効期限が、対象の日ではありません。",
    "no_balance": "最初の延長のあと、残額がありませんでした。",
}


def words_for(refusal: Exception) -> list[str]:
    """Why it was not done, a line each."""
    match refusal:
        case reviewing.NotOverridden():
            return [
                "次のことを確かめ、それでも認めるときは選んでください。",
                *[doubt.label for doubt in refusal.doubts],
            ]
        case reviewing.NotCovered():
            return ["対象のクーポンではありません。" + NOT_COVERED.get(refusal.why, "")]
        case grants.MoreThanItWasWorth():
            return [f"補償する額は、1円から券面の{refusal.limit_yen:,}円までです。"]
        case leases.WithAColleague():
            return [with_whom(refusal.opened)]
        case cases.ChangedMeanwhile():
            head = "この画面を開いたあとに、内容が変わりました。何もしていません。もう一度ご覧ください。"
            return [head, *[event_words(event) for event in refusal.changes]]
    return [WORDS[type(refusal)]]


def with_whom(opened) -> str:
    """「sato さんが対応しています（あと12分）」: on the unmoved clock, which a rehearsal's dates know nothing of."""
    return f"{opened.clerk.get_username()} さんが対応しています（何もしなければ、あと{minutes_left(opened)}分）。"


def minutes_left(opened) -> int:
    """For how long the case stays with its clerk."""
    return max(int((opened.until - clock.unmoved()).total_seconds() / 60) + 1, 1)


def event_words(event: AuditEvent) -> str:
    return f"{minute(event.at)}　{by_whom(event.who)}　{word(event.action)}"


def paged(rows: QuerySet, request: HttpRequest) -> tuple[list, int | None]:
    """A page of a list, from `?after=` on, and where the next one begins."""
    typed = request.GET.get("after", "")
    start = int(typed) if typed.isdecimal() and len(typed) < 7 else 0
    found = list(rows[start : start + A_PAGE + 1])
    return found[:A_PAGE], start + A_PAGE if len(found) > A_PAGE else None


def page(request: HttpRequest, template: str, *, title: str, status: int = 200, **shown) -> HttpResponse:
    """A page of the review in the admin's frame, which no browser keeps."""
    context = {**admin.site.each_context(request), "is_nav_sidebar_enabled": False, "title": title, "at": clock.now()}
    return render(request, template, context | shown, status=status)
