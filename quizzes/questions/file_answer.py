"""Send a file; a person marks it. {"file": id, "name": "…"}

What kind of file it is, its first bytes say: neither its name nor what the browser claims. The name
is only shown."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.author_fields import RUBRIC
from quizzes.kind import FIELD, WRONG, AuthorField, Content, Form, Kind, Response

MOST_MB = 10
USUAL_MB = 5
NAME = "answer_name"  # beside the id of the file, written by the server


@dataclass(frozen=True, slots=True)
class FileType:
    """`starts`: the first bytes, one of these; `inside`: the name of a folder it must hold."""

    name: str
    label: str
    suffix: str
    starts: tuple[bytes, ...]
    inside: bytes = b""


TYPES = (
    FileType("jpeg", "JPEG", ".jpg", (b"\xff\xd8\xff",)),
    FileType("png", "PNG", ".png", (b"\x89PNG\r\n\x1a\n",)),
    FileType("pdf", "PDF", ".pdf", (b"%PDF-",)),
    FileType("docx", "Word (.docx)", ".docx", (b"PK\x03\x04",), b"word/"),
    FileType("xlsx", "Excel (.xlsx)", ".xlsx", (b"PK\x03\x04",), b"xl/"),
)


class FileAnswer(Kind):
    name = "file_answer"
    label = gettext_lazy("file (marked by a person)")
    template = "quizzes/kinds/send-file.html"
    place = 120
    schemes = ()
    takes_file = True
    fields = (
        RUBRIC,
        AuthorField(
            "types",
            "lines",
            gettext_lazy("Kinds of files"),
            gettext_lazy("jpeg, png, pdf, docx, xlsx; empty: pictures and PDF."),
            required=False,
        ),
        AuthorField("max_mb", "number", gettext_lazy("At most how many MB"), required=False),
    )

    def read(self, content: Content, form: Form) -> Response | None:
        ids = [value for value in form.get(FIELD, []) if value]
        if not ids:
            return None
        return {"file": ids[-1], "name": " ".join(form.get(NAME, [])[-1:])}

    def refusal(self, content: Content, response: Response) -> str:
        texts = [response.get("file"), response.get("name")]
        if set(response) == {"file", "name"} and all(isinstance(text, str) for text in texts):
            return ""
        return _("Choose a file.")

    def controls(self, content: Content, order: object, response: Response) -> dict[str, object]:
        return {
            "types": ", ".join(kind.label for kind in allowed(content)),
            "accept": ",".join(kind.suffix for kind in allowed(content)),
            "max_mb": megabytes(content),
            "name": response.get("name", ""),
            "token": response.get("file", ""),
        }

    def mark(self, content: Content, response: Response) -> Fraction | None:
        return None if response.get("file") else WRONG

    def describe(self, content: Content, response: Response) -> str:
        return str(response.get("name") or _("A file"))

    def key_text(self, content: Content) -> str:
        return ""

    def check(self, content: Content) -> list[str]:
        problems = []
        if not set(content.get("types") or []) <= {kind.name for kind in TYPES}:
            names = ", ".join(kind.name for kind in TYPES)
            problems.append(_("Kinds of files are: %(names)s.") % {"names": names})
        if not 1 <= megabytes(content) <= MOST_MB:
            problems.append(_("A file may have 1 to %(most)s MB.") % {"most": MOST_MB})
        return problems


def allowed(content: Content) -> list[FileType]:
    wanted = content.get("types") or ["jpeg", "png", "pdf"]
    return [kind for kind in TYPES if kind.name in wanted]


def megabytes(content: Content) -> int:
    most = str(content.get("max_mb") or USUAL_MB)
    return int(most) if most.isascii() and most.isdigit() else 0


def type_of(data: bytes) -> FileType | None:
    """What its bytes say it is; None for anything else."""
    for kind in TYPES:
        if data.startswith(kind.starts) and kind.inside in data:
            return kind
    return None


KIND = FileAnswer()
