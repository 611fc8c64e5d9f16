"""Whether the data are right, complete, clean, alive, consistent, connected and shared: each answered
by checks with a number, a rule in words, and what to mend. Pure: facts in, what the template prints."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certificates.reconciling import REASONS
from lms.core import periods
from lms.core.vietnamese import format_date, format_number
from lms.progress.definitions import SMALLEST_BASE
from lms.progress.figures import Figure, rate
from lms.reports.quality_facts import PAPER_DAYS, PAPER_PERCENT, Facts
from lms.reports.quality_parts import (
    Check,
    Reader,
    Section,
    Step,
    ask,
    bases_step,
    living,
    moment,
    named,
    part_of,
    people_check,
    wards_check,
)

LATE = dt.timedelta(minutes=5)
CHECK_OLD = dt.timedelta(hours=36)
MONTHS_OLD = 12


def sections(facts: Facts, reader: Reader) -> list[Section]:
    """The seven words of the movement, in its order."""
    return [
        Section(
            "dung", _("Right data"),
            _("Do the figures say what happened?"),
            [_doubts(facts, reader), _suspended(facts, reader), _paper(facts)],
        ),
        Section(
            "du", _("Complete data"),
            _("Is there everything the figures are judged by?"),
            [*_no_ward(facts), _no_population(facts, reader), _no_target(facts, reader)],
        ),
        Section(
            "sach", _("Clean data"),
            _("Is nobody there twice, and nothing in a wrong place?"),
            [_doubled(facts), _ended(facts)],
        ),
        Section(
            "song", _("Living data"),
            _("Are the data of today?"),
            [
                _delay(facts, reader), _old_population(facts, reader), _silent(facts),
                *_reviews(facts, reader),
            ],
        ),
        Section(
            "thong-nhat", _("Consistent data"),
            _("Is a number the same wherever it stands?"),
            [_differences(facts, reader)],
        ),
        Section(
            "lien-thong", _("Connected data"),
            _("Do we agree with the national register?"),
            [_register(facts, reader)],
        ),
        Section(
            "dung-chung", _("Shared data"),
            _("Can others use the same figures?"),
            [_kept(facts, reader), _open_data(facts, reader)],
        ),
    ]  # fmt: skip


def to_mend(found: Sequence[Section]) -> int:
    return sum(section.to_mend for section in found)


# --- right -------------------------------------------------------------------------------------


def _doubts(facts: Facts, reader: Reader) -> Check:
    return people_check(
        facts, "doubts",
        title=_("Certificates in doubt"),
        rule=_("Well when every certificate in doubt has been decided about."),
        step=reader.step(
            _("Decide about each, with a reason"), "/bien-tap/giay-can-xem-lai/",
            _("Ask the administrator of the site to decide about them."),
        ),
    )  # fmt: skip


def _suspended(facts: Facts, reader: Reader) -> Check:
    return people_check(
        facts, "suspended",
        title=_("Certificates on hold"),
        rule=_("Well when no certificate is suspended."),
        step=reader.step(
            _("Make them valid again or revoke them"), "/bien-tap/giay-chung-nhan/?status=suspended",
            _("Ask the administrator of the site how long the check will take."),
        ),
    )  # fmt: skip


def _paper(facts: Facts) -> Check:
    visits, paper = facts.figures["visits"], facts.figures["paper"]
    share = rate(paper, visits.low, of_people=False) if visits.low >= SMALLEST_BASE else None
    return Check(
        title=_("Visits written down from paper"),
        value=_("%(paper)s of %(visits)s visits in the last %(days)s days")
        % {"paper": paper.text, "visits": visits.text, "days": PAPER_DAYS},
        rule=_("Well up to %(percent)s %%, judged from %(base)s visits on.")
        % {"percent": PAPER_PERCENT, "base": SMALLEST_BASE},
        is_met=None if share is None else share.middle <= PAPER_PERCENT,
        step=Step(_("Ask the facilitators to use the class PIN or the QR code of the card.")),
        **named(facts.where["paper"]),
    )


# --- complete ----------------------------------------------------------------------------------


def _no_ward(facts: Facts) -> list[Check]:
    """Only a whole province has people of unknown residence."""
    if not facts.is_whole:
        return []
    nobody = Figure(0, 0)
    without = next((row.enrolled for row in facts.table.rows if row.ward is None), nobody)
    return [
        Check(
            title=_("People without a ward"),
            value=part_of(without.text, facts.table.summary.enrolled.text),
            rule=_("Well when every learner has told their ward."),
            is_met=without.high == 0,
            step=Step(_("Facilitators ask the next time the person comes to class.")),
        )
    ]


def _no_population(facts: Facts, reader: Reader) -> Check:
    return wards_check(
        facts, [row for row in living(facts) if not row.base.adults],
        title=_("Wards without a population figure"),
        rule=_("Well when every ward has one; without it there is no rate."),
        step=bases_step(reader, _("Enter or import populations")),
    )  # fmt: skip


def _no_target(facts: Facts, reader: Reader) -> Check:
    return wards_check(
        facts, [row for row in living(facts) if not row.base.target],
        title=_("Wards without a target"),
        rule=_("Well when every ward has one for this year."),
        step=bases_step(reader, _("Enter or import targets")),
    )  # fmt: skip


# --- clean -------------------------------------------------------------------------------------


def _doubled(facts: Facts) -> Check:
    if facts.checked is None:
        note = [_("Not looked for yet.")]
    else:
        note = [_("Looked for at %(moment)s.") % {"moment": moment(facts.checked.checked_at)}]
    return people_check(
        facts, "doubled",
        title=_("People probably entered twice"),
        rule=_("Well when nobody is: same words in the name, same ward, years of birth at most 1 apart."),
        step=Step(_("Facilitators of these wards look at the class lists; two people may be so alike.")),
        notes=note,
    )  # fmt: skip


def _ended(facts: Facts) -> Check:
    return people_check(
        facts, "ended",
        title=_("People in wards that are gone"),
        rule=_("Well when everybody lives in a ward of today."),
        step=Step(_("The site asks each at the next sign-in; facilitators can help to choose.")),
    )  # fmt: skip


# --- alive -------------------------------------------------------------------------------------


def _delay(facts: Facts, reader: Reader) -> Check:
    late = facts.counted_to is None or facts.now - facts.counted_to > LATE
    value = moment(facts.counted_to) if facts.counted_to else _("never counted")
    return Check(
        title=_("Everything counted up to"),
        value=value,
        rule=_("Well up to 5 minutes behind."),
        is_met=not late,
        step=ask(reader, _("Look at the state of the service"), "/bien-tap/"),
    )


def _old_population(facts: Facts, reader: Reader) -> Check:
    oldest = periods.add_months(periods.local_date(facts.now), -MONTHS_OLD)
    old = [row for row in living(facts) if row.base.as_of and row.base.as_of < oldest]
    return wards_check(
        facts, old,
        title=_("Population figures older than 12 months"),
        rule=_("Well when every population is of the last 12 months."),
        step=bases_step(reader, _("Enter or import newer populations")),
    )  # fmt: skip


def _silent(facts: Facts) -> Check:
    return wards_check(
        facts, [row for row in living(facts) if row.active.high == 0],
        title=_("Wards without learning for 30 days"),
        rule=_("Well when somebody learned in every ward in the last 30 days."),
        step=Step(_("Open the ward's page and ask what is in the way.")),
    )  # fmt: skip


def _reviews(facts: Facts, reader: Reader) -> list[Check]:
    """Of everybody's courses, whoever reads."""
    rule = _("Well when nothing is past its day of review.")
    step = ask(reader, _("Open the room of the editors"), "/bien-tap/")
    return [
        Check(
            title=title,
            value=part_of(format_number(found.past), format_number(found.every)),
            rule=rule,
            is_met=found.past == 0,
            step=step,
        )
        for title, found in (
            (_("Courses past their day of review"), facts.courses),
            (_("Questions past their day of review"), facts.questions),
        )
    ]


# --- consistent, connected, shared ---------------------------------------------------------------


def _differences(facts: Facts, reader: Reader) -> Check:
    found = facts.checked
    if found is None:
        value, fine = _("not compared yet"), False
    else:
        value = ngettext(
            "%(number)s difference, compared at %(moment)s",
            "%(number)s differences, compared at %(moment)s",
            found.differences,
        ) % {"number": format_number(found.differences), "moment": moment(found.checked_at)}
        fine = found.differences == 0 and facts.now - found.checked_at <= CHECK_OLD
    return Check(
        title=_("Numbers against facts"),
        value=value,
        rule=_(
            "Well when the nightly comparison of the whole site finds no difference and is less "
            "than 36 hours old."
        ),
        is_met=fine,
        step=ask(reader, _("Run check_progress, then rebuild_progress"), ""),
        notes=found.named if found and reader.may_administer else (),
    )


def _register(facts: Facts, reader: Reader) -> Check:
    summary, register = facts.table.summary, facts.register
    notes = [
        str(REASONS[reason]) if figure is None else f"{REASONS[reason]}: {figure.text}"
        for reason, figure in register.reasons.items()
    ]
    return Check(
        title=_("Learned, certified, confirmed by the national register"),
        value=_("%(learned)s completed, %(certified)s certified, %(confirmed)s confirmed")
        % {
            "learned": summary.completed.text,
            "certified": summary.certified.text,
            "confirmed": register.confirmed.text,
        },
        rule=_("Well when every line of the register's answer agrees with ours."),
        is_met=not register.reasons if register.answered else None,
        step=reader.step(
            _("Compare the register's answer again"), reverse("certificates:register"),
            _("Ask the administrator of the site to settle the lines that differ."),
        ),
        notes=notes,
        **named(facts.where["mismatched"]),
    )  # fmt: skip


def _kept(facts: Facts, reader: Reader) -> Check:
    yesterday = periods.local_date(facts.now) - dt.timedelta(days=1)
    if facts.kept is None:
        value = _("no figures kept yet")
    else:
        value = _("figures of %(day)s, code %(code)s") % {
            "day": format_date(facts.kept), "code": facts.code,
        }  # fmt: skip
    return Check(
        title=_("Figures kept under a code"),
        value=value,
        rule=_(
            "Well when the figures of yesterday are kept: whoever has the code gets the same ones."
        ),
        is_met=facts.kept is not None and facts.kept >= yesterday,
        step=ask(reader, _("Look at the state of the service"), "/bien-tap/"),
    )


def _open_data(facts: Facts, reader: Reader) -> Check:
    """Nothing to measure where no day of the month, nor one before, was kept yet."""
    found = facts.published
    return Check(
        title=_("Open data of last month"),
        value=_("kept up to %(day)s") % {"day": format_date(found)} if found else _("no month yet"),
        rule=_("Well when the figures of %(day)s are kept: open data are those of month ends.")
        % {"day": format_date(facts.month_end)},
        is_met=found == facts.month_end if found else None,
        step=ask(reader, _("Look at the state of the service"), "/bien-tap/"),
    )
