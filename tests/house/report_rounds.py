"""A round past the manager's pictures, lists and comparisons; after the manager's own round, which
leaves people on a course and a class behind."""

from __future__ import annotations

from lms.progress import services as progress
from tests.house.looking import Site
from tests.house.url_matrix import World


def pictures(site: Site, world: World) -> None:
    progress.rebuild()
    look = site.looker(world.people["district_manager"])
    look.at("/quan-ly/luoi/", "/quan-ly/xu-huong/", "/quan-ly/can-chu-y/", "/quan-ly/khoa-hoc/")
    look.at(
        f"/quan-ly/so-sanh/?bat-dau=2026-01-01&xa={world.ward.code}", "/quan-ly/so-sanh/?bat-dau="
    )
    look.page.goto("/quan-ly/khoa-hoc/")
    look.go_on(look.page.locator("main table tbody a").first.click)
    look.look("a course")
