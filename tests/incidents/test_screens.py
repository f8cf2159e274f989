"""An incident on the screen: decided by one or two, shown before it is done, and refused with all that was typed."""

import pytest
from django.test import Client
from django.urls import reverse

from claims.models import Incident, IncidentDecision, StoreConfirmation
from tests.incidents.people import approved, balance, decided, proposed, reported, sakura, seen, ume
from tests.incidents.screens import approve, do, of_sakura, said, see, typed_for
from tests.makers import coupon, incident, opened, pay, shop_says
from tests.staff.people import client_of, staff
from trail.models import AuditEvent

BY_MAIL = {"deliver_by": "mail", "deliver_to": "s@example.jp"}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("march")]


def test_confirmed_first_then_done(sato):
    of = of_sakura()
    shown = said(do(sato, "decide", of.pk, **typed_for(of)))
    assert "1,000円を戻します" in shown
    assert "残額 1,500円 → 2,500円" in shown
    assert "2023年3月31日（金）23:59まで に延長します" in shown
    assert (Incident.objects.get().state, balance(of.coupon), IncidentDecision.objects.count()) == (
        "confirmed",
        1500,
        0,
    )

    done = said(do(sato, "decide", of.pk, **typed_for(of, confirmed="1")))

    assert "1,000円を戻しました。" in done
    assert balance(of.coupon) == 2500


def test_the_shops_figure_stands_beside_what_is_given_back(sato):
    of = of_sakura()
    StoreConfirmation.objects.update(store_yen=700)
    shown = said(do(sato, "decide", of.pk, **typed_for(of)))

    assert "店舗の記録の金額 700円（戻す額は1,000円）" in shown
    assert IncidentDecision.Why.SHOP_YEN.label in shown


def test_the_same_post_again_gives_back_nothing_more(sato):
    of = of_sakura()
    typed = typed_for(of, confirmed="1")
    do(sato, "decide", of.pk, **typed)

    again = do(sato, "decide", of.pk, **typed)

    assert again.status_code == 409
    assert balance(of.coupon) == 2500


def test_a_second_person_where_it_takes_two(sato):
    of = of_sakura()
    first = next(iter(proposed(of)))
    typed = typed_for(of, pay=[first], **{f"yen_{first}": "400"})
    assert "必要です ：金額を手で入力した" in said(do(sato, "decide", of.pk, **typed))
    do(sato, "decide", of.pk, **typed, confirmed="1")
    made = IncidentDecision.objects.get()

    assert "あなたが決めたものです。" in see(sato, of)
    assert do(sato, "approve", made.pk).status_code == 403
    both = client_of(staff("both", "reviewer", "approver"))
    assert "承認して、400円を戻す" in see(both, of)
    assert "400円を戻しました。" in said(approve(both, of))
    assert balance(of.coupon) == 1900


def test_who_decided_is_no_second_person_with_any_role(clerk):
    both = staff("both", "reviewer", "approver")
    of = of_sakura()
    made = decided(of, choices={next(iter(proposed(of))): 400}, by="both")

    assert "承認して、400円を戻す" not in see(client_of(both), of)
    assert "決めた人は、2人目として承認できません。" in said(do(client_of(both), "approve", made.pk, seen=seen(of)))
    assert balance(of.coupon) == 1500
    do(client_of(both), "take_back", made.pk, answer="選びまちがい")
    assert IncidentDecision.objects.get().state == "void"


def test_sent_back_it_says_why(sato):
    of = of_sakura()
    made = decided(of, choices={next(iter(proposed(of))): 400}, by="sato")
    approver = client_of(staff("kaneko", "approver"))

    do(approver, "send_back", made.pk, answer="店の記録を添えてください")

    assert IncidentDecision.objects.get().state == "refused"
    assert "戻す内容を確かめる" in see(sato, of)
    assert "店の記録を添えてください" in see(sato, of)
    assert do(sato, "take_back", made.pk, answer="x").status_code == 200


def sent_back(client: Client) -> tuple[bool, bool]:
    """Whether one is counted, and listed as sato's, under 「差し戻されたもの」."""
    shown = said(client.get(reverse("desk_incidents"), {"state": "back"}))
    return "差し戻されたもの 1" in shown, "（sato さんへ差し戻し）" in shown


def test_what_was_sent_back_is_listed_until_it_is_asked_again(sato):
    of = of_sakura()
    reported(ume(), "paid_cash")
    ask = {"choices": {next(iter(proposed(of))): 400}, "by": "sato"}
    made = decided(of, **ask)
    approver = client_of(staff("kaneko", "approver"))
    assert sent_back(sato) == (False, False)
    do(approver, "send_back", made.pk, answer="店の記録を添えてください")
    assert sent_back(sato) == (True, True)
    again = decided(of, **ask)
    assert sent_back(sato) == (False, False)

    do(sato, "take_back", again.pk, answer="選びまちがい")

    assert (IncidentDecision.objects.get(pk=again.pk).state, sent_back(sato)) == ("void", (False, False))


def test_refused_the_page_keeps_what_was_typed(sato):
    of = of_sakura()
    first = next(iter(proposed(of)))

    answer = do(sato, "decide", of.pk, **typed_for(of, **{f"yen_{first}": "501"}))

    assert "その決済で引き落とされた額" in said(answer)
    assert 'value="501"' in answer.content.decode()
    assert "金額を、数字で入力してください。" in said(
        do(sato, "decide", of.pk, **typed_for(of, **{f"yen_{first}": ""}))
    )
    assert "戻す決済を選び" in said(do(sato, "decide", of.pk, reason="x", seen=seen(of)))


def test_without_a_payee_it_says_what_to_ask(sato, clerk):
    of = shop_says(reported(sakura(), "paid_twice", phone="0988880001"))
    assert "お客様に届け先を伺い" in said(do(sato, "decide", of.pk, **typed_for(of)))

    do(clerk, "contact", of.pk, name="桜", phone="098-888-0001", **BY_MAIL, seen=seen(of))

    assert "1,000円を戻します" in said(do(sato, "decide", of.pk, **typed_for(of)))


def test_declined_with_the_words_for_the_caller(sato):
    of = shop_says(reported(sakura(), "paid_twice"), "differs")
    assert "理由を選んでください。" in said(do(sato, "decline", of.pk, words="", seen=seen(of)))

    do(sato, "decline", of.pk, reason="differs", words="お店の記録では1回でした。", seen=seen(of))

    assert Incident.objects.get().state == "declined"
    assert "お客様に伝えたことば：お店の記録では1回でした。" in see(sato, of)


def test_undone_until_it_is_on_a_payout(sato):
    of = approved(of_sakura())
    do(sato, "undo", of.pk, why="別の店だった", seen=seen(of))
    assert balance(of.coupon) == 1500
    approved(of, "2023-03-13 10:00")
    opened(of.coupon)

    assert "もう支払に載っています。取り消せません。" in said(do(sato, "undo", of.pk, why="x", seen=seen(of)))
    assert balance(of.coupon) == 2500


def test_a_coupon_that_was_found_is_attached(clerk):
    of, on = incident(None), coupon()
    assert "記録にありません。" in said(do(clerk, "attach", of.pk, inquiry_no="123", seen=seen(of)))

    typed = {"inquiry_no": on.inquiry_no, "seen": seen(of)}
    do(clerk, "attach", of.pk, **typed)

    of.refresh_from_db()
    assert of.coupon == on
    assert do(clerk, "attach", of.pk, **typed).status_code == 409
    another = {"inquiry_no": coupon().inquiry_no, "seen": seen(of)}
    assert "もうクーポンが結びついています。" in said(do(clerk, "attach", of.pk, **another))


MINE = {"name": "桜", "phone": "090-2222-0008", "deliver_by": "mail", "deliver_to": "mine@example.jp"}
BY_HAND = "届け先やクーポンを、決める人が自分で入力した"


def test_who_puts_in_a_destination_of_their_own_needs_another_to_pay_there(sato, clerk):
    """A colleague took the call, the shop agrees, the yen are few: nobody but 佐藤 has seen where they would go."""
    of = shop_says(reported(sakura(), "paid_twice"))
    assert "2人目の承認 要りません" in said(do(sato, "decide", of.pk, **typed_for(of)))
    assert "連絡先を直しました。" in said(do(sato, "contact", of.pk, **MINE, seen=seen(of)))

    assert f"必要です ：{BY_HAND}" in said(do(sato, "decide", of.pk, **typed_for(of)))
    do(sato, "decide", of.pk, **typed_for(of, confirmed="1"))

    assert (Incident.objects.get().state, balance(of.coupon)) == ("confirmed", 1500)
    assert BY_HAND in see(clerk, of)
    assert "1,000円を戻しました。" in said(approve(client_of(staff("kaneko", "approver")), of))


def test_who_put_it_in_is_no_second_person(sato):
    of = shop_says(reported(sakura(), "paid_twice"))
    both = client_of(staff("both", "clerk", "approver"))
    do(both, "contact", of.pk, **MINE, seen=seen(of))
    first = next(iter(proposed(of)))
    do(sato, "decide", of.pk, **typed_for(of, pay=[first], **{f"yen_{first}": "400"}), confirmed="1")

    assert "届け先やクーポンを入力した人は、承認できません。" in said(approve(both, of))
    assert balance(of.coupon) == 1500


def test_while_it_waits_for_another_nobody_changes_where_it_goes(sato, clerk):
    of = shop_says(reported(sakura(), "paid_twice"))
    decided(of, choices={next(iter(proposed(of))): 400})
    assert "連絡先を直す" not in see(clerk, of)

    answer = said(do(clerk, "contact", of.pk, **MINE, seen=seen(of)))

    assert "2人目の承認を待っているので、いまは変えられません。" in answer
    assert Incident.objects.get().deliver_to == ""


def test_the_second_person_approves_what_they_looked_at(sato):
    of = of_sakura()
    made = decided(of, choices={next(iter(proposed(of))): 400})
    looked_at = seen(of)
    pay(of.coupon, 100, "2023-03-12 11:00")
    answer = do(client_of(staff("kaneko", "approver")), "approve", made.pk, seen=looked_at)

    assert (answer.status_code, IncidentDecision.objects.get().state) == (409, "waiting")
    assert "この画面を開いたあとに、内容が変わりました。何もしていません。" in said(answer)


def test_inquiry_numbers_and_contacts_are_masked_for_who_only_looks(clerk):
    of = reported(ume(), "cash_and_deducted")
    auditor = client_of(staff("mi", "auditor"))

    assert of.coupon.inquiry_no[:8] not in see(clerk, of).replace(" ", "")
    assert "090-2222-0008" in see(clerk, of)
    assert "***-****-0008" in see(auditor, of)
    assert "090-2222-0008" not in see(auditor, of)


def test_the_list_by_state(clerk):
    waiting = of_sakura()
    decided(waiting, choices={next(iter(proposed(waiting))): 400})
    plain = incident(None)
    address = reverse("desk_incidents")

    assert all(of.receipt_no in said(clerk.get(address)) for of in (waiting, plain))
    assert plain.receipt_no not in said(clerk.get(f"{address}?state=second"))
    assert waiting.receipt_no in said(clerk.get(f"{address}?state=confirmed"))
    assert "ありません。" in said(clerk.get(f"{address}?state=approved"))


def test_a_shop_that_looks_again_is_asked_again(sato):
    of = shop_says(reported(sakura(), "paid_twice"), "differs")
    assert "理由" in said(do(sato, "again", of.pk, reason="looked", why="", seen=seen(of)))

    assert "わけを選んでください。" in said(do(sato, "again", of.pk, why="x", seen=seen(of)))

    do(sato, "again", of.pk, reason="looked", why="店長の山城さんが控えを見つけた", seen=seen(of))

    of = Incident.objects.get()
    assert (of.state, of.confirmation.result) == ("confirming", "")
    assert AuditEvent.objects.get(action="shop to be asked again").detail == {"reason": "looked", "was": "differs"}
    assert "もう一度確認する理由：店長の山城さんが控えを見つけた" in see(sato, of)
    assert approved(shop_says(of)).approved_yen == 1000
    assert "いまの状態では、これはできません。" in said(
        do(sato, "again", of.pk, reason="looked", why="x", seen=seen(of))
    )


def test_who_decides_nothing_is_offered_no_way_to_end_it(clerk, sato):
    of = of_sakura()
    assert ("戻さないとき" in see(clerk, of), "戻さないとき" in see(sato, of)) == (False, True)
    inquiry = reported(sakura(), "other")
    assert "回答して終える" in see(clerk, inquiry)
