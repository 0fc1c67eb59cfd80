"""Addresses of registration, delegations, lists of participants and attendance."""

from django.urls import path

from logistics.registration import delegations, letters, nominating, participants, rolls, views, waiting

MEETING = "meetings/<slug:reference>"
DELEGATION = "delegations/<slug:reference>"

urlpatterns = [
    path("registrations/", waiting.RegistrationList.as_view(), name="registrations"),
    path(f"{MEETING}/registration/", views.RegistrationView.as_view(), name="registration"),
    path(f"{MEETING}/registration/state.csv", views.RegistrationSheet.as_view(), name="registration-csv"),
    path(f"{MEETING}/registration/dates/", views.RegistrationPlan.as_view(), name="registration-plan"),
    path(f"{MEETING}/guests/", nominating.Nominate.as_view(), name="guests-nominate"),
    path(f"{MEETING}/registration/<slug:code>/", nominating.Nominate.as_view(), name="delegation-nominate"),
    path(f"{MEETING}/participants/", participants.ParticipantsView.as_view(), name="participants"),
    path(f"{MEETING}/participants.csv", participants.ParticipantsSheet.as_view(), name="participants-csv"),
    path(f"{MEETING}/participants.pdf", participants.ParticipantsPaper.as_view(), name="participants-pdf"),
    path(f"{MEETING}/attendance/", rolls.AttendanceView.as_view(), name="attendance"),
    path(f"{MEETING}/attendance/record/", rolls.AttendanceRecord.as_view(), name="attendance-record"),
    path(f"{DELEGATION}/", delegations.DelegationView.as_view(), name="delegation"),
    path(f"{DELEGATION}/withdraw/", delegations.DelegationWithdraw.as_view(), name="delegation-withdraw"),
    path(f"{DELEGATION}/ask/", delegations.DelegationAsk.as_view(), name="delegation-ask"),
    path(f"{DELEGATION}/requests/<int:pk>/", delegations.RequestSettle.as_view(), name="delegation-request"),
    path(f"{DELEGATION}/credentials/<int:pk>/", delegations.CredentialsFile.as_view(), name="credentials"),
    path(f"{DELEGATION}/credentials/<int:pk>/check/", delegations.CredentialsCheck.as_view(), name="credentials-check"),
    path(f"{DELEGATION}/letters/<int:pk>.pdf", letters.VisaLetterView.as_view(), name="visa-letter"),
]
