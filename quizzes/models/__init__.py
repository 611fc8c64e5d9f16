"""The bank, the quizzes made from it, and what people answered."""

from quizzes.models.attempts import Answer, Attempt, AttemptQuerySet, AttemptState
from quizzes.models.bank import Question, QuestionVersion, QuestionVersionQuerySet
from quizzes.models.corrections import Correction, ResultChange
from quizzes.models.figures import Flag, QuestionFigures, QuestionTask, QuizFigures
from quizzes.models.hand_marks import HandMark
from quizzes.models.media import AnswerFile, QuestionMedium
from quizzes.models.overrides import Override, OverrideQuerySet
from quizzes.models.quiz import Counted, Quiz, QuizItem, QuizQuerySet

__all__ = [
    "Answer",
    "AnswerFile",
    "Attempt",
    "AttemptQuerySet",
    "AttemptState",
    "Correction",
    "Counted",
    "Flag",
    "HandMark",
    "Override",
    "OverrideQuerySet",
    "Question",
    "QuestionFigures",
    "QuestionMedium",
    "QuestionTask",
    "QuestionVersion",
    "QuestionVersionQuerySet",
    "Quiz",
    "QuizFigures",
    "QuizItem",
    "QuizQuerySet",
    "ResultChange",
]
