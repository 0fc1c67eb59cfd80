"""What may come in, told by content, and why the rest may not."""

import hashlib
import zipfile

import pytest
from django.utils.translation import override

from asm_portal.uploads import Refused, examine, images, office, pdf
from tests import made_files as made

DOCX = made.docx_saying("Minutes")
XLSX = made.xlsx_saying(["carats", 12])
RELATIONS = "word/_rels/document.xml.rels"


def refusal(data):
    with pytest.raises(Refused) as caught:
        examine(made.upload(data))
    [message] = caught.value.messages
    return message


@pytest.mark.parametrize(
    ("data", "extension", "media_type", "pages"),
    [
        (made.pdf(3), "pdf", "application/pdf", 3),
        (made.pdf_opening_on_a_page(), "pdf", "application/pdf", 1),
        (DOCX, "docx", office.MEDIA_TYPES["docx"], None),
        (XLSX, "xlsx", office.MEDIA_TYPES["xlsx"], None),
        (made.odt_saying("Procès-verbal"), "odt", office.MEDIA_TYPES["odt"], None),
        ("Décision n° 1\n".encode(), "txt", "text/plain; charset=utf-8", None),
        ("Décision".encode("utf-16"), "txt", "text/plain; charset=utf-8", None),
        (made.png(), "png", "image/png", None),
        (made.jpeg(), "jpg", "image/jpeg", None),
        (made.webp(), "webp", "image/webp", None),
    ],
)
def test_the_formats_of_the_list_are_told_by_their_content_whatever_the_name(data, extension, media_type, pages):
    facts = examine(made.upload(data, "holiday.exe"))
    assert (facts.extension, facts.media_type, facts.pages) == (extension, media_type, pages)
    assert (facts.size, facts.sha256) == (len(data), hashlib.sha256(data).hexdigest())


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"MZ\x90\0\x03", "none of the formats"),
        (b"GIF89a\x01\0\x01\0", "none of the formats"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "password-protected"),
        (made.archive({"a.txt": "x"}), "neither a DOCX"),
        # PDF
        (made.pdf_with_script(), "scripts"),
        (made.pdf_with_action("JavaScript", JS="app.alert(1)"), "starts something"),
        (made.pdf_with_action("Launch", F="calc.exe"), "starts something"),
        (made.pdf_with_action("URI", URI="https://elsewhere.example"), "starts something"),
        (made.pdf_with_file(), "other files"),
        (made.encrypted_pdf(), "encrypted"),
        (b"GARBAGE\n" + made.pdf(), "before the beginning"),
        (made.pdf() + made.archive({"a": "b"}), "second format"),
        (made.pdf() + b"<script>alert(1)</script>", "after the end"),
        (made.pdf()[:-200], "damaged"),
        (b"%PDF-1.7\nnothing here\n%%EOF", "damaged"),
        # Office
        (made.changed(DOCX, {"word/vbaProject.bin": b"\0"}), "macros"),
        (made.changed(DOCX, {"word/embeddings/oleObject1.bin": b"\0"}), "other files"),
        (made.changed(XLSX, {"xl/externalLinks/externalLink1.xml": "<a/>"}), "other files"),
        (made.changed(DOCX, {"customXml/item1.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), "expands"),
        (made.changed(DOCX, {"word/media/x.bin": b"\0" * 9_000_000}), "expands"),
        (made.changed(DOCX, {"../../etc/passwd": "x"}), "damaged"),
        (made.changed(DOCX, {"customXml/item1.xml": "<a><b></a>"}), "damaged"),
        (made.changed(DOCX, {"customXml/item1.xml": '<?xml version="1.0" encoding="none"?><a/>'}), "damaged"),
        (DOCX + b"tail", "after the end"),
        (made.odt_saying("x", **{"Basic/Standard/Module1.xml": "<a/>"}), "macros"),
        (
            made.odt_saying('<script:event-listener xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0"/>'),
            "macros",
        ),
        # Text
        (b"<!DOCTYPE html><p>x</p>", "a page or a program"),
        (b"Minutes\n<script>alert(1)</script>", "a page or a program"),
        (b"#!/bin/sh\nrm", "a page or a program"),
        ("Décision".encode("latin-1"), "not encoded"),
        (b"good\n" * 20_000 + b"\xff\xfe\0", "not encoded"),
        (b"%PD" + b"x" * 70_000 + b"\x01", "control"),
        (b"words " * 100 + b"PK\x05\x06", "none of the formats"),
        # Pictures
        (made.png(30_000, 1), "pixels"),
        (made.png(9_000, 9_000), "pixels"),
        (made.png(0, 1), "damaged"),
        (made.png() + b"PK", "after the end"),
        (made.png()[:-6], "damaged"),
        (made.png().replace(b"IDAT", b"IDAX"), "damaged"),
        (made.jpeg(20_001, 2), "pixels"),
        (made.jpeg() + made.jpeg(), "after the end"),
        (made.jpeg()[:-2], "damaged"),
        (made.jpeg() + made.archive({"a": "b"}), "second format"),
        (made.webp(15_000, 15_000), "pixels"),
        (made.webp() + b"tail", "after the end"),
        (made.webp()[:-4], "damaged"),
    ],
)
def test_what_is_not_taken_is_refused_with_its_reason(data, reason):
    assert reason in refusal(data)


def test_the_content_type_of_a_macro_file_is_refused_even_without_the_macros():
    types = made.part_of(DOCX, office.CONTENT_TYPES).replace(
        f"{office.MEDIA_TYPES['docx']}.main+xml", "application/vnd.ms-word.document.macroEnabled.main+xml"
    )
    assert "macros" in refusal(made.changed(DOCX, {office.CONTENT_TYPES: types}))


@pytest.mark.parametrize(("kind", "is_taken"), [("attachedTemplate", False), ("image", False), ("hyperlink", True)])
def test_a_document_may_link_elsewhere_but_load_nothing_from_there(kind, is_taken):
    outside = (
        f'<Relationship Id="x1" Type="http://schemas.example/relationships/{kind}"'
        ' Target="https://elsewhere.example/a" TargetMode="External"/></Relationships>'
    )
    data = made.changed(DOCX, {RELATIONS: made.part_of(DOCX, RELATIONS).replace("</Relationships>", outside)})
    if is_taken:
        assert examine(made.upload(data)).extension == "docx"
    else:
        assert "from elsewhere" in refusal(data)


def test_an_encrypted_part_is_refused():
    data = bytearray(DOCX)
    place = data.find(b"PK\x01\x02")
    while place >= 0:
        data[place + 8] |= 1
        place = data.find(b"PK\x01\x02", place + 4)
    assert "encrypted" in refusal(bytes(data))


def test_an_encrypted_odt_is_told_by_its_manifest():
    name = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    manifest = f'<m:manifest xmlns:m="{name}"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    assert "encrypted" in refusal(made.odt_saying("x", **{"META-INF/manifest.xml": manifest}))


def test_too_many_parts_pages_or_bytes_are_refused(monkeypatch, settings):
    monkeypatch.setattr(office, "MAX_ENTRIES", 5)
    assert "expands" in refusal(DOCX)
    monkeypatch.setattr(pdf, "MAX_PAGES", 2)
    assert "3 pages; at most 2" in refusal(made.pdf(3))
    monkeypatch.setattr(pdf, "MAX_OBJECTS", 1)
    assert "too complex" in refusal(made.pdf(3))
    settings.UPLOAD_MAX_BYTES = 10
    assert "at most 10" in refusal(b"more than ten bytes")


def test_data_hidden_before_an_archive_are_refused():
    data = b"PK\x03\x04 hidden " + DOCX
    assert zipfile.is_zipfile(made.io.BytesIO(data))
    assert "before the beginning" in refusal(data)


@pytest.mark.parametrize("part", ["word/media/x.bin", "[Content_Types].xml"])
def test_a_damaged_part_is_found_by_its_checksum(part):
    data = made.changed(DOCX, {"word/media/x.bin": bytes(range(256)) * 8})
    with zipfile.ZipFile(made.io.BytesIO(data)) as packed:
        place = packed.getinfo(part).header_offset + 30 + len(part) + 20
    assert "damaged" in refusal(data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :])


def test_the_reason_is_given_in_the_language_of_the_reader():
    with override("fr"), pytest.raises(Refused) as caught:
        examine(made.upload(b""))
    assert caught.value.code == "refused"


def test_a_picture_of_the_largest_size_is_taken():
    assert examine(made.upload(made.png(images.MAX_SIDE, 2_500))).extension == "png"
