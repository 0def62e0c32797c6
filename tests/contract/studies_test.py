"""Commands that make studies of their own: sensitivity, levers, ablation, robustness, plans, stopping.

The program is named by DISALIGN_PROGRAM; without it all tests skip.
"""

import itertools
import json
import os
import pathlib
import signal
import subprocess
import time
import tomllib

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from output_test import SCENARIO

PROGRAM = os.environ.get("DISALIGN_PROGRAM", "")
ROOT = pathlib.Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(not os.access(PROGRAM, os.X_OK), reason="DISALIGN_PROGRAM names no program")

STUDY = """
[study]
name = "rivals"
base = "small.toml"
replicates = 6
weeks = 40
reference = "alone"
outcomes = ["total_deaths", "total_civilian_deaths"]
[scenarios.alone]
label = "UN alone"
[scenarios.rival]
label = "With a rival beside it"
[scenarios.rival.actors.rival]
kind = "parallel_force"
homes = ["Middle", "Corner"]
strength = 400
restraint = 0.3
goals = { secure_resources = 0.6, defeat_designated = 0.4 }
stances = { army = 1.0, armed_groups = -1.0 }
coordination = { un = 0.3 }
"""


def call(*words, code=0):
    done = subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == code, done.stderr
    return done


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("studies")
    (folder / "small.toml").write_text(SCENARIO)
    (folder / "rivals.toml").write_text(STUDY)
    return folder


def test_sensitivity_refuses_what_it_cannot_use_and_ranks_a_strong_factor_first(folder):
    text = (
        '[study]\nname = "{kind}"\nbase = "small.toml"\nreplicates = 3\nweeks = 20\noutcomes = ["total_deaths"]\n'
        '[design]\nkind = "{kind}"\n{points}\nvary."battles.contact_rate" = {{ low = 0, high = 40{steps} }}\n'
        'vary."fear.none" = {{ low = 0, high = 1{steps} }}\n'
        "[scenarios.apart]\nactors.un.present = false\n"  # a row beside the design, no point of it
    ).replace("fear.none", "reporting.vague_date")
    for kind, points, steps in (
        ("saltelli", "points = 16", ""), ("morris", "points = 6", ""), ("ofat", "", ", steps = 3"), ("lhs", "points = 20", "")
    ):  # fmt: skip
        (folder / f"{kind}.toml").write_text(text.format(kind=kind, points=points, steps=steps))
        out = json.loads(
            call("sa", folder / f"{kind}.toml", "-o", folder / f"{kind}.h5", "--quiet", "--json").stdout
        )
        table = pd.DataFrame(out["tables"]["sa"]).set_index("factor")
        # The observer changes nothing in the model: an effect of exactly 0, whatever the seeds.
        idle, strong = table.loc["reporting_vague_date"], table.loc["battles_contact_rate"]
        if kind == "saltelli":
            assert idle.total == 0 and strong.total == pytest.approx(1, abs=0.35) and 0 < strong.noise_share < 1
        elif kind == "morris":
            assert idle.mu_star == 0 and strong.mu_star > 10 and strong.mu_star_lo > 0
        elif kind == "ofat":
            assert (idle.effect == 0).all() and strong.effect.abs().max() > 10
        else:
            assert strong.rank_correlation > 0.5
    assert "needs" in call("sa", folder / "rivals.toml", "-o", folder / "plain.h5", "--quiet", code=2).stderr


def test_levers_act_singly_and_together_on_a_scenario(folder):
    out = json.loads(
        call("levers", folder / "rivals.toml", "-o", folder / "levers.h5", "--quiet", "--json").stdout
    )
    table = pd.DataFrame(out["tables"]["contrast"])
    rows = list(table[table.outcome == "total_deaths"].scenario)
    assert rows == [f"L{k}" for k in range(1, 14)] + ["all"]
    deaths = table[table.outcome == "total_deaths"].set_index("scenario")
    # A lever on support changes nothing where nobody is supported; a reserve or the joint strategy does.
    assert deaths.loc["L3"].effect == 0 and deaths.loc["L3"].lo == 0
    assert (deaths.effect != 0).sum() >= 2
    parameters = xr.open_dataset(folder / "levers.h5", group="parameters")
    assert float(parameters.value.sel(scenario="L4", parameter="learning.rate")) == pytest.approx(0.1)
    assert float(parameters.value.sel(scenario="all", parameter="actors.rival.joint_strategy")) == 0.5
    assert float(parameters.value.sel(scenario="without", parameter="actors.rival.joint_strategy")) == 0


def test_a_lever_acts_in_the_theatres_where_its_operations_are(folder):
    actor = STUDY[STUDY.index("[scenarios.rival.actors.rival]") :].replace("rival.actors", "both.theatres.shared.actors")
    (folder / "lands.toml").write_text(
        STUDY[: STUDY.index("[scenarios.alone]")].replace("rivals", "lands").replace("replicates = 6", "replicates = 2")
        + "[scenarios.alone.theatres.shared]\n[scenarios.alone.theatres.other]\n[scenarios.both.theatres.other]\n" + actor
    )  # fmt: skip
    call("levers", folder / "lands.toml", "-o", folder / "lands.h5", "--quiet")
    table = pd.read_csv(folder / "lands.contrast.csv").set_index(["outcome", "scenario"])
    values = xr.open_dataset(folder / "lands.h5", group="parameters").value
    value = lambda row, key: float(values.sel(scenario=row, parameter=key))
    for row in ("L1", "all"):
        assert value(f"{row}.shared", "actors.un.branding") == value(f"{row}.other", "actors.un.branding") == 0.8
    assert value("L13.shared", "actors.rival.joint_strategy") == value("all.shared", "actors.rival.joint_strategy") == 0.5
    assert value("without.shared", "actors.rival.joint_strategy") == value("L13.other", "actors.rival.joint_strategy") == 0
    # Each row is compared with the same theatre without levers.
    assert table.loc["total_deaths", "L13.shared"].reference == "without.shared"
    assert table.loc["total_deaths", "L13.shared"].effect != 0 and table.loc["total_deaths", "L13.other"].effect == 0


def test_ablation_accounts_for_the_whole_effect(folder):
    call("ablate", folder / "rivals.toml", "--row", "rival", "-o", folder / "ablate.h5", "--quiet")
    table = pd.read_csv(folder / "ablate.ablate.csv")
    deaths = table[table.outcome == "total_deaths"]
    whole = deaths[deaths.measure == "whole"].effect.item()
    shapley = deaths[deaths.measure == "shapley"]
    assert whole != 0
    # Shapley values sum to the whole effect, whatever the orders.
    assert shapley.effect.sum() == pytest.approx(whole)
    assert shapley.share.sum() == pytest.approx(1)
    assert {"divergent_targeting", "divergent_conduct", "friction"} <= set(shapley.channel)
    file = xr.open_dataset(folder / "ablate.h5").total_deaths.astype(float)
    whole_runs = file.sel(scenario="partners_all") - file.sel(scenario="copies_all")
    assert whole == pytest.approx(float(whole_runs.mean()))
    without = file.sel(scenario="partners_without_friction") - file.sel(scenario="copies_without_friction")
    row = deaths[(deaths.measure == "without") & (deaths.channel == "friction")].effect.item()
    assert row == pytest.approx(float((without - whole_runs).mean()))
    again = (folder / "ablate.ablate.csv").read_text()
    call("ablate", folder / "rivals.toml", "--row", "rival", "-o", folder / "ablate.h5", "--quiet", "-j", 1)
    assert (folder / "ablate.ablate.csv").read_text() == again
    assert "has no UN" in call("ablate", folder / "rivals.toml", "--row", "alone", "-o", folder / "x.h5",
                               "--set", "actors.un.present=false", code=2).stderr  # fmt: skip


def test_shapley_values_are_steps_along_orders_of_channels_that_are_really_switched(folder):
    """Four channels and two replicates, against runs of all 16 sets of them."""
    kept = ["divergent_allocation", "divergent_targeting", "divergent_conduct", "impartiality_spillover"]
    call("ablate", folder / "rivals.toml", "--row", "rival", "-o", folder / "all.h5", "--quiet", "--replicates", 2)
    others = set(pd.read_csv(folder / "all.ablate.csv").channel) - {*kept, "all"}
    off = [word for name in sorted(others) for word in ("--set", f"{name}.enabled=false")]
    sets = [frozenset(on) for size in range(5) for on in itertools.combinations(kept, size)]
    copy = STUDY.replace("restraint = 0.3", "restraint = 0.2").replace("secure_resources = 0.6, defeat_designated = 0.4",
                         "protect_civilians = 1.0").replace("stances = { army = 1.0, armed_groups = -1.0 }", "")  # fmt: skip
    text = STUDY[: STUDY.index("[scenarios.rival]")]
    for side, study in (("partners", STUDY), ("copies", copy)):
        actor = study[study.index("[scenarios.rival.actors") :]
        for k, on in enumerate(sets):
            text += actor.replace("scenarios.rival.", f"scenarios.{side}_{k}.")
            text += "".join(f"[scenarios.{side}_{k}.{name}]\nenabled = false\n" for name in kept if name not in on)
    (folder / "sets.toml").write_text(text)
    differ = 0
    for seed in (1, 2, 3):
        words = ("--quiet", "--fresh", "--replicates", 2, "--seed", seed, *off)
        call("ablate", folder / "rivals.toml", "--row", "rival", "-o", folder / "four.h5", *words)
        call("run", folder / "sets.toml", "-o", folder / "sets.h5", *words)
        runs = xr.open_dataset(folder / "sets.h5").total_deaths.astype(float)
        effect = {
            on: (runs.sel(scenario=f"partners_{k}") - runs.sel(scenario=f"copies_{k}")).values
            for k, on in enumerate(sets)
        }
        assert (effect[frozenset()] == 0).all()  # nothing depends on what a partner stands for
        table = pd.read_csv(folder / "four.ablate.csv").set_index(["outcome", "measure", "channel"]).effect
        found = table["total_deaths"]
        assert set(found["shapley"].index) == set(kept)
        for name in kept:
            assert found["only", name] == effect[frozenset([name])].mean()
            without = effect[frozenset(kept) - {name}] - effect[frozenset(kept)]
            assert found["without", name] == without.mean()
        steps = lambda order, r: {
            name: (effect[frozenset(order[: k + 1])] - effect[frozenset(order[:k])])[r] for k, name in enumerate(order)
        }
        orders = list(itertools.permutations(kept))
        first, second = ([steps(order, r) for order in orders] for r in range(2))
        walks = [
            (i, j) for i in range(24) for j in range(24)
            if all((first[i][name] + second[j][name]) / 2 == found["shapley", name] for name in kept)
        ]  # fmt: skip
        assert walks, "no two orders of channels give these values"
        differ += all(i != j for i, j in walks)
    assert differ > 0  # a replicate walks its own order


def test_robustness_tells_which_choices_keep_a_sign(folder):
    (folder / "variants").mkdir(exist_ok=True)
    (folder / "variants/robustness.toml").write_text(
        '[seeds]\nseed = 77\n[order]\nreversed_actors = true\n[contacts]\nset = ["battles.contact_rate=1"]\n'
        '[responses]\nset = ["week.order=responses_reversed"]\n'
    )
    call("robust", folder / "rivals.toml", "-o", folder / "choices.h5", "--quiet")
    table = pd.read_csv(folder / "choices.robust.as_it_is.robust.csv").set_index(["outcome", "scenario", "choice"])
    (folder / "variants/robustness.toml").unlink()
    base = table.loc["total_deaths", "rival", "as_it_is"]
    # Names, not places, address random numbers: the order of actors changes next to nothing.
    order = table.loc["total_deaths", "rival", "order"]
    assert abs(order.effect - base.effect) < 0.25 * (base.hi - base.lo)
    actors = lambda name: list(xr.open_dataset(folder / f"choices.robust.{name}.h5").actor.values[:4])
    assert actors("order") == actors("as_it_is")[::-1]
    assert table.loc["total_deaths", "rival", "contacts"].effect != base.effect
    assert table.loc["total_deaths", "rival", "responses"].effect != base.effect
    # Other seeds are those of a study with that seed.
    call("contrast", folder / "rivals.toml", "-o", folder / "seeds.h5", "--quiet", "--seed", 77)
    other = pd.read_csv(folder / "seeds.contrast.csv").set_index(["outcome", "scenario"]).loc["total_deaths", "rival"]
    seeds = table.loc["total_deaths", "rival", "seeds"]
    assert (seeds.effect, seeds.lo, seeds.hi) == (other.effect, other.lo, other.hi) and seeds.effect != base.effect
    assert set(table.agrees) <= {"same", "opposite", "unclear"}


def test_a_plan_is_registered_confirmed_and_refused_when_the_study_changed(folder):
    out = call("plan", folder / "rivals.toml", "--pilot", 8, "-o", folder / "rivals.plan.toml", "--quiet", "--replicates", 5)
    assert "replicates for an error of 2 %" in out.stdout and "core-hours" in out.stdout
    table = pd.read_csv(folder / "rivals.pilot.plan.csv")
    row = table[(table.outcome == "total_deaths") & (table["scenario"] == "rival")].iloc[0]
    pilot = xr.open_dataset(folder / "rivals.pilot.h5").total_deaths.astype(float)
    difference = (pilot.sel(scenario="rival") - pilot.sel(scenario="alone")).values
    wanted = (1.959964 * difference.std(ddof=1) / (0.05 * float(pilot.sel(scenario="alone").mean()))) ** 2
    assert row.replicates_for_half_width == max(2, np.ceil(wanted))
    hash_ = [line for line in (folder / "rivals.plan.toml").read_text().splitlines() if line.startswith("hash")][0]
    hash_ = hash_.split('"')[1]
    call("contrast", folder / "rivals.toml", "--plan", folder / "rivals.plan.toml", "-o", folder / "confirmed.h5", "--quiet")
    file = xr.open_dataset(folder / "confirmed.h5")
    assert file.attrs["purpose"] == "confirm" and file.attrs["preregistration"] == hash_
    assert file.attrs["seed"] == 2 and file.sizes["replicate"] == 5  # not the pilot's seed
    csv = pd.read_csv(folder / "confirmed.contrast.csv", dtype={"preregistration": str})
    assert set(csv.preregistration) == {hash_} and set(csv.purpose) == {"confirm"}
    again = ("run", folder / "rivals.toml", "--plan", folder / "rivals.plan.toml", "-o", folder / "confirmed.h5")
    assert f"confirms preregistration {hash_}" in call(*again).stdout
    answer = json.loads(call(*again, "--json").stdout)
    assert (answer["preregistration"], answer["purpose"]) == (hash_, "confirm")
    refuse = lambda *words: call("run", folder / "rivals.toml", "--plan", folder / "rivals.plan.toml",
                                 "-o", folder / "other.h5", *words, code=2).stderr  # fmt: skip
    assert "desertion.rate" in refuse("--set", "desertion.rate=0.01")
    assert "the preregistration says 5" in refuse("--replicates", "6")
    text = (folder / "rivals.plan.toml").read_text()
    (folder / "rivals.plan.toml").write_text(text.replace("replicates = 5", "replicates = 7", 1))
    assert "was changed after it was made" in refuse()
    # An exploration that is there already cannot be declared a confirmation.
    (folder / "rivals.plan.toml").write_text(text)
    call("run", folder / "rivals.toml", "-o", folder / "explored.h5", "--quiet", "--seed", 2, "--replicates", 5)
    assert "explores: no preregistration" in call("show", folder / "explored.h5").stdout
    done = call("run", folder / "rivals.toml", "--plan", folder / "rivals.plan.toml", "-o", folder / "explored.h5", code=2)
    assert "preregistration" in done.stderr


def test_a_stopping_rule_grows_a_study_until_it_knows_enough(folder):
    rule = '[stop]\noutcome = "total_deaths"\nrel = {rel}\nn_min = 10\nn_max = 60\nbatch = 10\n'
    sizes = {}
    for name, rel in (("loose", 5.0), ("tight", 0.0001)):
        (folder / f"{name}.toml").write_text(STUDY.replace("rivals", name) + rule.format(rel=rel))
        done = call("run", folder / f"{name}.toml", "-o", folder / f"{name}.h5")
        sizes[name] = xr.open_dataset(folder / f"{name}.h5").sizes["replicate"]
        assert "known well enough" in done.stderr
    assert sizes == {"loose": 10, "tight": 60}
    # The first replicates are those of a study of a fixed number; and it is complete for `run`.
    fixed = call("run", folder / "rivals.toml", "-o", folder / "fixed.h5", "--quiet", "--replicates", 10)
    assert fixed
    tight = xr.open_dataset(folder / "tight.h5").total_deaths[:, :10].values
    np.testing.assert_array_equal(tight, xr.open_dataset(folder / "fixed.h5").total_deaths.values)
    assert "complete already" in call("run", folder / "tight.toml", "-o", folder / "tight.h5").stderr


def test_a_stopped_study_reports_the_interval_that_it_was_stopped_by(folder):
    (folder / "stopped.toml").write_text(
        STUDY.replace("rivals", "stopped") + '[stop]\noutcome = "total_deaths"\nhalf_width = 1e6\nn_min = 12\n'
    )
    out = call("contrast", folder / "stopped.toml", "-o", folder / "stopped.h5", "--quiet").stdout
    assert "intervals are confidence sequences" in out
    deaths = xr.open_dataset(folder / "stopped.h5").total_deaths.astype(float)
    difference = (deaths.sel(scenario="rival") - deaths.sel(scenario="alone")).values
    n = difference.size
    assert n == 12
    rho2 = (2 * np.log(20) + np.log(1 + 2 * np.log(20))) / 12  # Waudby-Smith et al. 2024, eq. 14
    half = difference.std(ddof=1) * np.sqrt(2 * (n * rho2 + 1) / (n * n * rho2) * (np.log(n * rho2 + 1) / 2 + np.log(20)))
    row = pd.read_csv(folder / "stopped.contrast.csv").set_index(["outcome", "scenario"]).loc["total_deaths", "rival"]
    assert (row.lo, row.hi) == pytest.approx((difference.mean() - half, difference.mean() + half))
    answer = json.loads(call("run", folder / "stopped.toml", "-o", folder / "stopped.h5", "--json", "--quiet").stdout)
    shown = [c for c in answer["contrasts"] if c["outcome"] == "total_deaths"][0]
    assert (shown["lo"], shown["hi"]) == pytest.approx((row.lo, row.hi))
    assert "confidence sequence" in call("show", folder / "stopped.h5").stdout
    # A preregistration says the rule, and its pilot has as many replicates as were asked for.
    call("plan", folder / "stopped.toml", "--pilot", 4, "-o", folder / "stopped.plan.toml", "--quiet")
    assert xr.open_dataset(folder / "stopped.pilot.h5").sizes["replicate"] == 4
    plan = tomllib.loads((folder / "stopped.plan.toml").read_text())["plan"]
    assert plan["replicates"] == 12 and plan["stopping"].startswith("from 12 replicates of every row, in batches of 50 until")
    call("run", folder / "stopped.toml", "--plan", folder / "stopped.plan.toml", "-o", folder / "stopped2.h5", "--quiet")


def test_a_stopping_rule_judges_theatres_by_themselves_and_counts_what_is_there_already(folder):
    text = '[study]\nname = "towns"\nbase = "small.toml"\nreplicates = 10\nweeks = 20\n'
    for scenario in ("alone", "same"):
        text += f"[scenarios.{scenario}.theatres.quiet]\nactors.red.strength = 50\n[scenarios.{scenario}.theatres.loud]\n"
    rule = '[stop]\noutcome = "total_deaths"\nhalf_width = {}\nn_min = 10\nn_max = {}\nbatch = 10\n'
    # Placebos: equal to the reference of their own theatre, not to that of the other.
    (folder / "towns.toml").write_text(text + rule.format(1, 40))
    done = call("run", folder / "towns.toml", "-o", folder / "towns.h5")
    assert "10 replicates: total_deaths is known well enough" in done.stderr
    # 10 replicates are in the file, 5 more are asked for: it is judged by 15.
    (folder / "more.toml").write_text(STUDY.replace("rivals", "more").replace("replicates = 6", "replicates = 10")
                                      + rule.format(1e6, 40))  # fmt: skip
    call("run", folder / "more.toml", "-o", folder / "more.h5", "--quiet")
    done = call("run", folder / "more.toml", "-o", folder / "more.h5", "--replicates", 15)
    assert "15 replicates: total_deaths is known well enough" in done.stderr
    assert xr.open_dataset(folder / "more.h5").sizes["replicate"] == 15
    (folder / "never.toml").write_text(STUDY.replace("rivals", "never") + rule.format(1e-6, 20))
    done = call("run", folder / "never.toml", "-o", folder / "never.h5")
    assert "20 replicates: total_deaths is not known well enough, and n_max is reached" in done.stderr


def test_a_plan_does_not_make_up_replicates_from_a_pilot_that_does_not_tell(folder):
    text = '[study]\nname = "{}"\nbase = "small.toml"\nweeks = 20\noutcomes = ["{}"]\n{}[design]\nkind = "lhs"\npoints = 3\n'
    text += 'vary."desertion.rate" = {{ low = 0.001, high = 0.02 }}\n'
    # Without a reference the error of the means decides, in the row that needs most.
    (folder / "means.toml").write_text(text.format("means", "total_deaths", ""))
    call("plan", folder / "means.toml", "--pilot", 6, "-o", folder / "means.plan.toml", "--quiet")
    table = pd.read_csv(folder / "means.pilot.plan.csv")
    deaths = xr.open_dataset(folder / "means.pilot.h5").total_deaths.astype(float)
    wanted = np.ceil((deaths.std("replicate", ddof=1) / deaths.mean("replicate") / 0.02) ** 2)
    assert list(table.replicates_for_error) == list(wanted.values) and (table.replicates_for_half_width == -1).all()
    assert tomllib.loads((folder / "means.plan.toml").read_text())["plan"]["replicates"] == int(wanted.max()) > 2
    # A power is that of the paired differences.
    (folder / "little.toml").write_text('[study]\nname = "little"\nbase = "small.toml"\nweeks = 20\noutcomes = ["total_deaths"]\n'
                                        "[scenarios.as_it_is]\n[scenarios.leaving]\ndesertion.rate = 0.006\n")  # fmt: skip
    call("plan", folder / "little.toml", "--pilot", 8, "-o", folder / "little.plan.toml", "--quiet")
    row = pd.read_csv(folder / "little.pilot.plan.csv").set_index("scenario").loc["leaving"]
    runs = xr.open_dataset(folder / "little.pilot.h5").total_deaths.astype(float)
    difference = (runs.sel(scenario="leaving") - runs.sel(scenario="as_it_is")).values
    power = ((1.959964 + 1.281552) * difference.std(ddof=1) / difference.mean()) ** 2
    assert row.replicates_for_power == np.ceil(power) > 2
    # No event in the pilot: no number.
    (folder / "none.toml").write_text(text.format("none", "total_parallel_deaths", ""))
    done = call("plan", folder / "none.toml", "--pilot", 4, "-o", folder / "none.plan.toml", "--quiet", code=2)
    assert "does not tell how many" in done.stderr and not (folder / "none.plan.toml").exists()


@pytest.mark.parametrize("command", ["ablate", "levers", "robust"])
def test_analyses_that_make_their_own_studies_say_what_they_need(folder, command):
    done = call(command, folder / "some.h5", code=2)
    assert "is a result file" in done.stderr and "TOML" in done.stderr
    done = call(command, folder / "rivals.toml", "--plan", folder / "rivals.plan.toml", code=2)
    assert "Leave it out" in done.stderr


def test_killing_a_study_at_half_and_continuing_gives_the_same_tables(folder):
    words = ["contrast", str(folder / "rivals.toml"), "--replicates", "400", "--set", "study.weeks=100"]
    call(*words, "-o", folder / "whole.h5", "--quiet")
    process = subprocess.Popen([PROGRAM, *words, "-o", str(folder / "killed.h5"), "-j", "1"], stderr=subprocess.PIPE,
                               stdout=subprocess.DEVNULL, cwd=ROOT, text=True)  # fmt: skip
    for line in process.stderr:  # a line for every tenth of the runs
        if " of 800 runs" in line and int(line.split()[0]) >= 240:
            break
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not (folder / "killed.h5").exists()
    time.sleep(0.1)
    call(*words, "-o", folder / "killed.h5", "--quiet")
    assert (folder / "killed.contrast.csv").read_text() == (folder / "whole.contrast.csv").read_text()


def test_robustness_varies_cells_border_and_forms_of_a_real_map(folder):
    """The choices that come with the program, on a short study of the Central African Republic."""
    (folder / "short.toml").write_text(
        f'[study]\nname = "short"\nbase = "{ROOT}/experiments/scenarios/central_african_republic.toml"\n'
        'replicates = 2\nweeks = 6\nreference = "alone"\noutcomes = ["total_deaths"]\n'
        "[scenarios.alone]\n[scenarios.fewer]\nactors.un.strength = 4000\n"
    )
    call("robust", folder / "short.toml", "-o", folder / "short.h5", "--quiet")
    table = pd.read_csv(folder / "short.robust.as_it_is.robust.csv").set_index("choice")
    wanted = {"order_of_actors", "order_of_responses", "cells_50_km", "open_border", "square_law", "units_by_size"}
    assert wanted <= set(table.index)
    closed, opened = (xr.open_dataset(folder / f"short.robust.{name}.h5") for name in ("as_it_is", "open_border"))
    ring = opened.population.values == 0
    assert opened.sizes["cell"] > closed.sizes["cell"] and ring.sum() >= opened.sizes["cell"] - closed.sizes["cell"]
    assert int(opened.population.sum()) == int(closed.population.sum())
    assert set(opened.admin_region.values[ring]) >= {""}


def test_slopes_over_named_scenarios_are_least_squares_within_replicates(folder):
    names = {"brigade_2": (2, 900), "brigade_4": (4, 700), "brigade_12": (12, 300)}
    text = (
        '[study]\nname = "delay"\nbase = "small.toml"\nreplicates = 7\nweeks = 30\nreference = "none"\n'
        'outcomes = ["total_deaths"]\n[scenarios.none]\nactors.un.present = false\n'
    )
    text += "".join(f"[scenarios.{name}]\nactors.un.strength = {n}\n" for name, (_, n) in names.items())
    curves = '[dose]\nname = "delay"\nunit = "week"\ncurves.brigade = {{ {} }}\n'
    (folder / "delay.toml").write_text(text + curves.format(", ".join(f"{k} = {d}" for k, (d, _) in names.items())))
    out = call("dose", folder / "delay.toml", "-o", folder / "delay.h5", "--quiet").stdout
    deaths = xr.open_dataset(folder / "delay.h5").total_deaths.astype(float)
    runs = np.array([deaths.sel(scenario=name).values for name in names])
    slopes = np.polyfit([2, 4, 12], runs, 1)[0]
    row = pd.read_csv(folder / "delay.dose_slope.csv").set_index("curve").loc["brigade"]
    half = 2.446911851 * slopes.std(ddof=1) / np.sqrt(7)  # t quantile of 6 degrees of freedom
    assert row.per_unit == pytest.approx(slopes.mean()) and row.change == pytest.approx(10 * slopes.mean())
    assert (row.per_unit_lo, row.per_unit_hi) == pytest.approx((slopes.mean() - half, slopes.mean() + half))
    assert "; per week " in out
    points = pd.read_csv(folder / "delay.dose.csv").set_index("delay")
    averted = deaths.sel(scenario="none") - deaths.sel(scenario="brigade_4")
    assert points.loc[4, "effect"] == pytest.approx(-float(averted.mean()))
    # The curves are part of the plan, and `contrast` and variants leave them alone.
    call("contrast", folder / "delay.h5")
    assert "complete already" in call("run", folder / "delay.toml", "-o", folder / "delay.h5").stderr
    for curve, message in (("brigade_2 = 2, brigade_44 = 3", 'Did you mean "brigade_4"'), ("brigade_2 = 2", "has one dose")):
        (folder / "wrong.toml").write_text(text + curves.format(curve))
        assert message in call("dose", folder / "wrong.toml", "-o", folder / "wrong.h5", code=2).stderr
