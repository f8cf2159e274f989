"""How a staff view says which capability it needs. The table is desk/roles.py; rooms below only name one."""

from collections.abc import Callable
from functools import wraps

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def needs(capability: str) -> Callable[[View], View]:
    """A view under /admin/ for those who may do `capability` ("desk.search"); others get 403, strangers the log-in.

    A name that is not in the table is nobody's. Asked at every request, so a role that is taken is gone at once.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if not request.user.has_perm(capability):
                raise PermissionDenied(capability)
            return view(request, *args, **kwargs)

        @wraps(view)
        def behind_the_door(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            return admin.site.admin_view(guarded)(request, *args, **kwargs)

        behind_the_door.capability = capability
        return behind_the_door

    return guard
