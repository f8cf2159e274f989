from importlib import import_module

from django.apps import AppConfig


class TrailConfig(AppConfig):
    name = "trail"
    verbose_name = "監査ログ"

    def ready(self) -> None:
        import_module("trail.moved_clock")  # registers itself
