"""Where each address goes. Apps are named by string: config imports none of them."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

admin.site.site_header = "Hosho 補償事務局"
admin.site.site_title = "Hosho"
admin.site.index_title = "業務"
admin.site.site_url = "/"

urlpatterns = [
    path("", include("desk.urls")),
    path("admin/", admin.site.urls),
    path("demo/", include("notifications.urls")),  # 404 outside a rehearsal
    path("callbacks/", include("notifications.report_urls")),
]
urlpatterns += i18n_patterns(  # the public pages: in Japanese as they are, in English under /en/
    path("", include("payouts.urls")),
    path("", include("claims.urls")),  # last: its <slug>/ takes what is left
    prefix_default_language=False,
)
