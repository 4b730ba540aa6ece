"""The server answers to its own names only."""

from __future__ import annotations

import pytest

from papertrail.publishing.live_hosts import is_served

LOCAL = ["localhost", "LocalHost.", "localhost:8000", "localhost:", "127.0.0.1", "127.0.0.1:9", "[::1]", "[::1]:8000"]
FOREIGN = [
    *("evil.example", "evil.example:8000", "localhost.evil.example", "127.0.0.1.evil.example", "127.0.0.1.nip.io"),
    *("", ":8000", "localhost:x", "localhost:8000:9", "a@localhost", "localhost@a", "[localhost]", "[::1", "::1"),
    *("2130706433", "0x7f.1", "127.1", "localhost/", "localhost evil", "local\xadhost", "desk.evil.example"),
]
REACHABLE = ["192.0.2.7", "192.0.2.7:8000", "[2001:db8::1]:8000", "desk", "Desk:8000", "desk.example.org", "desk.local"]


@pytest.mark.parametrize("served", ["127.0.0.1", "localhost", "::1", "0.0.0.0", "192.0.2.7"])
def test_each_server_answers_to_this_machine_and_to_no_foreign_name(served: str) -> None:
    assert [host for host in LOCAL if not is_served(host, served, "desk.example.org")] == []
    assert [host for host in FOREIGN if is_served(host, served, "desk.example.org")] == []


@pytest.mark.parametrize("served", ["0.0.0.0", "::", "192.0.2.7"])
def test_a_server_in_the_network_also_answers_to_addresses_and_the_name_of_the_machine(served: str) -> None:
    assert [host for host in REACHABLE if not is_served(host, served, "desk.example.org")] == []
    assert not is_served("", served, "")
    assert not is_served(".local", served, "")


@pytest.mark.parametrize("served", ["127.0.0.1", "localhost", "::1"])
def test_a_server_on_this_machine_does_not(served: str) -> None:
    assert [host for host in REACHABLE if is_served(host, served, "desk.example.org")] == []


def test_a_server_answers_to_the_name_that_it_serves_on() -> None:
    assert is_served("reading.example:8000", "reading.example", "desk")
