"""What a claimant reads of their refund, from the draft to the second transfer."""

import pytest

from payouts import account_requests
from payouts.models import AccountRequest, Payout
from payouts.status import tell
from tests.makers import japan
from tests.refunds import people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def house(db) -> None:
    people.house()


def read(payout: Payout) -> tuple[str, str, str]:
    """The headline, the next step, and what is said of the payout itself."""
    told = tell(payout.claim, people.AT)
    return str(told.outlook.headline), told.outlook.next.value, " ".join(str(one.words) for one in told.leaving)


def test_before_it_leaves_it_waits_for_its_turn_and_may_be_taken_back():
    payout = people.refund()
    waits = ("お振込みの順番をお待ちください", "wait", "順次お振込みしています。")
    assert read(payout) == waits
    people.submitted()

    assert read(payout) == waits
    assert tell(payout.claim, people.AT).may_withdraw is True


@pytest.mark.parametrize("moment, begins", [("05-14 23:59", "2023年5月中旬以降、"), ("05-15 00:00", "")])
def test_once_refunds_have_begun_they_are_not_said_to_begin(moment: str, begins: str):
    claim = people.refund().claim
    told = tell(claim, japan(f"2023-{moment}"))
    words = begins + ("順次お振込みします。" if begins else "順次お振込みしています。")
    assert [str(one.words) for one in told.leaving] == [words]
    assert str(told.outlook.advice) == words + "いま、していただくことはありません。"
    assert next(str(stage.note) for stage in told.stages if stage.title == "お振込みの手続き") == begins + "順次"


def test_on_its_way_it_says_when_and_under_which_name():
    payout = people.refund()
    people.approved()
    assert read(payout) == ("お振込みの手続き中です", "wait", "お振込みの手続きをしています。")

    people.exported(people.line_of(payout).batch)

    words = "2023年5月18日（木）にお振込みする予定です。通帳には「ﾁｲｷｸ-ﾎﾟﾝﾎｼﾖｳ」と印字されます。"
    assert read(payout) == ("お振込みの手続き中です", "wait", words)
    assert tell(payout.claim, people.AT).may_withdraw is False


def test_back_again_it_asks_for_another_account_and_then_waits():
    payout = people.refund()
    people.exported()
    people.came_back(payout)
    came_back = "金融機関から、お振込みできなかったという連絡がありました。"
    assert read(payout) == ("お振込みができませんでした", "account", came_back)

    people.gives_account(payout.claim)

    assert read(payout) == ("お振込みの順番をお待ちください", "wait", came_back)


def test_a_link_that_was_locked_asks_to_call():
    payout = people.refund()
    people.exported()
    people.came_back(payout)
    AccountRequest.objects.update(locked_at=people.AT)

    assert read(payout)[:2] == ("お振込みができませんでした", "call")


def test_asked_because_of_a_check():
    payout = people.refund()
    batch = people.drafted()
    account_requests.ask_claimants(
        batch_id=batch.pk, line_ids=[people.line_of(payout).pk], by="maker", reason="支店の統合"
    )

    assert read(payout)[:2] == ("振込口座をご確認ください", "account")
    assert account_requests.get(AccountRequest.objects.get().pk) is not None
