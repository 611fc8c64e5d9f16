"""The signs that evidence may not be what it looks like: one function each, with its threshold and
where that comes from; and the score they make together (docs/evidence.md). No Django.

A sign asks for a look, and proves nothing. Every threshold is set where honest classes do not come:
slow readers, families with one phone and small classes must not be troubled by the honest of them.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from lms.evidence.binomial import upper_tail
from lms.evidence.traces import Given, Sign, SignKey, Sitting, Tally, Unit

ALARM = 50
"""From this score on, a unit is to be looked at."""

WEIGHTS = {
    SignKey.FAST: 0.8,
    SignKey.ALIKE: 0.8,
    SignKey.CROWDED: 0.7,
    SignKey.NIGHT: 0.6,
    SignKey.OUTLIER: 0.6,
    SignKey.MONTH_END: 0.4,
    SignKey.PAPER: 0.25,
}
"""How much a sign at full strength tells by itself. Our judgement, checked on invented fraud: the last
two have honest causes (a monthly class on its last day, no electricity) and reach the alarm only
together or with another."""

SYLLABLES_A_SECOND = 10.0
FEWEST = 3
CROWD, CROWD_MINUTES = 8, 30
NIGHT_FROM, NIGHT_TO, NIGHT_CROWD = 22, 5, 4
COMMON_QUESTIONS, COMMON_SHARE, SHARED_MISTAKES = 5, 0.6, 2
KEY_PEOPLE, KEY_LIMIT, WRONG_LEAST, WRONG_UNKNOWN = 5, 0.001, 0.15, 0.4
FUNNEL_LIMIT, FUNNEL_PEOPLE, FUNNEL_PEERS = 0.001, 15, 5
LAST_DAYS, MONTH_PEOPLE, MONTH_LIMIT = 2, 5, 0.001
PAPER_SHARE, PAPER_PEOPLE = 0.5, 5


def score(signs: Iterable[Sign]) -> int:
    """0–100: the chance that none of the signs is right, as if each were so alone (noisy-or; Pearl,
    Probabilistic Reasoning in Intelligent Systems, 1988, 4.3.2), taken from 1."""
    clean = 1.0
    for sign in signs:
        clean *= 1 - WEIGHTS[sign.key] * sign.strength
    return round(100 * (1 - clean))


def signs_of_unit(unit: Unit) -> list[Sign]:
    """The signs a unit shows by itself."""
    found = (too_fast(unit), alike(unit), crowded(unit), at_night(unit), on_paper(unit))
    return [sign for sign in found if sign is not None]


def too_fast(unit: Unit) -> Sign | None:
    """Passed in less time than the questions can be read in.

    Adults read 3–5 words a second in silence (Brysbaert, Journal of Memory and Language 109, 2019: 238
    English words a minute; Trauzettel-Klosinski & Dietz, IOVS 53, 2012: 184 ± 29 in 17 languages);
    a Vietnamese word has 1–2 syllables. Over 10 syllables a second for the whole paper, thinking and
    choosing included, nobody has read it. That answers too quick to be read are not answers: Wise &
    Kong, Applied Measurement in Education 18, 2005. From 3 people on.
    """
    fast = {one.person for one in unit.passes if _is_too_fast(one)}
    return _sign(SignKey.FAST, fast, unit, full_share=0.3, full_people=10)


def alike(unit: Unit) -> Sign | None:
    """The same answers, mistakes included: to every question two papers share, or by nearly everybody.

    Right answers agree because they are right; the same mistakes are what tells copying (Wollack,
    Applied Psychological Measurement 21, 1997; Holland's K-index, ETS RR-96-07). Two papers are alike
    with at least 5 shared questions and 60 % of the shorter one, all answered the same, 2 of them or
    more wrong. Pairs happen by chance in large classes, so 3 people who agree count. Where papers are
    drawn and share little: two questions or more to which so many of at least 5 people gave one and
    the same wrong answer that chance does so once in a thousand (exact binomial; the chance is that
    of any wrong answer elsewhere, which no single one exceeds).
    """
    sittings = _one_a_person(unit.passes)
    copied = _of_one_key(sittings, unit.wrong)
    for group in _groups_alike([one for one in sittings if _mistakes(one) >= SHARED_MISTAKES]):
        if len(group) >= FEWEST:
            copied |= group
    return _sign(SignKey.ALIKE, copied, unit, full_share=0.2, full_people=6)


def crowded(unit: Unit) -> Sign | None:
    """Eight people or more passed on one browser within 30 minutes.

    A turn at a shared computer is a sign-in, a test of ten questions and a sign-out: less than four and
    a half minutes each, eight times in a row. Quick learners do that once or twice, not all eight.
    """
    rushed: set[int] = set()
    for turns in _turns_by_device(unit.passes).values():
        rushed |= _rushed(turns)
    return _sign(SignKey.CROWDED, rushed, unit, full_share=0.4, full_people=8)


def at_night(unit: Unit) -> Sign | None:
    """Four people or more passed on one browser between 22:00 and 05:00 of one night.

    No class is held then, and a family with one phone is rarely four at that hour: at four the sign is
    half as strong as at eight. One person learning at night is nobody's business.
    """
    awake: set[int] = set()
    for turns in _turns_by_device(unit.passes).values():
        nights: dict[dt.date, set[int]] = defaultdict(set)
        for one in turns:
            if (night := _night_of(one.submitted_at)) is not None:
                nights[night].add(one.person)
        for people in nights.values():
            awake |= people if len(people) >= NIGHT_CROWD else set()
    return _sign(SignKey.NIGHT, awake, unit, full_share=2.0, full_people=8)


def on_paper(unit: Unit) -> Sign | None:
    """More than half of those present were entered from paper (ux 6.1), from 5 people on."""
    if unit.from_paper < PAPER_PEOPLE or unit.from_paper <= PAPER_SHARE * unit.present:
        return None
    return Sign(SignKey.PAPER, 1.0, unit.from_paper, unit.present)


def pass_outlier(own: Tally, peers: Sequence[Tally]) -> Sign | None:
    """More of a facilitator's people pass their first supervised test than chance explains.

    A funnel plot's upper limit, exact binomial, one-sided 0.001 (Spiegelhalter, Statistics in Medicine
    24, 2005), around the rate of all other facilitators. Honest facilitators differ by more than
    chance, so numbers of people are divided by the overdispersion of the peers, their z winsorised at
    the tenth and the ninetieth percentile (ibid., 3.3). From 15 people and 5 peers on.
    """
    others = [tally for tally in peers if tally.tried >= FUNNEL_PEOPLE]
    if own.tried < FUNNEL_PEOPLE or len(others) < FUNNEL_PEERS:
        return None
    expected = sum(t.passed for t in others) / sum(t.tried for t in others)
    if own.rate <= expected:
        return None
    worth = max(1, round(own.tried / _overdispersion(others, expected)))
    tail = upper_tail(round(own.rate * worth), worth, expected)
    return Sign(SignKey.OUTLIER, 1.0, own.passed, own.tried) if tail < FUNNEL_LIMIT else None


def month_ends(days: Iterable[dt.date]) -> tuple[Sign, frozenset[dt.date]] | None:
    """The certificates of one facilitator in one ward come in the last two days of the month, month
    after month; returns also the first days of those months.

    A month counts with 5 certificates or more, and clusters with half of them or more in its last two
    days. People of one class finish together, so months are the trials, not certificates: exact
    binomial with 2 of 30.4 days, one-sided 0.001. Three months of three, or five of twelve.
    """
    months: dict[dt.date, list[dt.date]] = defaultdict(list)
    for day in days:
        months[day.replace(day=1)].append(day)
    counted = {month: rows for month, rows in months.items() if len(rows) >= MONTH_PEOPLE}
    ends = {month: [day for day in rows if _is_last(day)] for month, rows in counted.items()}
    clustered = [month for month, rows in counted.items() if 2 * len(ends[month]) >= len(rows)]
    if upper_tail(len(clustered), len(counted), LAST_DAYS / 30.4) >= MONTH_LIMIT:
        return None
    late = sum(len(ends[month]) for month in clustered)
    everybody = sum(len(rows) for rows in counted.values())
    return Sign(SignKey.MONTH_END, 1.0, late, everybody), frozenset(clustered)


# --- parts of the above ------------------------------------------------------------------------


def _sign(
    key: SignKey, people: set[int], unit: Unit, *, full_share: float, full_people: int
) -> Sign | None:
    """As strong as the share of the unit's people or as their number, whichever says more: ten invented
    people among three hundred honest ones are still ten."""
    if len(people) < FEWEST:
        return None
    share = len(people) / unit.people
    strength = min(1.0, max(share / full_share, len(people) / full_people))
    return Sign(key, round(strength, 3), len(people), unit.people, frozenset(people))


def _is_too_fast(one: Sitting) -> bool:
    return one.syllables > 0 and one.seconds < one.syllables / SYLLABLES_A_SECOND


def _one_a_person(passes: Iterable[Sitting]) -> list[Sitting]:
    return list({one.person: one for one in passes if one.answers}.values())


def _mistakes(one: Sitting) -> int:
    return sum(not given.is_right for given in one.answers.values())


def _of_one_key(sittings: Sequence[Sitting], wrong: Mapping[int, float]) -> set[int]:
    """Who made one of the mistakes too many make in this unit, where there are two such mistakes or
    more."""
    given_to: dict[int, Counter[Given]] = defaultdict(Counter)
    for one in sittings:
        for question, given in one.answers.items():
            given_to[question][given] += 1
    shared: dict[int, Given] = {}
    for question, answers in given_to.items():
        everybody = answers.total()
        for given, count in answers.items():
            chance = max(wrong.get(question, WRONG_UNKNOWN), WRONG_LEAST)
            if everybody < KEY_PEOPLE or given.is_right or 2 * count <= everybody:
                continue
            if upper_tail(count, everybody, chance) < KEY_LIMIT:
                shared[question] = given
    if len(shared) < SHARED_MISTAKES:
        return set()
    return {
        one.person
        for one in sittings
        if any(one.answers.get(question) == mistake for question, mistake in shared.items())
    }


def _groups_alike(sittings: Sequence[Sitting]) -> Iterator[set[int]]:
    """Everybody who is like somebody else, with all they are like."""
    beside: dict[int, set[int]] = defaultdict(set)
    for one, other in combinations(sittings, 2):
        if _are_alike(one, other):
            beside[one.person].add(other.person)
            beside[other.person].add(one.person)
    for person, others in beside.items():
        yield {person} | others


def _are_alike(one: Sitting, other: Sitting) -> bool:
    common = one.answers.keys() & other.answers.keys()
    shorter = min(len(one.answers), len(other.answers))
    if len(common) < max(COMMON_QUESTIONS, COMMON_SHARE * shorter):
        return False
    mistakes = 0
    for question in common:
        if one.answers[question].response != other.answers[question].response:
            return False
        mistakes += not one.answers[question].is_right
    return mistakes >= SHARED_MISTAKES


def _turns_by_device(passes: Iterable[Sitting]) -> dict[str, list[Sitting]]:
    found: dict[str, list[Sitting]] = defaultdict(list)
    for one in sorted(passes, key=lambda one: one.submitted_at):
        if one.device:
            found[one.device].append(one)
    return found


def _rushed(turns: Sequence[Sitting]) -> set[int]:
    """The people of every 30 minutes with a crowd; `turns` in order of time."""
    found: set[int] = set()
    first, width = 0, dt.timedelta(minutes=CROWD_MINUTES)
    for last, one in enumerate(turns):
        while one.submitted_at - turns[first].submitted_at > width:
            first += 1
        window = {turn.person for turn in turns[first : last + 1]}
        if len(window) >= CROWD:
            found |= window
    return found


def _night_of(moment: dt.datetime) -> dt.date | None:
    """The day the night began; None by day."""
    if moment.hour >= NIGHT_FROM:
        return moment.date()
    return moment.date() - dt.timedelta(days=1) if moment.hour < NIGHT_TO else None


def _is_last(day: dt.date) -> bool:
    return (day + dt.timedelta(days=LAST_DAYS)).month != day.month


def _overdispersion(peers: Sequence[Tally], expected: float) -> float:
    """1 where peers differ by chance only."""
    spread = expected * (1 - expected)
    if spread == 0:
        return 1.0
    squares = sorted((t.rate - expected) * (t.tried / spread) ** 0.5 for t in peers)
    low, high = squares[len(squares) // 10], squares[-1 - len(squares) // 10]
    clipped = [min(max(z, low), high) for z in squares]
    return max(1.0, sum(z * z for z in clipped) / len(clipped))
