"""Pages of text: about, help, glossary, privacy, accessibility, site map (P5, P6, P8)."""

from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courses.content_cache import generation
from courses.queries import outlines
from lms.core.kept_pages import kept_for_visitors
from lms.core.vietnamese import clean_text
from lms.home import glossary as words
from lms.home import help_topics
from lms.home.catalogue import LONGEST_TEXT

# Raise both with every change of the text on the page.
PRIVACY_VERSION, PRIVACY_DATE = "1.0", date(2026, 11, 21)
ACCESSIBILITY_DATE = date(2026, 11, 21)


@require_safe
@kept_for_visitors(generation)
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "home/about.html", {"operator_parent": settings.OPERATOR_PARENT})


@require_safe
@kept_for_visitors(generation)
def help_index(request: HttpRequest) -> HttpResponse:
    text = _typed(request)
    context = {
        "text": text,
        "topics": help_topics.search(text),
        "words": words.named(text),
    }
    return render(request, "home/help.html", context)


@require_safe
@kept_for_visitors(generation)
def help_topic(request: HttpRequest, slug: str) -> HttpResponse:
    topic = help_topics.find(slug)
    if topic is None:
        raise Http404
    return render(request, "home/help_topic.html", {"topic": topic})


@require_safe
@kept_for_visitors(generation)
def glossary(request: HttpRequest) -> HttpResponse:
    text = _typed(request)
    context = {
        "text": text,
        "found": words.search(text),
        "groups": words.GROUPS,
        "count": len(words.WORDS),
    }
    return render(request, "home/glossary.html", context)


@require_safe
@kept_for_visitors(generation)
def privacy(request: HttpRequest) -> HttpResponse:
    context = {"version": PRIVACY_VERSION, "date": PRIVACY_DATE}
    return render(request, "home/privacy.html", context)


@require_safe
@kept_for_visitors(generation)
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "home/accessibility.html", {"date": ACCESSIBILITY_DATE})


@require_safe
@kept_for_visitors(generation)
def sitemap(request: HttpRequest) -> HttpResponse:
    context = {"courses": outlines(), "topics": help_topics.TOPICS}
    return render(request, "home/sitemap.html", context)


def _typed(request: HttpRequest) -> str:
    return clean_text(request.GET.get("q", ""))[:LONGEST_TEXT]
