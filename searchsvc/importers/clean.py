"""Which text does a field of a record hold, clean enough to be shown and indexed?"""

import re

UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
SURROGATE = re.compile(r"[\ud800-\udfff]")
SENTENCE = re.compile(r"[^\n]+?(?:[.!?…։。][\"'”’»)]*(?=\s|$)|(?=\n|$))")
LONGEST_TITLE = 80

LANGUAGES = """
en eng english | ru rus russian | az aze azerbaijani | hy hye arm armenian | ka kat geo georgian |
tr tur turkish | uk ukr ukrainian | de deu ger german | fr fra fre french | es spa spanish |
it ita italian | pt por portuguese | ar ara arabic | fa fas per persian | he heb iw hebrew |
zh zho chi chinese | ja jpn japanese | ko kor korean | nl nld dut dutch | sv swe swedish |
no nor nb nob nn nno norwegian | da dan danish | fi fin finnish | el ell gre greek |
cs ces cze czech | sk slk slo slovak | hu hun hungarian | ro ron rum romanian | bg bul bulgarian |
sr srp serbian | hr hrv croatian | pl pol polish | kk kaz kazakh | uz uzb uzbek | ky kir kyrgyz |
tg tgk tajik | tk tuk turkmen | be bel belarusian | lt lit lithuanian | lv lav latvian |
et est estonian | ku kur kurdish | ab abk abkhaz | os oss ossetian | ce che chechen |
id ind in indonesian
"""
CODES = {name: group.split()[0] for group in LANGUAGES.split("|") for name in group.split()}


class Unreadable(ValueError):
    """Raised when a record can't become an article; the message is the reason."""


def text_of(fields: dict[str, object], name: str) -> str:
    """The text of a field, "" if there is none. Raises Unreadable if it holds something else."""
    value = fields.get(name, "")
    if isinstance(value, str):
        return value
    if isinstance(value, list) and (name == "body" or len(value) == 1):
        return "\n\n".join(text_of({name: part}, name) for part in value)
    match value:
        case None:
            return ""
        case bool():
            pass
        case int() | float():
            return str(value)
        case {"rendered": inner} | {"name": inner} | {"value": inner} | {"#text": inner}:
            return text_of({name: inner}, name)
    kind = {list: "a list", dict: "an object", bool: "true or false"}.get(type(value), "no text")
    raise Unreadable(f"the field {name!r} holds {kind} where a text is expected")


def names(fields: dict[str, object], name: str, separators: str) -> tuple[str, ...]:
    """The names in a list, or in a string where any of `separators` stands between them.

    With ";" alone a comma parts them too if all have two words: "Anna Smith, John Roe".
    """
    value = fields.get(name)
    if value is None:
        return ()
    if isinstance(value, list):
        parts = [text_of({name: part}, name) for part in value]
    else:
        text = text_of(fields, name)
        parts = re.split(f"[{separators}]", text) if separators else [text]
        if separators == ";" and len(parts) == 1:
            commas = text.split(",")
            parts = commas if all(len(part.split()) > 1 for part in commas) else parts
    return tuple(dict.fromkeys(clean for part in parts if (clean := line(part))))


def block(text: str) -> str:
    """`text` without control characters but line ends and tabs, and without blank ends."""
    if text.isascii() and text.isprintable():
        return text.strip()
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = UNSAFE.sub("", text)
    return (text if text.isascii() else SURROGATE.sub("\ufffd", text)).strip()


def line(text: str) -> str:
    """`text` as one line, its words parted by single spaces."""
    return " ".join(block(text).split()) if text else ""


def opening_sentence(body: str) -> str:
    """A title for a text without one: its first sentence, or 80 characters cut at a word."""
    match = SENTENCE.match(body)
    sentence = line(match[0] if match else body)
    if len(sentence) <= LONGEST_TITLE:
        return sentence
    cut = sentence[: LONGEST_TITLE - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(" ,;:–-") + "…"


def language_code(text: str) -> str:
    """The ISO 639-1 code of "en-US", "rus" or "German"; "" if it is not known."""
    written = re.split(r"[-_]", line(text).casefold())[0]
    if written in CODES:
        return CODES[written]
    return written if re.fullmatch(r"[a-z]{2}", written) and written != "xx" else ""
