"""The environment of templates does what Jinja's own does, with less ado."""

from __future__ import annotations

import re
from typing import Any

import jinja2
import pytest
from jinja2 import pass_context, pass_environment, pass_eval_context
from jinja2.nodes import EvalContext
from jinja2.runtime import Context
from markupsafe import Markup

from papertrail.templating.environment import environment


@pass_context
def _of_context(context: Context, name: str) -> Any:
    return context.resolve(name)


@pass_eval_context
def _of_eval_context(eval_context: EvalContext) -> str:
    return f"<{eval_context.autoescape}>"


@pass_environment
def _of_environment(found: jinja2.Environment, name: str) -> bool:
    return name in found.filters


class _Callable:
    def __call__(self, *args: object, **kwargs: object) -> str:
        return f"<{args} {kwargs}>"

    @pass_context
    def method(self, context: Context, name: str) -> Any:
        return context.resolve(name)


def _stops() -> str:
    raise StopIteration


_VALUES = {
    "of_context": _of_context,
    "of_eval_context": _of_eval_context,
    "of_environment": _of_environment,
    "called": _Callable(),
    "plain": lambda *args, **kwargs: f"<{args} {kwargs}>",
    "html": lambda: Markup("<b>"),
    "stops": _stops,
    "text": "<i>&'\"",
}


@pytest.mark.parametrize(
    "template",
    [
        "{% macro m(a, b) %}{{ a }}|{{ b }}{% endmacro %}{{ m(text, html()) }}{{ m(b=1, a=2) }}{{ m(text, b=3) }}",
        "{% macro m(a, b='<d>') %}{{ a }}|{{ b }}{% endmacro %}{{ m(1) }}{{ m(1, 2) }}",
        "{% macro m(a) %}{{ a }}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1) }}{{ m(1, 2, x=text) }}",
        "{% macro m(a) %}<p>{{ caller(a) }}</p>{% endmacro %}{% call(x) m(text) %}{{ x }}{% endcall %}",
        "{% macro m(a) %}{{ a }}{% endmacro %}{% for x in [text, 2] %}{{ m(x) }}{{ plain(x, y=x) }}{% endfor %}",
        "{% macro m() %}{{ of_context('text') }}{% endmacro %}{{ m() }}",
        "{{ of_eval_context() }}{{ of_environment('md') }}",
        "{% for text in ['<a>'] %}{{ of_context('text') }}{{ called.method('text') }}{{ called(text) }}{% endfor %}",
        "{% block b %}{% set text = '<s>' %}{{ of_context('text') }}{% endblock %}",
        "{% autoescape false %}{% macro m(a) %}{{ a }}{% endmacro %}{{ m(text) }}{% endautoescape %}",
        "{% set ns = namespace(n=1) %}{{ ns.n }}{{ range(3) | list }}{{ dict(a=text) }}{{ joiner(',')() }}",
        "{{ stops() is defined }}",
    ],
)
@pytest.mark.parametrize("name", ["page.html.j2", "document.md.j2"])
def test_templates_call_as_jinja_calls(template: str, name: str) -> None:
    ours = environment(None)
    ours.loader = jinja2.DictLoader({name: template})
    usual = jinja2.Environment(loader=ours.loader, autoescape=ours.autoescape, undefined=jinja2.StrictUndefined)
    usual.filters |= ours.filters

    assert ours.get_template(name).render(_VALUES) == usual.get_template(name).render(_VALUES)


@pytest.mark.parametrize(
    "template",
    [
        "{% macro m(a) %}{{ a }}{% endmacro %}{{ m() }}",
        "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, 2) }}",
        "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, b=2) }}",
        "{{ missing() }}",
        "{{ text() }}",
    ],
)
def test_wrong_calls_are_refused_as_jinja_refuses_them(template: str) -> None:
    ours = environment(None)
    usual = jinja2.Environment(undefined=jinja2.StrictUndefined)

    with pytest.raises(Exception) as expected:  # noqa: PT011 - which one is compared below
        usual.from_string(template).render(_VALUES)
    with pytest.raises(expected.type, match=re.escape(str(expected.value))):
        ours.from_string(template).render(_VALUES)
