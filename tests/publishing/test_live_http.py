"""Requests are parsed strictly, and each byte of them is accounted for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papertrail.publishing.live_http import HEAD_LIMIT, BadRequestError, is_complete, parse_request


def get(line: str = "GET / HTTP/1.1", *headers: str) -> bytes:
    return "\r\n".join([line, "Host: localhost", *headers, "", ""]).encode("latin-1")


def test_a_request_has_a_method_a_path_a_query_and_headers() -> None:
    request = parse_request(get("HEAD /papers/t%6Ffu/?q=a%20b&x= HTTP/1.0", "X-Empty:", "Accept: \t*/* "))
    assert (request.method, request.path, request.query) == ("HEAD", "/papers/tofu/", "?q=a%20b&x=")
    assert (request.header("x-empty"), request.header("accept"), request.header("cookie")) == ("", "*/*", None)


def test_lines_may_end_in_a_line_feed() -> None:
    assert parse_request(b"GET /a HTTP/1.1\nhost: b\n\nGET /c HTTP/1.1\n").header("host") == "b"


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_only_the_old_version_may_lack_a_host(version: str) -> None:
    request = f"GET / HTTP/{version}\r\n\r\n".encode()
    if version == "1.0":
        assert parse_request(request).header("host") is None
    else:
        with pytest.raises(BadRequestError, match='missing header "host"'):
            parse_request(request)


@pytest.mark.parametrize(
    ("received", "message"),
    [
        (b"", "not a request"),
        (b"GET / HTTP/1.1\r\nHost: a", "not a request"),
        (b"\x16\x03\x01\x02\x00\x01", "not a request"),
        (b"GET / HTTP/2.0\r\n\r\n", "request line"),
        (b"GET /\r\n\r\n", "request line"),
        (b"GET / a HTTP/1.1\r\n\r\n", "request line"),
        (b"GET  / HTTP/1.1\r\n\r\n", "request line"),
        (b"GET /\x00 HTTP/1.1\r\n\r\n", "request line"),
        (b"GET /\r HTTP/1.1\r\n\r\n", "request line"),
        (b"G(T / HTTP/1.1\r\n\r\n", "request line"),
        (get("GET / HTTP/1.1", "no colon"), "malformed header"),
        (get("GET / HTTP/1.1", "Blank : x"), "malformed header"),
        (get("GET / HTTP/1.1", ": x"), "malformed header"),
        (get("GET / HTTP/1.1", "A: x", " folded"), "malformed header"),
        (get("GET / HTTP/1.1", "A: \x00"), "malformed header"),
        (get("GET / HTTP/1.1", "A: x\ry"), "malformed header"),
        (get("GET / HTTP/1.1", "Host: other"), 'duplicate header "host"'),
        (b"GET / HTTP/1.1\r\nHost: \r\n\r\n", 'missing header "host"'),
        (b"GET / HTTP/1.0\r\nHost:\r\n\r\n", 'missing header "host"'),
    ],
)
def test_a_malformed_request_is_refused(received: bytes, message: str) -> None:
    with pytest.raises(BadRequestError, match=message):
        parse_request(received)


@pytest.mark.parametrize(
    ("target", "message"),
    [("/%ff", "UTF-8"), ("/%c0%ae%c0%ae/", "UTF-8"), ("/\xe9", "UTF-8"), ("http://a/", "slash"), ("*", "slash")],
)
def test_only_a_path_in_utf_8_has_a_meaning(target: str, message: str) -> None:
    request = parse_request(get(f"GET {target} HTTP/1.1"))
    with pytest.raises(BadRequestError, match=message):
        _ = request.path


def test_a_query_cannot_add_a_header() -> None:
    request = parse_request(get('GET /a?b\xa0"<\\%0d%0a HTTP/1.1'))
    assert request.query == "?b%A0%22%3C%5C%0d%0a"


def test_nothing_more_is_read_than_is_needed() -> None:
    assert not is_complete(b"GET / HTTP/1.1\r\nHost: a\r\n")
    assert is_complete(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    assert is_complete(b"\x16\x03\x01"), "not a request"
    assert is_complete(b"GET /" + b"a" * HEAD_LIMIT), "too long"


@given(
    st.binary(max_size=60), st.sampled_from([b"", b"GET /", b"GET / HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nHost: a\r\n"])
)
def test_any_bytes_are_a_request_or_refused(received: bytes, before: bytes) -> None:
    try:
        request = parse_request(before + received)
        _ = request.path
    except BadRequestError:
        return
    assert request.query.isascii()
    assert request.query.isprintable()
