from quizzes.services.attempts import decide_attempt, save_answer, start_attempt, submit_attempt
from quizzes.services.bank import register_quiz, save_question, save_quiz
from quizzes.services.loading import load_bank

__all__ = [
    "decide_attempt",
    "load_bank",
    "register_quiz",
    "save_answer",
    "save_question",
    "save_quiz",
    "start_attempt",
    "submit_attempt",
]
