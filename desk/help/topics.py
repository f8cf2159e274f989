"""The pages of the handbook, and of which screens each one tells."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Topic:
    """`screens`: how the names of the addresses begin that the page explains; the longest beginning wins."""

    slug: str
    title: str
    template: str
    screens: tuple[str, ...] = ()


TOPICS = (
    Topic("calls", "電話を受ける", "desk/help/calls.html", ("desk", "desk_review_take", "desk_review_call")),
    Topic("review", "申請を確認する", "desk/help/review.html", ("desk_review",)),
    Topic(
        "incidents", "B（現金・二重）の聞き取りと店舗確認", "desk/help/incidents.html", ("desk_incident", "confirm_")
    ),
    Topic(
        "unreached", "URLが届かない", "desk/help/unreached.html", ("desk_delivery", "desk_payout", "desk_review_letter")
    ),
    Topic("points", "ポイント発注", "desk/help/points.html", ("desk_issuer",)),
    Topic("refunds", "銀行振込", "desk/help/refunds.html", ("refund",)),
    Topic("files", "ファイルの取り込み", "desk/help/files.html", ("operations_", "change", "settlement")),
    Topic("warnings", "警告が出たとき", "desk/help/warnings.html", ("operations", "desk_stopped")),
    Topic("scheme", "制度の内容を変える", "desk/help/scheme.html", ("scheme",)),
    Topic("personal", "個人情報", "desk/help/personal.html"),
)


def topic(slug: str) -> Topic | None:
    return next((one for one in TOPICS if one.slug == slug), None)


def about(screen: str) -> Topic | None:
    """The page about a screen, by the name of its address."""
    found = [(len(name), one) for one in TOPICS for name in one.screens if screen.startswith(name)]
    return max(found, key=lambda pair: pair[0])[1] if found else None
