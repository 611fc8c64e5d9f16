"""The blocks an editor builds lesson screens from. Fixed markup, no HTML of their own.

One `screen` is one page of the lesson player: a title and a body of at most 120 words. Examples
(`preview_value`) are Vietnamese: they are content."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from courses.drawings import drawing_names

RICH_TEXT = ["bold", "ul", "link"]
PREVIEW = "courses/blocks/preview.html"
_EXAMPLES = ["Mở **dichvucong.gov.vn**", "Bấm **Đăng nhập**"]


def _choices_of_drawings() -> list[tuple[str, str]]:
    return [(name, name) for name in drawing_names()]


class ItemsBlock(blocks.ListBlock):
    """Plain lines; **words** between double asterisks are bold."""

    def __init__(self, **kwargs: Any) -> None:
        line = blocks.CharBlock(
            label=_("Line"), max_length=300, help_text=_("Put ** before and after words in bold.")
        )
        super().__init__(line, preview_template=PREVIEW, preview_value=_EXAMPLES, **kwargs)


class DrawingBlock(blocks.StructBlock):
    """One of our own line drawings, by name (courses/static/courses/drawings/)."""

    name = blocks.ChoiceBlock(label=_("Drawing"), choices=_choices_of_drawings)
    alt = blocks.CharBlock(label=_("What it shows"), max_length=300)
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=200)

    class Meta:
        icon = "image"
        label = _("Drawing")
        description = _("One of the line drawings that belong to the site.")
        template = "courses/blocks/drawing.html"
        preview_template = PREVIEW
        preview_value = {
            "name": "c1-ba-loai-giay",
            "alt": "Ba tờ giấy cạnh nhau.",
            "caption": "Ba loại giấy cần có.",
        }


class PictureBlock(blocks.StructBlock):
    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=200)
    licence = blocks.CharBlock(label=_("Source and licence"), max_length=200)

    class Meta:
        icon = "image"
        label = _("Picture")
        description = _("A photo or a screenshot, with its source.")
        template = "courses/blocks/picture.html"


class CompareBlock(blocks.StructBlock):
    right = blocks.TextBlock(label=_("Right"))
    wrong = blocks.TextBlock(label=_("Wrong"))
    why = blocks.TextBlock(label=_("Why"), required=False)

    class Meta:
        icon = "tick-inverse"
        label = _("Right and wrong")
        description = _("Two ways of doing it side by side, and why one is right.")
        template = "courses/blocks/compare.html"
        preview_template = PREVIEW
        preview_value = {
            "right": "Tự gõ dichvucong.gov.vn.",
            "wrong": "Bấm đường dẫn trong tin nhắn lạ.",
            "why": "Trang thật luôn có đuôi .gov.vn.",
        }


class TermBlock(blocks.StructBlock):
    term = blocks.CharBlock(label=_("Word"), max_length=80)
    meaning = blocks.TextBlock(label=_("In plain words"))

    class Meta:
        icon = "help"
        label = _("Word explained")
        description = _("A word of the real form, folded, explained in at most 25 words.")
        template = "courses/blocks/term.html"
        preview_template = PREVIEW
        preview_value = {"term": "Thành phần hồ sơ", "meaning": "Các giấy tờ phải nộp."}


class BodyBlock(blocks.StreamBlock):
    paragraph = blocks.RichTextBlock(
        label=_("Paragraph"),
        features=RICH_TEXT,
        template="courses/blocks/paragraph.html",
        description=_("Plain text, with bold, a list or a link."),
        preview_template=PREVIEW,
        preview_value="<p>Mỗi câu một ý, câu ngắn.</p>",
    )
    steps = ItemsBlock(
        label=_("Steps"),
        icon="list-ol",
        template="courses/blocks/steps.html",
        description=_("Things to do in this order, at most 3."),
    )
    list = ItemsBlock(
        label=_("List"),
        icon="list-ul",
        template="courses/blocks/list.html",
        description=_("Things in any order."),
    )
    drawing = DrawingBlock()
    picture = PictureBlock()
    compare = CompareBlock()
    term = TermBlock()
    scam = blocks.TextBlock(
        label=_("Scam warning"),
        icon="warning",
        template="courses/blocks/scam.html",
        description=_("What swindlers do, and what to do then."),
        preview_template=PREVIEW,
        preview_value="Không đọc mã OTP cho bất cứ ai.",
    )
    practice = blocks.TextBlock(
        label=_("Try it"),
        icon="edit",
        template="courses/blocks/practice.html",
        description=_("A small thing to do now; nothing is really handed in."),
        preview_template=PREVIEW,
        preview_value="Mở trang và tìm nút Đăng nhập.",
    )


class ScreenBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    body = BodyBlock(label=_("Body"))

    class Meta:
        icon = "doc-full"
        label = _("Screen")
        label_format = "{title}"


class SourceBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Document"), max_length=200)
    note = blocks.CharBlock(label=_("Note"), required=False, max_length=200)
    url = blocks.URLBlock(label=_("Address"), required=False)
    ref = blocks.CharBlock(label=_("Reference mark"), required=False, max_length=20)
    accessed_on = blocks.DateBlock(label=_("Read on"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Source")
        label_format = "{title}"
