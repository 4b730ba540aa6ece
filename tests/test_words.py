"""The words of the site in other languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import jinja2
import pytest
from babel.messages.catalog import Message
from markupsafe import Markup

from papertrail.core.fields import COLUMN_FIELDS, STATUSES, TYPES
from papertrail.pages.labels import COLUMN_LABELS, STATUS_LABELS, TYPE_LABELS
from papertrail.templating.environment import environment, scripts
from papertrail.templating.script_words import ScriptWordsError, language_constants, translated_scripts
from papertrail.templating.words import ENGLISH, Words, words_of
from support.golden import Golden
from support.projects import Project
from support.site_words import TEMPLATE, catalog_files, messages, read, text_of, updated

CATALOG = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=3; plural=n == 1 ? 0 : n < 5 ? 1 : 2;\\n"

msgid "Mark %(name)s"
msgstr "%(name)s <i>merken</i>"

msgid "%(num)s paper"
msgid_plural "%(num)s papers"
msgstr[0] "%(num)s Papier"
msgstr[1] "%(num)s paar Papiere"
msgstr[2] "%(num)s viele Papiere"

msgid "{n} of {total}"
msgid_plural "{n} of {total}, many"
msgstr[0] "eins"
msgstr[1] "wenige"
msgstr[2] "viele"

msgid "Say \\"{word}\\""
msgstr "Sag „{word}“ \\"so\\""

msgid "Not yet"
msgstr ""
"""


@pytest.fixture
def words(tmp_path: Path) -> Words:
    (tmp_path / "de.po").write_text(CATALOG, encoding="utf-8")
    return words_of("de", tmp_path)


def rendered(words: Words, source: str, **values: object) -> str:
    templates = environment(None, words)
    templates.loader = jinja2.DictLoader({"page.html.j2": source})
    return templates.get_template("page.html.j2").render(**values)


def test_a_message_has_the_form_for_its_number(words: Words) -> None:
    forms = [words.ngettext("%(num)s paper", "%(num)s papers", n) for n in (1, 2, 12_345)]
    assert forms == ["1 Papier", "2 paar Papiere", "12.345 viele Papiere"]
    assert ENGLISH.ngettext("%(num)s paper", "%(num)s papers", 1) == "1 paper"
    assert ENGLISH.ngettext("%(num)s paper", "%(num)s papers", 12_345) == "12,345 papers"


def test_a_message_without_a_translation_stays_english(words: Words) -> None:
    assert words.gettext("Not yet") == "Not yet"
    assert words.gettext("Unknown %(thing)s", thing="x") == "Unknown x"


def test_templates_escape_values_but_not_messages(words: Words) -> None:
    source = '{{ _("Mark %(name)s", name=name) }} {{ ngettext("%(num)s paper", "%(num)s papers", 4321) }}'
    assert rendered(words, source, name="<b>") == "&lt;b&gt; <i>merken</i> 4.321 viele Papiere"
    assert rendered(words, source, name=Markup("<b>")) == "<b> <i>merken</i> 4.321 viele Papiere"
    assert rendered(ENGLISH, source, name="<b>") == "Mark &lt;b&gt; 4,321 papers"


@pytest.mark.parametrize("message", ["<i>%(name)s</i> 100 %%", "%(name)s: %(name)s", "Mark %(name)s", "%(name)5s"])
def test_compiled_messages_equal_inserted_ones(words: Words, message: str) -> None:
    compiled, inserted = (
        f'{{{{ _("{message}", name=name) }}}}',
        f'{{% set text = "{message}" %}}{{{{ _(text, name=name) }}}}',
    )
    assert rendered(words, compiled, name="<b>") == rendered(words, inserted, name="<b>")


def test_messages_are_translated_when_a_template_is_compiled(words: Words) -> None:
    source = '{{ _("Mark %(name)s", name=_("Not yet")) }}{% set text = _("<b>") %}{{ text }}'
    source += '{% for _ in "a" %}{{ _ }}{% endfor %}'
    templates = environment(None, words)
    assert "context.call" not in str(templates.compile(source, "page.html.j2", raw=True))
    assert rendered(words, source) == "Not yet <i>merken</i><b>a"


def test_labels_of_others_stay_as_they_are(words: Words) -> None:
    assert rendered(words, "{{ text | label }}", text="100 % <b>") == "100 % &lt;b&gt;"


@pytest.mark.parametrize(
    ("language", "found"),
    [("de", "de"), ("de-AT", "de"), ("DE_ch", "de"), ("en", "en"), ("en-GB", "en"), ("tlh", "en"), ("", "en")],
)
def test_a_language_has_its_own_catalog_or_that_of_its_base(tmp_path: Path, language: str, found: str) -> None:
    (tmp_path / "de.po").write_text(CATALOG, encoding="utf-8")
    words = words_of(language, tmp_path)
    assert words.language == found
    assert words.complete == (language != "tlh" and bool(language))


def test_messages_in_scripts_are_translated_when_they_are_bundled(words: Words) -> None:
    script = (
        'a(t("Say \\"{word}\\"", { word }), '
        'tn(\n  "{n} of {total}", "{n} of {total}, many", n), t("Not yet"), at("x"), '
        "t('Say \"{word}\"'));"
    )
    assert translated_scripts({"a.js": script}, words)["a.js"] == (
        'a(t("Sag „{word}“ \\"so\\"", { word }), tn(["eins", "wenige", "viele"], null, n), t("Not yet"), at("x"), '
        't("Sag „{word}“ \\"so\\""));'
    )
    assert translated_scripts({"a.js": script}, ENGLISH) == {"a.js": script}
    assert language_constants(words) == (
        'export const GROUP = ".";\nexport const pluralForm = (n) => Number(n == 1 ? 0 : n < 5 ? 1 : 2);\n'
    )


@pytest.mark.parametrize("call", ["t(text)", 't("a" + b)', "t(`a`)", 'tn("a", b, n)', 'tn("a")'])
def test_messages_in_scripts_are_literals(words: Words, call: str) -> None:
    with pytest.raises(ScriptWordsError, match="line 2: a message must be a literal in quotes"):
        translated_scripts({"a.js": f"\nx = {call};"}, words)


def test_the_messages_of_all_scripts_can_be_translated() -> None:
    assert translated_scripts(scripts(), words_of("de"))


# The catalogs


def test_the_template_has_the_messages_of_the_site(golden: Golden) -> None:
    golden.check(text_of(messages()), TEMPLATE)


@pytest.mark.parametrize("path", catalog_files(), ids=lambda path: path.stem)
def test_a_catalog_has_the_messages_of_the_template(path: Path, golden: Golden) -> None:
    golden.check(text_of(updated(path, messages())), path)


@pytest.mark.parametrize("path", catalog_files(), ids=lambda path: path.stem)
def test_all_messages_are_translated(path: Path) -> None:
    catalog = read(path)
    missing = [message.id for message in catalog if message.id and not all(forms_of(message))]
    assert not missing, f"translate these messages in {path}"


@pytest.mark.parametrize("path", catalog_files(), ids=lambda path: path.stem)
def test_translations_have_the_values_and_the_tags_of_their_messages(path: Path) -> None:
    catalog = read(path)
    wrong = []
    for message in filter(lambda message: message.id, catalog):
        one, *many = [message.id] if isinstance(message.id, str) else message.id
        allowed = parts_of(one) | parts_of("".join(many))
        forms = forms_of(message)
        # A form for a single number, such as "one paper", may omit the number itself.
        needed = allowed - {"%(num)s", "{n}"} if many else allowed
        if many:
            wrong += [] if len(forms) == catalog.num_plurals else [message.id]
            wrong += [] if allowed <= parts_of(forms[-1]) else [message.id]
        wrong += [form for form in forms if form and not needed <= parts_of(form) <= allowed]
    assert not wrong


def forms_of(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))


def parts_of(text: str) -> set[str]:
    """The placeholders and tags of a message; a percent sign that is no placeholder would be an error."""
    return set(re.findall(r"%\(\w+\)s|%|\{\w+\}|</?\w[^>]*>|`[^`]*`", text))


def test_frequent_names_of_records_have_labels() -> None:
    assert {label.lower() for label in COLUMN_LABELS} == {*COLUMN_FIELDS}
    assert {*STATUS_LABELS} == {*STATUSES}
    assert {*TYPE_LABELS} <= {*TYPES}


# Sites


def test_a_site_has_the_words_of_its_language(project: Callable[[str], Project]) -> None:
    site = built(project, "de")
    browse, script = page(site, "browse"), (site / "assets/papertrail/browse.js").read_text(encoding="utf-8")
    assert '<div class="papertrail" lang' not in browse
    assert "Publikationen suchen" in browse
    assert "Find papers" not in browse
    assert "Keine passenden Publikationen." in script
    assert "No papers match." not in script
    assert "Publikation vorschlagen" in page(site, "add")
    assert "<title>Startseite" not in page(site, ""), "the theme names the site there"


def test_a_site_in_a_language_without_words_is_marked_as_english(project: Callable[[str], Project]) -> None:
    made = project(TREE.format(language="it"))
    done = made.run("build")
    assert 'no translation for language "it"; papertrail\'s words stay English' in done.out + done.err
    assert 'lang="en"' in page(made.root / "site", "statistics").partition('<div class="papertrail')[2][:40]


TREE = """\
=== mkdocs.yml
site_name: A List
theme: {{name: material, font: false, language: {language}}}
plugins: [search, papertrail]
=== docs/about.md
# About
=== papers/a.yml
name: A
topic: T
"""


def built(project: Callable[[str], Project], language: str) -> Path:
    made = project(TREE.format(language=language))
    done = made.run("build", "--strict")
    assert done.status == 0, done.err
    return made.root / "site"


def page(site: Path, address: str) -> str:
    return (site / address / "index.html").read_text(encoding="utf-8")
