"""Mutated result files against every command that reads one: no crash, no hang, no unbounded memory.

  hdf5_mutations.py READER PROGRAM [--count N] [--first K] [--seed S] [--raw] [--keep FOLDER]

Makes a small result file with PROGRAM, then N copies, each with one to three structural mutations (a
dataset, group, attribute, type, shape, extent, link or value changed) or, with --raw and one in four, with
raw damage (bits flipped, blocks overwritten, the end cut off), and hands them to READER
(tests/fuzz/hdf5_reader.cpp) in batches. The same seed and number give the same file. Exit code 1 when a
command ended otherwise than with an answer or a refusal; these files are kept in FOLDER.

Raw damage is left out by default: HDF5 1.10.8 itself crashes or loops on some damaged heaps (H5HG_read) before the
program sees anything. Shards, which are read without being asked for, carry a checksum for that reason.
"""

import argparse
import collections
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import warnings

import h5py
import numpy as np

STUDY = """
weeks = 6
place = { kind = "small" }
[study]
name = "pair"
title = "A pair"
replicates = 3
reference = "without"
[task_relations.clash.secure_resources]
protect_civilians = { value = 0.6, reason = "test" }
[task_relations.synergy.hold_site]
protect_civilians = { value = 0.5, reason = "test" }
[actors.army]
kind = "government"
homes = ["Middle"]
goals = { extend_state_authority = 1.0 }
stances = { armed_groups = -1.0 }
[actors.red]
kind = "armed_group"
homes = ["Corner"]
goals = { secure_resources = 1.0 }
stances = { army = -1.0 }
[actors.un]
kind = "un_mission"
homes = "bases"
goals = { protect_civilians = 1.0 }
[scenarios.without]
actors.un.present = false
[scenarios.with]
"""
BATCH = 50
ALLOWED = {0, 2, 3, 75}  # answer, refusal, other digest, stopped
EXTREMES = [0, 1, -1, 2**31 - 1, -(2**31), 2**63 - 1, -(2**63), 1e308, -1e308, float("nan"), float("inf"), 5e-324, -0.0]
DTYPES = [
    "i1", "i4", "i8", "u1", "u8", "f2", "f4", "f8", ">i4", ">f8", "S1", "S7", "V5", "?", "c16",
    np.dtype([("a", "i4"), ("b", "f8")]), h5py.string_dtype(), h5py.vlen_dtype(np.int32), h5py.ref_dtype,
    h5py.string_dtype("ascii", 12), h5py.enum_dtype({"A": 0, "B": 1}, "i1"),
]  # fmt: skip


def objects(file):
    names = []
    file.visit(names.append)
    return names


def datasets(file):
    return [name for name in objects(file) if isinstance(file[name], h5py.Dataset)]


def random_shape(rng, old):
    choices = [(), (0,), (1,), (rng.randrange(1, 9),), (2, 3), (0, 4), (1, 1, 1, 1)]
    if old:
        grown = list(old)
        k = rng.randrange(len(grown))
        grown[k] = max(0, grown[k] + rng.choice([-1, 1, 7]))
        choices += [tuple(grown)] * 4 + [old + (1,), old[:-1], tuple(reversed(old))]
    return rng.choice(choices)


def random_attribute(rng):
    return rng.choice([
        rng.choice(EXTREMES), "", "x" * rng.choice([1, 300, 60000]), b"\xff\xfe\xc3", np.array([], "i4"),
        np.arange(rng.randrange(1, 5)), np.array(["a", "b"], "S1"), h5py.Empty("f8"), h5py.Empty("S3"), True,
        np.array((1, 2.0), DTYPES[15]), np.float16(1), np.bytes_(b"a\0b"), np.zeros((2, 2)), 2**64 - 1,
    ])  # fmt: skip


def delete_object(rng, file):
    del file[rng.choice(objects(file))]


def delete_attribute(rng, file):
    owner = file if rng.random() < 0.5 else file[rng.choice(objects(file))]
    if len(owner.attrs):
        del owner.attrs[rng.choice(sorted(owner.attrs))]


def replace_attribute(rng, file):
    owner = file if rng.random() < 0.6 else file[rng.choice(objects(file))]
    name = rng.choice(sorted(owner.attrs)) if len(owner.attrs) and rng.random() < 0.9 else "another"
    if name in owner.attrs:
        del owner.attrs[name]
    owner.attrs[name] = random_attribute(rng)


def edit_text(rng, file):
    text = list(file.attrs["configuration"])
    for _ in range(rng.randrange(1, 6)):
        k = rng.randrange(len(text))
        text[k] = rng.choice(["", "[", "]", "=", '"', "9", "-", "\n", "nan", "é", text[k] * 2])
    file.attrs["configuration"] = "".join(text)


def reshape(rng, file):
    name = rng.choice(datasets(file))
    old = file[name]
    shape, dtype = random_shape(rng, old.shape), old.dtype
    attributes = dict(old.attrs) if rng.random() < 0.3 else {}
    del file[name]
    new = file.create_dataset(name, shape, dtype)
    for key in attributes.keys() - {"REFERENCE_LIST", "DIMENSION_LIST", "CLASS", "NAME"}:
        new.attrs[key] = attributes[key]


def retype(rng, file):
    name = rng.choice(datasets(file))
    shape = file[name].shape
    del file[name]
    file.create_dataset(name, shape, rng.choice(DTYPES))


def claim_much(rng, file):
    name = rng.choice(datasets(file))
    dtype = file[name].dtype
    rank = max(1, len(file[name].shape))
    del file[name]
    extents = tuple(rng.choice([1, 7, 2**20, 2**31, 2**40, 2**62]) for _ in range(rank))
    file.create_dataset(name, extents, dtype, maxshape=(None,) * rank, chunks=(1,) * rank)


def resize(rng, file):
    grown = [name for name in datasets(file) if None in file[name].maxshape]
    if grown:
        chosen = file[rng.choice(grown)]
        axis = rng.choice([k for k, most in enumerate(chosen.maxshape) if most is None])
        chosen.resize(rng.choice([0, 1, chosen.shape[axis] + 3, 2**33]), axis)


def overwrite(rng, file):
    chosen = file[rng.choice(datasets(file))]
    if chosen.size and chosen.dtype.kind in "iuf" and chosen.size < 10**7:
        values = chosen[...].reshape(-1)
        with np.errstate(all="ignore"):
            for _ in range(rng.randrange(1, 5)):
                limits = np.iinfo(chosen.dtype) if chosen.dtype.kind in "iu" else None
                value = rng.choice(EXTREMES)
                if limits:
                    value = rng.choice([limits.min, limits.max, 0, 1, 7])
                values[rng.randrange(values.size)] = value
        chosen[...] = values.reshape(chosen.shape)


def relink(rng, file):
    name = rng.choice(objects(file))
    del file[name]
    other = rng.choice(objects(file) or ["x"])
    file[name] = rng.choice([
        h5py.SoftLink("/" + name), h5py.SoftLink("/no/such"), h5py.ExternalLink("none.h5", "/x"), file["/"],
        h5py.SoftLink("/" + other), file[other] if other in file else h5py.SoftLink("/y"),
    ])  # fmt: skip


def swap_kind(rng, file):
    name = rng.choice(objects(file))
    group = isinstance(file[name], h5py.Group)
    del file[name]
    if group:
        file[name] = np.arange(3)
    else:
        file.create_group(name, track_order=rng.random() < 0.5)


def rename(rng, file):
    name = rng.choice(objects(file))
    file.move(name, name + rng.choice(["_", "é", " ", "x" * 300, "%s%n"]))


STRUCTURAL = [
    delete_object, delete_attribute, replace_attribute, edit_text, reshape, retype, claim_much, resize, overwrite,
    relink, swap_kind, rename,
]  # fmt: skip


def damage(rng, data):
    data = bytearray(data)
    for _ in range(rng.choice([1, 1, 2, 8, 64])):
        k = rng.randrange(len(data))
        kind = rng.randrange(6)
        if kind < 3:
            data[k] ^= 1 << rng.randrange(8)
        elif kind == 3:
            data[k : k + 8] = rng.choice([b"\xff" * 8, b"\0" * 8, rng.randbytes(8)])
        elif kind == 4:
            block = data[k : k + rng.randrange(1, 512)]
            at = rng.randrange(len(data))
            data[at : at + len(block)] = block
        elif rng.random() < 0.2:
            del data[k:]
            data = data or bytearray(b"\x89")
    return bytes(data)


def mutate(seed, number, base, path, raw):
    """Writes mutation `number`; returns its name."""
    rng = random.Random(f"{seed}/{number}")
    if rng.random() < 0.25 and raw:
        path.write_bytes(damage(rng, base))
        return "raw"
    path.write_bytes(base)
    names = []
    with h5py.File(path, "r+") as file:
        for _ in range(rng.choice([1, 1, 2, 3])):
            mutation = rng.choice(STRUCTURAL)
            names.append(mutation.__name__)
            try:
                mutation(rng, file)
            except Exception as refused:  # h5py cannot make some of them; what was done stays
                names[-1] += f" ({type(refused).__name__})"
    return "+".join(names)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("reader", type=pathlib.Path)
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--raw", action="store_true")
    parser.add_argument("--keep", type=pathlib.Path, default=pathlib.Path("build/hdf5-faults"))
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    tally, faults = collections.Counter(), []
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        study = folder / "pair.toml"
        study.write_text(STUDY)
        made = folder / "base.h5"
        subprocess.run(
            [options.program.resolve(), "run", study, "-o", made, "--level", "events", "--quiet", "-j", "1"],
            check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        base = made.read_bytes()
        end = options.first + options.count
        for begin in range(options.first, end, BATCH):
            waiting = []
            for number in range(begin, min(begin + BATCH, end)):
                path = folder / f"{number}.h5"
                waiting.append((path, number, mutate(options.seed, number, base, path, options.raw)))
            while waiting:
                files = [str(path) for path, _, _ in waiting]
                ended = subprocess.run(
                    [options.reader.resolve(), study, *files], cwd=folder, capture_output=True, text=True, errors="replace"
                )
                lines = [line.split(" ", 2) for line in ended.stdout.splitlines()]
                done = collections.defaultdict(list)
                for code, command, name in lines:
                    done[name].append(command)
                    tally[command, int(code)] += 1
                    if int(code) not in ALLOWED:
                        faults.append((name, f"{command} ended with {code}", ended.stderr[-300:]))
                if ended.returncode != 0:
                    culprit = next(row for row in waiting if len(done[str(row[0])]) < 4)
                    faults.append((str(culprit[0]), f"ended with {ended.returncode}", ended.stderr[-3000:]))
                    waiting_after = waiting[waiting.index(culprit) + 1 :]
                else:
                    waiting_after = []
                for path, number, kind in waiting:
                    if (path, number, kind) in waiting_after:
                        break
                    for fault in [f for f in faults if f[0] == str(path)]:
                        options.keep.mkdir(parents=True, exist_ok=True)
                        shutil.copy(path, options.keep / path.name)
                        print(f"FAULT {number} ({kind}): {fault[1]}\n{fault[2]}", flush=True)
                    path.unlink(missing_ok=True)
                waiting = waiting_after
    for (command, code), count in sorted(tally.items()):
        print(f"{command}: exit {code}: {count}")
    print(f"{options.count} mutations, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
