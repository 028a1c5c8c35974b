"""Does the interface speak the reader's language, wholly and grammatically?"""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from functools import cache
from gettext import c2py
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from conftest import fill
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment
from jinja2.ext import extract_from_ast
from lxml import html

from searchsvc.article import Article
from searchsvc.day import read_date
from searchsvc.engine.opening import open_engine
from searchsvc.message import Message, plural
from searchsvc.parse import parse
from searchsvc.results import State
from searchsvc.settings import Settings
from searchsvc.web import create_app
from searchsvc.web.interface import negotiated
from searchsvc.web.saying import LANGUAGES, number, spoken, told
from searchsvc.web.words import (
    articles,
    date_words,
    day_words,
    decade_words,
    holdings,
    in_language,
    language_words,
    listed,
    month_words,
    number_words,
    quoted,
    span_words,
    years_ago,
)

ROOT = Path(__file__).parents[1]
SAYING = {"gettext", "ngettext", "pgettext", "message", "Message", "plural", "counted"}
"""Functions whose texts are keys of the catalogues; `pgettext` names a context first."""

PLACES = re.compile(r"%\(\w+\)[sr]")
TAGS = re.compile(r"<[^>]+>")
WORDS = re.compile(r"[^\W\d_]+")
TRANSLATED = [language for language in LANGUAGES if language != "en"]

QUOTES = {"az": "“”", "de": "„“", "ru": "«»"}

OURS = "JSON Lines API Atom CSV iCalendar UTC English"
EXAMPLES = """a b c OR NOT moon mars landing light lighthouse lights cafe café title body category
uncategorised language ru author tag source date before after about undated ids"""
ALLOWED = frozenset(f"{OURS} {EXAMPLES}".split())
"""Words that are the same in every language: names of formats, and the language of queries."""

EXAMPLE = "1990, 1990-01 or 20 Jan 1990"

Key = tuple[str, str]
"""A context, "" for none, and a text (of several, the one for one)."""

ARCHIVE = (
    *(
        Article(
            f"год{year}",
            f"Память о погибших, {year}",
            "Город вспоминает погибших 20 января 1976 года при землетрясении.\n\nЛюди несут цветы.",
            ("Город", "Общество")[year % 2],
            f"{year}-01-20",
            "ru",
            authors=("Анна Светлова", "Иван Петров"),
            tags=("память",),
            url="https://archive.example/pamyat",
        )
        for year in (1976, 1977, 1986, 1996, 2006, 2011, 2012, 2013, 2014, 2015)
    ),
    Article("отрывок", "Цены на хлеб растут", "Хлеб подорожает.", "", "1990-01", "ru",
            excerpt=True, status="corrected", note="Уточнён город.", updated="1990-02-01",
            translation_of="хлеб"),
    Article("хлеб", "Çörək bahalaşır", "Çörək bahalaşacaq.", "", None, "az",
            translation_of="хлеб"),
    Article("отозвана", "Отозванная статья", "Её больше нет.", "Город", "1991-01-01", "ru"),
)  # fmt: skip

PAGES = (
    ("/", 200),
    ("/search", 200),
    ("/search?q=цветы", 200),
    ("/search?q=хлеб+цветы+нечто", 200),
    ("/search?q=цветы+люди+город&category=Город&from=1970&to=2014&year=1986&sort=oldest", 200),
    ("/search?q=ничегонет&category=Город&year=1986", 200),
    ("/search?q=цветы&year=1990", 200),
    ("/search?year=1986&month=1986-01", 200),
    ("/search?q=%22цветы+OR+(хле~+поле:+*люди", 200),
    ("/article/год1986?q=цветы&at=3", 200),
    ("/article/отрывок", 200),
    ("/article/отозвана", 410),
    ("/on-this-day/01-20", 200),
    ("/on-this-day/02-29", 200),
    ("/event/1976-01-20", 200),
    ("/event/1811-03-03", 200),
    ("/anniversaries?from=2026-01-10&days=30", 200),
    ("/anniversaries?from=2026-06-10&days=1", 200),
    ("/list?ids=год1986,никакая", 200),
    ("/help", 200),
    ("/нигде", 404),
    ("/search?page=9", 404),
    ("/search?from=банан", 200),
    ("/event/1990-02-30", 404),
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client of the application over ARCHIVE, which keeps no cookies."""
    engine = open_engine("whoosh", tmp_path_factory.mktemp("interface") / "index")
    fill(engine, ARCHIVE)
    with engine.update() as update:
        update.withdraw("отозвана", "Так решил суд.")
    settings = Settings(title="Летопись", today="2019-01-20", public_url="https://record.example")
    yield create_app(engine, settings).test_client(use_cookies=False)
    engine.close()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Let the interface speak `language` for a while."""
    before = spoken.set(language)
    yield
    spoken.reset(before)


@pytest.fixture
def russian() -> Iterator[None]:
    """The interface speaks Russian during a test."""
    with speaking("ru"):
        yield


def said_in_code() -> Iterator[Key]:
    """The texts that the code says, from what its functions for saying are given."""
    for path in sorted((ROOT / "searchsvc").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                texts = [each.value for each in node.args if isinstance(each, ast.Constant)]
                if node.func.id in SAYING and texts:
                    yield (texts[0], texts[1]) if node.func.id == "pgettext" else ("", texts[0])


def said_in_templates() -> Iterator[Key]:
    """The texts that the templates say."""
    for path in sorted((ROOT / "templates").glob("*.html")):
        parsed = Environment(autoescape=True).parse(path.read_text("utf-8"))
        for _, function, found in extract_from_ast(parsed, ("_", "pgettext")):
            texts = [each for each in (found if isinstance(found, tuple) else (found,)) if each]
            yield (texts[0], texts[1]) if function == "pgettext" else ("", texts[0])


def catalogue(language: str) -> Iterator[tuple[Key, tuple[str, ...], tuple[str, ...], bool]]:
    """The entries of a catalogue: key, its English forms, the language's forms, if fuzzy."""
    for entry in read_catalogue(language):
        if entry.id:
            given = (entry.id,) if isinstance(entry.id, str) else tuple(entry.id)
            forms = (entry.string,) if isinstance(entry.string, str) else tuple(entry.string)
            yield (entry.context or "", given[0]), given, forms, entry.fuzzy


def read_catalogue(language: str) -> Catalog:
    """The catalogue of `language` as it stands in its file."""
    path = ROOT / "searchsvc" / "locale" / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as stream:
        return read_po(stream, language, abort_invalid=True)


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_has_what_is_said_and_nothing_else(language: str) -> None:
    """Each text of code and templates is in the catalogue, and each of its texts is said."""
    spoken_of = {*said_in_code(), *said_in_templates()}
    known = {key for key, *_ in catalogue(language)}
    assert spoken_of - known == set(), "not in the catalogue"
    assert known - spoken_of == set(), "said nowhere"


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_keeps_its_values_and_marks(language: str) -> None:
    """None is empty or doubtful; all forms have the places and the markup of the English text."""
    rule = Locale(language).plural_form
    several = len({rule(count) for count in range(250)})
    for key, english, forms, fuzzy in catalogue(language):
        assert all(forms), key
        assert not fuzzy, key
        for form in forms:
            one = several == 2 and form is forms[0]
            placed = [set(PLACES.findall(each)) for each in english]
            assert set(PLACES.findall(form)) in (placed if one else placed[-1:]), form
            assert sorted(TAGS.findall(form)) == sorted(TAGS.findall(english[-1])), form
            assert '"' not in TAGS.sub("", form), "would end an attribute"
        assert len(forms) == (1 if len(english) == 1 else several), key


@pytest.mark.parametrize("language", TRANSLATED)
def test_quotation_marks_are_those_of_the_language(language: str) -> None:
    """They open and close in turn, and an English text in quotes has them in translation."""
    for key, english, forms, _ in catalogue(language):
        for form in forms:
            found = "".join(re.findall("[“”„«»]", form))
            assert found == QUOTES[language] * (len(found) // 2), key
            assert found or "“" not in english[-1], key


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_example_of_a_date_can_be_read(language: str) -> None:
    """What stands below the fields of a period is understood in them."""
    (said,) = (form for key, _, (form, *_), _ in catalogue(language) if key[1] == EXAMPLE)
    written = re.search(r"20\D+1990$", said)
    assert written
    assert read_date(written[0]) == "1990-01-20"


@pytest.mark.parametrize(("address", "status"), PAGES)
def test_no_english_is_left_on_a_russian_page(
    client: FlaskClient, address: str, status: int
) -> None:
    """In an archive whose texts are Russian, what is written in Latin letters is allowed to be."""
    answer = client.get(address, headers={"Accept-Language": "ru"})
    assert answer.status_code == status
    shown = html.document_fromstring(answer.text)
    assert shown.get("lang") == "ru"
    for each in shown.xpath("//script | //code | //*[@lang='az'] | //footer//*[@lang]"):
        each.drop_tree()
    texts = [*shown.xpath("//@aria-label | //@title | //@placeholder"), shown.text_content()]
    found = re.findall(r"[A-Za-zÀ-ÖØ-ž]+", " ".join(texts))
    assert [word for word in found if word not in ALLOWED and word not in address] == []


def calendar_names(language: str) -> list[str]:
    """The names of months and weekdays, and what is short for them."""
    locale = Locale(language)
    widths = [*locale.months["format"].values(), *locale.days["format"].values()]
    return [name for width in widths for name in width.values()]


@cache
def only_english(language: str) -> frozenset[str]:
    """The words of the English interface that the one in `language` has nowhere."""
    english, allowed = calendar_names("en"), [*ALLOWED, *calendar_names(language)]
    for _, texts, forms, _ in catalogue(language):
        english += texts
        allowed += forms
    told, theirs = (
        {word.lower() for text in texts for word in WORDS.findall(PLACES.sub(" ", text))}
        for texts in (english, allowed)
    )
    return frozenset(told - theirs)


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize(("address", "status"), PAGES)
def test_no_word_is_left_that_is_only_english(
    client: FlaskClient, language: str, address: str, status: int
) -> None:
    """Apart from texts that say their own language, a page has no word of the English texts."""
    answer = client.get(address, headers={"Accept-Language": language})
    assert answer.status_code == status
    shown = html.document_fromstring(answer.text)
    assert shown.get("lang") == language
    for each in shown.xpath("//script | //code | //*[@lang and not(self::html)]"):
        each.drop_tree()
    texts = [*shown.xpath("//@aria-label | //@title | //@placeholder"), shown.text_content()]
    found = {word.lower() for word in WORDS.findall(" ".join(texts))}
    assert {*found} & only_english(language) - {*WORDS.findall(address)} == set()


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "0 статей"),
        (1, "1 статья"),
        (2, "2 статьи"),
        (4, "4 статьи"),
        (5, "5 статей"),
        (11, "11 статей"),
        (12, "12 статей"),
        (21, "21 статья"),
        (22, "22 статьи"),
        (25, "25 статей"),
        (111, "111 статей"),
        (1_001, "1\xa0001 статья"),
        (19_043, "19\xa0043 статьи"),
    ],
)
def test_russian_counts(russian: None, count: int, words: str) -> None:
    """One, few and many are those of CLDR, and thousands are parted by a hard space."""
    assert articles(count) == words


@pytest.mark.parametrize("language", TRANSLATED)
def test_plural_forms_are_those_of_cldr(language: str) -> None:
    """The rule in the head of a catalogue tells counts apart as CLDR does."""
    chosen, rule = c2py(read_catalogue(language).plural_expr), Locale(language).plural_form
    forms: dict[str, set[int]] = {}
    for count in (*range(250), 999, 1_000, 1_001, 1_000_000):
        forms.setdefault(rule(count), set()).add(chosen(count))
    assert len(forms) == len(set().union(*forms.values())) == sum(map(len, forms.values()))


def test_russian_words(russian: None) -> None:
    """Dates stand in the case that their place asks for; names are those of CLDR."""
    state = State("1", 1, (), "2026-11-22T23:48:00+00:00", "")
    table = (
        (date_words("1990-01-20"), "20 января 1990 года"),
        (date_words("1990-01"), "январь 1990 года"),
        (date_words("0988"), "988"),
        (date_words(None), "Без даты"),
        (day_words("02-29"), "29 февраля"),
        (month_words(5), "Май"),
        (decade_words("1990"), "1990-е"),
        (years_ago(0), "В этом году"),
        (years_ago(21), "21 год назад"),
        (years_ago(33), "33 года назад"),
        (language_words("az"), "Азербайджанский"),
        (language_words("az", alone=False), "азербайджанский"),
        (language_words("xx"), "xx"),
        (language_words("unknown"), "Неизвестен"),
        (listed(("А", "Б", "В")), "А, Б и В"),
        (quoted("слово"), "«слово»"),
        (number_words(3), "3"),
        (number(1234567), "1\xa0234\xa0567"),
        (in_language("ru"), ""),
        (in_language("en"), ' lang="en"'),
        (holdings(state, UTC, "UTC"), "1 статья. Индекс от 22 ноября 2026 года, 23:48 (UTC)."),
    )
    for made, words in table:
        assert made == words


def test_german_words() -> None:
    """Days are numbered with a dot, quotes are below and above, languages are nouns."""
    state = State("1", 1, (), "2026-11-22T23:48:00+00:00", "")
    with speaking("de"):
        table = (
            (date_words("1990-01-20"), "20. Januar 1990"),
            (date_words("1990-01"), "Januar 1990"),
            (date_words(None), "Ohne Datum"),
            (day_words("02-29"), "29. Februar"),
            (month_words(3), "März"),
            (decade_words("1990"), "1990er"),
            (years_ago(0), "In diesem Jahr"),
            (years_ago(1), "Vor 1 Jahr"),
            (years_ago(21), "Vor 21 Jahren"),
            (language_words("az"), "Aserbaidschanisch"),
            (listed(("A", "B", "C")), "A, B und C"),
            (quoted("Wort"), "„Wort“"),
            (articles(19_043), "19.043 Artikel"),
            (span_words("2026-01-10", "2026-02-08"), "10. Januar bis 8. Februar 2026"),
            (in_language("de"), ""),
            (
                holdings(state, UTC, "UTC"),
                "1 Artikel. Index vom 22. November 2026, 23:48 Uhr (UTC).",
            ),
        )
    for made, words in table:
        assert made == words


def test_azerbaijani_words() -> None:
    """No value takes an ending, what is counted is singular, and the capital of i has a dot."""
    state = State("1", 1, (), "2026-11-22T23:48:00+00:00", "")
    with speaking("az"):
        table = (
            (date_words("1990-01-20"), "20 yanvar 1990"),
            (date_words("1990-01"), "yanvar 1990"),
            (date_words(None), "Tarixsiz"),
            (day_words("02-29"), "29 fevral"),
            (month_words(6), "İyun"),
            (month_words(9), "Sentyabr"),
            (decade_words("1990"), "1990–99"),
            (years_ago(0), "Bu il"),
            (years_ago(1), "1 il əvvəl"),
            (years_ago(21), "21 il əvvəl"),
            (language_words("en"), "İngilis"),
            (language_words("en", alone=False), "ingilis"),
            (listed(("A", "B", "C")), "A, B və C"),
            (quoted("söz"), "“söz”"),
            (articles(19_043), "19.043 məqalə"),
            (in_language("az"), ""),
            (holdings(state, UTC, "UTC"), "1 məqalə. İndeks: 22 noyabr 2026, 23:48 (UTC)."),
        )
    for made, words in table:
        assert made == words


def test_months_are_those_of_the_language_whatever_was_spoken_before() -> None:
    """Babel's locales share what they inherit; here each is asked in the worst order."""
    code = """
from searchsvc.web.saying import spoken
from searchsvc.web.words import month_words
for language in ("az", "ru", "de", "en", "az"):
    spoken.set(language)
    print(month_words(1))"""
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code], capture_output=True, cwd=ROOT, check=True
    )
    assert done.stdout.decode().split() == ["Yanvar", "Январь", "Januar", "January", "Yanvar"]


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        ("", "en"),
        ("ru", "ru"),
        ("ru-RU,ru;q=0.9,en-US;q=0.8,en;q=0.7", "ru"),
        ("ru-RU", "ru"),
        ("RU_ru", "ru"),
        ("ru-RU,en;q=0.5", "ru"),
        ("en,ru;q=0.8", "en"),
        ("en;q=0.3, ru;q=0.8", "ru"),
        ("uk,ru;q=0.5", "ru"),
        ("az", "az"),
        ("az-Latn-AZ,ru;q=0.8", "az"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("fr,tr;q=0.9", "en"),
        ("ru;q=0", "en"),
        ("*", "en"),
        ("rum", "en"),
        (";;,,q=", "en"),
    ],
)
def test_the_language_is_the_one_that_is_wanted_most(wanted: str, language: str) -> None:
    """Of those that there are; whatever can't be read, or is not there, falls to English."""
    assert negotiated(wanted) == language


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_was_chosen_wins(client: FlaskClient, language: str) -> None:
    """The link at the foot of a page sets a cookie, and leads back to where one was."""
    here = "/search?q=%D1%85%D0%BB%D0%B5%D0%B1&sort=newest"
    shown = html.document_fromstring(client.get(here).text)
    assert shown.xpath("//footer//a/@hreflang") == TRANSLATED
    (link,) = shown.xpath(f"//footer//a[@hreflang='{language}']")
    said = (link.text, link.get("lang"), link.get("rel"))
    assert said == (LANGUAGES[language], language, "nofollow")
    answer = client.get(link.get("href"))
    assert (answer.status_code, answer.location) == (303, here)
    assert answer.headers["Cache-Control"] == "no-store"
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith(f"interface={language};")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    for chosen, answered in ((language, language), ("xx", "en")):
        headers = {"Cookie": f"interface={chosen}", "Accept-Language": "en"}
        assert f'<html lang="{answered}">' in client.get(here, headers=headers).text


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil", "", "x"]
)
def test_choosing_a_language_leads_to_no_other_host(client: FlaskClient, back: str) -> None:
    """What is no address of this site leads to its front page."""
    assert client.get("/interface/ru", query_string={"back": back}).location == "/"
    assert client.get("/interface/xx").status_code == 404


@pytest.mark.parametrize("address", ["/", "/search?q=хлеб", "/help", "/article/хлеб", "/нигде"])
def test_caches_know_of_the_language(client: FlaskClient, address: str) -> None:
    """Pages vary with what they depend on; another language is another page with another tag."""
    english, russian = (
        client.get(address, headers={"Accept-Language": language}) for language in ("en", "ru")
    )
    assert {"Accept-Language", "Cookie"} <= set(russian.headers["Vary"].split(", "))
    assert english.data != russian.data
    if russian.status_code == 200:
        for tag, status in ((russian.headers["ETag"], 304), (english.headers["ETag"], 200)):
            known = {"Accept-Language": "ru", "If-None-Match": tag}
            answer = client.get(address, headers=known)
            assert answer.status_code == status
            assert {"Accept-Language", "Cookie"} <= set(answer.headers["Vary"].split(", "))


@pytest.mark.parametrize(
    "address",
    ["/api/v1/articles/хлеб", "/api/v1/search?from=x", "/api/v1/on-this-day/01-20",
     "/api/v1/anniversaries?from=2026-01-10", "/search.atom", "/on-this-day.atom",
     "/anniversaries.ics?from=2026-01-10", "/opensearch.xml"],
)  # fmt: skip
def test_programs_are_spoken_to_in_english(client: FlaskClient, address: str) -> None:
    """API, feeds and calendar are the same for all, and vary with nobody's language."""
    plain = client.get(address)
    asked = client.get(address, headers={"Accept-Language": "ru", "Cookie": "interface=ru"})
    assert asked.data == plain.data
    assert "Language" not in asked.headers.get("Vary", "")


def test_a_request_leaves_no_language_behind(client: FlaskClient) -> None:
    """Who comes next in the same thread starts anew."""
    client.get("/", headers={"Accept-Language": "ru"})
    assert articles(2) == "2 articles"


@given(st.text('ab()"-*~: .ORNTdate19', max_size=40))
def test_sentences_from_below_are_the_same_in_english(query: str) -> None:
    """What the floors below say as English is what the pages say in English."""
    for note in parse(query).notes:
        assert told(note.text) == note.text


def test_sentences_from_below_are_said_in_another_language(russian: None) -> None:
    """A message is said anew with its values; any other string stays what it is."""
    assert told("As it is, 100%") == "As it is, 100%"
    made = plural("One article speaks of it.", "%(count)s articles speak of it.", 2)
    assert made == "2 articles speak of it."
    assert told(made) == "Об этом говорится в 2 статьях."
    assert told(Message("The stars in “%(word)s” were left out.", word="%s*")) == (
        "Звёздочки в «%s*» пропущены."
    )


def test_the_shell_does_without_babel() -> None:
    """Commands that serve nobody don't pay for the interface."""
    code = "import sys, searchsvc.cli; print('babel' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout == "False\n", done.stderr
