"""Masks: each hides what it names, and no more."""

import socket

import pytest

from tests.proofs import masks

HIDES = {
    "pid": [("pid 12", "pid 345"), ("thread  7 x", "thread 12345 x"), ("PID: 1", "PID: 22")],
    "uid": [("uid 0", "uid 65534"), ("gid=5", "gid=6"), ("user 10 may", "user 1000 may")],
    "address": [("at 0x7f00 now", "at 0xdeadbeef now")],
    "inode": [("inode 5", "inode 4026531840"), ("net:[1]", "net:[4026531840]")],
    "time": [("took 4 ms", "took 12.5 ms"), ("0.3 µs", "400 ns"), ("1 s", "2.5 s")],
    "size": [("rss 4 kB", "rss 2.5 MiB"), ("1 GiB", "12 GiB"), ("5 B", "7 B")],
    "rate": [("3.2 G/s", "12 G/s"), ("3 billion per second", "4.5 billion per second")],
    "ratio": [("3.1× as", "4× as"), ("20%", "20.5 %")],
    "kernel": [("Linux 6.1.0-50-686", "Linux 6.18.44-fc-v1")],
    "hostname": [(socket.gethostname(), socket.gethostname())],
    "cpus": [("on 2 CPUs", "on 64 CPUs")],
    "count": [("12 switches", "2,012 switches"), ("a   1", "a 100")],
    "value": [("label: one", "label: two: three")],
}
KEEPS = {
    "pid": [("pids 12", "pids 13"), ("12", "13"), ("pid 12 a", "pid 12 b")],
    "uid": [("pid 12", "pid 13"), ("user a", "user b")],
    "address": [("7f00", "7f01")],
    "inode": [("[1]", "[2]"), ("3 inodes", "4 inodes")],
    "time": [("4 m", "5 m"), ("4 steps", "5 steps")],
    "size": [("4 Bytes", "5 Bytes"), ("4", "5")],
    "rate": [("3 G", "4 G")],
    "ratio": [("20", "21")],
    "kernel": [("6", "7")],
    "hostname": [("other", "another")],
    "cpus": [("2 cores", "4 cores")],
    "count": [("v2", "v3"), ("1.5", "2.5"), ("x86_64", "x86_32")],
    "value": [("one", "two"), ("label a: x", "label b: x")],
}


@pytest.mark.parametrize("name", masks.MASKS)
def test_a_mask_hides_its_own_and_keeps_the_rest(name: str) -> None:
    for one, other in HIDES[name]:
        assert not masks.difference(one, other, [name])
        assert f"<{name}>" in masks.masked(one, [name])[0]
    for one, other in KEEPS[name]:
        assert masks.difference(one, other, [name])


def test_without_masks_every_character_counts() -> None:
    assert masks.difference("a 1", "a  1", [])
    assert masks.difference("a 1\n", "a 1\nb\n", [])
    assert not masks.difference("a 1 \n", "a 1\n", [])


def test_a_hidden_value_may_move_its_column() -> None:
    assert not masks.difference("pid    7  x", "pid 1234  x", ["pid"])
