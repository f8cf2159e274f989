"""The staff's accounts: an administrator adds people and gives roles; never to themselves, and never a superuser's."""

from contextlib import suppress

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import path

from claims import contacts, normalise
from claims.forms.page import Understood
from desk import roles
from desk.staff import roles as staff_roles
from desk.staff.keys import confirm_anew, keys_page
from trail import persons
from trail.admin import TrailedAdmin
from trail.models import Person
from trail.record import record

WHOSE = "1人に1つのアカウントです。役割のある職員には、どちらも必要です。"
ONE_ACCOUNT = "この方のアカウントは、もうあります。1人に1つだけです。"
NOBODYS = "役割のある職員には、本人のものが必要です。"
ASKED = "「{role}」は、別の管理担当者が確認すると付きます。"
NOT_ALONE = "「監査」と「管理」は、ほかの役割と一緒には持てません。どちらか一方にしてください。"


PASSWORDS = ("password1", "password2")


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


class OfAPerson(forms.ModelForm):
    """Whose account it is: a mailbox and a phone that no other account has. Without them there is no role."""

    email = forms.EmailField(label="メールアドレス（本人のもの）", required=False, help_text=WHOSE)
    phone = Understood(normalise.phone, label="電話番号（本人のもの）", help_text=WHOSE)

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        self.fields["phone"].initial = _phone_of(self.instance)

    def clean_email(self) -> str:
        mail = self.cleaned_data["email"]
        theirs = User.objects.exclude(pk=self.instance.pk).exclude(email="").values_list("email", flat=True)
        if mail and contacts.key(mail) in {contacts.key(other) for other in theirs}:
            raise ValidationError(ONE_ACCOUNT)
        return mail

    def clean_phone(self) -> str:
        phone = self.cleaned_data["phone"]
        if phone and Person.objects.filter(phone=phone).exclude(user=self.instance.pk).exists():
            raise ValidationError(ONE_ACCOUNT)
        return phone

    def clean(self) -> dict:
        values = super().clean()
        if values.get("groups"):
            for name in ("email", "phone"):
                if name not in self.errors and not values.get(name):
                    self.add_error(name, NOBODYS)
        return values


class AddStaff(OfAPerson, AdminUserCreationForm):
    groups = Roles()

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        self.fields["username"].help_text = "英字と数字、@ . + - _ が使えます。あとから変えられません。"


class ChangeStaff(OfAPerson, UserChangeForm):
    groups = Roles(required=False)


class StaffAccounts(TrailedAdmin, UserAdmin):
    """Names stay for ever (trail/migrations/0002): the trail and the rules for two persons know people by name."""

    form, add_form = ChangeStaff, AddStaff
    list_display = ["username", "last_name", "first_name", "email", "roles", "is_active", "last_login"]
    list_filter = ["is_active", "groups"]
    fieldsets = [
        (None, {"fields": ["username", "password", "last_name", "first_name", "email", "phone"]}),
        ("できること", {"fields": ["is_active", "groups", "last_login"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "last_name", "first_name", "email", "phone", *PASSWORDS, "groups"]}),
    ]
    filter_horizontal = []
    change_form_template = "staff/account.html"

    def get_urls(self) -> list:
        return [
            path("<int:user_id>/keys/", keys_page, name="auth_user_keys"),
            path("roles/", staff_roles.waiting, name="auth_user_roles"),
            path("roles/<int:pk>/confirm/", staff_roles.confirm, name="auth_user_role_confirm"),
            path("roles/<int:pk>/refuse/", staff_roles.refuse, name="auth_user_role_refuse"),
            *super().get_urls(),
        ]

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
        answer = super().user_change_password(request, id, form_url)
        if request.method == "POST" and answer.status_code == 302:
            confirm_anew(request, self.get_object(request, unquote(id)))
        return answer

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool) -> None:
        obj.is_staff = True  # there are no other users
        super().save_model(request, obj, form, change)
        phone = form.cleaned_data.get("phone", "")
        if phone:
            Person.objects.update_or_create(user=obj, defaults={"phone": phone})
        else:
            Person.objects.filter(user=obj).delete()

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets, change: bool) -> None:
        before = _role_names(form.instance)
        is_anothers_now = "email" in form.changed_data and form.instance != request.user
        stay = before - set(persons.BY_TWO) if is_anothers_now else before
        by_two = form.cleaned_data.get("groups", Group.objects.none()).filter(name__in=persons.BY_TWO)
        new = [group.name for group in by_two.exclude(name__in=stay)]
        if new:
            form.cleaned_data["groups"] = form.cleaned_data["groups"].exclude(name__in=new)
        super().save_related(request, form, formsets, change)
        after = _role_names(form.instance)
        for role in new:
            self._ask(request, form.instance, role)
        if before != after:
            given, taken = sorted(after - before), sorted(before - after)
            record("roles changed", who=request.user.get_username(), about=form.instance, given=given, taken=taken)

    def _ask(self, request: HttpRequest, user: User, role: str) -> None:
        with suppress(persons.AlreadyAsked):
            persons.ask_for_role(user=user, role=role, by=request.user)
        messages.warning(request, ASKED.format(role=roles.label(role)))


def _phone_of(user: User) -> str:
    return Person.objects.filter(user=user.pk).values_list("phone", flat=True).first() or ""


def _role_names(user: User) -> set[str]:
    return set(user.groups.values_list("name", flat=True))
