"""Environments as a reader knows them: one by its name, or many in one short line."""

from collections.abc import Iterable

from press.extensions import evidence
from press.extensions.words import Words

CONTAINERS = ("container", "runc", "bubblewrap")
USER = "-user"  # ends the name of a guest's environment in which an ordinary user ran the programs


def parts(name: str) -> tuple[str, str]:
    """What kind of place it is, and who ran the programs there: ``("guest-6.1", "user")``."""
    if name in CONTAINERS:
        return "containers", name
    place = name.removesuffix(USER)
    if place == "nested" or place.startswith("guest-"):
        return place, "root" if place == name else "user"
    return "here", name


def version(place: str) -> str:
    """The Linux of a guest, by its record; empty if it is a place of another kind."""
    if not place.startswith("guest-"):
        return ""
    found = {each["environment"]: each["host"]["kernel"] for each in evidence.records()}
    return evidence.short_kernel(found.get(place) or found[place + USER])


def named(words: Words, name: str) -> str:
    """One environment: "root in a guest, Linux 6.1"."""
    place, who = parts(name)
    if linux := version(place):
        return words(f"environment-guest-{who}", version=linux)
    return words.named("environment", name)


def line(words: Words, names: Iterable[str]) -> str:
    """All of them, those of a kind together, and together the guests with the same users."""
    inside: dict[str, list[str]] = {}
    for name in names:
        place, who = parts(name)
        inside.setdefault(place, []).append(who)
    groups: dict[tuple[str, ...], list[str]] = {}  # by kind and users: the guests' versions
    for place, users in inside.items():
        linux = version(place)
        groups.setdefault(("guests" if linux else place, *users), []).append(linux)
    comma, said = words("comma"), []
    for (place, *users), versions in groups.items():
        group = "environment" if place == "here" else "inside"
        names = comma.join(words.named(group, user) for user in users)
        said.append(words(f"place-{place}", versions=comma.join(versions)) + names)
    return words("semicolon").join(said)
