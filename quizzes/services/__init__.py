from quizzes.services.answer_row import Edit
from quizzes.services.answering import save_answer
from quizzes.services.bank import register_quiz, save_question, save_quiz
from quizzes.services.devices import claim, take_over
from quizzes.services.expiry import hand_in_expired
from quizzes.services.figures import count_stale_figures
from quizzes.services.files import keep_answer_file
from quizzes.services.loading import load_bank
from quizzes.services.media import keep_medium
from quizzes.services.openings import end_with_class, open_test, withdraw_opening
from quizzes.services.overrides import (
    add_time,
    end_override,
    give_override,
    give_override_to_all,
)
from quizzes.services.starting import start_attempt
from quizzes.services.submitting import decide_attempt, submit_attempt, submit_expired
from quizzes.services.sweeping import sweep_files

__all__ = [
    "Edit",
    "add_time",
    "claim",
    "count_stale_figures",
    "decide_attempt",
    "end_override",
    "end_with_class",
    "give_override",
    "give_override_to_all",
    "hand_in_expired",
    "keep_answer_file",
    "keep_medium",
    "load_bank",
    "open_test",
    "register_quiz",
    "save_answer",
    "save_question",
    "save_quiz",
    "start_attempt",
    "submit_attempt",
    "submit_expired",
    "sweep_files",
    "take_over",
    "withdraw_opening",
]
