"""Page 4.4 counts the exits of one boot twice, on a card and in a picture: it must be one boot."""

import json
import re

from snippets.vm.serial import Serial
from tests.vm.boot_record import CLAIM, COUNTS


def test_card_and_picture_tell_of_the_same_boot() -> None:
    rows = json.loads(COUNTS.read_text("utf-8"))
    ports = {f"{port:#x}" for port in Serial.PORTS}
    total = sum(count for count, *_ in rows)
    serial = sum(count for count, _, port, _ in rows if port in ports)
    found = re.search(r"(\d+) in all, (\d+) of them", CLAIM.record.read_text("utf-8"))
    assert found and (int(found[1]), int(found[2])) == (total, serial), (
        "recorded in two runs; make both anew: python -m tests.vm.boot_record"
    )
