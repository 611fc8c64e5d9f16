"""The bank, the quizzes made from it, and what people answered."""

from quizzes.models.attempts import Answer, Attempt, AttemptQuerySet, AttemptState
from quizzes.models.bank import Question, QuestionVersion, QuestionVersionQuerySet
from quizzes.models.quiz import Quiz, QuizItem, QuizQuerySet

__all__ = [
    "Answer",
    "Attempt",
    "AttemptQuerySet",
    "AttemptState",
    "Question",
    "QuestionVersion",
    "QuestionVersionQuerySet",
    "Quiz",
    "QuizItem",
    "QuizQuerySet",
]
