"""A round past the pages of boundaries, areas and standing in, with their refusals."""

from __future__ import annotations

from lms.accounts import services
from lms.core import periods
from tests.factories import ProvinceFactory, StaffFactory, UserFactory, WardFactory
from tests.house.looking import Site
from tests.house.url_matrix import World


def boundaries(site: Site, world: World) -> None:
    ward = WardFactory()
    UserFactory(ward=ward)
    province = ProvinceFactory()
    province.versions.create(
        name=province.name, kind=province.kind, valid_from=province.opened_on, decree="test"
    )
    look = site.looker(world.people["administrator"])
    look.at("/dia-gioi/", "/dia-gioi/tep/", "/dia-gioi/moi/")
    look.press("Lưu và tiếp tục", then="no kind chosen")
    look.page.get_by_label("Chia một đơn vị thành nhiều đơn vị", exact=True).check()
    look.press("Lưu và tiếp tục")
    look.page.get_by_label(f"({ward.code})").check()
    look.press("Lưu và tiếp tục")
    look.press("Lưu và tiếp tục", then="no parts")
    look.page.get_by_label("Có, vẫn còn").check()
    look.page.locator("main textarea").fill("21998, Xã Tịnh Kỳ")
    look.press("Lưu và tiếp tục")
    look.page.get_by_label("Hỏi từng người").check()
    look.press("Lưu và tiếp tục")
    look.press("Lưu và tiếp tục", then="no document")
    today = periods.today().isoformat()
    look.page.locator("[name=date]").fill(today)
    look.page.locator("[name=signed]").fill(today)
    look.page.locator("[name=number]").fill("Nghị quyết 12/NQ-HĐND")
    look.page.locator("[name=authority]").fill("HĐND tỉnh")
    look.press("Lưu và tiếp tục", then="the preview")
    look.press("Ghi thay đổi này", then="recorded")


def areas_and_delegations(site: Site, world: World) -> None:
    look = site.looker(world.people["administrator"])
    area = f"/khu-vuc/{world.area.code}/"
    look.at("/khu-vuc/", "/khu-vuc/moi/", area, f"{area}don-vi/", f"{area}quan-ly/")
    look.press("Giao", then="nobody named")
    manager, colleague = world.people["district_manager"], StaffFactory()
    look = site.looker(manager)
    look.at("/tai-khoan/thay-mat/", "/tai-khoan/thay-mat/moi/")
    look.press("Nhờ thay mặt", then="nobody named")
    services.delegate(
        grant=manager.grants.get(),
        receiver=colleague,
        first=periods.today(),
        last=periods.today(),
        reason="Nghỉ phép",
        by=manager,
        at=periods.now(),
    )
    look.at("/tai-khoan/thay-mat/")
