"""Who may see and do what: the one table. docs/security.md shows it, desk/staff/backend.py grants by it.

A screen names a capability and nothing else: `@needs("desk.search")` on a view (trail/needs.py),
`request.user.has_perm("desk.search")` in an admin, `{% if perms.desk.search %}` in a template. Groups in the database
only say who has which role; permissions written there by hand grant nothing.
"""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser, Group, User

ROLES = {  # the group's name, the word on screens, and whose it is
    "clerk": ("受付", "コールセンターで電話を受ける人"),
    "reviewer": ("審査", "申請とお申し出を調べて決める人"),
    "operator": ("事務局", "ファイル、振込、一斉送信を進める人"),
    "approver": ("承認", "ほかの人が頼んだことを、2人目として承認する人"),
    "auditor": ("監査", "すべての記録を見て、何も変えない人"),
    "administrator": ("管理", "職員のアカウントと鍵を預かる人。お客様の記録は見ない"),
}
ALL = tuple(ROLES)
AT_THE_DESK = ("clerk", "reviewer")
WITH_RECORDS = ("clerk", "reviewer", "operator", "approver", "auditor")
BEHIND_THE_DESK = ("operator", "approver", "auditor")
ALONE = ("auditor", "administrator")  # whoever watches, or gives out roles, does nothing else


@dataclass(frozen=True)
class Capability:
    """`may` finishes the sentence 「この役割は…」. `opens`: Django's own permissions for the admin pages that belong to it.

    `after`: the capability whose deed this one approves; never by the same person.
    """

    name: str
    may: str
    roles: tuple[str, ...]
    opens: tuple[str, ...] = ()
    after: str = ""


def _view(room: str, *models: str) -> tuple[str, ...]:
    return tuple(f"{room}.view_{model}" for model in models)


CAPABILITIES = (
    Capability("desk.enter", "管理画面にログインする", ALL),
    Capability("desk.search", "番号、電話、メール、カナで探す（個人情報は伏せたまま）", WITH_RECORDS),
    Capability("desk.reveal", "本人確認のあと、伏せた連絡先を見る（見たことが残る）", AT_THE_DESK),
    Capability("desk.reveal_account", "口座番号を見る（見たことが残る）", ("reviewer", "operator")),
    Capability("desk.call", "通話を記録する", AT_THE_DESK),
    Capability("desk.claim", "電話で申請を受け付け、届け先を直す", AT_THE_DESK),
    Capability(
        "desk.approve_claim", "電話で受け付けた申請と届け先を認める", ("reviewer", "approver"), after="desk.claim"
    ),
    Capability("desk.incident", "重複決済などのお申し出を受け付け、店舗に確かめる", AT_THE_DESK),
    Capability(
        "desk.settle_by_records", "店舗と連絡がつかないお申し出を、regionPAYの記録で確かめたとする", ("approver",)
    ),
    Capability("desk.decide_incident", "お申し出を認めるか決める", ("reviewer",)),
    Capability("desk.approve_incident", "2人目が要るお申し出を認める", ("approver",), after="desk.decide_incident"),
    Capability(
        "desk.settle_cancellation",
        "元取引番号のない取消が、どの決済のものかを決める（いつも2人）",
        ("reviewer", "approver"),
    ),
    Capability("desk.review", "審査待ちの申請を認める、断る、聞き返す", ("reviewer",)),
    Capability("desk.approve_review", "2人目が要る申請を認める", ("reviewer", "approver"), after="desk.review"),
    Capability(
        "coupons.look",
        "クーポン、明細、延長、発行店、店舗、会員番号、制度の記録を見る",
        WITH_RECORDS,
        _view("coupons", "coupon", "entry", "extension", "change", "scheme", "member", "issuer", "store"),
    ),
    Capability(
        "coupons.see_numbers",
        "お問合せ番号を、お客様から聞かなくても全桁で見る（ファイルと照合のため）",
        ("operator", "auditor"),
    ),
    Capability(
        "payouts.look",
        "補償額、支払、受取URLの状態を見る（URL、コード、口座は出ない）",
        WITH_RECORDS,
        _view("payouts", "entitlement", "payout", "payoutitem", "receivelink", "pointorder"),
    ),
    Capability("payouts.hold", "支払を理由をつけて止める、止めたものを戻す", ("reviewer", "operator")),
    Capability("payouts.send_url", "本人と確かめた方に、受取URLをもう一度送る", AT_THE_DESK),
    Capability(
        "delivery.look", "受取URLが届かなかった方、ロックされた方の一覧を見る（連絡先は伏せたまま）", WITH_RECORDS
    ),
    Capability("delivery.call", "届かなかった方に電話をかけるため、登録の連絡先を見る（見たことが残る）", AT_THE_DESK),
    Capability("delivery.unlock", "本人と確かめて、ロックされた受取URLを使えるようにする", AT_THE_DESK),
    Capability("delivery.redirect", "本人と確かめて、会員の受取URLの新しい送り先を頼む、取り下げる", AT_THE_DESK),
    Capability("delivery.approve", "受取URLの新しい送り先を認める、差し戻す", ("approver",), after="delivery.redirect"),
    Capability("payouts.grant", "金額を決めて補償額を加えるよう頼む", ("reviewer",)),
    Capability("payouts.approve_grant", "加える補償額を承認する", ("approver",), after="payouts.grant"),
    Capability(
        "payouts.look_at_stock",
        "コードの在庫（コードは出ない）と、ポイントの種類ごとの設定を見る",
        BEHIND_THE_DESK,
        _view("payouts", "pointcode", "brandsetting"),
    ),
    Capability(
        "payouts.look_at_batches", "振込データを見る（口座は出ない）", BEHIND_THE_DESK, _view("payouts", "refundbatch")
    ),
    Capability("issuers.look", "ポイントの申込、注文リスト、隔離した回答を見る（番号は出ない）", WITH_RECORDS),
    Capability("issuers.order", "注文リストを作って取り出し、届いた番号を取り込む", ("operator",)),
    Capability("issuers.settle", "隔離した回答と、返事のない申込を、理由をつけて片づける", ("operator",)),
    Capability("issuers.approve", "発行不可の判断を認める、差し戻す", ("approver",), after="issuers.settle"),
    Capability("payouts.batch", "振込データを作り、承認を頼む", ("operator",)),
    Capability("payouts.approve", "振込データを承認する", ("approver",), after="payouts.batch"),
    Capability("payouts.send_back", "承認待ちの振込データを、理由を書いて下書きに戻す", ("operator", "approver")),
    Capability(
        "payouts.give_account",
        "本人と確かめて、電話や手紙で知らされた振込口座を書き、2人目に頼む、取り下げる",
        ("clerk", "reviewer", "operator"),
    ),
    Capability("payouts.close_account", "口座が分からない返金を、終わりにするよう2人目に頼む", ("operator",)),
    Capability(
        "payouts.approve_account",
        "書かれた振込口座と、返金の終わりを、2人目として認める（口座番号が見える。見たことが残る）",
        ("approver",),
        after="payouts.give_account",
    ),
    Capability("payouts.export", "承認された振込データを書き出し、結果を取り込む", ("operator",)),
    Capability(
        "payouts.approve_refusal",
        "銀行が受け付けなかった振込ファイルの無効を、2人目として確認する",
        ("approver",),
        after="payouts.export",
    ),
    Capability(
        "payouts.approve_outcome",
        "入力されたか、ファイルで取り込まれた組戻し・振込不能を、2人目として確認する",
        ("approver",),
        after="payouts.export",
    ),
    Capability(
        "messages.look",
        "お知らせの状態を見る（宛先は伏せ、文面は出ない）",
        WITH_RECORDS,
        _view("notifications", "message"),
    ),
    Capability("letters.send", "手紙を印刷して出し、結果を書く（受取URLが見える。見たことが残る）", ("operator",)),
    Capability("releases.look", "一斉送信の依頼と承認を見る", BEHIND_THE_DESK, _view("notifications", "release")),
    Capability("releases.ask", "一斉送信を頼む", ("operator",)),
    Capability("releases.approve", "一斉送信を承認する", ("approver",), after="releases.ask"),
    Capability("releases.pause", "承認された一斉送信を止める、再開する", ("operator", "approver")),
    Capability(
        "announcements.write",
        "特設サイトのお知らせを書く、直す（消せない）",
        ("operator",),
        ("claims.view_announcement", "claims.add_announcement", "claims.change_announcement"),
    ),
    Capability("changes.look", "regionPAYへの通知ファイルと、その回答を見る", BEHIND_THE_DESK),
    Capability("changes.tell", "regionPAYへの通知ファイルを作る、ダウンロードする、回答を取り込む", ("operator",)),
    Capability("settlements.look", "店舗ごとの戻入の額を見る", BEHIND_THE_DESK),
    Capability("settlements.download", "店舗の精算の一覧を締める、受け取る", ("operator",)),
    Capability("files.load", "regionPAYのファイルを取り込む", ("operator",)),
    Capability("accounts.make", "都道府県への実績報告を作る（お問合せ番号が全部見える）", ("operator",)),
    Capability("jobs.take", "長い仕事をやり直す、その結果のファイルを受け取る（受け取ったことが残る）", ("operator",)),
    Capability("schemes.change", "制度の日付やことば、ポイントの種類の設定の変更を頼む", ("operator",)),
    Capability("schemes.confirm", "制度の変更を、2人目として確認する、差し戻す", ("approver",), after="schemes.change"),
    Capability("schemes.resume", "差額で止まった発行を、理由を書いて再開する", ("approver",)),
    Capability(
        "operations.look",
        "業務の実行、件数、照合表を見る",
        (*BEHIND_THE_DESK, "administrator"),
        _view("trail", "dutyrun"),
    ),
    Capability("trail.look", "監査ログを見る", ("auditor",), _view("trail", "auditevent")),
    Capability("staff.look", "職員と役割を見る", ALONE, _view("auth", "user")),
    Capability(
        "staff.manage",
        "職員を加える、止める、役割を変える（自分の役割は変えられない）",
        ("administrator",),
        ("auth.add_user", "auth.change_user"),
    ),
    Capability(
        "staff.confirm",
        "「審査」「承認」「管理」の役割を、2人目として確認する",
        ("administrator",),
        after="staff.manage",
    ),
    Capability("staff.unlock", "ログインの停止を解く、2段階認証をやり直させる", ("administrator",)),
)


def label(role: str) -> str:
    """「受付」 for `clerk`; a group that is no role is called by its own name."""
    return ROLES[role][0] if role in ROLES else role


def granted_to(*roles: str) -> frozenset[str]:
    """Everything that any of these roles may do, with Django's own permissions that belong to it."""
    mine = [capability for capability in CAPABILITIES if set(capability.roles) & set(roles)]
    return frozenset(name for capability in mine for name in (capability.name, *capability.opens))


def of(user: User) -> frozenset[str]:
    """Everything this user may do by role, asked of the database now. Whose account nobody says has none in effect."""
    if not user.email:
        return frozenset()
    return granted_to(*user.groups.values_list("name", flat=True))


def has_a_role(user: User | AnonymousUser) -> bool:
    """Whether this is somebody of the staff. Who lost their last role is nobody."""
    return user.is_active and user.is_staff and user.has_perm("desk.enter")


def make_groups() -> list[str]:
    """Make the roles' groups that are missing; their names. As often as you like."""
    there = set(Group.objects.filter(name__in=ROLES).values_list("name", flat=True))
    missing = [role for role in ROLES if role not in there]
    Group.objects.bulk_create([Group(name=role) for role in missing], ignore_conflicts=True)
    return missing


def as_markdown() -> str:
    """The table as docs/security.md shows it."""
    labels = " | ".join(word for word, _ in ROLES.values())
    lines = [f"| | {labels} | 画面が求める名前 |", f"|---|{'---|' * len(ROLES)}---|"]
    for capability in CAPABILITIES:
        marks = " | ".join("○" if role in capability.roles else "" for role in ROLES)
        second = f"（`{capability.after}` をした人とは別の人）" if capability.after else ""
        lines.append(f"| {capability.may}{second} | {marks} | `{capability.name}` |")
    return "\n".join(lines)
