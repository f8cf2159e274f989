"""The 47 prefectures by their JIS X 0401 code, two digits as text."""

from django.db import models
from django.utils.translation import gettext_lazy as _

NAMES = [
    _("北海道"),
    _("青森県"),
    _("岩手県"),
    _("宮城県"),
    _("秋田県"),
    _("山形県"),
    _("福島県"),
    _("茨城県"),
    _("栃木県"),
    _("群馬県"),
    _("埼玉県"),
    _("千葉県"),
    _("東京都"),
    _("神奈川県"),
    _("新潟県"),
    _("富山県"),
    _("石川県"),
    _("福井県"),
    _("山梨県"),
    _("長野県"),
    _("岐阜県"),
    _("静岡県"),
    _("愛知県"),
    _("三重県"),
    _("滋賀県"),
    _("京都府"),
    _("大阪府"),
    _("兵庫県"),
    _("奈良県"),
    _("和歌山県"),
    _("鳥取県"),
    _("島根県"),
    _("岡山県"),
    _("広島県"),
    _("山口県"),
    _("徳島県"),
    _("香川県"),
    _("愛媛県"),
    _("高知県"),
    _("福岡県"),
    _("佐賀県"),
    _("長崎県"),
    _("熊本県"),
    _("大分県"),
    _("宮崎県"),
    _("鹿児島県"),
    _("沖縄県"),
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
