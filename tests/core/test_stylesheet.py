import re

from lms.core import stylesheet


def test_the_served_file_is_not_older_than_its_sources() -> None:
    """Mend with: python manage.py build_css"""
    assert stylesheet.TARGET.read_text(encoding="utf-8") == stylesheet.build()


def test_comments_and_spaces_go_and_meaning_stays() -> None:
    css = """
    /* a { color: red } */
    a:hover, b > i {
      margin: calc(1rem + 2px) 0 ;
      content: "a  /* no comment */ ;} b";
    }
    @media (min-width: 40em) { p { color : var(--muc); } }
    """
    assert stylesheet.minified(css).replace("\n", "") == (
        'a:hover,b>i{margin:calc(1rem + 2px) 0;content: "a  /* no comment */ ;} b"}'
        "@media (min-width: 40em){p{color :var(--muc)}}"
    )


def test_every_component_file_is_in() -> None:
    built = stylesheet.build()
    for path in stylesheet.sources():
        if path.parent.name == "components":
            own = re.search(r"\.bd-[\w-]+", path.read_text(encoding="utf-8"))
            assert own, path.name
            assert own.group() in built, path.name


def test_only_what_old_phones_understand() -> None:
    built = stylesheet.build()
    for feature in ("color-mix", ":has(", ":is(", ":where(", "inset:", "@layer", "aspect-ratio"):
        assert feature not in built, feature
