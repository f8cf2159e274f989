"""The special site's addresses."""

from django.urls import path

from claims.claiming import views as claiming
from claims.views import checker, easy, news, pages, top

app_name = "claims"
urlpatterns = [
    path("", top.top, name="top"),
    path("<slug:slug>/", top.scheme_top, name="scheme"),
    path("<slug:slug>/check/", checker.check, name="check"),
    path("<slug:slug>/notice/", pages.notice, name="notice"),
    path("<slug:slug>/faq/", pages.faq, name="faq"),
    path("<slug:slug>/sheet/", pages.sheet, name="sheet"),
    path("<slug:slug>/privacy/", pages.privacy, name="privacy"),
    path("<slug:slug>/accessibility/", pages.accessibility, name="accessibility"),
    path("<slug:slug>/news/", news.announcements, name="news"),
    path("<slug:slug>/news/<int:pk>/", news.announcement, name="announcement"),
    path("<slug:slug>/easy/", easy.top, name="easy"),
    path("<slug:slug>/easy/check/", easy.check, name="easy_check"),
    path("<slug:slug>/easy/how/", easy.how, name="easy_how"),
    path("<slug:slug>/claim/points/", claiming.begin, {"method": "points"}, name="points"),
    path("<slug:slug>/claim/refund/", claiming.begin, {"method": "refund"}, name="refund"),
    path("<slug:slug>/claim/<slug:method>/<slug:step>/", claiming.page, name="claim_step"),
]
