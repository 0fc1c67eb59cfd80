"""The addresses under `/accounts/`. Ours come first; allauth's pages of the same names stand behind them."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path

from asm_portal.sign_in import PasskeyLoginView
from asm_portal.views.accounts import (
    AccountView,
    InvitationView,
    NewPasswordView,
    OfficerListView,
    OfficerRemoveView,
    OfficerRenewView,
    SessionEndView,
    SessionListView,
)

urlpatterns = [
    path("", AccountView.as_view(), name="account"),
    path("invitations/<str:token>/", InvitationView.as_view(), name="invitation-accept"),
    path("officers/", OfficerListView.as_view(), name="officer-list"),
    path("officers/<int:pk>/renew/", OfficerRenewView.as_view(), name="officer-renew"),
    path("officers/<int:pk>/remove/", OfficerRemoveView.as_view(), name="officer-remove"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[-\w]+)/$",
        NewPasswordView.as_view(),
        name="account_reset_password_from_key",
    ),
    path("sessions/", SessionListView.as_view(), name="usersessions_list"),
    path("sessions/<int:pk>/end/", SessionEndView.as_view(), name="session-end"),
    path("2fa/webauthn/login/", login_not_required(PasskeyLoginView.as_view()), name="mfa_login_webauthn"),
    path("", include("allauth.urls")),
]
