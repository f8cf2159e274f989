"""The 47 prefectures by their JIS X 0401 code, two digits as text."""

from django.db import models

NAMES = [
    "北海道",
    "青森県",
    "岩手県",
    "宮城県",
    "秋田県",
    "山形県",
    "福島県",
    "茨城県",
    "栃木県",
    "群馬県",
    "埼玉県",
    "千葉県",
    "東京都",
    "神奈川県",
    "新潟県",
    "富山県",
    "石川県",
    "福井県",
    "山梨県",
    "長野県",
    "岐阜県",
    "静岡県",
    "愛知県",
    "三重県",
    "滋賀県",
    "京都府",
    "大阪府",
    "兵庫県",
    "奈良県",
    "和歌山県",
    "鳥取県",
    "島根県",
    "岡山県",
    "広島県",
    "山口県",
    "徳島県",
    "香川県",
    "愛媛県",
    "高知県",
    "福岡県",
    "佐賀県",
    "長崎県",
    "熊本県",
    "大分県",
    "宮崎県",
    "鹿児島県",
    "沖縄県",
]

PREFECTURES = {f"{number:02d}": name for number, name in enumerate(NAMES, start=1)}
CHOICES = list(PREFECTURES.items())


class PrefectureField(models.CharField):
    """A prefecture's code; the database refuses any other text."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{**kwargs, "max_length": 2, "choices": CHOICES})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {key: value for key, value in kwargs.items() if key not in ("choices", "max_length")}


def is_prefecture(field: str, name: str) -> models.CheckConstraint:
    """The constraint that keeps `field` to the 47 codes."""
    return models.CheckConstraint(name=name, condition=models.Q(**{f"{field}__in": list(PREFECTURES)}))
