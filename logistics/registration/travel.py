"""How delegates travel is deleted some days after the meeting, and the deletion is logged."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction

from logistics.models import DelegateTravel, Registration, TravelDeletion


def forget_travel(now):
    """Delete what is kept of the travel to meetings that ended TRAVEL_DATA_DAYS days ago, or earlier."""
    last_day = now.date() - timedelta(days=settings.TRAVEL_DATA_DAYS)
    kept = DelegateTravel.objects.filter(delegate__delegation__registration__meeting__end_date__lt=last_day)
    for key in set(kept.values_list("delegate__delegation__registration", flat=True)):
        forget_of(key)


@transaction.atomic
def forget_of(key):
    registration = Registration.objects.select_for_update().get(pk=key)
    count, _models = DelegateTravel.objects.filter(delegate__delegation__registration=registration).delete()
    if count:
        TravelDeletion.objects.create(registration=registration, count=count)
