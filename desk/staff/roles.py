"""「役割の確認」: what one administrator asked for, another gives (trail/persons.py)."""

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_POST, require_safe

from desk import roles
from trail import persons
from trail.models import RoleRequest
from trail.needs import needs

REFUSED = {
    persons.SamePerson: "頼んだ人と、役割を受ける人は、確認できません。別の人の確認が必要です。",
    persons.NothingToConfirm: "もう確認されたか、断られています。",
}
NOT_ALONE = "「監査」と「管理」は、ほかの役割と一緒には持てません。先にほかの役割を外してください。"
GIVEN = "{name} さんに「{role}」の役割を付けました。"
NOT_GIVEN = "{name} さんの「{role}」を断りました。"


@needs("staff.confirm")
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """Who is to have which role, and who asked for it."""
    return _page(request)


@needs("staff.confirm")
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """「確認して付ける」"""
    asked = get_object_or_404(RoleRequest, pk=pk)
    held = set(asked.user.groups.values_list("name", flat=True))
    if held and (held | {asked.role}) & set(roles.ALONE):
        return _page(request, NOT_ALONE, 409)
    return _do(request, pk, persons.confirm_role, GIVEN)


@needs("staff.confirm")
@require_POST
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """「断る」; who asked for it takes it back."""
    get_object_or_404(RoleRequest, pk=pk)
    return _do(request, pk, persons.refuse_role, NOT_GIVEN)


def _do(request: HttpRequest, pk: int, deed, done: str) -> HttpResponse:
    try:
        asked = deed(request_id=pk, by=request.user)
    except (persons.SamePerson, persons.NothingToConfirm) as refusal:
        return _page(request, REFUSED[type(refusal)], 409)
    messages.success(request, done.format(name=asked.user.get_username(), role=roles.label(asked.role)))
    return redirect("admin:auth_user_roles")


def _page(request: HttpRequest, error: str = "", status: int = 200) -> HttpResponse:
    rows = RoleRequest.objects.filter(state=RoleRequest.State.WAITING).select_related("user").order_by("pk")
    context = {
        **admin.site.each_context(request),
        "title": "役割の確認",
        "rows": [(asked, roles.label(asked.role)) for asked in rows],
        "error": error,
        "own": request.user.get_username(),
    }
    return TemplateResponse(request, "staff/roles.html", context, status=status)
