"""Bulk start: many screenshots become the draft of a simulation."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from wagtail.images import get_image_model

from courses.models import CoursePage, SimulationPage
from courses.simulation.authoring import light
from courses.simulation.checks import HEAVIEST
from lms.accounts.models import User
from lms.accounts.roles import Role
from tests.factories import AgencyFactory, make_course, make_ministry, with_role

WHERE = b"10.7769,106.7009"  # what a phone writes into its pictures


def shot(width: int = 1200, height: int = 900, kind: str = "JPEG", **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#eef").save(out, kind, **more)
    return out.getvalue()


def told() -> bytes:
    facts = Image.Exif()
    facts[0x010E] = WHERE.decode()
    return shot(exif=facts)


def noise() -> bytes:
    """Nothing makes this light."""
    out = io.BytesIO()
    Image.effect_noise((800, 1600), 200).convert("RGB").save(out, "PNG")
    return out.getvalue()


def test_what_is_kept_is_small_and_tells_nothing() -> None:
    assert WHERE in told()
    kept = light(told())
    assert kept is not None
    assert WHERE not in kept
    picture = Image.open(io.BytesIO(kept))
    assert (picture.format, picture.size) == ("WEBP", (800, 600))
    assert not picture.getexif()
    assert len(kept) <= HEAVIEST


def test_what_cannot_be_used() -> None:
    assert light(b"%PDF-1.7") is None
    assert light(noise()) is None


@pytest.fixture
def course(db: None) -> CoursePage:
    return make_course(slug="khoa")


@pytest.fixture
def editor(course: CoursePage) -> User:
    return editor_of(course)


def editor_of(course: CoursePage) -> User:
    return with_role(Role.EDITOR, agency=course.get_parent().specific.agency)


def other_course() -> CoursePage:
    """Of another ministry."""
    agency = AgencyFactory(code="byt", name="Bộ Y tế", kind="ministry")
    ministry = make_ministry(
        title="Bộ Y tế", slug="bo-y-te", sector="Y tế", sector_slug="y-te", agency=agency
    )
    course: CoursePage = ministry.add_child(
        instance=CoursePage(
            title="Khám bệnh",
            slug="kham-benh",
            code="Y1",
            outcome="Khám được.",
            audiences=["nguoi_dan"],
        )
    )
    return course


def address(course: CoursePage) -> str:
    return f"/bien-tap/khoa-hoc/{course.pk}/tu-anh-chup/"


def send(client: Client, course: CoursePage, files: dict[str, bytes], **more: str) -> Any:
    shots = [SimpleUploadedFile(name, data) for name, data in files.items()]
    form = {"title": "Tra cứu hồ sơ", "covered": "on", "shots": shots, **more}
    return client.post(address(course), form)


def test_each_screenshot_becomes_a_step_in_order(
    client: Client, course: CoursePage, editor: User
) -> None:
    client.force_login(editor)
    files = {
        "02-mo.png": shot(kind="PNG"),
        "01-tìm.jpg": told(),
        "03.pdf": b"%PDF",
        "04.png": noise(),
    }
    response = send(client, course, files)
    page = SimulationPage.objects.get()
    assert response["Location"] == f"/bien-tap/pages/{page.pk}/edit/"
    assert not page.live
    assert page.owner == editor
    draft = page.get_latest_revision_as_object()
    assert [step.value["uid"] for step in draft.steps] == ["buoc-1", "buoc-2"]
    titles = [step.value["screen"]["image"].title for step in draft.steps]
    assert titles == ["01-tìm", "02-mo"]
    for image in get_image_model().objects.all():
        data = image.file.read()
        assert WHERE not in data
        assert len(data) <= HEAVIEST
    html = client.get(response["Location"]).content.decode()
    assert "“03.pdf” không phải ảnh đọc được" in html
    assert "“04.png” vẫn nặng hơn 120 KB" in html


def test_nothing_to_use_makes_nothing_and_keeps_the_title(
    client: Client, course: CoursePage, editor: User
) -> None:
    client.force_login(editor)
    html = send(client, course, {"a.pdf": b"%PDF"}).content.decode()
    assert "“a.pdf” không phải ảnh đọc được" in html
    assert 'value="Tra cứu hồ sơ"' in html
    assert not SimulationPage.objects.exists()


def test_it_asks_whether_names_are_covered_and_takes_so_many(
    client: Client, course: CoursePage, editor: User
) -> None:
    client.force_login(editor)
    assert "che tên và số" in send(client, course, {"a.png": shot()}, covered="").content.decode()
    many = {f"{n}.png": shot(20, 20, "PNG") for n in range(21)}
    assert "nhiều nhất 20" in send(client, course, many).content.decode()
    assert not SimulationPage.objects.exists()


def test_courses_of_others_are_not_there(client: Client, course: CoursePage, editor: User) -> None:
    other = other_course()
    client.force_login(editor)
    assert client.get(address(course)).status_code == 200
    assert "tu-anh-chup" in client.get(f"/bien-tap/pages/{course.pk}/").content.decode()
    assert client.get(address(other)).status_code == 404
    assert client.get("/bien-tap/khoa-hoc/999999/tu-anh-chup/").status_code == 404


def test_a_picture_to_draw_on_is_for_those_who_may_choose_it(
    client: Client, course: CoursePage, editor: User
) -> None:
    client.force_login(editor)
    send(client, course, {"a.png": shot()})
    image = get_image_model().objects.get()
    response = client.get(f"/bien-tap/anh-chup/{image.pk}/")
    assert response.status_code == 302
    assert ".webp" in response["Location"]
    other = Client()
    other.force_login(editor_of(other_course()))
    assert other.get(f"/bien-tap/anh-chup/{image.pk}/").status_code == 404
    assert client.get("/bien-tap/anh-chup/999999/").status_code == 404
