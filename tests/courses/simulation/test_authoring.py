"""Checks before publishing, files, and the editor's screen."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from courses import content_cache, publishing
from courses.content_files import ContentError, read_courses
from courses.content_loader import FOLDER as COURSES
from courses.models import SimulationPage
from courses.simulation import checks
from courses.simulation.blocks import StepsBlock
from courses.simulation.checks import Shot
from courses.simulation.files import read_simulations
from courses.simulation.loading import FOLDER, load_simulations
from courses.simulation.script import load
from lms.accounts.roles import Role
from tests.courses.simulation.flows import FILES, address, begin, place
from tests.factories import make_course, with_role

SCRIPT = FILES["tra-cuu-ho-so"].script


def broken(change: Any) -> list[str]:
    data = deepcopy(SCRIPT)
    change(data["steps"])
    return checks.faults(load(data))


@pytest.mark.parametrize("slug", sorted(FILES))
def test_our_flows_have_no_faults(slug: str) -> None:
    script = load(FILES[slug].script)
    assert checks.faults(script) == []
    for step in script.counted:
        assert len(step.hints) == 2, step.uid
        assert step.where, step.uid
        assert step.skill, step.uid


def test_there_are_ten_flows_two_of_them_as_specified() -> None:
    assert len(FILES) == 10
    kinds = {slug: [s.kind for s in load(FILES[slug].script).counted] for slug in FILES}
    assert kinds["tra-cuu-ho-so"] == ["decide", "hotspot", "type", "type", "read", "decide"]
    assert kinds["nop-ho-so-xay-nha"] == [
        "decide", "type", "choose", "otp", "type", "upload", "choose", "confirm", "read",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda s: s[0].update(goal=""), "viết việc cần làm"),
        (lambda s: s[0].update(hints=[]), "ít nhất một gợi ý"),
        (lambda s: s[1]["options"][0].update(right=True), "chỉ một chỗ"),
        (lambda s: s[1].update(options=s[1]["options"][2:4]), "ít nhất hai chỗ khác"),
        (lambda s: s[0]["options"][1].update(right=False), "chưa có đáp án đúng"),
        (lambda s: s[2].update(next="khong-co"), "Không có bước “khong-co”"),
        (lambda s: s[2].update(next="dia-chi-that"), "không có đường nào đi tới cuối"),
        (lambda s: s[2].update(next="het"), "Không có đường nào tới bước"),
        (lambda s: s[3].update(uid="nhap-ma"), "dùng cho hai bước"),
        (lambda s: s[2].update(goal="Nhập {ten_la}"), "không có tên {ten_la}"),
        (lambda s: s[2]["fields"][0].update(expected=""), "phải gõ gì"),
        (lambda s: s[1]["screen"].update(template="picture"), "ảnh chụp cần có hình"),
        (lambda s: s[1].update(detour=True), "phải nói rõ quay lại"),
    ],
)
def test_what_stops_publishing(change: Any, said: str) -> None:
    assert any(said in sentence for sentence in broken(change)), broken(change)


@pytest.mark.parametrize(
    ("place", "shot", "small"),
    [
        ((0, 0, 14, 10), None, True),
        ((0, 0, 15, 10), None, False),
        ((0, 0, 15, 15), Shot(800, 800, 1), False),
        ((0, 0, 15, 14), Shot(800, 800, 1), True),
        ((0, 0, 15, 15), Shot(800, 600, 1), True),
        ((0, 0, 15, 8), Shot(800, 1600, 1), False),
    ],
)
def test_small_targets_are_told(
    place: tuple[float, float, float, float], shot: Shot | None, small: bool
) -> None:
    assert checks.is_too_small(place, shot) is small


TALL = Shot(800, 1600, 1)


def pictured(*places: list[int], shot: Shot = TALL) -> list[str]:
    """What is said of places on a screenshot."""
    options = [
        {"id": f"nut-{n}", "label": f"Nút {n}", "place": place, "right": n == 0}
        for n, place in enumerate(places)
    ]
    screen = {"template": "picture", "image": 1, "alt": "Trang đầu"}
    step = {**SCRIPT["steps"][1], "screen": screen, "options": options, "list_text": "Trang đầu"}
    return checks.faults(load({"steps": [step]}), {1: shot})


def test_places_that_cannot_be_pressed_stop_publishing() -> None:
    good = [[5, 5, 40, 10], [5, 20, 40, 10], [5, 35, 40, 10]]
    assert pictured(*good) == []
    assert pictured([5, 10, 40, 10], *good[1:]) == []  # side by side is not on top
    assert "đè lên nhau" in pictured([5, 12, 40, 10], *good[1:])[0]
    assert "tràn ra ngoài" in pictured([70, 5, 40, 10], *good[1:])[0]
    assert "nhỏ hơn 44 px" in pictured([5, 5, 10, 10], *good[1:])[0]
    heavy = pictured(*good, shot=Shot(800, 1600, 120 * 1024 + 1))
    assert "nặng 121 KB" in heavy[0]


def test_short_names_come_from_the_words_and_stay() -> None:
    block = StepsBlock()
    option = {"label": "Đăng nhập", "right": True, "id": ""}
    step = {"uid": "", "goal": "Mở trang đăng nhập", "where": "Ở góc phải", "weight": 1}
    raw = [
        {"type": "hotspot", "value": {**step, "screen": {"template": "form"}, "options": rows}}
        for rows in ([option, option, {**option, "id": "khac"}], [])
    ]
    for _again in range(2):
        raw = block.get_prep_value(block.clean(block.to_python(raw)))
        first, second = (step["value"] for step in raw)
        assert (first["uid"], second["uid"]) == ("mo-trang-dang-nhap", "mo-trang-dang-nhap-2")
        ids = [row["value"]["id"] for row in first["options"]]
        assert ids == ["dang-nhap", "dang-nhap-2", "khac"]
        first["goal"] = "Lời đã đổi"


def test_files_are_refused_with_file_and_step(tmp_path: Path) -> None:
    text = (FOLDER / "01-tra-cuu-ho-so.toml").read_text(encoding="utf-8")
    (tmp_path / "a.toml").write_text(text.replace('kind = "hotspot"', 'kind = "bam"'), "utf-8")
    (tmp_path / "b.toml").write_text(text.replace("right = true", "ringht = true", 1), "utf-8")
    with pytest.raises(ContentError) as caught:
        read_simulations(tmp_path)
    assert "a.toml: bước 2 (mo-tra-cuu): không có loại “bam”" in caught.value.mistakes
    assert any(m.startswith("b.toml: bước 1") and "ringht" in m for m in caught.value.mistakes)


@pytest.mark.django_db
def test_loading_twice_changes_nothing() -> None:
    for slug in {file.course for file in FILES.values()}:
        make_course(slug=slug)
    assert load_simulations().new == 10
    first = list(SimulationPage.objects.values_list("pk", "last_published_at"))
    again = load_simulations(refresh=True)
    assert (again.new, again.refreshed) == (0, 0)
    assert list(SimulationPage.objects.values_list("pk", "last_published_at")) == first
    page = SimulationPage.objects.get(slug="tra-cuu-ho-so")
    page.title = "Khác"
    page.save_revision().publish()
    assert load_simulations().refreshed == 0
    assert load_simulations(refresh=True).refreshed == 1
    page.refresh_from_db()
    assert page.title == "Tra cứu hồ sơ đang ở bước nào"
    assert page.versions.count() == 1


@pytest.mark.django_db
def test_an_address_a_lesson_has_is_refused(tmp_path: Path) -> None:
    make_course(slug="dich-vu-cong-va-vneid")
    text = (FOLDER / "01-tra-cuu-ho-so.toml").read_text(encoding="utf-8")
    (tmp_path / "a.toml").write_text(text.replace("tra-cuu-ho-so", "bai-1"), "utf-8")
    with pytest.raises(ContentError, match="bai-1"):
        load_simulations(folder=tmp_path)


@pytest.mark.django_db
def test_no_flow_has_the_address_of_a_lesson_beside_it() -> None:
    lessons = {
        course.slug: {lesson.slug for lesson in course.lessons} for course in read_courses(COURSES)
    }
    assert not [slug for slug, file in FILES.items() if slug in lessons[file.course]]


@pytest.mark.django_db
def test_blocks_give_back_what_the_file_said() -> None:
    for slug, file in FILES.items():
        page = SimulationPage(**file.values)
        assert load(page.script()) == load(file.script), slug
        assert publishing.blockers(page) == []


@pytest.mark.django_db
@pytest.mark.parametrize("mode", ["", "thu", "kiem_tra", "danh_sach", "in"])
def test_previews_and_the_editors_screen(client: Client, mode: str) -> None:
    page = place("nop-ho-so-xay-nha")
    client.force_login(with_role(Role.ADMINISTRATOR))
    response = page.make_preview_request(preview_mode=mode)
    html = response.content.decode()
    assert html.count("TRANG TẬP – không phải trang thật") >= 18
    assert "Đọc lời cam đoan" in html


@pytest.mark.django_db
def test_an_editor_opens_it_and_may_not_publish_what_is_not_whole(client: Client) -> None:
    page = place("tra-cuu-ho-so")
    client.force_login(
        with_role(Role.REVIEWER, agency=page.get_parent().get_parent().specific.agency)
    )
    response = client.get(f"/bien-tap/pages/{page.pk}/edit/")
    assert response.status_code == 200
    assert 'data-contentpath="steps"' in response.content.decode()
    raw = page.steps.get_prep_value()
    twice: Any = [*raw[1:], raw[1]]
    page.steps = twice
    assert any("hai bước" in sentence for sentence in publishing.blockers(page))


@pytest.mark.django_db
def test_a_screenshot_with_places_and_without_its_picture(client: Client) -> None:
    image = get_image_model().objects.create(
        title="Trang đầu", file=get_test_image_file(size=(800, 1000))
    )
    page = place("tra-cuu-ho-so")
    steps = page.steps.get_prep_value()
    value = steps[1]["value"]
    value["screen"] |= {"template": "picture", "image": image.pk, "alt": "Trang đầu của cổng"}
    rows = value["options"]
    for n, row in enumerate(rows):
        place_of_row = row.get("value", row)
        place_of_row |= {"x": 10.0, "y": 5.0 + 18 * n, "w": 60.0, "h": 15.0}
    page.steps = steps[1:2]
    assert publishing.blockers(page) == []
    page.save_revision().publish()
    run = begin(client, page, "thu")
    html = client.get(address(run)).content.decode()
    assert "<picture>" in html
    assert 'alt="Trang đầu của cổng"' in html
    assert 'name="miss"' in html
    assert f"/thuc-hanh/vung-{run.version_id}.css" in html
    sheet = client.get(f"/thuc-hanh/vung-{run.version_id}.css").content.decode()
    assert ".bd-vung-mo-tra-cuu-tra-cuu{left:10%;top:41%;width:60%;height:15%" in sheet
    missed = client.post(address(run), {"turn": "0", "miss.x": "3", "miss.y": "9"})
    assert "Chưa phải chỗ này" in missed.content.decode()
    image.delete()
    content_cache.forget()
    html = client.get(address(run)).content.decode()
    assert "<picture>" not in html
    assert 'type="radio"' in html
