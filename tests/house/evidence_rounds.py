"""A round past the quality of evidence and the pages of holds, with their refusals."""

from __future__ import annotations

from lms.core import periods
from lms.evidence import holding
from lms.evidence.models import UnitScore
from tests.evidence.holds import place_on_hold, suspicious_class
from tests.house.looking import Site
from tests.house.url_matrix import World


def evidence(site: Site, world: World) -> None:
    look = site.looker(world.people["ward_manager"])
    ward = f"/quan-ly/bang-chung/{world.ward.code}/"
    look.at(ward)
    facilitator, resident = world.people["facilitator"], world.people["resident"]
    hold = place_on_hold(world.ward, resident, facilitator)
    score: UnitScore = suspicious_class(world.ward)
    look.at(ward, f"{ward}tam-giu/?lop={score.session_id}")
    concerned = site.looker(resident)
    concerned.at("/tam-giu/", f"/tam-giu/{hold.pk}/")
    concerned.press("Gửi người quyết định", then="nothing said")
    holding.appeal(hold=hold, text="Tôi tự làm ở lớp.", by=resident, at=periods.now())
    concerned.at(f"/tam-giu/{hold.pk}/")
    teaching = site.looker(facilitator)
    teaching.at("/tam-giu/", f"/tam-giu/{hold.pk}/")
    site.looker(world.learner).at("/tam-giu/")
    look.at(f"/quan-ly/tam-giu/{hold.pk}/")
    look.press("Lưu quyết định", then="nothing decided")
    look.at(f"/quan-ly/xa-phuong/{world.ward.code}/")
