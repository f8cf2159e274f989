"""The staff's accounts: an administrator adds people and gives roles; never to themselves, and never a superuser's."""

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import path

from desk import roles
from desk.staff_keys import keys_page
from trail.admin import TrailedAdmin
from trail.record import record

NOT_ALONE = "「監査」と「管理」は、ほかの役割と一緒には持てません。どちらか一方にしてください。"


class Roles(forms.ModelMultipleChoiceField):
    """Checkboxes of the table's roles, each with a word on whose it is."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options):
        super().__init__(Group.objects.filter(name__in=roles.ROLES).order_by("id"), label="役割", **options)

    def label_from_instance(self, group: Group) -> str:
        word, whose = roles.ROLES[group.name]
        return f"{word}：{whose}"

    def clean(self, value) -> list[Group]:
        chosen = super().clean(value)
        names = {group.name for group in chosen}
        if names & set(roles.ALONE) and len(names) > 1:
            raise ValidationError(NOT_ALONE)
        return chosen


class AddStaff(AdminUserCreationForm):
    groups = Roles()


class ChangeStaff(UserChangeForm):
    groups = Roles(required=False)


class StaffAccounts(TrailedAdmin, UserAdmin):
    """Names stay for ever (trail/migrations/0002): the trail and the rules for two persons know people by name."""

    form, add_form = ChangeStaff, AddStaff
    list_display = ["username", "last_name", "first_name", "email", "roles", "is_active", "last_login"]
    list_filter = ["is_active", "groups"]
    fieldsets = [
        (None, {"fields": ["username", "password", "last_name", "first_name", "email"]}),
        ("できること", {"fields": ["is_active", "groups", "last_login"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "last_name", "first_name", "email", "password1", "password2", "groups"]}),
    ]
    filter_horizontal = []
    change_form_template = "staff/account.html"

    def get_urls(self) -> list:
        return [path("<int:user_id>/keys/", keys_page, name="auth_user_keys"), *super().get_urls()]

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description="役割")
    def roles(self, user: User) -> str:
        return "、".join(roles.label(group.name) for group in user.groups.all()) or "なし"

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        if obj is None:
            return []
        own = ["is_active", "groups"] if obj == request.user else []
        return ["username", "last_login", *own]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return super().has_change_permission(request, obj) and not above

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """Another person's. One's own is changed with the old one: admin:password_change."""
        if self.get_object(request, unquote(id)) == request.user:
            raise PermissionDenied
        return super().user_change_password(request, id, form_url)

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool) -> None:
        obj.is_staff = True  # there are no other users
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets, change: bool) -> None:
        before = _role_names(form.instance)
        super().save_related(request, form, formsets, change)
        after = _role_names(form.instance)
        if before != after:
            given, taken = sorted(after - before), sorted(before - after)
            record("roles changed", who=request.user.get_username(), about=form.instance, given=given, taken=taken)


def _role_names(user: User) -> set[str]:
    return set(user.groups.values_list("name", flat=True))
