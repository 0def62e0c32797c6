"""What a cluster does to a job costs nothing: kills, signals, the clock, parts, more replicates."""

import json
import os
import shutil
import signal
import subprocess
import time

import pytest

from . import kill_resume
from .studies import DESIGN, NAMED, PROGRAM, RUNS, begin, call, command, completes, content, digest, partly, parts, run, shards, wait_until

FULL = bool(os.environ.get("DISALIGN_FULL"))


def test_kills_at_random_moments_lose_and_double_nothing(capsys):
    kills, seconds = (100, 4.0) if FULL else (10, 2.0)
    assert kill_resume.main(PROGRAM, kills, seconds) == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGUSR1])
def test_the_first_signal_finishes_what_runs_seals_and_exits_75(folder, whole, number):
    process = begin(folder, "-j", "2", fault="run week=30 kind=slow")
    wait_until(lambda: shards(folder))
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 75 and out == ""
    assert signal.strsignal(number) in err and "same command continues" in err
    sealed = json.loads(call(folder, PROGRAM, "status", "out.h5", "--json").stdout)
    assert 0 < sealed["sealed"] < RUNS and not list(parts(folder / "out.h5").glob("*.part"))
    completes(folder, whole)


def test_a_signal_while_the_study_is_read_is_no_other(folder, whole):
    """It comes when the program looks for the study's file."""
    (folder / "early.c").write_text(
        """
        #include <fcntl.h>
        #include <signal.h>
        #include <string.h>
        #include <sys/stat.h>
        int stat(const char* path, struct stat* found) {
          if (strstr(path, "pair.toml")) raise(SIGTERM);
          return fstatat(AT_FDCWD, path, found, 0);
        }
        """
    )
    subprocess.run(["cc", "-shared", "-fPIC", "-o", "early.so", "early.c"], cwd=folder, check=True)
    done = run(folder, "out.h5", "--level", "events", LD_PRELOAD=str(folder / "early.so"))
    assert done.returncode == 75 and "same command continues" in done.stderr, done
    completes(folder, whole)


def test_runs_that_do_not_fit_the_grace_are_left_for_later(folder, whole):
    process = begin(folder, "-j", "2", "--grace", "1")  # a run takes 3 s
    wait_until(lambda: parts(folder / "out.h5").is_dir())
    time.sleep(0.5)
    begun = time.monotonic()
    process.terminate()
    process.communicate(timeout=60)
    assert process.returncode == 75 and time.monotonic() - begun < 2.8
    completes(folder, whole)


def test_a_second_interrupt_stops_at_once(folder, whole):
    process = begin(folder, "-j", "2", "--grace", "600")
    wait_until(lambda: (parts(folder / "out.h5") / "manifest.toml").exists())
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    time.sleep(0.3)
    assert process.poll() is None  # the runs of 3 s go on
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=1.5)
    assert process.returncode == 75 and "at once" in err
    completes(folder, whole)


def test_the_walltime_stops_like_a_signal(folder, whole):
    begun = time.monotonic()
    process = begin(folder, "-j", "2", "--max-walltime", "0:00:02", fault="run week=30 kind=slow;run week=31 kind=slow")
    _, err = process.communicate(timeout=60)
    assert process.returncode == 75 and "--max-walltime" in err and time.monotonic() - begun >= 2
    assert shards(folder)
    completes(folder, whole, "out.h5", "--max-walltime", "9:00:00")


def test_a_clock_that_jumps_changes_nothing(folder, whole):
    """The calendar clock leaps by a day with every look at it; the study neither stops nor differs."""
    (folder / "clock.c").write_text(
        """
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #include <time.h>
        static int looks = 0;
        int clock_gettime(clockid_t id, struct timespec* t) {
          int (*real)(clockid_t, struct timespec*) = dlsym(RTLD_NEXT, "clock_gettime");
          int code = real(id, t);
          if (id == CLOCK_REALTIME) t->tv_sec += 86400 * (++looks % 2 ? looks : -looks);
          return code;
        }
        time_t time(time_t* t) {
          struct timespec now;
          clock_gettime(CLOCK_REALTIME, &now);
          if (t) *t = now.tv_sec;
          return now.tv_sec;
        }
        """
    )
    subprocess.run(["cc", "-shared", "-fPIC", "-o", "clock.so", "clock.c", "-ldl"], cwd=folder, check=True)
    done = run(folder, "out.h5", "--level", "events", "--max-walltime", "0:30:00", LD_PRELOAD=str(folder / "clock.so"))
    assert digest(done) == whole[1] and content(folder / "out.h5") == whole[2]


@pytest.mark.parametrize("of", [1, 2, 5])
@pytest.mark.parametrize("threads", [1, 2, 7])
@pytest.mark.parametrize("interrupted", [False, True])
def test_one_file_for_any_shards_threads_and_interruptions(folder, whole, of, threads, interrupted):
    for index in range(of, 0, -1):
        words = ["--level", "events", "-j", threads, *(["--shard", f"{index}/{of}"] if of > 1 else [])]
        if interrupted:
            process = begin(folder, *map(str, words[2:]), fault="run week=30 kind=slow")
            wait_until(lambda: process.poll() is not None or shards(folder) or parts(folder / "out.h5").is_dir())
            time.sleep(0.3)
            process.send_signal(signal.SIGKILL if index % 2 else signal.SIGTERM)
            process.communicate(timeout=60)
        done = run(folder, "out.h5", *words)
        assert done.returncode == 0, done.stderr
    if of > 1:
        assert not (folder / "out.h5").exists()
        done = call(folder, PROGRAM, "merge", "out.h5", "--json")
    assert digest(done) == whole[1] and content(folder / "out.h5") == whole[2]
    assert not parts(folder / "out.h5").exists()


def test_parts_can_be_made_at_the_same_time_but_none_twice(folder, whole):
    first = begin(folder, "--shard", "1/2", "--grace", "0")
    wait_until(lambda: (parts(folder / "out.h5") / "lock.1_of_2").exists())
    time.sleep(0.3)
    twin = run(folder, "out.h5", "--level", "events", "--shard", "1/2")
    assert twin.returncode == 2 and "another program is at work" in twin.stderr
    all_of_it = run(folder, "out.h5", "--level", "events")
    assert all_of_it.returncode == 2 and "another program is at work" in all_of_it.stderr
    assert run(folder, "out.h5", "--level", "events", "--shard", "2/2").returncode == 0
    assert first.poll() is None
    first.terminate()
    first.communicate(timeout=60)
    assert first.returncode == 75
    assert run(folder, "out.h5", "--level", "events", "--shard", "1/2").returncode == 0
    assert digest(call(folder, PROGRAM, "merge", "out.h5.parts", "--json")) == whole[1]
    assert content(folder / "out.h5") == whole[2]


def test_parts_that_start_at_the_same_moment_all_work(folder, whole):
    """As the tasks of a job array do: none fails, none removes what another has begun."""
    for _ in range(3):
        together = [begin(folder, "--shard", f"{index}/6", "-j", "1", fault="") for index in range(1, 7)]
        for process in together:
            _, err = process.communicate(timeout=60)
            assert process.returncode == 0, err
        assert digest(call(folder, PROGRAM, "merge", "out.h5", "--json")) == whole[1]
        (folder / "out.h5").unlink()


def test_of_two_plans_that_start_at_the_same_moment_one_is_refused_and_the_other_is_whole(folder):
    for _ in range(5):
        plans = [command("out.h5", "--shard", f"{seed}/2", "--seed", seed) for seed in (1, 2)]
        together = [subprocess.Popen(words, cwd=folder, stderr=subprocess.PIPE, text=True) for words in plans]
        told = [process.communicate(timeout=60)[1] for process in together]
        codes = [process.returncode for process in together]
        assert sorted(codes) == [0, 2], told
        assert "study.seed" in told[codes.index(2)], told
        assert len(shards(folder)) > 0
        shutil.rmtree(parts(folder / "out.h5"))


def test_two_processes_on_one_output(folder, whole):
    first = begin(folder, "--grace", "0")
    wait_until(lambda: (parts(folder / "out.h5") / "lock").exists())
    time.sleep(0.3)
    for words in (command("out.h5"), command("out.h5", "--fresh"), [PROGRAM, "merge", "out.h5"]):
        second = call(folder, *words)
        assert second.returncode == 2 and f"process {first.pid} on" in second.stderr, second.stderr
    assert first.poll() is None
    first.terminate()
    first.communicate(timeout=60)
    completes(folder, whole)


def test_merge_names_what_is_missing(folder, whole):
    for index in (1, 3):
        run(folder, "out.h5", "--level", "events", "--shard", f"{index}/3")
    done = call(folder, PROGRAM, "merge", "out.h5")
    assert done.returncode == 75 and "18 of 54 runs are in no shard" in done.stderr and "18 to 35" in done.stderr
    assert not (folder / "out.h5").exists()
    completes(folder, whole)  # the whole command needs no merge


def test_a_changed_plan_is_refused_and_fresh_says_what_it_removes(folder, whole):
    partly(folder)
    before = [(p.name, p.read_bytes()) for p in shards(folder)]
    for words, field in ((["--seed", "9"], "study.seed"), (["--set", "desertion.rate=0.3"], "desertion.rate"),
                         (["--replicates", "4"], "study.replicates"), (["--level", "summary"], "--level")):  # fmt: skip
        done = run(folder, "out.h5", *words)
        assert done.returncode == 2 and field in done.stderr and "--fresh" in done.stderr, done.stderr
    assert [(p.name, p.read_bytes()) for p in shards(folder)] == before
    done = run(folder, "out.h5", "--level", "events", "--fresh", "--seed", "9")
    assert done.returncode == 0 and "removes out.h5.parts with 18 sealed runs" in done.stderr
    assert digest(done) != whole[1] and not parts(folder / "out.h5").exists()


@pytest.mark.parametrize("level", ["summary", "series", "events", "replay"])
def test_more_replicates_simulate_only_the_new_ones(folder, level):
    few, more = 11, 27  # no multiple of what is written together
    assert run(folder, "out.h5", "--level", level, "--replicates", few).returncode == 0
    # Faults in all old runs: they would fail if they were simulated again.
    fault = ";".join(f"run replicate={r} kind=error" for r in range(few))
    done = run(folder, "out.h5", "--replicates", more, fault=fault)
    assert done.returncode == 0, done.stderr
    fresh = run(folder, "fresh.h5", "--level", level, "--replicates", more)
    assert digest(done) == digest(fresh) and content(folder / "out.h5") == content(folder / "fresh.h5")
    assert run(folder, "out.h5", "--replicates", few).returncode == 2


@pytest.mark.parametrize("level", ["summary", "events"])
@pytest.mark.parametrize("kind, points, named", [("grid", "", ""), ("grid", "", NAMED), ("lhs", "points = 5", "")])
def test_more_replicates_of_a_design_simulate_only_the_new_ones(folder, kind, points, named, level):
    (folder / "pair.toml").write_text(DESIGN.format(kind=kind, points=points) + named)
    assert run(folder, "out.h5", "--level", level, "--replicates", 5).returncode == 0
    call(folder, PROGRAM, "contrast", "out.h5", "--outcome", "total_deaths")  # its table goes with the old file
    fault = ";".join(f"run replicate={r} kind=error" for r in range(5))
    done = run(folder, "out.h5", "--level", level, "--replicates", 19, fault=fault)
    assert done.returncode == 0, done.stderr
    fresh = run(folder, "fresh.h5", "--level", level, "--replicates", 19)
    assert digest(done) == digest(fresh) and content(folder / "out.h5") == content(folder / "fresh.h5")


def test_status_reads_the_disk(folder):
    assert call(folder, PROGRAM, "status", "out.h5").returncode == 2
    process = begin(folder, "--shard", "1/2", fault="run week=30 kind=slow")
    wait_until(lambda: shards(folder))
    status = json.loads(call(folder, PROGRAM, "status", "out.h5", "--json").stdout)
    assert status["runs"] == RUNS and 0 < status["sealed"] <= 27 and status["left"] == RUNS - status["sealed"]
    assert status["running"] == [r for r in status["running"] if f"process {process.pid} " in r] != []
    assert status["eta_s"] > 0 and not status["file"]
    process.communicate(timeout=120)
    run(folder, "out.h5", "--level", "events")
    status = json.loads(call(folder, PROGRAM, "status", "out.h5", "--json").stdout)
    assert status["sealed"] == RUNS and status["left"] == 0 and status["file"] and status["running"] == []
    assert "54 of 54 runs sealed" in call(folder, PROGRAM, "status", "out.h5").stdout


def changed(file, harm):
    """Changes one thing of a result file; returns whether the change belongs to run 40."""
    point, replicate = 40 % file["scenario"].size, 40 // file["scenario"].size
    if harm == "no digest":
        del file.attrs["digest"]
    elif harm == "all failed":
        file["runs/status"][:] = 1
    elif harm in ("no fear", "short fear"):
        of_all = file["fear"][...]
        del file["fear"]
        if harm == "short fear":
            file["fear"] = of_all[..., 1:]
    elif harm.startswith("runs/"):
        file[harm][40] += 1
    else:
        file[harm][(point, replicate) + (-1,) * (file[harm].ndim - 2)] += 1
    return harm not in ("no digest", "all failed", "no fear", "short fear")


@pytest.mark.parametrize(
    "harm",
    ["runs/digest", "runs/total_deaths", "total_deaths", "deaths_per_year", "deaths", "mean_support", "support",
     "no digest", "all failed", "no fear", "short fear"],
)  # fmt: skip
def test_verify_finds_what_was_changed(folder, whole, harm):
    import h5py

    done = call(folder, PROGRAM, "verify", whole[0] / "whole.h5", "--json")
    assert done.returncode == 0 and json.loads(done.stdout)["compared"] == 10
    shutil.copy(whole[0] / "whole.h5", folder / "out.h5")
    with h5py.File(folder / "out.h5", "r+") as file:
        of_run = changed(file, harm)
    done = call(folder, PROGRAM, "verify", "out.h5", "--sample", "54", "--json")
    answer = json.loads(done.stdout)
    assert done.returncode == 3 and answer["compared"] == (0 if harm == "all failed" else 54)
    assert any("run 40 " in d for d in answer["differences"]) == (of_run or "fear" in harm)
    twice = ("runs/digest", "total_deaths", "deaths_per_year")  # against /runs, or its digest, and against the run
    expected = 54 if "fear" in harm else 2 if harm in twice else 1
    assert len(answer["differences"]) == expected

