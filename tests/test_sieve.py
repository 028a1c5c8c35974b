"""Does the sieve let every word through that is looked for, whatever stemmers and folding do?"""

import sys
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchsvc import text
from searchsvc.text.folding import lower, unaccented
from searchsvc.text.sieve import ODD, sieve

ENDINGS = {
    "en": "sses ied ies s us ss eed eedly ed edly ing ingly at bl iz bb dd gg tional enci anci abli"
    " entli izer ization ational ation ator alism aliti alli fulness ousli ousness iveness iviti"
    " biliti bli ogi fulli lessli li ency ancy ably ently ally ously ity ality bility ivity logy"
    " icate iciti ical ful ness ative al ance ence er ic able ible ant ement ment ent ism ate ous"
    " ive ize sion e l ll alize alizing icity ying kies y skis skies dying news idly gently only",
    "ru": "ый ая ое ие ого ему ыми ем нн енный енность ость ости ейш ейше ся сь вши вшись ив ывши"
    " а ал ала ешь ует ют ят ь ья ье ии ией ей ой ами ах ям иях и й о у ы ю ия нью ён ёт ённый",
    "de": "em ern er e en es s nis nissen est st end ung ig igung ik isch lich heit keit lichkeit"
    " igkeit erlich enheit ln lns ae oe ue qu que ß ä ö ü system",
    "fr": "ance ique isme able iste eux atrice ateur ation ications icatrice logie usion ution ence"
    " ement ivement ativement eusement ablement iquement ièrement ité abilité icité ivité if ive"
    " icatif eaux aux oux euse issement amment emment ment îmes ie ies ir irait issant ions é ée"
    " èrent erai ez âmes ai ant asse ion ier ière e ë ï enn onn ett ell eill ç y oyer houx",
    "es": "me sela los nos iéndo ándo ár ér ír ando iendo ar yendo anza ico ismo able ista oso"
    " amiento adora ación icación ante ancia logía ución encia amente ivamente ativamente osamente"
    " mente antemente idad abilidad iva ativo ya yeron yó en éis emos guen arían ará aba ía os a í"
    " ó é gue",
    "it": "ci gli la sene gliela mela ando endo ar arci erli irsi enzarci anza ico iche ismo abile"
    " istà oso mente atrice ante azione icazione atore logia uzione usione enza enze amento amente"
    " ivamente ativamente abilmente ità abilità ivo ativo ammo are ata erà iamo isca a e i ii chi"
    " ghi",
    "pt": "eza ico ismo ável ível ista oso amento adora ador ação ações ante ância logia ução uções"
    " ência ências amente ivamente ativamente mente avelmente idade abilidade iva ativo ira eira"
    " ada ia ara aste ei am ado ando arão ão ões ar ais áreis ou iu eu os a í ó é ê gue ci ç",
    "tr": "lar ler ın in ün ca ce na ne nda nde ndan dan den da te yla ki daki deki nın sı yi ım"
    " ımız nız mış dı dım dik sa yken casına dır sınız yız uz ı u ü a e b c d ğ g p ç t k lardan"
    " larınki dakiler daki ndakinde ndakine larınkine kindeyiz",
    "sv": "arna heterna ad ande aste en heten ern ar or as andet het ast s dd gt nn tt lig ig els"
    " löst fullt et",
    "da": "hed ethed ered ende erne en heden eren er es ets et eret s gd dt kt ig lig elig els løst"
    " ll igst",
    "no": "a ede ande hetene en ar er as heter ets het ast ers erte ert dt vt leg eleg ig slov"
    " hetslov els",
    "hy": "ներ ներից երի ում ի ից ով ել եցի ություն ական ային որեն եւ և յան ացում ներում ենք",
    "az": "lar lər ların lərin dan dən ın in nın nin ya yə",
    "uk": "а у ами ією ість ості ові ії ґ ого",
}
"""What the rules of each stemmer look for at the end of a word."""


def lets_through(word: str, language: str) -> bool:
    """Whether the sieve for the term and the forms of `word` finds it in a text."""
    rules = text.LANGUAGES.get(language, {})
    wanted = (text.term(word, language), *text.forms(word, language))
    made = [sieve(each, rules) for each in ([wanted[0]], wanted)]
    padding = "; " * 40
    return all(each is None or each.pieces(f" {padding}{word} ") != set() for each in made)


@pytest.mark.parametrize("language", ENDINGS)
def test_what_a_stemmer_writes_is_not_looked_for(language: str) -> None:
    """Any beginning with any two endings that the language's rules know is let through."""
    rules = text.LANGUAGES[language]
    known = [word for pair in rules.get("same", ()) for word in pair.split() if word.isalpha()]
    roots = {lower(word)[:size] for word in known for size in (1, 3, 5)} | {"", "bob", "kab"}
    ends = [*ENDINGS[language].split(), ""]
    words = [
        root + first + last for root in sorted(roots)[::3] for first, last in product(ends, ends)
    ]
    for word in words[:: max(1, len(words) // 3_000)]:
        if word:
            assert lets_through(word, language), word


@pytest.mark.parametrize(
    ("language", "word"),
    [
        ("en", "skies"),
        ("en", "dying"),
        ("en", "O'Neills"),
        ("en", "U.S.A"),
        ("en", "1,000"),
        ("es", "excelencias"),
        ("it", "eccellenze"),
        ("fr", "qu'électriquement"),
        ("ru", "ёлками"),
        ("hy", "եւրոպայի"),
        ("tr", "kurundakindeyiz"),
        ("tr", "İSTANBUL'DA"),
    ],
)
def test_words_that_differ_from_their_term_are_let_through(language: str, word: str) -> None:
    """One for each thing that is done about it."""
    assert lets_through(word, language)


@pytest.mark.parametrize("language", sorted(text.LANGUAGES))
def test_the_words_of_the_tables_are_let_through(language: str) -> None:
    """However the pairs beside the rules are written: small, capital, with an ending."""
    for kind in ("same", "plain", "different"):
        for pair in text.LANGUAGES[language].get(kind, ()):
            for word in text.words(pair):
                for written in (word, word.upper(), word.capitalize(), f"«{word}»,"):
                    for each in text.words(written):
                        assert lets_through(each, language), each


@given(
    st.lists(
        st.text(st.sampled_from("aAeIiİınN01.,'’`-_лЛёйЙïüßœşĞ\u0301\u00adﾞ漢"), max_size=9)
        | st.sampled_from(["l'", "qu'", "'s", "'da", "U.S.", "3.5", "1,000", "gruess", "kinde"]),
        max_size=3,
    ).map("".join),
    st.sampled_from([*ENDINGS, "", "he", "el"]),
)
def test_every_word_is_let_through(written: str, language: str) -> None:
    """With apostrophes, dots, accents, marks and signs of other scripts in and around it."""
    for word in text.words(written):
        assert lets_through(word, language)


def test_small_letters_fold_to_themselves() -> None:
    """No character is changed otherwise than the sieve changes a text, unless it is odd."""
    for character in map(chr, range(sys.maxunicode + 1)):
        small = character.replace("İ", "i").lower()
        assert len(small) == 1
        if small.isalnum() and not ODD.match(small):
            for dotless in (False, True):
                assert unaccented(lower(character, dotless)) == small, character


@pytest.mark.parametrize("language", sorted(text.LANGUAGES))
def test_the_letters_of_a_language_fold_to_one_letter(language: str) -> None:
    """`letters` and `rewrites` are written as the sieve uses them."""
    rules = text.LANGUAGES[language]
    for letter in rules.get("letters", ""):
        assert len(unaccented(letter)) == 1
        assert not ODD.match(unaccented(letter))
    assert unaccented(rules.get("rewrites", "")) == rules.get("rewrites", "")


@pytest.mark.parametrize(
    ("terms", "language", "needles"),
    [
        (["moon"], "en", ["'", "`", "m.o", "moon"]),
        (["happi", "happen"], "en", ["'", "`", "h.a", "happ"]),
        (["moon", "moonlight"], "en", ["'", "`", "m.o", "moon"]),
        (["1990"], "en", ["'", "`"]),
        (["mull"], "de", ["'", "`", "ae", "m.u", "mull", "oe", "ue"]),
        (["kitap"], "tr", ["'", "`", "k.i", "kin", "kita"]),
        (["и", "мир"], "ru", ["'", "`", "м.и", "мир"]),
    ],
)
def test_needles_begin_the_words_of_a_term(
    terms: list[str], language: str, needles: list[str]
) -> None:
    """Without what a stemmer may have written, and no needle that another one finds."""
    made = sieve(terms, text.LANGUAGES[language])
    assert made is not None
    assert list(made.needles) == needles


def test_some_searches_have_no_sieve() -> None:
    """Of a stemmer that is not described, with many terms, and where nothing of a term is sure."""
    assert sieve(["sota"], text.LANGUAGES["fi"]) is None
    assert sieve(["e"], text.LANGUAGES["en"]) is None
    assert sieve([f"{a}{b}x" for a, b in product("abcdefg", "abcdefg")], {}) is None


def test_a_text_in_unknown_letters_is_not_sifted() -> None:
    """Where most pieces would be let through, all are analysed."""
    made = sieve(["moon"], {})
    assert made is not None
    assert made.pieces(" 東京都 moon ") is None
    assert made.pieces(f" {'sea ' * 40}東京都 the moons ") == {(161, 164), (169, 174)}
