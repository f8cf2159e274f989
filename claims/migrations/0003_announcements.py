"""Announcements that are amended or that a scheme rests on, and what the first scheme has announced so far.

The second report summarised in our own words (notice 0 to 3); the third one, of which the notice says only that it
tells the special site's address (notice 2.S).
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import migrations

SECOND = """\
2月24日（金）の夕方、システム障害のため、紙の地域クーポンの発行、アプリへのチャージ、お店での支払いができなくなりました。ご迷惑をおかけし、申し訳ございません。

有効期限が2月24日（金）23:59までのクーポンで、2月26日（日）23:59までの延長のあとも残額がある方は、期限を3月31日（金）23:59まで延ばします。使い切れなかった残額と同じ額を、キャッシュレスポイントでお送りします。

アプリにチャージしていた方は、お手続きは不要です。4月上旬から、受取サイトのURLをお送りします。アプリを使わなかった方と退会した方は、3月22日（水）に開く特設サイトで、4月30日（日）までに申請してください。受け取りは5月31日（水）までです。

現金などで支払ったのにクーポンからも引き落とされた方、二重に支払われた方は、コールセンターへお電話ください。お店の記録と確かめたうえで、残額を元に戻します。

ポイントを希望されない方には、特設サイトでの申請のあと、5月中旬から順に銀行振込でお返しします。"""
SECOND_EN = """\
On the evening of Friday 24 February a system failure stopped paper regional coupons from being issued, added to the app and used in shops. We are sorry for the trouble.

If your coupon was valid until Friday 24 February, 23:59, and still had a balance after its extension to Sunday 26 February, 23:59, you can use it until Friday 31 March, 23:59. We send cashless points worth whatever is left then.

If you added the coupon to the app, you need not do anything. We send you a link from early April. If you did not use the app, or have cancelled your membership, please apply on the special site, which opens on Wednesday 22 March, by Sunday 30 April. Please receive your points by Wednesday 31 May.

If you paid in cash or in another way and the amount was taken from your coupon as well, or if you paid twice, please call the call centre. We check with the shop and restore your balance.

If you do not want points, apply on the special site for a bank refund. We make the transfers one after another from mid-May."""
THIRD = """\
補償の申請を受け付ける特設サイト（このサイト）を開きました。

アプリを使わなかった方、退会した方、銀行振込を希望される方は、4月30日（日）23:59までに申請してください。アプリにチャージしていた方は、お手続きは不要です。

はじめに「対象かどうか調べる」で、ご自分のお手続きをお確かめください。"""
THIRD_EN = """\
The special site for applications, this site, is open.

If you did not use the app, have cancelled your membership, or want a bank refund, please apply by Sunday 30 April, 23:59. If you added your coupon to the app, you need not do anything.

Please begin with "Check if this concerns you"."""


def japan(*when: int) -> datetime:
    return datetime(*when, tzinfo=ZoneInfo("Asia/Tokyo"))


def announce(apps, schema_editor) -> None:
    scheme = apps.get_model("coupons", "Scheme").objects.get(slug="regionpay-2023")
    announcements = apps.get_model("claims", "Announcement").objects
    announcements.create(
        scheme=scheme,
        label="第二報",
        title="地域クーポン（regionPAY）システム障害に関する今後の対応について",
        title_en="What we do about the failure of the regional coupon system (regionPAY)",
        body=SECOND,
        body_en=SECOND_EN,
        published_at=japan(2023, 3, 2),
        amended_at=japan(2023, 3, 13),
        is_basis=True,
    )
    announcements.create(
        scheme=scheme,
        label="第三報",
        title="補償対応特設サイトを開設しました",
        title_en="The special compensation site is open",
        body=THIRD,
        body_en=THIRD_EN,
        published_at=japan(2023, 3, 22),
    )


class Migration(migrations.Migration):
    replaces = [("claims", "0004_announcements")]
    dependencies = [("claims", "0002_triggers"), ("coupons", "0003_regionpay_2023")]
    operations = [migrations.RunPython(announce, migrations.RunPython.noop)]
