"""Pictures of certificates: written anew when they come in, with the reader's name when they go out, each view logged."""

from datetime import timedelta
from io import BytesIO
from zlib import crc32

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from knowledge.certificates import pictures
from knowledge.certificates.images import weekly_views
from knowledge.models import ImageView
from tests.administration import address, sign_in
from tests.cast import again, person
from tests.knowledge import upkeep


def picture(media="PNG", size=(3000, 1500), **options):
    out = BytesIO()
    Image.effect_noise(size, 80).convert("RGB").save(out, media, **options)
    return SimpleUploadedFile("any name", out.getvalue())


@pytest.fixture
def signatory(cast):
    return upkeep.published_signatory(cast)


@pytest.mark.parametrize("media", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_decoded_made_small_and_written_anew(media):
    facts = pictures.take_in(picture(media), 1200, 48 * 1024)
    assert (facts["width"], facts["height"], facts["media_type"]) == (2400, 1200, "image/jpeg")
    assert facts["image"].size == facts["size"]
    assert facts["display"].size <= 48 * 1024


def test_what_a_camera_writes_beside_the_picture_is_left_out():
    notes = Image.Exif()
    notes[0x010E] = "taken at the home of the director"
    facts = pictures.take_in(picture("JPEG", (300, 200), exif=notes), 1200, 48 * 1024)
    for file in (facts["image"], facts["display"]):
        content = file.read()
        assert b"director" not in content
        assert not Image.open(BytesIO(content)).getexif()


def test_a_transparent_signature_stands_on_white():
    out = BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(out, "PNG")
    facts = pictures.take_in(SimpleUploadedFile("x.png", out.getvalue()), 640, 16 * 1024)
    assert Image.open(facts["image"]).getpixel((20, 20)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"words", "not a picture"), (b"\x89PNG\r\n\x1a\n", "damaged"), (b"", "empty")],
)
def test_what_is_no_picture_is_refused_with_the_reason(content, reason):
    with pytest.raises(ValidationError, match=reason):
        pictures.take_in(SimpleUploadedFile("x.png", content), 640, 16 * 1024)


def test_a_picture_whose_structure_is_sound_and_whose_pixels_are_not_is_refused():
    content = bytearray(picture("PNG", (60, 60)).read())
    start = content.index(b"IDAT") + 4
    length = int.from_bytes(content[start - 8 : start - 4], "big")
    content[start : start + length] = bytes(length)
    content[start + length : start + length + 4] = crc32(b"IDAT" + bytes(length)).to_bytes(4, "big")
    with pytest.raises(ValidationError, match="damaged"):
        pictures.take_in(SimpleUploadedFile("x.png", bytes(content)), 640, 16 * 1024)


def test_a_signature_is_shown_with_the_name_of_the_reader_and_never_kept(client, cast, signatory):
    sign_in(client, cast.member_b)
    response = client.get(signatory.image_url, headers={"Range": "bytes=0-9"})
    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
    assert response["Cache-Control"] == "private, no-store"
    assert not {"ETag", "Accept-Ranges", "Last-Modified"} & set(response.headers)
    assert len(response.content) <= signatory.DISPLAY_BYTES
    with signatory.display.open("rb") as stored:
        assert response.content != stored.read()
    sign_in(client, cast.both)
    assert client.get(signatory.image_url).content != response.content


def test_every_view_is_logged_and_only_the_secretariat_reads_the_log(client, cast, signatory):
    sign_in(client, cast.officer)
    client.get(f"{signatory.image_url}?check=CHK-2026-AAAAA")
    sign_in(client, cast.member_b)
    client.get(signatory.image_url)
    views = ImageView.objects.order_by("pk")
    assert [(view.user, view.signatory, view.page, view.check_number) for view in views] == [
        (cast.officer, signatory, "check", "CHK-2026-AAAAA"),
        (cast.member_b, signatory, "upkeep", ""),
    ]
    assert {name for name, user in cast.users.items() if ImageView.objects.visible_to(again(user)).exists()} == {
        "secretary"
    }
    sign_in(client, cast.secretary)
    assert "ofelia@cast.example" in client.get(address(ImageView)).content.decode()


def test_a_logged_view_cannot_be_changed(cast, signatory):
    view = ImageView.objects.create(user=cast.officer, signatory=signatory, page="check")
    view.user = cast.member_b
    with pytest.raises(ValidationError, match="not changed"):
        view.save()


def test_pictures_do_not_exist_for_whoever_may_not_know_of_them(client, cast, signatory):
    waiting = upkeep.propose_signatory(cast, "N. Marl")
    image = upkeep.published_specimen(cast).images.get()
    assert client.get(signatory.image_url).status_code == 302
    for user in (cast.observer, cast.guest, cast.ex_member, cast.administrator):
        sign_in(client, user)
        assert {client.get(url).status_code for url in (signatory.image_url, image.get_absolute_url())} == {404}
    for user in (cast.member_b, cast.officer):
        sign_in(client, user)
        assert client.get(waiting.image_url).status_code == 404
    assert not ImageView.objects.exists()


def test_the_owner_is_told_counts_by_week_late_and_without_names(client, cast, signatory):
    monday = timezone.now() - timedelta(days=timezone.now().weekday() + 28)
    for days in (0, 0, 1, 28):
        ImageView.objects.create(
            user=cast.member_b, signatory=signatory, page="check", at=monday + timedelta(days=days)
        )
    assert weekly_views([cast.xa]) == [(monday.date(), 3)]
    assert weekly_views([cast.xb]) == []
    sign_in(client, cast.member_a)
    page = client.get(reverse("knowledge:upkeep", args=["XA"])).content.decode()
    assert "Week of" in page
    assert "Bruno" not in page


def test_a_name_in_letters_that_the_drawing_lacks_becomes_the_address(cast):
    cast.member_b.person.given_name = "Émile"
    assert pictures.in_plain_letters(cast.member_b) == "Emile Sample"
    cast.member_b.person = person("Мир")
    assert pictures.in_plain_letters(cast.member_b) == cast.member_b.email
