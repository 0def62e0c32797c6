"""Mutated result files against the commands that read one: no crash, no hang, no unbounded memory.

  hdf5_mutations.py READER [--count N] [--first K] [--seed S] [--raw] [--keep FOLDER]

Makes small sound result files (one of each level, one of a grid), then N copies in turn, each with one to three
structural mutations (a dataset, group, attribute, type, shape, extent, link or value changed) or, with --raw and one in
four, with raw damage (bits flipped, blocks overwritten, the end cut off). Each is read by one of the commands below, in
turn, by READER (tests/fuzz/hdf5_reader.cpp), which also makes the sound files. The same seed and number give the same file and
command. Exit code 1 when a command ended otherwise than with an answer or a refusal; these files are kept in FOLDER.

Raw damage is left out by default: HDF5 1.10.8 itself crashes or loops on some damaged heaps (H5HG_read) before the
program sees anything. Shards, which are read without being asked for, carry a checksum for that reason.
"""

import argparse
import collections
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import warnings

import h5py
import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "faults"))
import studies  # noqa: E402

BASES = [("pair", "series"), ("pair", "events"), ("pair", "summary"), ("grid", "summary")]  # study, level
COMMANDS = {  # how often in 27 files: what costs most most seldom
    "show FILE": 2,
    "show FILE --json": 6,
    "replay FILE --run 1 -o /dev/null": 2,
    "verify FILE --sample 2 -j 1": 2,
    "run STUDY -o FILE --quiet -j 1": 4,  # is it the finished file of this study?
    "run STUDY -o FILE --quiet -j 1 --replicates 4": 1,  # takes over its runs
    "contrast FILE --outcome mean_legitimacy:un --outcome total_deaths": 2,  # writes a table into it
    "status FILE": 4,
    "merge FILE": 4,
}
TURNS = [command.split() for command, times in COMMANDS.items() for _ in range(times)]
LIMITS = "hard_rss_limit_mb=2048:quarantine_size_mb=32"  # of the sanitizer
BATCH = 90
ALLOWED = {0, 2, 3, 75}  # answer, refusal, other digest, stopped
EXTREMES = [0, 1, -1, 2**31 - 1, -(2**31), 2**63 - 1, -(2**63), 1e308, -1e308, float("nan"), float("inf"), 5e-324, -0.0]
DTYPES = [
    "i1", "i4", "i8", "u1", "u8", "f2", "f4", "f8", ">i4", ">f8", "S1", "S7", "V5", "?", "c16",
    np.dtype([("a", "i4"), ("b", "f8")]), h5py.string_dtype(), h5py.vlen_dtype(np.int32), h5py.ref_dtype,
    h5py.string_dtype("ascii", 12), h5py.enum_dtype({"A": 0, "B": 1}, "i1"),
]  # fmt: skip


class Base:
    """A sound result file: its bytes, and the names of what is in it."""

    def __init__(self, path):
        self.bytes = path.read_bytes()
        self.objects, self.datasets = [], []
        with h5py.File(path) as file:
            file.visititems(self.note)

    def note(self, name, item):
        self.objects.append(name)
        if isinstance(item, h5py.Dataset):
            self.datasets.append(name)


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


def delete_object(rng, file, base):
    del file[rng.choice(base.objects)]


def delete_attribute(rng, file, base):
    owner = file if rng.random() < 0.5 else file[rng.choice(base.objects)]
    if len(owner.attrs):
        del owner.attrs[rng.choice(sorted(owner.attrs))]


def replace_attribute(rng, file, base):
    owner = file if rng.random() < 0.6 else file[rng.choice(base.objects)]
    name = rng.choice(sorted(owner.attrs)) if len(owner.attrs) and rng.random() < 0.9 else "another"
    if name in owner.attrs:
        del owner.attrs[name]
    owner.attrs[name] = random_attribute(rng)


def edit_text(rng, file, base):
    text = list(file.attrs["configuration"])
    for _ in range(rng.randrange(1, 6)):
        k = rng.randrange(len(text))
        text[k] = rng.choice(["", "[", "]", "=", '"', "9", "-", "\n", "nan", "é", text[k] * 2])
    file.attrs["configuration"] = "".join(text)


def reshape(rng, file, base):
    name = rng.choice(base.datasets)
    old = file[name]
    shape, dtype = random_shape(rng, old.shape), old.dtype
    attributes = dict(old.attrs) if rng.random() < 0.3 else {}
    del file[name]
    new = file.create_dataset(name, shape, dtype)
    for key in attributes.keys() - {"REFERENCE_LIST", "DIMENSION_LIST", "CLASS", "NAME"}:
        new.attrs[key] = attributes[key]


def retype(rng, file, base):
    name = rng.choice(base.datasets)
    shape = file[name].shape
    del file[name]
    file.create_dataset(name, shape, rng.choice(DTYPES))


def claim_much(rng, file, base):
    name = rng.choice(base.datasets)
    dtype = file[name].dtype
    rank = max(1, len(file[name].shape))
    del file[name]
    extents = tuple(rng.choice([1, 7, 2**20, 2**31, 2**40, 2**62]) for _ in range(rank))
    file.create_dataset(name, extents, dtype, maxshape=(None,) * rank, chunks=(1,) * rank)


def resize(rng, file, base):
    chosen = file[rng.choice(base.datasets)]
    if None in chosen.maxshape:
        axis = rng.choice([k for k, most in enumerate(chosen.maxshape) if most is None])
        chosen.resize(rng.choice([0, 1, chosen.shape[axis] + 3, 2**33]), axis)


def overwrite(rng, file, base):
    chosen = file[rng.choice(base.datasets)]
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


def relink(rng, file, base):
    name = rng.choice(base.objects)
    del file[name]
    other = rng.choice(base.objects)
    file[name] = rng.choice([
        h5py.SoftLink("/" + name), h5py.SoftLink("/no/such"), h5py.ExternalLink("none.h5", "/x"), file["/"],
        h5py.SoftLink("/" + other), file[other] if other in file else h5py.SoftLink("/y"),
    ])  # fmt: skip


def swap_kind(rng, file, base):
    name = rng.choice(base.objects)
    group = isinstance(file[name], h5py.Group)
    del file[name]
    if group:
        file[name] = np.arange(3)
    else:
        file.create_group(name, track_order=rng.random() < 0.5)


def rename(rng, file, base):
    name = rng.choice(base.objects)
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
        path.write_bytes(damage(rng, base.bytes))
        return "raw"
    path.write_bytes(base.bytes)
    names = []
    with h5py.File(path, "r+") as file:
        for _ in range(rng.choice([1, 1, 2, 3])):
            mutation = rng.choice(STRUCTURAL)
            names.append(mutation.__name__)
            try:
                mutation(rng, file, base)
            except Exception as refused:  # h5py cannot make some of them; what was done stays
                names[-1] += f" ({type(refused).__name__})"
    return "+".join(names)


def make_bases(folder, reader):
    """(study, sound file) of each of BASES."""
    studies.write_study(folder, replicates=3, weeks=6)
    grid = studies.DESIGN.format(kind="grid", points="").replace("replicates = 18", "replicates = 3")
    (folder / "grid.toml").write_text(grid)
    made, batch = [], []
    for number, (study, level) in enumerate(BASES):
        made.append((folder / f"{study}.toml", folder / f"{study}_{level}.h5"))
        batch.append((number, ["run", *map(str, [made[-1][0], "-o", made[-1][1], "--level", level, "--quiet", "-j", 1])]))
    for _, code, said in read_batch(reader, folder, batch):
        assert code == 0, said
    return [(study, Base(path)) for study, path in made]


def read_batch(reader, folder, batch):
    """Has the batch read; yields (number, exit code, None, or what was said when the reader died)."""
    while batch:
        ended = subprocess.run(
            [reader.resolve()], cwd=folder, capture_output=True, text=True, errors="replace",
            input="".join("\t".join(words) + "\n" for _, words in batch),
            env={**os.environ, "ASAN_OPTIONS": LIMITS},
        )  # fmt: skip
        codes = [int(line) for line in ended.stdout.split()]
        for (number, _), code in zip(batch, codes):
            yield number, code, ended.stderr[-300:]
        if len(codes) < len(batch):
            yield batch[len(codes)][0], ended.returncode or 1, ended.stderr[-3000:]
        batch = batch[len(codes) + 1 :]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("reader", type=pathlib.Path)
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--raw", action="store_true")
    parser.add_argument("--keep", type=pathlib.Path, default=pathlib.Path("build/hdf5-faults"))
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    tally, faults = collections.Counter(), 0
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory) as name:
        folder = pathlib.Path(name)
        bases = make_bases(folder, options.reader)
        end = options.first + options.count
        for begin in range(options.first, end, BATCH):
            work = folder / "work"
            work.mkdir()
            batch, kinds = [], {}
            for number in range(begin, min(begin + BATCH, end)):
                study, base = bases[number % len(bases)]
                path = work / f"{number}.h5"
                kinds[number] = mutate(options.seed, number, base, path, options.raw)
                words = TURNS[number % len(TURNS)]
                batch.append((number, [{"FILE": str(path), "STUDY": str(study)}.get(word, word) for word in words]))
            commands = dict(batch)
            for number, code, said in read_batch(options.reader, work, batch):
                tally[commands[number][0], code] += 1
                if code not in ALLOWED:
                    faults += 1
                    options.keep.mkdir(parents=True, exist_ok=True)
                    mutate(options.seed, number, bases[number % len(bases)][1], options.keep / f"{number}.h5", options.raw)
                    print(f"FAULT {number} ({kinds[number]}): {' '.join(commands[number])}: {code}\n{said}", flush=True)
            shutil.rmtree(work)
            if begin // BATCH % 50 == 49:
                print(f"{begin + BATCH - options.first} mutations, {faults} faults so far", flush=True)
    for (command, code), count in sorted(tally.items()):
        print(f"{command}: exit {code}: {count}")
    print(f"{options.count} mutations, {faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
