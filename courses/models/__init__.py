from courses.models.learning import (
    CourseAssignment,
    Enrolment,
    Evidence,
    LessonProgress,
    RequirementDone,
)
from courses.models.pages import CoursePage, LessonPage, MinistryPage, Requirement, SitePage
from courses.models.simulation import (
    SimulationPage,
    SimulationRun,
    SimulationStepResult,
    SimulationVersion,
)
from courses.models.workflow import ReviewTask

__all__ = [
    "CourseAssignment",
    "CoursePage",
    "Enrolment",
    "Evidence",
    "LessonPage",
    "LessonProgress",
    "MinistryPage",
    "Requirement",
    "RequirementDone",
    "ReviewTask",
    "SimulationPage",
    "SimulationRun",
    "SimulationStepResult",
    "SimulationVersion",
    "SitePage",
]
