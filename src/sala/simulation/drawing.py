"""A scenario drawn from a seed: any pack, any size. The same seed draws the same
country.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import product
from random import Random
from typing import Any

from sala.access.queries import AgencyRow
from sala.countries.contract_codes import AgencyKind
from sala.simulation.ground import CountryGround
from sala.simulation.scenario import Agencies, Scenario

# Shares, in the order of the codes they stand beside; invented, and only roughly like
# the world.
SEXES = {
    "female": 70,
    "male": 28,
    "": 2,
}
AGES = {
    "adult": 60,
    "child": 35,
    "in_doubt": 3,
    "": 2,
}
FORMS = {
    "sexual_exploitation": 40,
    "forced_labour": 38,
    "forced_marriage": 14,
    "servitude": 8,
}
DECIDED = {
    "neighbour": 30,
    "authority": 45,
    "left_open": 10,
    "nobody": 15,
}
CARE = {
    "served": 60,
    "declined": 15,
    "nobody": 25,
}
ABROAD = 60  # of a hundred victims
CASES, INCIDENTS, COMPLAINTS, OPERATIONS = 4, 8, 10, 20  # one to so many victims
OUTCOMES = ("ongoing", "closed", "prosecuted", "convicted", "acquitted")
HOW_FAR = (30, 25, 15, 25, 5)
# Kinds of agencies that usually do a thing; packs name their kinds as they like.
KINDS = {
    "investigates": (AgencyKind.POLICE, AgencyKind.BORDER),
    "prosecutes": (AgencyKind.PROSECUTION, AgencyKind.POLICE),
    "tries": (AgencyKind.COURT, AgencyKind.PROSECUTION),
    "cares": (
        AgencyKind.WOMENS_UNION,
        AgencyKind.SHELTER,
        AgencyKind.CIVIL_SOCIETY,
        AgencyKind.MINISTRY,
    ),
    "meets": (AgencyKind.BORDER, AgencyKind.LABOUR_INSPECTION, AgencyKind.POLICE),
    "mediates": (AgencyKind.MEDIATION, AgencyKind.WOMENS_UNION),
    "coordinates": (
        AgencyKind.SECRETARIAT,
        AgencyKind.STEERING_COMMITTEE,
        AgencyKind.MINISTRY,
    ),
}


class TooFewAgenciesError(Exception):
    """A simulation needs two agencies: one that identifies, and another that cares."""


def _complaints(random: Random, year: int, size: int) -> dict[str, Any]:
    """How many complain in a year, and whether somebody looks at what was closed."""
    return {
        "year": year,
        "number": size // COMPLAINTS,
        "reviewed": _happens_by_chance(random, 50),
    }


def draw_scenario(
    *,
    seed: int,
    size: int,
    years: tuple[int, int],
    ground: CountryGround,
    agencies: Sequence[AgencyRow],
) -> Scenario:
    """A country with so many victims a year, drawn from a seed."""
    random = Random(seed)  # noqa: S311 no secret: the same seed must draw the same country
    rows: dict[str, list[dict[str, Any]]] = {
        "victims": [],
        "cases": [],
        "incidents": [],
        "complaints": [],
        "operations": [],
        "cooperation": [],
    }
    for year in range(years[0], years[1] + 1):
        rows["victims"] += _draw_victims(random, year, size, ground)
        rows["cases"] += _draw_cases(
            random,
            year,
            max(size // CASES, 1),
            years[1],
            ground,
        )
        rows["incidents"].append({"year": year, "number": size // INCIDENTS})
        rows["complaints"].append(_complaints(random, year, size))
        rows["operations"] += [
            _draw_operation(random, year, ground)
            for _ in range(max(size // OPERATIONS, 1))
        ]
        rows["cooperation"].append(
            {
                "year": year,
                "country": ground.neighbours[0],
                "kind": "information",
            },
        )
    return Scenario.model_validate(
        {
            "title": f"A country drawn from seed {seed}",
            "seed": seed,
            "first_year": years[0],
            "last_year": years[1],
            "agencies": roles_of(agencies, ground.identifies),
            **rows,
        },
    )


def roles_of(agencies: Sequence[AgencyRow], identifies: str) -> Agencies:
    """Which agency does what, by its kind; where there is no such kind, another stands
    in.
    """
    others = [a for a in agencies if a.code != identifies]
    if not others:
        raise TooFewAgenciesError
    found = {}
    for work, kinds in KINDS.items():
        by_kind = {a.kind: a.code for a in reversed(others)}
        found[work] = next((by_kind[k] for k in kinds if k in by_kind), others[0].code)
    if not any(a.kind in KINDS["investigates"] for a in others):
        found["investigates"] = identifies
    return Agencies(identifies=identifies, **found)


def _happens_by_chance(random: Random, percent: int) -> bool:
    return random.randrange(100) < percent


def weighted_choice(random: Random, shares: dict[str, int]) -> str:
    """One of several codes, each as often as its share says."""
    return random.choices(list(shares), list(shares.values()))[0]


def _draw_victims(
    random: Random,
    year: int,
    size: int,
    ground: CountryGround,
) -> list[dict[str, Any]]:
    alike = Counter(_draw_victim(random, ground) for _ in range(size))
    names = ("sex", "age_group", "form", "exploited_in", "decided", "care")
    return [
        {
            "year": year,
            "number": number,
            **dict(zip(names, one, strict=True)),
        }
        for one, number in sorted(alike.items())
    ]


def _draw_victim(random: Random, ground: CountryGround) -> tuple[str, ...]:
    abroad = _happens_by_chance(random, ABROAD)
    decided = weighted_choice(random, DECIDED) if abroad else "authority"
    care = (
        "served"
        if decided in {"left_open", "nobody"}
        else weighted_choice(random, CARE)
    )
    where = random.choice(ground.neighbours) if abroad else ""
    return (
        weighted_choice(random, SEXES),
        weighted_choice(random, AGES),
        weighted_choice(random, FORMS),
        where,
        decided,
        care,
    )


def _draw_cases(
    random: Random,
    year: int,
    number: int,
    last: int,
    ground: CountryGround,
) -> list[dict[str, Any]]:
    return [_draw_case(random, year, last, ground) for _ in range(number)]


def _draw_case(
    random: Random,
    opened: int,
    last: int,
    ground: CountryGround,
) -> dict[str, Any]:
    far = random.choices(OUTCOMES, HOW_FAR)[0]
    ended = min(opened + random.randrange(2), last)
    row: dict[str, Any] = {
        "opened": opened,
        "heard": random.choice(("incident", "complaint", "")),
        "forms": (weighted_choice(random, FORMS),),
        "country": random.choice(("", *ground.neighbours)),
        "unclear": _happens_by_chance(random, 20),
        "victims": random.randrange(3),
    }
    if far == "closed":
        row["closed"] = ended
    elif far != "ongoing":
        row["prosecuted"] = ended
    if far in {"convicted", "acquitted"}:
        row |= _draw_outcome(
            random,
            far,
            min(ended + random.randrange(2), last),
            row["victims"],
        )
    return row


def _draw_outcome(
    random: Random,
    outcome: str,
    judged: int,
    victims: int,
) -> dict[str, Any]:
    heads = random.randint(1, 4)
    row: dict[str, Any] = {
        "judged": judged,
        "outcome": outcome,
        "defendants": heads,
    }
    if outcome == "convicted":
        row["prison_months"] = tuple(random.randint(6, 240) for _ in range(heads))
        row["fines"] = tuple(random.randint(1, 100) * 1000 for _ in range(heads))
        row["restitution"] = (
            random.randint(1, 100) * 1000
            if victims and _happens_by_chance(random, 50)
            else None
        )
        row["forfeited"] = (
            random.randint(1, 100) * 1000 if _happens_by_chance(random, 30) else None
        )
    return row


def _draw_operation(random: Random, year: int, ground: CountryGround) -> dict[str, Any]:
    groups = [
        {
            "sex": sex,
            "age_group": "adult",
            "national": national,
            "number": random.randrange(30),
        }
        for sex, national in product(("female", "male"), (True, False))
    ]
    return {
        "on": date(year, 1, 4) + timedelta(days=random.randrange(350)),
        "kind": random.choice(
            ("border_return", "police_operation", "worksite_inspection"),
        ),
        "place": ground.district(random),
        "met": groups if _happens_by_chance(random, 80) else [],
    }
