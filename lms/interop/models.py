from lms.interop.api.models import ApiToken
from lms.interop.gis.models import UnitBoundary
from lms.interop.lti.models import Launch, LaunchedRun, Login, Platform, ScoreState

__all__ = ["ApiToken", "Launch", "LaunchedRun", "Login", "Platform", "ScoreState", "UnitBoundary"]
