"""Starting, answering and submitting an attempt."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from courses.models import Enrolment, Evidence, RequirementDone
from lms.accounts.models import User
from lms.accounts.roles import Role
from lms.core.errors import DomainError
from lms.core.periods import ZONE
from quizzes import services
from quizzes.models import Answer, Attempt, Quiz
from quizzes.paper import load
from quizzes.queries import first_unanswered, sheet
from quizzes.signals import attempt_submitted
from tests.factories import (
    PointFactory,
    StaffFactory,
    UserFactory,
    add_question,
    make_course,
    make_quiz,
    open_session,
    opened_for,
    with_role,
)
from tests.quizzes.taking import other_response, responses, right_response

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 19, 40, tzinfo=ZONE)


def start(quiz: Quiz, user: User | None = None, at: datetime = NOW, **given: Any) -> Attempt:
    return services.start_attempt(user=user or UserFactory(), quiz=quiz, at=at, **given)


def at_once(work: Callable[[], None], count: int) -> None:
    """Run `work` in as many threads as said, all let go in the same moment."""
    barrier = Barrier(count)

    def wait_and_work() -> None:
        barrier.wait()
        work()

    threads = [Thread(target=wait_and_work) for _number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def answer(attempt: Attempt, right: int) -> None:
    for position, response in responses(attempt, right=right).items():
        services.save_answer(attempt=attempt, position=position, response=response, at=NOW)


def test_starting_puts_the_learner_on_the_course_and_copies_the_ward() -> None:
    quiz, user = make_quiz(), UserFactory()
    attempt = start(quiz, user)
    assert attempt.enrolment == Enrolment.objects.get(user=user, course=quiz.course)
    assert (attempt.ward, attempt.number, attempt.state) == (user.ward, 1, "open")


def test_starting_again_returns_the_open_attempt() -> None:
    quiz, user = make_quiz(), UserFactory()
    first = start(quiz, user)
    assert start(quiz, user) == first
    assert start(quiz) != first


def test_the_next_attempt_counts_on_and_has_another_paper() -> None:
    quiz, user = make_quiz(questions=12), UserFactory()
    first = services.submit_attempt(attempt=start(quiz, user), at=NOW)
    second = start(quiz, user)
    assert second.number == 2
    assert second.paper != first.paper


def test_the_paper_holds_versions_and_orders_and_the_pass_mark_is_frozen() -> None:
    quiz = make_quiz(questions=12)
    attempt = start(quiz)
    assert (attempt.max_points, attempt.needed) == (12, 9)
    Quiz.objects.update(pass_percent=100)
    answer(attempt, right=9)
    assert services.submit_attempt(attempt=attempt, at=NOW).passed
    assert all(len(item.order) == 3 for item in load(attempt.paper))


def test_an_option_that_stays_last_is_last_in_every_paper() -> None:
    quiz = make_quiz(questions=8)
    for _attempt in range(3):
        rows = sheet(start(quiz))
        assert {row.options[-1].text for row in rows} == {"Không có ở đây"}


def test_a_draw_takes_as_many_as_asked() -> None:
    attempt = start(make_quiz(questions=6, draw=4))
    assert attempt.max_points == len(load(attempt.paper)) == 4


def test_a_question_out_of_use_is_not_drawn() -> None:
    quiz = make_quiz(questions=3)
    quiz.questions.filter(code__endswith="-02").update(status="retired")
    stems = [row.stem for row in sheet(start(quiz))]
    assert stems == ["Câu hỏi số 1?", "Câu hỏi số 3?"]


def test_an_edit_after_the_start_changes_nothing_for_the_attempt() -> None:
    quiz = make_quiz(questions=1)
    attempt = start(quiz)
    question = quiz.questions.get()
    rows = [{"text": "Khác hẳn", "correct": True, "id": "x"}, {"text": "Nữa", "id": "y"}]
    content = {"stem": "Câu mới?", "explanation": "Vì thế.", "options": rows}
    services.save_question(question=question, content=content, at=NOW)
    assert [row.stem for row in sheet(attempt)] == ["Câu hỏi số 1?"]
    answer(attempt, right=1)
    assert services.submit_attempt(attempt=attempt, at=NOW).points == 1
    assert [row.stem for row in sheet(start(quiz))] == ["Câu mới?"]


def test_a_test_without_questions_cannot_be_started() -> None:
    with pytest.raises(DomainError) as refused:
        start(make_quiz(questions=0))
    assert refused.value.code == "attempt.no_questions"
    assert not Enrolment.objects.exists()


def test_attempts_a_day_are_counted_by_the_vietnamese_day() -> None:
    quiz, user = make_quiz(attempts_per_day=2), UserFactory()
    for _attempt in range(2):
        services.submit_attempt(attempt=start(quiz, user), at=NOW)
    with pytest.raises(DomainError) as refused:
        start(quiz, user, at=NOW.replace(hour=23, minute=59))
    assert refused.value.code == "attempt.day_used_up"
    assert start(quiz, user, at=NOW.replace(hour=0, minute=1) + timedelta(days=1)).number == 3


def test_the_open_attempt_may_be_taken_up_when_the_day_is_used_up() -> None:
    quiz, user = make_quiz(attempts_per_day=1), UserFactory()
    assert start(quiz, user) == start(quiz, user)


def test_a_supervised_test_needs_a_supervisor() -> None:
    quiz, point, user = make_quiz(supervised_only=True), PointFactory(), UserFactory()
    session = open_session(with_role(Role.FACILITATOR, ward=point.ward), point)
    with pytest.raises(DomainError) as refused:
        start(quiz, user, session=session)
    assert refused.value.code == "attempt.needs_facilitator"
    attempt = start(quiz, user, timezone.now(), opening=opened_for(user, quiz, session))
    assert attempt.supervisor == session.facilitator
    assert (attempt.evidence, attempt.session) == (Evidence.SUPERVISED, session)


def test_a_class_without_a_supervisor_is_noted_and_stays_self_study() -> None:
    session = open_session(StaffFactory(), PointFactory())
    attempt = start(make_quiz(), session=session)
    assert (attempt.evidence, attempt.session) == (Evidence.SELF_STUDY, session)


def test_the_database_refuses_a_second_open_attempt() -> None:
    attempt = start(make_quiz())
    attempt.pk, attempt.number, attempt.token = None, 2, "another"
    with pytest.raises(IntegrityError), transaction.atomic():
        attempt.save()


@pytest.mark.django_db(transaction=True)
def test_twenty_starts_at_once_give_one_attempt() -> None:
    quiz, user = make_quiz(), UserFactory()
    tokens: list[str] = []

    def begin() -> None:
        try:
            tokens.append(start(quiz, user).token)
        finally:
            connection.close()

    at_once(begin, 20)
    assert len(tokens) == 20
    assert set(tokens) == {Attempt.objects.get().token}


def test_an_answer_replaces_the_one_before() -> None:
    attempt = start(make_quiz(questions=2))
    row = sheet(attempt)[0]
    for response in (right_response(row), {"unknown": True}, other_response(row)):
        services.save_answer(attempt=attempt, position=1, response=response, at=NOW)
    assert Answer.objects.get().response == other_response(row)
    assert first_unanswered(attempt) == 2


@pytest.mark.parametrize("position", [0, -1, 3, 10**9])
def test_a_question_that_is_not_in_the_paper_is_refused(position: int) -> None:
    attempt = start(make_quiz(questions=2))
    with pytest.raises(DomainError) as refused:
        services.save_answer(attempt=attempt, position=position, response={"unknown": True}, at=NOW)
    assert refused.value.code == "answer.no_such_question"


@pytest.mark.parametrize(
    "response", [{"option": "nosuch"}, {"option": ["a"]}, {"text": "7"}, {}, {"unknown": False}]
)
def test_what_is_no_answer_to_the_question_is_refused(response: dict[str, Any]) -> None:
    attempt = start(make_quiz(questions=2))
    with pytest.raises(DomainError) as refused:
        services.save_answer(attempt=attempt, position=1, response=response, at=NOW)
    assert refused.value.code == "answer.refused"
    assert not Answer.objects.exists()


def test_an_option_of_another_question_is_refused() -> None:
    attempt = start(make_quiz(questions=2))
    foreign = right_response(sheet(attempt)[1])
    with pytest.raises(DomainError):
        services.save_answer(attempt=attempt, position=1, response=foreign, at=NOW)


def test_an_answer_after_submitting_is_refused_in_a_sentence() -> None:
    attempt = start(make_quiz(questions=2))
    services.submit_attempt(attempt=attempt, at=NOW)
    with pytest.raises(DomainError) as refused:  # the object still says "open", as in an old tab
        services.save_answer(attempt=attempt, position=1, response={"unknown": True}, at=NOW)
    assert refused.value.code == "attempt.submitted"
    assert not Answer.objects.exists()


def test_saving_an_answer_costs_two_statements(django_assert_max_num_queries: Any) -> None:
    attempt = start(make_quiz(questions=2))
    response = right_response(sheet(attempt)[0])
    with django_assert_max_num_queries(4):  # two, and the savepoint around them
        services.save_answer(attempt=attempt, position=1, response=response, at=NOW)


def test_a_pass_meets_the_requirement_with_its_score() -> None:
    quiz, user = make_quiz(make_course(lessons=1), questions=4), UserFactory()
    attempt = start(quiz, user)
    answer(attempt, right=3)
    result = services.submit_attempt(attempt=attempt, at=NOW)
    assert (result.state, result.points, result.passed) == ("submitted", Decimal(3), True)
    done = RequirementDone.objects.get(enrolment=result.enrolment)
    assert (done.score_text, done.evidence) == ("3/4", Evidence.SELF_STUDY)
    assert [a.fraction for a in result.answers.all()] == [1, 1, 1, 0]


def test_below_the_pass_mark_nothing_is_met() -> None:
    attempt = start(make_quiz(questions=4))
    answer(attempt, right=2)
    later = NOW + timedelta(hours=1)
    result = services.submit_attempt(attempt=attempt, at=later)
    assert result.passed is False
    assert not RequirementDone.objects.exists()
    assert Enrolment.objects.get().last_activity_at == later


def test_what_is_unanswered_or_unknown_counts_nothing() -> None:
    attempt = start(make_quiz(questions=3))
    services.save_answer(attempt=attempt, position=1, response={"unknown": True}, at=NOW)
    result = services.submit_attempt(attempt=attempt, at=NOW)
    assert (result.points, result.max_points, result.answers.count()) == (Decimal(0), 3, 1)


def test_part_marks_are_kept_and_told() -> None:
    quiz = make_quiz(questions=0, pass_percent=50)
    rows = [{"text": text, "correct": text != "d"} for text in "abcd"]
    add_question(quiz, "multiple", {"stem": "?", "options": rows, "scheme": "part"})
    add_question(quiz, "true_false", {"stem": "?", "answer": True})
    attempt = start(quiz)
    two = [option.id for option in sheet(attempt)[0].options if option.text in "ab"]
    services.save_answer(attempt=attempt, position=1, response={"options": two}, at=NOW)
    services.save_answer(attempt=attempt, position=2, response={"value": True}, at=NOW)
    result = services.submit_attempt(attempt=attempt, at=NOW)
    assert str(result.points) == "1.667"
    assert RequirementDone.objects.get().score_text == "1,6/2"


def test_submitting_twice_gives_the_first_result_and_one_signal() -> None:
    heard: list[Attempt] = []

    def listen(sender: type[Attempt], attempt: Attempt, **kwargs: Any) -> None:
        heard.append(attempt)

    attempt = start(make_quiz(questions=2))
    answer(attempt, right=2)
    attempt_submitted.connect(listen)
    try:
        first = services.submit_attempt(attempt=attempt, at=NOW)
        again = services.submit_attempt(attempt=attempt, at=NOW + timedelta(hours=1))
    finally:
        attempt_submitted.disconnect(listen)
    assert (again.submitted_at, again.points) == (first.submitted_at, first.points)
    assert (first.submitted_at, first.points) == (NOW, Decimal(2))
    assert heard == [first]


def test_a_failing_listener_takes_the_submission_back() -> None:
    def fail(**kwargs: Any) -> None:
        raise RuntimeError

    attempt = start(make_quiz(questions=1))
    attempt_submitted.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            services.submit_attempt(attempt=attempt, at=timezone.now())
    finally:
        attempt_submitted.disconnect(fail)
    attempt.refresh_from_db()
    assert attempt.state == "open"


@pytest.mark.django_db(transaction=True)
def test_ten_submissions_at_once_give_one_result() -> None:
    heard: list[int] = []

    def listen(attempt: Attempt, **kwargs: Any) -> None:
        heard.append(attempt.pk)

    attempt = start(make_quiz(questions=2))
    answer(attempt, right=2)
    points = set[Decimal | None]()

    def submit() -> None:
        try:
            points.add(services.submit_attempt(attempt=attempt, at=NOW).points)
        finally:
            connection.close()

    attempt_submitted.connect(listen)
    try:
        at_once(submit, 10)
    finally:
        attempt_submitted.disconnect(listen)
    assert points == {Decimal(2)}
    assert heard == [attempt.pk]


@pytest.mark.django_db(transaction=True)
def test_sixteen_answers_at_once_are_all_kept() -> None:
    attempt = start(make_quiz(questions=16))
    given = iter(responses(attempt, right=16).items())

    def save() -> None:
        position, response = next(given)
        try:
            services.save_answer(attempt=attempt, position=position, response=response, at=NOW)
        finally:
            connection.close()

    at_once(save, 16)
    assert Answer.objects.count() == 16
