"""Regrading after a key change, and questions left out of results."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.models import Certificate, CertificateStatus, Doubt
from courses.models import LessonPage, RequirementDone
from courses.services import enrol, record_screen
from lms.accounts.models import User
from lms.accounts.roles import Role
from lms.core.errors import DomainError
from lms.core.models import AuditEvent
from lms.core.periods import ZONE
from quizzes import services
from quizzes.grading import Result, rescaled
from quizzes.models import Answer, Attempt, Correction, Question, Quiz, ResultChange
from quizzes.queries import sheet
from quizzes.services import neutralising, regrading
from quizzes.services.remarking import Plan
from tests.factories import UserFactory, make_course, make_quiz, with_role
from tests.quizzes.taking import other_response, responses

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 19, 40, tzinfo=ZONE)
LATER = NOW + timedelta(days=1)


@pytest.fixture
def quiz() -> Quiz:
    """Four questions, three needed; the course asks for nothing else."""
    return make_quiz(make_course(lessons=1, screens=1), questions=4, pass_percent=75)


@pytest.fixture
def editor() -> User:
    return with_role(Role.EDITOR)


def taken(quiz: Quiz, *, right: int, user: User | None = None) -> Attempt:
    """Handed in with the first `right` questions right."""
    attempt = services.start_attempt(user=user or UserFactory(), quiz=quiz, at=NOW)
    for position, response in responses(attempt, right=right).items():
        services.save_answer(attempt=attempt, position=position, response=response, at=NOW)
    return services.submit_attempt(attempt=attempt, at=NOW)


def first_question(quiz: Quiz) -> Question:
    return quiz.items.select_related("question").order_by("position")[0].question


def turn_key(question: Question, *, right: str = "Khác", at: datetime = LATER) -> None:
    """From now on the option that begins so is the right one."""
    newest = question.versions.first()
    assert newest is not None
    rows = [{**row, "correct": row["text"].startswith(right)} for row in newest.content["options"]]
    services.save_question(question=question, content={**newest.content, "options": rows}, at=at)


def regrade(quiz: Quiz, editor: User, question: Question | None = None) -> Plan:
    return regrading.regrade(
        quiz=quiz, question=question, reason="Đáp án cũ sai.", by=editor, at=LATER
    )


def leave_out(quiz: Quiz, editor: User, question: Question, **of: Any) -> Plan:
    return neutralising.neutralise(
        quiz=quiz, question=question, reason="Câu hỏi có lỗi.", by=editor, at=LATER, **of
    )


def test_a_dry_run_tells_who_would_change_and_writes_nothing(quiz: Quiz) -> None:
    loser, winner, same = (taken(quiz, right=right) for right in (3, 0, 2))
    services.start_attempt(user=UserFactory(), quiz=quiz, at=NOW)  # open: no result to change
    turn_key(first_question(quiz))
    plan = regrading.plan_regrade(quiz=quiz, question=first_question(quiz))
    assert plan.looked_at == 3
    found = {change.attempt: (change.points_before, change.points_after) for change in plan.changes}
    expected = {loser.pk: (3, 2), winner.pk: (0, 1), same.pk: (2, 1)}
    assert found == {key: tuple(map(Decimal, pair)) for key, pair in expected.items()}
    assert (plan.won, plan.lost) == (0, 1)
    assert not Correction.objects.exists()
    assert not ResultChange.objects.exists()
    assert Attempt.objects.get(pk=loser.pk).points == 3


def test_a_question_that_never_changed_plans_nothing(quiz: Quiz) -> None:
    taken(quiz, right=3)
    assert regrading.plan_regrade(quiz=quiz).looked_at == 0


def test_applied_it_does_what_the_plan_said_and_only_once(quiz: Quiz, editor: User) -> None:
    loser = taken(quiz, right=3)
    turn_key(first_question(quiz))
    plan = regrading.plan_regrade(quiz=quiz, question=first_question(quiz))
    done = regrade(quiz, editor, first_question(quiz))
    assert done.changes == plan.changes
    loser.refresh_from_db()
    assert (loser.points, loser.passed) == (Decimal(2), False)
    assert Answer.objects.get(attempt=loser, position=1).fraction == 0
    change = ResultChange.objects.get()
    assert (change.points_before, change.points_after) == (Decimal(3), Decimal(2))
    assert change.changed_by == editor
    assert regrade(quiz, editor, first_question(quiz)).changes == []
    assert ResultChange.objects.count() == 1
    assert AuditEvent.objects.filter(action="quiz.regraded").count() == 2


@pytest.mark.parametrize("rule", ["last", "average"])
def test_a_pass_is_not_lost_to_later_attempts_when_something_else_is_put_right(
    quiz: Quiz, editor: User, rule: str
) -> None:
    """The first passed, the second does once two questions are left out, the third never."""
    Quiz.objects.filter(pk=quiz.pk).update(counted=rule, attempts_per_day=0)
    quiz.refresh_from_db()
    user: User = UserFactory()
    taken(quiz, right=4, user=user)
    assert RequirementDone.objects.count() == 1
    for right in (2, 0):
        taken(quiz, right=right, user=user)
    for item in list(quiz.items.order_by("position"))[2:]:
        leave_out(quiz, editor, item.question)
    assert list(Attempt.objects.order_by("number").values_list("passed", flat=True)) == [
        True, True, False,
    ]  # fmt: skip
    assert RequirementDone.objects.count() == 1


def test_the_average_of_a_section_has_to_reach_its_minimum(quiz: Quiz) -> None:
    Quiz.objects.filter(pk=quiz.pk).update(counted="average", attempts_per_day=0, pass_percent=25)
    quiz.refresh_from_db()
    user: User = UserFactory()
    for right, met in [(3, 0), (3, 0), (4, 0), (4, 1)]:
        attempt = services.start_attempt(user=user, quiz=quiz, at=NOW)
        paper = [{**entry, "section": 1 + (n >= 2)} for n, entry in enumerate(attempt.paper)]
        promised = [{"name": "Chung", "needed": 0}, {"name": "Luật", "needed": 2}]
        if met:
            promised[1]["needed"] = 1
        Attempt.objects.filter(pk=attempt.pk).update(paper=paper, sections=promised)
        for position, response in responses(attempt, right=right).items():
            services.save_answer(attempt=attempt, position=position, response=response, at=NOW)
        services.submit_attempt(attempt=attempt, at=NOW)
        assert RequirementDone.objects.count() == met


def test_only_the_chosen_question_and_only_this_quiz(quiz: Quiz, editor: User) -> None:
    first, second = [item.question for item in quiz.items.all()[:2]]
    elsewhere = Quiz.objects.create(course=quiz.course, slug="khac", title="Khác")
    elsewhere.items.create(question=first, position=1)
    here, there = taken(quiz, right=4), taken(elsewhere, right=1)
    turn_key(first)
    turn_key(second)
    regrade(quiz, editor, first)
    here.refresh_from_db()
    there.refresh_from_db()
    assert (here.points, there.points) == (Decimal(3), Decimal(1))
    regrade(quiz, editor)  # all of the quiz
    here.refresh_from_db()
    assert here.points == 2


def test_an_open_attempt_is_marked_with_the_new_key_when_it_is_handed_in(
    quiz: Quiz, editor: User
) -> None:
    attempt = services.start_attempt(user=UserFactory(), quiz=quiz, at=NOW)
    row = sheet(attempt)[0]
    turn_key(first_question(quiz))
    regrade(quiz, editor)
    services.save_answer(attempt=attempt, position=1, response=other_response(row), at=LATER)
    assert services.submit_attempt(attempt=attempt, at=LATER).points == 1


def test_an_answer_the_new_version_does_not_know_keeps_its_mark(quiz: Quiz, editor: User) -> None:
    attempt = taken(quiz, right=1)
    question = first_question(quiz)
    content = question.versions.all()[0].content
    rows = [{**row, "id": f"moi{n}"} for n, row in enumerate(content["options"])]
    services.save_question(question=question, content={**content, "options": rows}, at=LATER)
    assert regrade(quiz, editor, question).changes == []
    attempt.refresh_from_db()
    assert attempt.points == 1


def test_a_pass_that_is_won_meets_the_course(quiz: Quiz, editor: User) -> None:
    attempt = taken(quiz, right=0)
    for question in [item.question for item in quiz.items.all()[:3]]:
        turn_key(question)
    assert not RequirementDone.objects.exists()
    assert regrade(quiz, editor).won == 1
    assert RequirementDone.objects.get(enrolment=attempt.enrolment).score_text == "3/4"


def test_a_pass_that_is_lost_is_asked_for_again(quiz: Quiz, editor: User) -> None:
    taken(quiz, right=3)
    turn_key(first_question(quiz))
    regrade(quiz, editor)
    assert not RequirementDone.objects.exists()


def test_another_attempt_that_still_passes_holds(quiz: Quiz, editor: User) -> None:
    user: User = UserFactory()
    taken(quiz, right=3, user=user)
    turn_key(first_question(quiz))
    taken_again = services.start_attempt(user=user, quiz=quiz, at=LATER)
    for row in sheet(taken_again):
        wanted = "Khác" if row.position == 1 else "Đúng"
        option = next(one.id for one in row.options if one.text.startswith(wanted))
        services.save_answer(
            attempt=taken_again, position=row.position, response={"option": option}, at=LATER
        )
    services.submit_attempt(attempt=taken_again, at=LATER)
    assert regrade(quiz, editor).lost == 1
    assert RequirementDone.objects.exists()


def test_a_certificate_waits_for_a_person_and_is_not_revoked(quiz: Quiz, editor: User) -> None:
    user: User = UserFactory()
    enrolment = enrol(user=user, course=quiz.course, at=NOW)
    lesson = LessonPage.objects.child_of(quiz.course).get()
    record_screen(enrolment=enrolment, lesson=lesson, screen=1, at=NOW)
    attempt = taken(quiz, right=3, user=user)
    certificate = Certificate.objects.get(enrolment=attempt.enrolment)
    turn_key(first_question(quiz))
    assert regrading.plan_regrade(quiz=quiz).in_doubt == 1
    regrade(quiz, editor)
    certificate.refresh_from_db()
    assert certificate.status == CertificateStatus.VALID
    assert Doubt.objects.get().certificate == certificate
    turn_key(first_question(quiz), right="Đúng")
    regrade(quiz, editor)
    assert Doubt.objects.get().outcome == "settled"


def test_without_a_reason_nothing_is_done(quiz: Quiz, editor: User) -> None:
    question = first_question(quiz)
    with pytest.raises(DomainError):
        regrading.regrade(quiz=quiz, reason=" ", by=editor, at=LATER)
    with pytest.raises(DomainError):
        neutralising.neutralise(quiz=quiz, question=question, reason="", by=editor, at=LATER)
    assert not Correction.objects.exists()


def test_left_out_for_everybody_the_others_are_scaled_up(quiz: Quiz, editor: User) -> None:
    up, down = taken(quiz, right=3), taken(quiz, right=1)
    last = quiz.items.last()
    assert last is not None
    plan = neutralising.plan_neutralise(quiz=quiz, question=last.question)
    done = leave_out(quiz, editor, last.question)
    assert done.changes == plan.changes
    up.refresh_from_db()
    down.refresh_from_db()
    assert (up.points, down.points) == (Decimal(4), Decimal("1.333"))
    assert leave_out(quiz, editor, last.question).changes == []
    assert Correction.objects.count() == 1


def test_results_to_come_are_without_it_too(quiz: Quiz, editor: User) -> None:
    leave_out(quiz, editor, first_question(quiz))
    assert taken(quiz, right=1).points == 0
    assert taken(quiz, right=4).points == 4


def test_left_out_for_one_person_changes_nobody_else(quiz: Quiz, editor: User) -> None:
    mine, other = taken(quiz, right=3), taken(quiz, right=3)
    last = quiz.items.last()
    assert last is not None
    leave_out(quiz, editor, last.question, attempt=mine)
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.points, other.points) == (Decimal(4), Decimal(3))


def test_taken_back_it_counts_again(quiz: Quiz, editor: User) -> None:
    attempt, question = taken(quiz, right=1), first_question(quiz)
    leave_out(quiz, editor, question)
    attempt.refresh_from_db()
    assert attempt.points == 0
    neutralising.count_again(quiz=quiz, question=question, reason="Nhầm.", by=editor, at=LATER)
    attempt.refresh_from_db()
    assert attempt.points == 1
    assert [change.points_after for change in ResultChange.objects.all()] == [0, 1]


def test_an_attempt_of_another_quiz_is_refused(quiz: Quiz, editor: User) -> None:
    foreign = taken(make_quiz(questions=1), right=1)
    with pytest.raises(DomainError) as error:
        leave_out(quiz, editor, first_question(quiz), attempt=foreign)
    assert error.value.code == "correction.other_quiz"


@given(
    st.integers(1, 30).flatmap(
        lambda n: st.tuples(st.just(n), st.integers(0, n), st.integers(0, n))
    )
)
def test_scaled_points_stay_within_the_paper(given_: tuple[int, int, int]) -> None:
    whole, left_out, right = given_
    right = min(right, whole - left_out)
    result = rescaled(Result(points=right, needed=1), left_out=left_out, whole=whole)  # type: ignore[arg-type]
    assert 0 <= result.points <= whole
    if right == whole - left_out:
        assert result.points == whole
