"""The bank, the quizzes made from it, and what people answered."""

from quizzes.models.attempts import Answer, Attempt, AttemptQuerySet, AttemptState
from quizzes.models.bank import (
    Difficulty,
    Question,
    QuestionQuerySet,
    QuestionStatus,
    QuestionVersion,
    QuestionVersionQuerySet,
    Tag,
)
from quizzes.models.corrections import Correction
from quizzes.models.figures import QuestionFigures, QuizFigures
from quizzes.models.hand_marks import HandMark
from quizzes.models.media import AnswerFile, QuestionMedium
from quizzes.models.openings import Identity, Opening, OpeningQuerySet
from quizzes.models.overrides import Override, OverrideQuerySet
from quizzes.models.quiz import Counted, Quiz, QuizItem, QuizQuerySet
from quizzes.models.result_changes import ResultChange
from quizzes.models.tasks import Flag, QuestionTask

__all__ = [
    "Answer",
    "AnswerFile",
    "Attempt",
    "AttemptQuerySet",
    "AttemptState",
    "Correction",
    "Counted",
    "Difficulty",
    "Flag",
    "HandMark",
    "Identity",
    "Opening",
    "OpeningQuerySet",
    "Override",
    "OverrideQuerySet",
    "Question",
    "QuestionFigures",
    "QuestionMedium",
    "QuestionQuerySet",
    "QuestionStatus",
    "QuestionTask",
    "QuestionVersion",
    "QuestionVersionQuerySet",
    "Quiz",
    "QuizFigures",
    "QuizItem",
    "QuizQuerySet",
    "ResultChange",
    "Tag",
]
