"""What every page of bank refunds has: the admin's frame, who may, and words for what was refused."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from config.dates import day, minute
from coupons.models import Scheme
from desk.review import pages as review_pages
from payouts import account_answers, account_requests, outcomes
from payouts.batches import approving, drafting, exporting, lines, refusing
from payouts.models import RefundBatch
from trail.models import AuditEvent

WORDS = {
    drafting.NotBegun: "銀行振込の返金は、まだ始まっていません。",
    drafting.SchemeStopped: "この制度の支払は、止まっています。",
    lines.NotADraft: "下書きではないので、行を変えられません。画面を読み直してください。",
    lines.BeingWorkedOn: "作成か点検が進んでいます。終わってから、もう一度お試しください。",
    lines.NothingToExclude: "行が選ばれていないか、もう除外されています。",
    lines.NoReason: "理由を入力してください。",
    approving.Empty: "振り込む行がありません。",
    approving.NotSubmitted: "もう承認されたか、差し戻されたか、内容が変わっています。画面を読み直してください。",
    approving.SamePerson: "作った人、行を除外や保留にした人、承認を頼んだ人は、承認できません。別の人の承認が必要です。",
    approving.OtherFigures: "入力された件数か合計が、このデータと違います。何もしていません。",
    approving.ChangedMeanwhile: "この画面を開いたあとに、内容が変わりました。何もしていません。もう一度ご確認ください。",
    approving.HasLeft: "もう出力されています。銀行に渡っているかもしれないので、取りやめられません。",
    exporting.NotApproved: "承認されていないので、出力できません。",
    exporting.Void: "銀行が受け付けなかったファイルです。無効なので、取り出せません。",
    exporting.SaidToBeRefused: "銀行が受け付けなかったかもしれないファイルです。確認が終わるまで、取り出すことも出すこともできません。",
    refusing.NotOut: "出力されていないか、もう完了か無効になっています。画面を読み直してください。",
    refusing.NothingSaid: "もう確認されたか、取り消されています。画面を読み直してください。",
    refusing.SamePerson: "入力した人は、確認できません。別の人の確認が必要です。",
    outcomes.NotLeft: "まだ銀行に出していないか、除外された行です。",
    outcomes.SaidToBeRefused: "銀行が受け付けなかったという入力が、2人目の確認を待っています。先に、確認か取り消しをしてください。",
    outcomes.HasComeBack: "この振込は、組戻し・振込不能として記録されています。",
    outcomes.SaidAlready: "同じ結果がもう記録されているか、2人目の確認を待っています。",
    outcomes.SaidOtherwise: "この振込は、入金済として記録されています。",
    outcomes.NothingWaits: "もう確認されたか、差し戻されています。",
    outcomes.SamePerson: "入力した人と取り込んだ人は、確認できません。別の人の確認が必要です。",
    outcomes.CreditedSince: (
        "このあとに、銀行から「入金済」の結果が届いています。確認できません。差し戻してください。"
        "そのあとに戻ってきたのなら、もう一度入力するか、取り込んでください。"
    ),
    outcomes.InAFile: "ファイルの中の結果です。ファイルごとに、確認するか差し戻してください。",
    account_requests.AlreadyAnswered: "もう口座の回答があったか、申請が取り下げられたか、終わりになっています。",
    account_answers.CameBack: "振込が戻った口座なので、このままにはできません。",
    account_answers.AlreadyProposed: "この口座のことを、もう2人目に頼んであります。",
    account_answers.AlreadySettled: "もう承認されたか、差し戻されています。",
    account_answers.SamePerson: "頼んだ人は、承認できません。別の人の承認が必要です。",
    account_answers.AtTheBank: "この申請の別の振込が、銀行で手続き中です。結果がわかってから、終わりにしてください。",
}
REFUSALS = (
    *WORDS,
    drafting.NotABankDay,
    drafting.TooFarAhead,
    drafting.BeingBuilt,
    drafting.NothingToTransfer,
    approving.NoConsignor,
    approving.StopsLines,
    approving.TooManyLines,
    approving.TooMuch,
    approving.TooLate,
    exporting.TakenBefore,
    refusing.HandedInAlready,
    refusing.CarriedOut,
    outcomes.TooEarly,
    exporting.BeingExported,
    exporting.AlreadyExported,
    outcomes.NotAllAccountedFor,
)


KINDS = {"zengin": "全銀ファイル", "xlsx": "xlsx"}
TAKEN = "同じ振込のファイルが、前にも取り出されています。二重振込にご注意ください。"
WHY_AGAIN = "銀行にまだ出していないことを、その人に確かめ、もう一度取り出す理由を入力してください。"


def words_for(refusal: Exception) -> list[str]:
    """Why it was not done, a line each."""
    match refusal:
        case drafting.NotABankDay():
            return [
                f"その日は、銀行の営業日ではないか、間に合いません。いちばん早い日は、{day(refusal.earliest)}です。"
            ]
        case drafting.TooFarAhead():
            return [
                f"振込指定日は、{day(refusal.latest)}までです。",
                "全銀ファイルには月日しか書けず、遠い日は、いつの年かわかりません。",
            ]
        case drafting.BeingBuilt():
            return [f"{said(refusal.batch)}を、{refusal.batch.made_by} さんが作っています。終わるまでお待ちください。"]
        case drafting.NothingToTransfer():
            found = [f"{said(batch)}　{batch.get_state_display()}　{batch.made_by} さん" for batch in refusal.batches]
            return ["振り込むものは、残っていません。", *(["次のデータに入っています。", *found] if found else [])]
        case approving.NoConsignor():
            return [str(refusal), "「振込依頼人」の画面で登録してください。"]
        case approving.StopsLines():
            numbers = "、".join(map(str, refusal.line_nos[:20])) + (" ほか" if len(refusal.line_nos) > 20 else "")
            return [
                f"このままでは出せない行が{len(refusal.line_nos)}件あります（{numbers}行目）。先に除外してください。"
            ]
        case approving.TooLate():
            return [f"この振込指定日のファイルは、{minute(refusal.hand_in_by)}までに銀行に出すものでした。"]
        case approving.TooManyLines():
            return [f"銀行が1ファイルで受け付けるのは{refusal.most:,}件までです。多い分を、先に除外してください。"]
        case approving.TooMuch():
            return [f"1ファイルの合計は{refusal.most_yen:,}円までです。多い分を、先に除外してください。"]
        case exporting.TakenBefore():
            return [TAKEN, *(taken(event) for event in refusal.downloads), WHY_AGAIN]
        case refusing.HandedInAlready():
            return [f"{refusal.batch.handed_in_by} さんが、{minute(refusal.batch.handed_in_at)}に出しています。"]
        case refusing.CarriedOut():
            return [f"銀行が振り込んだ（または戻ってきた）行が{refusal.count}件あるので、無効にできません。"]
        case outcomes.TooEarly():
            return [f"振込指定日（{day(refusal.transfer_on)}）の前です。結果は、その日から入力できます。"]
        case exporting.BeingExported():
            return [f"{refusal.by} さんが頼んだ出力が、進んでいます。"]
        case exporting.AlreadyExported():
            return [f"{said(refusal.batch)}は、もう出力されています。下のファイルを使ってください。"]
        case outcomes.NotAllAccountedFor():
            return [f"結果のわからない行か、2人目の確認を待つ行が、{refusal.count}件あります。"]
    return [WORDS[type(refusal)]]


def taken(event: AuditEvent) -> str:
    """「maki さん　2023年5月16日（火）10:05　全銀ファイル」"""
    reason = f"　{event.detail['reason']}" if event.detail.get("reason") else ""
    return f"{event.who} さん　{minute(event.at)}　{KINDS[event.detail['kind']]}{reason}"


def said(batch: RefundBatch) -> str:
    """「データ3（振込指定日 2023年5月18日（木））」"""
    return f"データ{batch.number}（振込指定日 {day(batch.transfer_on)}）"


def found(pk: int) -> RefundBatch:
    """Without its files, which are large."""
    return get_object_or_404(RefundBatch.objects.select_related("scheme").defer("xlsx", "zengin"), pk=pk)


def chosen(request: HttpRequest) -> Scheme:
    """The scheme that `?scheme=` or the form names; else the first."""
    slug = request.POST.get("scheme") or request.GET.get("scheme", "")
    schemes = Scheme.objects.order_by("slug")
    return get_object_or_404(schemes, slug=slug) if slug else schemes.first()


def page(request: HttpRequest, template: str, *, title: str, status: int = 200, **shown) -> HttpResponse:
    """In the frame of the secretariat."""
    shown.setdefault("refused", [])
    return review_pages.page(request, template, title=title, status=status, **shown)
