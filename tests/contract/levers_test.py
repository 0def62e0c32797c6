"""The levers that `disalign levers` pulls are those that the parameters name, within their ranges."""

import pathlib
import re
import tomllib

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
LEVERS = tomllib.loads((ROOT / "experiments/variants/levers.toml").read_text())

# Named by a lever, but no policy: what groups believe, what an effect is worth, how news travels.
NOT_PULLED = {
    "L2": {"accountability_gap.publicity"},
    "L3": {"party_status.threshold"},
    "L4": {"actors.NAME.monthly_learning"},  # one operation's own; learning.rate is everybody's
    "L5": {"company_rules.guarding", "company_rules.services"},
    "L9": {"regional_knowledge.mediation_per_secondee"},
}
NOT_PULLED["L1"] = {f"support_burden.{kind}" for kind in ("rations_and_fuel", "transport", "medical_evacuation")}


def declared():
    """(lever, key, low, high) of every parameter whose source begins with a lever."""
    rows = []
    for line in (ROOT / "docs/PARAMETERS.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("| ").split(" | ")]
        named = re.match(r"(?:scenario; )?(L\d+)\b", cells[-1]) if len(cells) == 6 else None
        if named:
            low, high = (float(end) for end in cells[3].split(" to "))
            rows.append((named[1], cells[0].strip("`"), low, high))
    return rows


def pulled(lever):
    """Keys that a lever sets, as PARAMETERS.md writes them, with their values."""
    keys = {}
    for rule, parameters in lever.get("rules", {}).items():
        keys |= {f"{rule}.{name}": value for name, value in parameters.items()}
    for side in ("un", "partner"):
        keys |= {f"actors.NAME.{name}": value for name, value in lever.get(side, {}).items()}
    return keys


def test_all_thirteen_levers_are_there():
    assert list(LEVERS) == [f"L{k}" for k in range(1, 14)]
    assert {lever for lever, *_ in declared()} == set(LEVERS)


@pytest.mark.parametrize("row", declared(), ids=lambda row: row[1])
def test_a_parameter_of_a_lever_is_pulled_within_its_range(row):
    lever, key, low, high = row
    if key in NOT_PULLED.get(lever, set()):
        return
    keys = pulled(LEVERS[lever])
    assert key in keys, f"{lever} leaves {key} where it is"
    assert low <= keys[key] <= high
