from lms.interop.lti.models import Launch, LaunchedRun, Login, Platform, ScoreState

__all__ = ["Launch", "LaunchedRun", "Login", "Platform", "ScoreState"]
