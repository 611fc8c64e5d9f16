"""A package played in another system's player: offline, scored there, by the rules of the reference."""

from __future__ import annotations

import functools
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from defusedxml import ElementTree
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Frame, Page, expect
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from courses.models import SimulationPage, SimulationRun
from courses.simulation.engine import Mode
from courses.simulation.packaging import MOST_STEPS, scorm_package
from courses.simulation.script import load
from lms.accounts.roles import Role
from lms.core.errors import DomainError
from lms.core.vietnamese import clean_text, fold
from tests.courses.readers import signed_in
from tests.courses.simulation.flows import FILES, place, script_named
from tests.courses.simulation.machines import PLAY, as_data, random_case
from tests.factories import make_course, with_role
from tests.house.looking import AXE, GRAVE, RUN_AXE, TOO_WIDE

ROOT = Path(__file__).resolve().parents[3]
JS = ROOT / "courses" / "simulation" / "package"
PLAYER = ROOT / "tests" / "vendor" / "scorm-again" / "scorm12.min.js"
SLUG = "nop-ho-so-xay-nha"
RUNS = 20  # of each flow in each mode
NS = {
    "cp": "http://www.imsproject.org/xsd/imscp_rootv1p1p2",
    "adlcp": "http://www.adlnet.org/xsd/adlcp_rootv1p2",
}


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


# --- what is in it -------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_manifest_has_the_shape_scorm_12_asks_for() -> None:
    files = unpacked(scorm_package(place(SLUG, title="Nộp <hồ sơ> & chờ")))
    manifest = ElementTree.fromstring(files["imsmanifest.xml"])
    assert [child.tag.rpartition("}")[2] for child in manifest] == [
        "metadata", "organizations", "resources",
    ]  # fmt: skip
    assert manifest.findtext("cp:metadata/cp:schema", namespaces=NS) == "ADL SCORM"
    assert manifest.findtext("cp:metadata/cp:schemaversion", namespaces=NS) == "1.2"
    organizations = manifest.find("cp:organizations", NS)
    organization = organizations.find("cp:organization", NS)
    assert organizations.get("default") == organization.get("identifier")
    assert organization.findtext("cp:title", namespaces=NS) == "Nộp <hồ sơ> & chờ"
    item, resource = organization.find("cp:item", NS), manifest.find("cp:resources/cp:resource", NS)
    assert item.get("identifierref") == resource.get("identifier")
    assert resource.get(f"{{{NS['adlcp']}}}scormtype") == "sco"
    assert resource.get("href") == "index.html"
    listed = {file.get("href") for file in resource.findall("cp:file", NS)}
    assert listed == files.keys() - {"imsmanifest.xml"}


@pytest.mark.django_db
def test_the_same_version_gives_the_same_bytes() -> None:
    page = place("tra-cuu-ho-so")
    assert scorm_package(page) == scorm_package(page)


@pytest.mark.django_db
def test_nothing_of_the_package_leads_outside() -> None:
    course = make_course()
    for slug in FILES:
        html = unpacked(scorm_package(place(slug, course)))["index.html"].decode()
        targets = [part.split('"')[0] for mark in ("href=", "src=", "action=", "srcset=")
                   for part in html.split(f'{mark}"')[1:]]  # fmt: skip
        assert targets
        assert not [t for t in targets if t.startswith(("http", "//", "/"))], slug
        assert html.count("TRANG TẬP") >= 8 * len(script_named(slug).steps)


@pytest.mark.django_db
def test_screenshots_travel_with_it() -> None:
    image = get_image_model().objects.create(
        title="Cổng", file=get_test_image_file(size=(400, 300))
    )
    files = unpacked(scorm_package(with_screenshot(image.pk)))
    pictures = [name for name in files if name.startswith("pictures/")]
    assert {Path(name).suffix for name in pictures} == {".webp", ".jpg"}
    assert all(name in files["index.html"].decode() for name in pictures)
    assert ".bd-vung-mo-tra-cuu-tra-cuu{" in files["regions.css"].decode()


@pytest.mark.django_db
def test_a_picture_that_is_gone_is_told_in_words() -> None:
    files = unpacked(scorm_package(with_screenshot(999_999)))
    assert not [name for name in files if name.startswith("pictures/")]
    assert "Trang đầu của cổng" in files["index.html"].decode()


def with_screenshot(image: int) -> SimulationPage:
    page = place("tra-cuu-ho-so")
    version = page.versions.get()
    step = version.script["steps"][1]
    step["screen"] |= {"template": "picture", "image": image, "alt": "Trang đầu"}
    for n, option in enumerate(step["options"]):
        option["place"] = [5, 5 + 15 * n, 50, 12]
    version.checksum = f"{image}"
    version.save()
    return page


@pytest.mark.django_db
def test_what_cannot_be_packed_is_said(tmp_path: Path) -> None:
    page = place("tra-cuu-ho-so")
    with pytest.raises(CommandError, match="khong-co"):
        call_command("export_simulation", "khong-co", scorm=tmp_path / "a.zip")
    version = page.versions.get()
    version.script["steps"] *= MOST_STEPS
    version.checksum = "long"
    version.save()
    with pytest.raises(CommandError, match="nhiều nhất 100 bước"):
        call_command("export_simulation", page.slug, scorm=tmp_path / "a.zip")
    page.versions.all().delete()
    with pytest.raises(DomainError):
        scorm_package(page)


@pytest.mark.django_db
def test_an_editor_takes_it_out_of_the_room(client: Client) -> None:
    page = place("tra-cuu-ho-so")
    address = reverse("simulation_scorm", args=[page.pk])
    client.force_login(with_role(Role.ADMINISTRATOR))
    assert (
        address in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    )
    response = client.get(address)
    assert response["Content-Disposition"] == 'attachment; filename="tra-cuu-ho-so-scorm12.zip"'
    assert "imsmanifest.xml" in unpacked(response.content)
    page.versions.all().delete()
    assert client.get(address).status_code == 302
    assert client.get(reverse("simulation_scorm", args=[page.pk + 999])).status_code == 404
    signed_in(client)
    assert client.get(address).status_code in (302, 403)


# --- two machines --------------------------------------------------------------------------------


@pytest.fixture
def machine(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    for name in ("engine.js", "lms.js"):
        page.add_script_tag(path=JS / name)
    yield page
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize("slug", sorted(FILES))
def test_both_machines_agree(machine: Page, slug: str) -> None:
    script = script_named(slug)
    for seed in range(RUNS):
        for mode in Mode:
            case, expected = random_case(script, mode.value, seed)
            told = machine.evaluate(PLAY, case)
            for move, (one, reference) in enumerate(zip(told, expected, strict=True)):
                assert one.pop("same"), (slug, mode, seed, move)
                assert one.pop("size") <= 4096
                one.pop("number")
                assert one == reference, (slug, mode, seed, case["moves"][move])


TEXTS = [
    " Hòa  Bình ", "Ho\u0300a", "ĐÔNG HÒA", "đ Ð ð Ɖ", "Đắk Lắk’s", "a\u200bb\u00adc",
    "\ufeffx\u2003y\u0085z",
    "x\ty\nz", "", "  ", "Ỷ Lan ỷ lan", "1.013.225", "５６", "½", "05/03/1960",
]  # fmt: skip


@pytest.mark.browser
def test_both_read_words_alike(machine: Page) -> None:
    told = machine.evaluate(
        "texts => texts.map(text => [Machine.cleanText(text), Machine.fold(text)])", TEXTS
    )
    assert told == [[clean_text(text), fold(text)] for text in TEXTS]


@pytest.mark.browser
def test_the_longest_run_fits_into_what_a_player_keeps(machine: Page) -> None:
    step = {"kind": "decide", "goal": "x", "screen": {"template": "form"}, "options": [
        {"id": "a", "label": "A", "right": True}, {"id": "b", "label": "B"}]}  # fmt: skip
    script = load({"steps": [{**step, "uid": f"buoc-{n:03d}"} for n in range(MOST_STEPS)]})
    moves: list[Any] = []
    for n in range(MOST_STEPS):
        moves += [["hint", {}, n]] * 3 + [["", {"answer": ["b"]}, n * 300]] * 12
        moves.append(["", {"answer": ["a"]}, n * 300 + 299])
    case = {"script": as_data(script), "mode": "thu", "facts": {}}
    told = machine.evaluate(PLAY, {**case, "moves": moves, "passPercent": 80})
    assert max(one["size"] for one in told) <= 4096
    assert told[-1]["cursor"] == ""


# --- in another system's player ------------------------------------------------------------------

PARENT = """<!doctype html><html lang="vi"><title>Another system</title><body>
<script src="scorm12.min.js"></script><script>
const kept = JSON.parse(sessionStorage.getItem('cmi') || 'null')
window.API = new Scorm12API({autocommit: false, logLevel: 5})
if (kept) API.loadFromJSON(kept, 'cmi')
window.calls = []
for (const name of ['LMSInitialize', 'LMSSetValue', 'LMSCommit', 'LMSFinish']) {
  const real = API[name].bind(API)
  API[name] = (...given) => { calls.push([name, ...given]); return real(...given) }
}
</script><iframe title="bài" src="goi/index.html" style="width:100%;height:700px;border:0"></iframe>"""

OpenPlayer = Callable[..., "Player"]


class Player:
    """The other system: its page, the package in its frame, and all addresses that were asked for."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address, self.asked = page, address, list[str]()
        page.on("request", lambda request: self.asked.append(request.url))
        page.goto(f"{address}/player.html")

    @property
    def frame(self) -> Frame:
        expect(self.page.frame_locator("iframe").locator("h1:visible")).to_be_visible()
        return next(frame for frame in self.page.frames if "goi/" in frame.url)

    def value(self, name: str) -> str:
        return str(self.page.evaluate("name => API.LMSGetValue(name)", name))

    def calls(self) -> list[list[str]]:
        found: list[list[str]] = self.page.evaluate("calls")
        return found

    def press(self, name: str) -> None:
        self.frame.get_by_role("button", name=name, exact=True).click()


@pytest.fixture
def open_player(chromium: Browser, tmp_path: Path, db: None) -> Iterator[OpenPlayer]:
    """open_player(package): on a site of its own, with no way to any other."""
    made: list[Any] = []

    def make(content: bytes, *, parent: str = PARENT, **options: Any) -> Player:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            archive.extractall(tmp_path / "goi")
        (tmp_path / "player.html").write_text(parent, encoding="utf-8")
        (tmp_path / "scorm12.min.js").write_bytes(PLAYER.read_bytes())
        handler = functools.partial(QuietHandler, directory=str(tmp_path))
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        context = chromium.new_context(**({"viewport": {"width": 360, "height": 740}} | options))
        context.set_default_timeout(15_000)
        made.extend([context.close, server.shutdown, server.server_close])
        return Player(context.new_page(), address)

    yield make
    for close in made:
        close()


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


def do_rightly(player: Player) -> None:
    """The open step, with the facts of the card of the invented person."""
    player.frame.evaluate(DO_RIGHTLY)


# Knows the answers from the package itself, as its machine does; presses real controls.
DO_RIGHTLY = """() => {
  const {script} = JSON.parse(document.getElementById('du-lieu').textContent)
  const goal = document.getElementById('viec').textContent
  const card = Object.fromEntries([...document.querySelectorAll('#nhan-vat dt')].map(
    dt => [dt.textContent, dt.nextElementSibling.textContent]))
  const {people} = JSON.parse(document.getElementById('du-lieu').textContent)
  const facts = people.find(
    one => one.ho_ten === card['Họ và tên'] && one.ngay_sinh === card['Ngày sinh'])
  const step = script.steps.find(one => Machine.fill(one.goal, facts) === goal)
  const form = document.getElementById('khung')
  for (const field of step.fields) {
    document.getElementById('f_' + field.id).value = Machine.fill(field.expected, facts) || 'gì đó'
  }
  const wanted = step.options.filter(one => one.right).map(one => one.id)
  const controls = [...document.querySelectorAll('#man-hinh [name=answer]')]
  const buttons = controls.filter(one => one.type === 'submit' && wanted.includes(one.value))
  if (buttons.length) return buttons[0].click()
  for (const one of controls) one.checked = wanted.includes(one.value)
  document.querySelector('#man-hinh .bd-sim__go').click()
}"""


@pytest.mark.browser
def test_a_test_is_played_and_scored_in_the_other_system(open_player: OpenPlayer) -> None:
    player = open_player(scorm_package(place(SLUG)))
    assert player.value("cmi.core.lesson_status") == "incomplete"
    player.press("Kiểm tra")
    while player.frame.locator("#buoc:visible").count():
        assert player.frame.locator("#man-hinh:has-text('TRANG TẬP')").count() == 1
        do_rightly(player)
    expect(player.frame.get_by_role("heading", name="Đạt phần thực hành")).to_be_visible()
    expect(player.frame.locator("#da-gui")).to_be_visible()
    assert player.value("cmi.core.score.raw") == "100"
    assert player.value("cmi.core.lesson_status") == "passed"
    assert int(player.value("cmi.interactions._count")) == 9
    assert SimulationRun.objects.count() == 0
    outside = [url for url in player.asked if not url.startswith((player.address, "data:"))]
    assert outside == []
    player.page.evaluate("document.querySelector('iframe').remove()")
    assert ["LMSFinish", ""] in player.calls()
    assert [call for call in player.calls() if call[1:2] == ["cmi.core.session_time"]]


@pytest.mark.browser
def test_one_goes_on_where_one_stopped(open_player: OpenPlayer) -> None:
    player = open_player(scorm_package(place(SLUG)))
    player.press("Kiểm tra")
    for _step in range(3):
        do_rightly(player)
    goal, person = (
        player.frame.locator(part).inner_text() for part in ("#viec", "#nhan-vat summary")
    )
    assert player.value("cmi.core.exit") == "" or "suspend" in str(player.calls())
    kept = player.value("cmi.suspend_data")
    assert 0 < len(kept) <= 4096
    player.page.evaluate(
        "text => sessionStorage.setItem('cmi', JSON.stringify({suspend_data: text,"
        " core: {lesson_status: 'incomplete', entry: 'resume'}}))", kept,
    )  # fmt: skip
    player.page.reload()
    expect(player.frame.locator("#viec")).to_have_text(goal)
    expect(player.frame.locator("#nhan-vat summary")).to_have_text(person)


@pytest.mark.browser
def test_what_is_typed_never_leaves_the_package(open_player: OpenPlayer) -> None:
    player = open_player(scorm_package(place(SLUG)))
    player.press("Làm thử")
    do_rightly(player)
    player.frame.locator("#f_tim").fill("051185009876")
    player.press("Tìm kiếm")
    expect(player.frame.locator("#that")).to_be_visible()
    expect(player.frame.locator("#f_tim")).to_have_value("051185009876")
    player.page.evaluate("document.querySelector('iframe').remove()")
    assert "051185009876" not in json.dumps(player.calls())
    allowed = {"suspend_data", "core", "interactions"}
    assert {call[1].split(".")[1] for call in player.calls() if call[0] == "LMSSetValue"} <= allowed


@pytest.mark.browser
def test_three_misses_bring_hints_the_ring_and_a_way_on(open_player: OpenPlayer) -> None:
    player = open_player(scorm_package(place("tra-cuu-ho-so")))
    player.press("Làm thử")
    frame = player.frame
    for _miss in range(3):
        frame.get_by_label("dichvucong-gov.com").check()
        player.press("Mở trang này")
    expect(frame.locator("#bao-loi")).to_contain_text(".com")
    expect(frame.locator(".bd-sim__key--ring")).to_have_count(1)
    expect(frame.locator("#cac-goi-y p")).to_have_count(3)
    player.press("Làm giúp tôi")
    expect(frame.locator("#so-buoc")).to_have_text("Bước 2/6")
    expect(frame.locator("#khen")).to_contain_text("Đã làm giúp")


@pytest.mark.browser
def test_a_worse_test_later_changes_nothing(open_player: OpenPlayer) -> None:
    player = open_player(scorm_package(place("tra-cuu-ho-so")))
    for rightly in (True, False):
        player.press("Kiểm tra")
        while player.frame.locator("#buoc:visible").count():
            if rightly:
                do_rightly(player)
            else:
                fail(player.frame)
        assert player.value("cmi.core.score.raw") == "100"
        assert player.value("cmi.core.lesson_status") == "passed"
        player.press("Làm lại")


def fail(frame: Frame) -> None:
    """Miss until the step may be skipped."""
    for _miss in range(8):
        if frame.locator("#lam-giup:visible").count():
            return frame.locator("#lam-giup").click()
        frame.evaluate(DO_WRONGLY)
    raise AssertionError("caught on a step")


DO_WRONGLY = """() => {
  const {script} = JSON.parse(document.getElementById('du-lieu').textContent)
  for (const box of document.querySelectorAll('#man-hinh input[type=text]')) box.value = 'sai'
  const all = script.steps.flatMap(step => step.options.map(one => one))
  const wrong = control => all.some(one => one.id === control.value && !one.right && !one.goto)
  const controls = [...document.querySelectorAll('#man-hinh [name=answer]')].filter(wrong)
  if (controls.length && controls[0].type === 'submit') return controls[0].click()
  if (controls.length) controls[0].checked = true
  document.querySelector('#man-hinh .bd-sim__go').click()
}"""


@pytest.mark.browser
def test_by_keyboard_alone(open_player: OpenPlayer) -> None:
    player = open_player(scorm_package(place("tra-cuu-ho-so")))
    frame, keys = player.frame, player.page.keyboard
    frame.get_by_role("button", name="Làm thử", exact=True).focus()
    keys.press("Enter")
    expect(frame.locator("#viec")).to_be_focused()
    for _tab in range(12):
        keys.press("Tab")
        if frame.evaluate("document.activeElement.name === 'answer'"):
            break
    keys.press("ArrowDown")  # from the first to the real one
    keys.press("Enter")
    expect(frame.locator("#so-buoc")).to_have_text("Bước 2/6")
    expect(frame.locator("#viec")).to_be_focused()


@pytest.mark.browser
def test_as_a_text_list_and_without_a_system(open_player: OpenPlayer) -> None:
    player = open_player(scorm_package(place("tra-cuu-ho-so")))
    page = player.page
    page.goto(f"{player.address}/goi/index.html")
    page.get_by_label("Làm theo danh sách chữ").check()
    page.get_by_role("button", name="Kiểm tra", exact=True).click()
    while page.locator("#buoc:visible").count():
        page.evaluate(DO_RIGHTLY)
    expect(page.locator("#khong-noi")).to_be_visible()
    expect(page.get_by_role("heading", name="Đạt phần thực hành")).to_be_visible()


@pytest.mark.browser
def test_a_refused_result_is_said(open_player: OpenPlayer) -> None:
    refusing = PARENT.replace(
        "return real(...given)", "return name === 'LMSCommit' ? 'false' : real(...given)"
    )
    player = open_player(scorm_package(place("tra-cuu-ho-so")), parent=refusing)
    player.press("Kiểm tra")
    while player.frame.locator("#buoc:visible").count():
        do_rightly(player)
    expect(player.frame.locator("#chua-gui")).to_be_visible()


@pytest.mark.browser
def test_every_state_is_for_everybody(open_player: OpenPlayer) -> None:
    """axe, and 320 px in the largest letters, on the package's own page."""
    player = open_player(scorm_package(place(SLUG)))
    page = player.page
    page.goto(f"{player.address}/goi/index.html")
    look(page, "start")
    page.get_by_role("button", name="Làm thử", exact=True).click()
    for _state in range(MOST_STEPS):
        if not page.locator("#buoc:visible").count():
            break
        page.evaluate(DO_WRONGLY)
        look(page, page.locator("#viec").inner_text())
        page.evaluate(DO_RIGHTLY)
    expect(page.locator("#buoc")).to_be_hidden()
    look(page, "result")


def look(page: Page, where: str) -> None:
    page.evaluate(AXE)
    grave = [one for one in page.evaluate(RUN_AXE, []) if one["impact"] in GRAVE]
    assert not grave, (where, grave)
    page.evaluate("document.documentElement.dataset.co = '3'")
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate(TOO_WIDE) == [], where
    page.set_viewport_size({"width": 360, "height": 740})
    page.evaluate("document.documentElement.dataset.co = '1'")
