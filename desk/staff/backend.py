"""Logging in and being allowed: passwords behind the lock-out, permissions from the one table (desk/roles.py)."""

from axes.backends import AxesStandaloneBackend
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.http import HttpRequest

from desk import roles


class StaffBackend(AxesStandaloneBackend, ModelBackend):
    """Django's users. What the database grants to users or groups by hand counts for nothing: one table, one place."""

    def authenticate(self, request: HttpRequest, username: str | None = None, password: str | None = None, **more):
        """The user, or None. Raises PermissionDenied while this name is locked out from this address."""
        AxesStandaloneBackend.authenticate(self, request, username=username, password=password, **more)
        return ModelBackend.authenticate(self, request, username=username, password=password, **more)

    def get_user_permissions(self, user_obj: User, obj=None) -> set[str]:
        return set()

    def get_group_permissions(self, user_obj: User, obj=None) -> set[str]:
        """By role. Kept on the user, who is read anew for every request."""
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        if not hasattr(user_obj, "_by_role"):
            user_obj._by_role = set(roles.of(user_obj))
        return user_obj._by_role
