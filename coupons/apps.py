from django.apps import AppConfig

from coupons.sheets import private


class CouponsConfig(AppConfig):
    name = "coupons"
    verbose_name = "地域クーポン"

    def ready(self) -> None:
        """Every process of ours begins so, also the one that comes after a kill."""
        private.sweep()
