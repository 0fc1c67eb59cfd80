"""What a supervisor is told."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from asm_portal.clock import start, tick

WELL = {"database": "ok", "storage": "ok", "worker": "ok"}


@pytest.fixture
def worker_seen(work):
    """The worker has just done a minute's work."""
    start(timezone.now())
    row = DBTaskResult.objects.get()
    tick.func()
    row.claim("tests")
    row.set_successful(None)
    return row


def test_the_process_answers_without_asking_the_database(client):
    response = client.get("/health/")
    assert response.json() == {"status": "ok"}
    assert response["Cache-Control"].count("no-store") == 1


@pytest.mark.django_db
def test_the_portal_is_ready_when_database_storage_and_worker_are(client, worker_seen):
    response = client.get("/health/ready/")
    assert (response.status_code, response.json()) == (200, WELL)
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


@pytest.mark.django_db
def test_asking_leaves_no_file_behind(client, worker_seen):
    client.get("/health/ready/")
    assert default_storage.listdir("health") == ([], [])


@pytest.mark.django_db
def test_a_worker_that_was_never_seen_is_not_ready(client):
    response = client.get("/health/ready/")
    assert (response.status_code, response.json()) == (503, WELL | {"worker": "failed"})


@pytest.mark.django_db
def test_a_worker_that_has_fallen_silent_is_not_ready(client, worker_seen):
    DBTaskResult.objects.filter(pk=worker_seen.pk).update(finished_at=timezone.now() - timedelta(minutes=6))
    response = client.get("/health/ready/")
    assert (response.status_code, response.json()) == (503, WELL | {"worker": "failed"})


@pytest.mark.django_db
def test_a_storage_that_cannot_be_written_is_named_and_nothing_is_told_of_why(client, worker_seen, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "a file"
    settings.MEDIA_ROOT.write_text("where the directory should be")
    response = client.get("/health/ready/")
    assert (response.status_code, response.json()) == (503, WELL | {"storage": "failed"})
    assert str(tmp_path) not in response.content.decode()


def test_a_database_that_is_down_is_named_and_the_answer_still_comes(client):
    """Without the mark `django_db` pytest refuses every query, as a database that is down does."""
    response = client.get("/health/ready/")
    assert (response.status_code, response.json()) == (503, {"database": "failed", "storage": "ok", "worker": "failed"})
    assert not connection.in_atomic_block
