"""Addresses of the site's own texts, and of the board of translations."""

from django.urls import path

from communications.pages import translations, views, writing

urlpatterns = [
    path("about/<slug:slug>/", views.StandingPageView.as_view(), name="standing-page"),
    path("site/", views.SiteTexts.as_view(), name="site-texts"),
    path("site/pages/new/", views.StandingPageNew.as_view(), name="standing-page-new"),
    path("site/pages/<slug:reference>/", views.StandingPageChange.as_view(), name="standing-page-change"),
    path("site/banners/new/", views.BannerNew.as_view(), name="banner-new"),
    path("site/banners/<slug:reference>/", views.BannerChange.as_view(), name="banner-change"),
    path("site/texts/<slug:reference>/", writing.SiteTextWrite.as_view(), name="site-text-write"),
    path("translations/", translations.TranslationBoard.as_view(), name="translation-board"),
    path("translations.csv", translations.TranslationSheet.as_view(), name="translation-csv"),
    path(
        "translations/<slug:reference>/<slug:language>/",
        translations.TranslationCheckView.as_view(),
        name="translation-check",
    ),
]
