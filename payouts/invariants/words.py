"""What each invariant's breach means, in words for those who see it on a screen, and what they do about it."""

from dataclasses import dataclass

FILES = "regionPAYの明細を確かめ、足りないファイルか取消のファイルを取り込みます。"
WAIT = "数分待つと、業務がひとりでに直します。15分たっても残るときは、管理の担当者に知らせます。"
NOBODY = "画面では直せません。支払を止めたまま、管理の担当者に、この文と件数を知らせます。"
BANK = "銀行に何も出さずに、管理の担当者に知らせます。もう出したファイルは、銀行に連絡して止めてもらいます。"
ISSUER = "番号をお客様に伝えず、発行会社への注文を止めて、管理の担当者に知らせます。"
TWO = "だれが決めたかを監査ログで調べ、監査の担当者に知らせます。"


@dataclass(frozen=True)
class Breach:
    """A sentence of what is wrong, and one of what to do."""

    wrong: str
    to_do: str


SAID = {
    # -- the ledger
    "a coupon has one issue entry, of its face value": Breach(
        "発行の明細が、券面額と合わないクーポンがあります。", FILES
    ),
    "no more is given back than a payment took": Breach("決済の額より多く戻した決済があります。", FILES),
    "no more is reversed than was restored": Breach("戻した額より多く取り消した戻入があります。", NOBODY),
    "an undoing counts when the undone did": Breach("取消と、もとの決済の日時が合わない明細があります。", NOBODY),
    "no restoration lifts a balance above face value": Breach(
        "戻入で、残額が券面額を超えたクーポンがあります。", FILES
    ),
    "an extension is told to regionPAY": Breach(
        "延長したのに、regionPAYに伝える予定のないクーポンがあります。", NOBODY
    ),
    "regionPAY is told of no extension that is none": Breach(
        "延長していないのに、延長を伝えるクーポンがあります。", NOBODY
    ),
    "a restoration or reversal is told to regionPAY": Breach("regionPAYに伝える予定のない戻入があります。", NOBODY),
    "a report of (B) gives what stands restored for it": Breach("お申し出の認定額と、戻した額が合いません。", NOBODY),
    "two persons gave what takes two": Breach("2人で決めるはずのお申し出を、1人で決めています。", TWO),
    "a restored coupon is covered": Breach("残高を戻したのに、補償の対象になっていないクーポンがあります。", NOBODY),
    "every coupon of case (A) is extended": Breach("対象 (A) なのに、まだ延長していないクーポンがあります。", WAIT),
    # -- what is owed
    "nothing is owed before the freeze": Breach("残額が確定する前に、補償額が決まっています。", NOBODY),
    "one free entitlement a coupon and cause": Breach("補償額が二重に立っているクーポンがあります。", NOBODY),
    "only a covered coupon is owed its balance": Breach("対象ではないのに、補償額のあるクーポンがあります。", WAIT),
    "no more is owed by the ledger than the face value": Breach("補償額が券面額を超えるクーポンがあります。", FILES),
    "owed is what the formula says, where nothing is on a payout or lapsed": Breach(
        "補償額が、明細から計算した額と合わないクーポンがあります。", WAIT
    ),
    "what was decided was granted by two persons": Breach("2人で決めた記録のない補償額があります。", TWO),
    "nothing crosses from one scheme to another": Breach("別の制度のものと結びついた支払があります。", NOBODY),
    "the statement adds up": Breach("補償額と、その行き先の合計が合わないクーポンがあります。", NOBODY),
    "what an incident gave back has a payee": Breach("お申し出で戻した額に、受け取る方のいないものがあります。", WAIT),
    # -- payouts
    "a live payout is the sum of its entitlements": Breach("支払の額と、補償額の合計が合いません。", NOBODY),
    "a payout is the sum of its items": Breach("支払の額と、内訳の合計が合いません。", NOBODY),
    "no entitlement hangs on a payout that was taken back": Breach("取り消した支払に、補償額が残っています。", NOBODY),
    "no more leaves for a coupon's balance than its face value": Breach(
        "券面額より多く支払うことになっているクーポンがあります。", NOBODY
    ),
    "a member is paid for coupons of their own": Breach(
        "会員に、ほかの方のクーポンの額を支払うことになっています。", NOBODY
    ),
    "a claim is paid for coupons it was accepted for": Breach(
        "申請に、認めていないクーポンの額を支払うことになっています。", NOBODY
    ),
    "nobody who is owed is forgotten": Breach("支払が始まって1日たっても、案内されていない方がいます。", WAIT),
    "no payee is owed more than a payout can hold": Breach("1つの支払では扱えない大きさの補償額があります。", FILES),
    "a withdrawn claim has no live lines": Breach("取り下げた申請に、生きているクーポンがあります。", NOBODY),
    "a live link is of a live points payout": Breach("支払が終わったのに、使える受取URLがあります。", NOBODY),
    "an open points payout has a live link": Breach("受取待ちなのに、受取URLのない支払があります。", NOBODY),
    "every live link was told or will be": Breach("お知らせを送っていない受取URLがあります。", NOBODY),
    "nothing more is sent about a payout that was taken back": Breach(
        "取り消した支払の案内が、送信を待っています。", NOBODY
    ),
    # -- points
    "an ordered or paid points payout has one order": Breach("申込がないか、2つある支払があります。", ISSUER),
    "nothing is out for a payout that is open or taken back": Breach(
        "受取待ちか取り消した支払に、ポイントの申込が残っています。", ISSUER
    ),
    "paid by points means that the code is stored": Breach("支払済みなのに、番号のない支払があります。", ISSUER),
    "a stored code means paid": Breach("番号があるのに、支払済みになっていない支払があります。", ISSUER),
    "a code has the brand and value of its order": Breach("番号の種類か額が、申込と合いません。", ISSUER),
    "nothing is ordered after the last day to receive it": Breach(
        "受取の期限のあとに申し込まれたポイントがあります。", ISSUER
    ),
    "an issued order has one code on record": Breach("発行済みの申込の番号が、記録と合いません。", ISSUER),
    "a code is of one row of the stock and one order": Breach("同じ番号が、2つの申込か在庫にあります。", ISSUER),
    "an order list is its orders": Breach("注文リストの件数か額が、申込と合いません。", ISSUER),
    "a list stands as it was sent": Breach("渡した注文リストの中身が変わっています。", ISSUER),
    "what is kept apart was given to nobody": Breach("隔離した番号が、だれかに渡っています。", ISSUER),
    # -- bank refunds
    "a submitted batch is its lines": Breach("振込データの件数か合計が、行と合いません。", BANK),
    "a line is an ordered refund of its amount": Breach("振込の行と、支払の額か状態が合いません。", BANK),
    "a refund that is ordered or paid is on a line of an approved batch": Breach(
        "承認された振込データにないのに、振込中か支払済みの返金があります。", BANK
    ),
    "a batch is approved by another person": Breach("作った人が承認した振込データがあります。", TWO),
    "one live line a payout": Breach("1つの支払が、2つの振込データに入っています。", BANK),
    "a batch that was given up holds nobody's refund": Breach(
        "取りやめた振込データに、振り込む行が残っています。", NOBODY
    ),
    "no refund is in two files": Breach("同じ返金が、2つの振込ファイルに入っています。", BANK),
    "the rows of a file are its batch's": Breach("振込ファイルの行が、振込データと合いません。", BANK),
    "a file is void by two persons": Breach("振込ファイルを、1人で無効にしています。", TWO),
    "a file of transfers is its batch": Breach("振込ファイルの件数か合計が、振込データと合いません。", BANK),
    "what came back was booked by two persons": Breach("組戻し・振込不能を、1人で記録しています。", TWO),
    "a paid refund is on a line that was credited": Breach("入金の記録がないのに、支払済みの返金があります。", BANK),
    "a refund that came back is on a line that came back": Breach("戻ったとされる支払に、戻った行がありません。", BANK),
    "a line that came back is not paid": Breach("戻ってきた振込が、支払済みのままです。", BANK),
}
UNKNOWN = Breach("新しい決まりに合わないものがあります。", NOBODY)


def said(name: str) -> Breach:
    """Of an invariant by its name; also of one that an older version found."""
    return SAID.get(name, UNKNOWN)
