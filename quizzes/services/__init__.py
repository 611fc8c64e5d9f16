from quizzes.services.attempts import decide_attempt, save_answer, start_attempt, submit_attempt
from quizzes.services.bank import register_quiz, save_question, save_quiz
from quizzes.services.files import keep_answer_file
from quizzes.services.loading import load_bank
from quizzes.services.media import keep_given_media, keep_medium

__all__ = [
    "decide_attempt",
    "keep_answer_file",
    "keep_given_media",
    "keep_medium",
    "load_bank",
    "register_quiz",
    "save_answer",
    "save_question",
    "save_quiz",
    "start_attempt",
    "submit_attempt",
]
