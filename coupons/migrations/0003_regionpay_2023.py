"""The first scheme, from the notice of 2 March 2023, amended on 13 March (`notice 0` to `notice 3`).

Ours, not the notice's, and editable: the outage's hours (it says only "in the evening"), the prefectures and the form
of the inquiry number (no public source), 14 days at least to receive, and how long personal data is kept.
"""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db import migrations


def japan(*when: int) -> datetime:
    return datetime(*when, tzinfo=ZoneInfo("Asia/Tokyo"))


def write_scheme(apps, schema_editor) -> None:
    apps.get_model("coupons", "Scheme").objects.create(
        slug="regionpay-2023",
        name="地域クーポン（regionPAY）システム障害の補償",
        name_en="Compensation for the regionPAY regional coupon outage",
        system_name="regionPAY",
        sender="regionPAY補償",
        sender_en="regionPAY compensation",
        outage_from=japan(2023, 2, 24, 17),
        outage_until=japan(2023, 2, 25),
        affected_expires_at=japan(2023, 2, 25),  # notice 1.A: valid until 24 Feb 23:59
        first_extension_until=japan(2023, 2, 27),  # notice 1.A: extended to 26 Feb 23:59
        usable_until=japan(2023, 4, 1),  # notice 2.A1, 2.A2: 31 Mar 23:59
        site_opens_at=japan(2023, 3, 22),  # notice 2.A2-site
        claims_until=japan(2023, 5, 1),  # notice 2.A2-site: 30 Apr
        refund_claims_until=japan(2023, 5, 1),  # question 13
        points_from=japan(2023, 4, 3),  # notice 2.A2-app, question 14
        refunds_from=japan(2023, 5, 15),  # notice 2.R, question 14
        receive_until=japan(2023, 6, 1),  # notice 2.A2-app: 31 May
        receive_days_min=14,  # question 15
        keep_personal_data_until=japan(2024, 6, 1),
        prefectures=[
            "03",
            "08",
            "09",
            "10",
            "12",
            "13",
            "14",
            "15",
            "19",
            "22",
            "24",
            "25",
            "27",
            "29",
            "30",
            "32",
            "34",
            "35",
            "36",
            "40",
            "41",
            "42",
            "43",
            "45",
            "46",
            "47",
        ],
        inquiry_no_pattern="^[0-9]{12}$",
        help_desk_name="全国旅行支援地域クーポン regionPAY 補償コールセンター",  # notice 3
        help_desk_name_en="regionPAY Compensation Call Centre",
        help_desk_phone="0120-479-249",
        help_desk_hours="平日 10:00～18:00（3月中は土日祝も受付）",
        help_desk_hours_en="Weekdays 10:00–18:00 (in March also weekends and holidays)",
        help_desk_opens=time(10),
        help_desk_closes=time(18),
        help_desk_daily_until=japan(2023, 4, 1),
    )


class Migration(migrations.Migration):
    dependencies = [("coupons", "0002_triggers")]
    operations = [migrations.RunPython(write_scheme, migrations.RunPython.noop)]
