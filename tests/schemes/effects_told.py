"""What happened before a scheme is to be changed, the change, and what is said of it."""

from coupons import eligibility
from payouts import orders
from tests.makers import code, coupon, hanako, incident, japan, opened, owed, pay, regionpay, regionpay_told
from tests.matching.people import filed
from tests.notifications.people import queued


def extended():
    on = coupon()
    eligibility.extend(regionpay(), japan("2023-02-27 00:00"))
    return on


def a_payment_before_the_outage():
    pay(coupon(), 500, "2023-02-24 16:30")
    incident(coupon())


def told():
    extended()
    regionpay_told()


def frozen_and_paid_out():
    on = coupon(member=hanako(regionpay()))
    pay(on, 500, "2023-03-31 12:00")
    eligibility.extend(regionpay(), japan("2023-02-27 00:00"))
    opened(on)


def unclaimed():
    owed(coupon())


def chosen():
    [payout] = opened(coupon(member=hanako(regionpay())))
    code("edy", payout.amount_yen)
    orders.order(payout_id=payout.pk, brand="edy", who="test", at=japan("2023-04-05 12:00"))


def in_stock():
    one = code("edy", 3000)
    type(one).objects.update(expires_on="2024-03-31")


def open_payout():
    opened(coupon(member=hanako(regionpay())))


def filed_in_april():
    filed(coupon(), filed_at=japan("2023-04-20 12:00"))


def paper():
    extended()


CASES = {
    "the outage began earlier": (
        a_payment_before_the_outage,
        "2023-04-05 12:00",
        {"outage_from": japan("2023-02-24 16:00")},
        [
            ("障害の時間に入る決済が1件、外れる決済が0件あります。", False),
            ("決めていないお申し出1件は、新しい時間で調べ直すことになります。", False),
        ],
    ),
    "another expiry was hit, and nobody was told": (
        extended,
        "2023-03-01 12:00",
        {"affected_expires_at": japan("2023-02-26 00:00")},
        [("対象 (A) から外れるクーポンが1枚あります（うち延長済み1枚）。", False)],
    ),
    "another expiry was hit, and regionPAY was told": (
        told,
        "2023-03-01 12:00",
        {"affected_expires_at": japan("2023-02-26 00:00")},
        [
            (
                "対象 (A) から外れるクーポンのうち、regionPAYに延長を伝えたものが1枚、支払に載せたものが0件あります。",
                True,
            ),
            ("対象 (A) から外れるクーポンが1枚あります（うち延長済み1枚）。", False),
        ],
    ),
    "coupons that ended later were hit": (
        lambda: coupon(last_minute="2023-02-25 23:59"),
        "2023-03-01 12:00",
        {"affected_expires_at": japan("2023-02-26 00:00")},
        [("新しく対象 (A) になるクーポンが1枚あります。期日が来しだい、延長されます。", False)],
    ),
    "the last day of use moves behind the freeze": (
        frozen_and_paid_out,
        "2023-04-05 12:00",
        {"usable_until": japan("2023-03-31 00:00")},
        [
            (
                "残額はもう確定しています。変わるクーポンが1枚（差は500円）、うち支払に載せたか期限切れのものが1枚あります。",
                True,
            ),
            (
                (
                    "「2023年3月31日（金）23:59まで」と延長したクーポンが1枚あり、うちregionPAYに伝えたものが0枚です。"
                    "記録と通知は、前の日のままです。"
                ),
                False,
            ),
        ],
    ),
    "the freeze is to be taken back": (
        open_payout,
        "2023-04-05 12:00",
        {"usable_until": japan("2023-04-10 00:00"), "points_from": japan("2023-04-11 00:00")},
        "確定した補償額1件が、もう支払に載ったか期限切れです。確定は取り消せません。",
    ),
    "shops were told a later day": (
        told,
        "2023-03-05 12:00",
        {"usable_until": japan("2023-03-20 00:00")},
        [
            (
                (
                    "「2023年3月31日（金）23:59まで」と延長したクーポンが1枚あり、うちregionPAYに伝えたものが1枚です。"
                    "新しい日のあとも、お店で使えてしまいます。"
                ),
                True,
            )
        ],
    ),
    "who claimed in time is not late": (
        filed_in_april,
        "2023-04-25 12:00",
        {"claims_until": japan("2023-04-16 00:00")},
        [
            (
                "ポイントの申請が、新しい締切（2023年4月15日（土）23:59まで）のあとに1件あります。前の締切を守った方々です。",
                True,
            ),
            ("ポイントの申請の受付が、すぐに終わります。書きかけの申請が0件あります。", False),
        ],
    ),
    "refunds close on their own": (
        filed_in_april,
        "2023-04-15 12:00",
        {"refund_claims_until": japan("2023-04-20 00:00")},
        [],
    ),
    "claims begin again": (
        filed_in_april,
        "2023-05-02 12:00",
        {"claims_until": japan("2023-05-08 00:00")},
        [("終わったポイントの申請の受付が、また始まります。", False)],
    ),
    "the site opens behind a claim": (
        filed_in_april,
        "2023-04-25 12:00",
        {"site_opens_at": japan("2023-04-28 00:00")},
        [
            ("新しい開設の前に、特設サイトからの申請が1件あります。", True),
            ("開いている特設サイトの受付が、新しい開設の時まで閉じます。", False),
        ],
    ),
    "points begin later": (
        open_payout,
        "2023-04-05 12:00",
        {"points_from": japan("2023-04-10 00:00")},
        [("ポイントの支払がもう始まっています（1件 3,000円）。これらは、そのまま受け取れます。", False)],
    ),
    "points begin at once": (
        unclaimed,
        "2023-04-02 12:00",
        {"points_from": japan("2023-04-01 12:00")},
        [("すぐにポイントの支払が始まります。支払を待つ補償額は1件 3,000円です。", False)],
    ),
    "nobody can receive any more": (
        unclaimed,
        "2023-05-05 12:00",
        {"receive_until": japan("2023-05-03 00:00")},
        [("支払を待つ補償額（1件 3,000円）が、すぐに期限切れになります。", True)],
    ),
    "receiving ends later": (
        open_payout,
        "2023-05-05 12:00",
        {"receive_until": japan("2023-06-15 00:00"), "receive_days_min": 7},
        [
            ("いま受け取れる支払（1件 3,000円）は、案内した期限のままです。", False),
            ("いま受け取れる支払（1件 3,000円）の期限は縮みません。これから送る案内に効きます。", False),
        ],
    ),
    "personal data would go at once": (
        paper,
        "2023-08-05 12:00",
        {"keep_personal_data_until": japan("2023-07-01 00:00")},
        [("保存期限が、もう過ぎた日です。個人情報がすぐに消えます。", True)],
    ),
    "personal data goes earlier": (
        filed_in_april,
        "2023-06-05 12:00",
        {"keep_personal_data_until": japan("2023-12-01 00:00")},
        [("申請1件、お申し出0件、会員0人の個人情報が、前より早く消えます。", False)],
    ),
    "a prefecture goes": (
        paper,
        "2023-04-05 12:00",
        {"prefectures": ["13", "46"]},
        "沖縄県には、申請が0件、申請されたクーポンが0枚あります。まだ申請されていない紙のクーポンは1枚です。",
    ),
    "numbers have another form": (
        paper,
        "2023-04-05 12:00",
        {"inquiry_no_pattern": "^[0-9]{11}$"},
        [("記録にあるクーポンのうち1枚の番号が、新しい形に合いません。", True)],
    ),
    "the telephone is another": (
        lambda: queued(),
        "2023-04-05 12:00",
        {"help_desk_phone": "0120-000-000"},
        [("前のことばのお知らせが、送信待ちに1通、もう送ったものに0通あります。", False)],
    ),
    "a kind that somebody has chosen goes": (
        chosen,
        "2023-04-06 12:00",
        {"brand": "edy", "is_offered": False},
        [
            ("もう選んだ交換が1件あります。これらは、そのまま発行されます。", False),
            ("在庫に、渡していない番号が1個（3,000円）残ります。", False),
        ],
    ),
    "codes in stock end too early": (
        in_stock,
        "2023-04-06 12:00",
        {"brand": "edy", "code_days_min": 9_999},
        [("在庫の番号1個が、有効日数に足りず、渡せません。", False)],
    ),
    "a limit below open payouts": (
        open_payout,
        "2023-04-06 12:00",
        {"brand": "edy", "max_yen": 2_000},
        [("受取待ちの支払1件が、この種類を選べなくなります。", False)],
    ),
    "an order keeps its way": (
        chosen,
        "2023-04-06 12:00",
        {"brand": "edy", "way": "http"},
        [("もう選んだ交換1件は、前の方法のまま発行されます。", False)],
    ),
    "what was said already": (paper, "2023-04-06 12:00", {"help_desk_phone": "0120-479-249"}, []),
}
