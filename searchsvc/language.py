"""In which language is an article written?

Scripts that one language has to itself decide alone; for the others CLD2 counts groups of four
letters in the main part of the text. Nothing is loaded or asked for at run time.
"""

import re
from collections import Counter

import pycld2

SAMPLE = 600
"""How many code points are looked at, from the middle of a long text."""

LEAST = 12
"""How many letters make a text long enough to be told by its letters."""

LONG = 100
"""How many letters make a text long enough for a guess to be a good one."""

UNSURE = 25
"""The least share of a text, in per cent, that its language must have."""

SCRIPTS = {
    "latin": "A-Za-zÀ-ɏə",
    "cyrillic": "Ѐ-ӿ",
    "arabic": "ؠ-ۿ",
    "hy": "Ա-֏",
    "ka": "Ⴀ-ჿᲐ-Ჿⴀ-ⴭ",
    "el": "Ͱ-Ͽἀ-῿",
    "he": "א-ת",
    "th": "ก-๛",
    "ko": "가-힣ᄀ-ᇿ",
    "ja": "ぁ-ゟァ-ヿ",
    "zh": "㐀-䶿一-鿿",
    "hi": "ऀ-ॿ",
    "ta": "அ-௺",
}
"""The letters of each script; those named by a language are taken for that language."""

SHARED = ("latin", "cyrillic", "arabic", "hi")
"""The scripts of many languages."""

CODES = {"iw": "he", "nb": "no", "nn": "no", "in": "id", "ji": "yi", "zh-Hant": "zh", "jw": "jv"}
"""ISO 639-1 for what CLD2 calls otherwise."""

LETTERS = {script: re.compile(f"[{letters}]+") for script, letters in SCRIPTS.items()}
UNREADABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]|[^\x00-\uffff]"
)
"""What CLD2 refuses, and what lies beyond the first plane."""
RUSSIAN = re.compile("[ыэЫЭ]")
NOT_RUSSIAN = re.compile("[іїєґўәғқңөұүһјњљћђџѓќѕІЇЄҐЎӘҒҚҢӨҰҮҺЈЊЉЋЂЏЃЌЅ]")


def detect(text: str) -> str:
    """The language of `text` (title and body) as ISO 639-1, "" where that is unsure."""
    sample = UNREADABLE.sub(" ", main_part(text))
    script, count = main_script(sample)
    if count < LEAST:
        return ""
    if script not in SHARED:
        return script
    _, _, found = pycld2.detect(sample, isPlainText=True, bestEffort=count >= LONG)
    for _, code, share, _ in found:
        language: str = CODES.get(code, code)
        if language != "un" and len(language) == 2 and share >= UNSURE:
            return language
    if script == "cyrillic" and RUSSIAN.search(sample) and not NOT_RUSSIAN.search(sample):
        return "ru"
    return ""


def main_part(text: str) -> str:
    """At most SAMPLE code points of `text`: its middle, where bylines and navigation are rare."""
    start = max(0, len(text) - SAMPLE) // 2
    return text[start : start + SAMPLE]


def main_script(text: str) -> tuple[str, int]:
    """The script with most letters in `text`, and how many; Japanese is told by its kana."""
    counts: Counter[str] = Counter()
    for script, runs in LETTERS.items():
        counts[script] = sum(map(len, runs.findall(text)))
        if script in SHARED and counts[script] > len(text) / 2:
            return script, counts[script]
    if counts["ja"]:
        counts["ja"] += counts.pop("zh")
    return counts.most_common(1)[0]
