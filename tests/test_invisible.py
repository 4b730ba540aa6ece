"""Invisible characters: refused wherever they hide something, accepted where a language or an emoji needs them."""

from __future__ import annotations

import unicodedata

import pytest

from papertrail.text.invisible import INVISIBLE, pile_of_marks
from papertrail.text.strings import one_line, printable
from papertrail.yaml import write
from support.projects import problems

# DerivedCoreProperties.txt of Unicode 16, Default_Ignorable_Code_Point
IGNORABLE = (
    (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F),
    (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
)  # fmt: skip
OTHERS = (
    (0x00, 0x08), (0x0B, 0x1F), (0x7F, 0x9F), (0x2028, 0x2029), (0x2800, 0x2800), (0xD800, 0xF8FF), (0xFDD0, 0xFDEF),
    (0xFFF9, 0xFFFB), (0xFFFE, 0xFFFF), (0x1D159, 0x1D159), (0x1FFFE, 0x1FFFF), (0x2FFFE, 0x2FFFF), (0xF0000, 0x10FFFF),
)  # fmt: skip


def test_what_is_ignored_in_display_is_refused_between_letters() -> None:
    refused = {code for first, last in IGNORABLE + OTHERS for code in range(first, last + 1)}
    assert [hex(code) for code in refused if not INVISIBLE.search(f"a{chr(code)}b")] == []


def test_every_other_character_is_accepted() -> None:
    refused = {code for first, last in IGNORABLE + OTHERS for code in range(first, last + 1)}
    assigned = (code for code in range(0x30000) if code not in refused and unicodedata.category(chr(code)) != "Cn")
    assert [hex(code) for code in assigned if INVISIBLE.search(f"a{chr(code)}b")] == []


ACCEPTED = {
    "Arabic": "محمد بن موسى الخوارزمي، شَدَّةٌ وَتَشْكِيلٌ",
    "Armenian": "Մեսրոպ Մաշտոց",
    "Bengali": "রবীন্দ্রনাথ ঠাকুর, র\u200d্যাব, ক্\u200cষ",
    "Braille": "⠓⠑⠇⠇⠕⠀⠺⠕⠗⠇⠙",
    "Burmese": "အောင်ဆန်းစုကြည်",
    "Cherokee": "ᏍᏏᏉᏯ",
    "Chinese": "姚期智，《机器学习》",
    "Chinese with selectors": "葛\U000e0100飾区 㐂\ufe00",
    "Cyrillic": "Андрей Колмогоров, Ѐй",
    "Decomposed": unicodedata.normalize("NFD", "Nguyễn Thị Ánh Tuyết, Åse Čapek"),
    "Devanagari": "रामानुजन् श्रीनिवास, क्\u200dष, क्\u200cष",
    "Ethiopic": "ኃይለ ሥላሴ",
    "Georgian": "შოთა რუსთაველი",
    "Greek": "Ἀρχιμήδης, Ευκλείδης",
    "Gujarati": "મહાત્મા ગાંધી",
    "Hebrew": "שָׁלוֹם עֲלֵיכֶם, יְרוּשָׁלִַ\u034fם",
    "Japanese": "湯川 秀樹, ガギグゲゴ, ﾊﾝｶｸ",
    "Kannada": "ಕುವೆಂಪು, ರ\u200d್ಯ",
    "Khmer": "ភាសា\u200bខ្មែរ",
    "Korean": "세종대왕, 가각힣, ㄱㄴㄷ",
    "Lao": "ພາສາລາວ",
    "Malayalam": "നന്ദി, ന്\u200d",
    "Mathematics": "∩\ufe00 ∪ x² ≤ 0\ufe00, ℝⁿ, 𝒩(μ, σ²)",
    "Mongolian": "ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ ᠨᠢᠭᠤᠴᠠ ᠠ\u180bᠨ\u180eᠠ",
    "Persian": "می\u200cخواهم، کتاب\u200cها",
    "Sinhala": "ශ්\u200dරී ලංකා",
    "Syriac": "ܐܪܡܝܐ",
    "Tamil": "சீனிவாச இராமானுசன்",
    "Telugu": "తెలుగు, క్\u200cష",
    "Thai": "ภาษา\u200bไทย น้ำ ที่",
    "Tibetan": "བོད་སྐད་ ཨོཾ་མ་ཎི་པདྨེ་ཧཱུྃ",
    "Urdu": "اردو زبان",
    "Yoruba": "Yorùbá, Ṣọlá, ẹ̀kọ́",
    "Emoji of several": "👩🏽\u200d💻 👨\u200d👩\u200d👧\u200d👦 🏳\ufe0f\u200d🌈 ❤\ufe0f\u200d🔥",
    "Emoji with selectors": "☠\ufe0e ©\ufe0f ™\ufe0f ▶\ufe0f ㊗\ufe0f 1\ufe0f\u20e3 #\ufe0f\u20e3",
    "Flags": "🇩🇪 🇯🇵 🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_ordinary_text_of_all_scripts_is_accepted(name: str) -> None:
    text = ACCEPTED[name]
    assert (INVISIBLE.search(text), pile_of_marks(text)) == (None, None)
    assert one_line(text) == text
    assert problems(f"=== papers/tofu.yml\nname: '{text}'\nauthors: ['{text}']\ntopic: '{text}'\n") == ()


REFUSED = {
    "a joiner between Latin letters": "to\u200dfu",
    "a joiner at the start": "\u200dtofu",
    "a space without width": "to\u200bfu",
    "two joiners": "می\u200c\u200cخواهم",
    "a joiner after an emoji": "🙂\u200d",
    "a joiner before an emoji": "a\u200d🙂",
    "a selector after a letter": "tofu\ufe0f",
    "two selectors": "❤\ufe0f\ufe0f",
    "a selector after a digit": "1\ufe0f",
    "a selector of ideographs after an emoji": "🙂\U000e0100",
    "a tag": "tofu\U000e0041\U000e0042",
    "a tag after a flag": "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e0061\U000e007f",
    "a flag of no country": "🏴\U000e0061\U000e0062\U000e0063\U000e007f",
    "a flag without its end": "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067",
    "a blank of Braille": "tofu\u2800",
    "only blanks of Braille": "\u2800\u2800\u2800",
    "a variant of a Latin letter": "a\u180b",
    "a private character": "\uf0b7 tofu",
}


@pytest.mark.parametrize("name", REFUSED)
def test_the_same_characters_are_refused_elsewhere(name: str) -> None:
    text = REFUSED[name]
    for tree in (
        f"=== papers/tofu.yml\nname: '{text}'\ntopic: T\n",
        f"=== papers/tofu.yml\nname: {text!a}\ntopic: T\n".replace("'", '"'),
        f"=== papers/_venues.yml\n- '{text}'\n",
        f"=== papers/_lists/t.md\n{text}\n=== papers/tofu.yml\nname: Tofu\ntopic: T\n",
        f"=== papers/tofu.md\n{text}\n=== papers/tofu.yml\nname: Tofu\ntopic: T\nnotes: tofu.md\n",
    ):
        assert "PT002" in {problem.code for problem in problems(tree)}, tree
    assert not INVISIBLE.search(printable(text))
    assert not INVISIBLE.search(write.scalar(text))


PILES = {
    "of any marks": "Z\u0334\u0321\u0322\u0327\u031balgo",
    "of one mark": "ก" + "\u0e47" * 4,
    "of other marks": "ka" + "\u0f71\u0f72\u0f74\u0f7a\u0f7b\u0f7c\u0f7d\u0f7e\u0f80",
    "outside the first plane": "\U00011013" + "\U00011038" * 4,
}


@pytest.mark.parametrize("name", PILES)
def test_piles_of_marks_are_refused(name: str) -> None:
    (found,) = problems(f"=== papers/tofu.yml\nname: Tofu\ntitle: {PILES[name]}\ntopic: T\n")
    assert (found.code, found.message, found.span.line) == ("PT002", "too many combining marks on one letter", 2)


@pytest.mark.parametrize(
    "record",
    [
        "name: \u0301\ntopic: T\n",
        "name: ' \u0301Tofu'\ntopic: T\n",
        "name: Tofu\ntopic: T\nlinks: {\u0301: https://example.com}\n",
        "name: Tofu\ntopic: T\ncustom: {\u0301: Tofu}\n",
    ],
)
def test_a_mark_without_a_letter_is_refused(record: str) -> None:
    (found,) = problems(f"=== papers/tofu.yml\n{record}")
    assert (found.code, found.message) == ("PT002", "text starts with a combining mark")


@pytest.mark.parametrize("remark", ["&nbsp;", "&#x3164;", "&#8203;&zwj;", "[](https://example.com)"])
def test_a_remark_that_shows_nothing_is_refused(remark: str) -> None:
    (found,) = problems(f"=== papers/tofu.yml\nname: Tofu\ntopic: T\nremarks: '{remark}'\n")
    assert (found.code, found.message) == ("PT404", "the text shows nothing")
