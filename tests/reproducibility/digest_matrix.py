"""One digest for both compilers, two optimisation levels and three instruction sets.

Builds the target `digest_program` (model and agents only) under build/digest-matrix: each compiler,
level and optimisation at least once, in all twelve combinations with DISALIGN_FULL=1; it
runs what this machine can run and compares the last line each program prints. What cannot run is
still compiled, and says why it was skipped. Last line: `N passed, N failed, N skipped`.
"""

import concurrent.futures
import itertools
import os
import pathlib
import platform
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "digest-matrix"
COMPILERS = {"g++": "gcc", "clang++-19": "clang-19"}
OPTIMISATIONS = ("-O2", "-O3")
# What each level of the x86-64 psABI adds, by the names of /proc/cpuinfo.
LEVEL_FLAGS = {
    "v2": {"cx16", "lahf_lm", "popcnt", "sse4_1", "sse4_2", "ssse3"},
    "v3": {"abm", "avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "movbe", "xsave"},
    "v4": {"avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"},
}


# A fraction of the twelve that still holds every compiler, optimisation and level twice or more.
CI_SIZE = [
    ("g++", "-O3", "v2"), ("g++", "-O2", "v3"), ("g++", "-O2", "v4"),
    ("clang++-19", "-O2", "v2"), ("clang++-19", "-O3", "v3"), ("clang++-19", "-O3", "v4"),
]  # fmt: skip


class NotBuilt(Exception):
    """The build of one program failed; holds the end of its output."""


def missing_flags(level, cpu_flags):
    """What this CPU lacks for `level`: a sorted list of names, empty if the program can run."""
    needed = set()
    for name, flags in LEVEL_FLAGS.items():
        needed |= flags
        if name == level:
            return sorted(needed - cpu_flags)
    raise KeyError(level)


def cpu_flags():
    """The flags of the first processor; empty where /proc/cpuinfo has none."""
    try:
        lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return set()
    return next((set(line.split()[2:]) for line in lines if line.startswith("flags")), set())


def build(compiler, optimisation, level):
    """Builds one program and returns its path; raises NotBuilt."""
    folder = BUILD / f"{compiler}{optimisation}-{level}"
    configure = [
        "cmake", "-S", ROOT, "-B", folder,
        f"-DCMAKE_CXX_COMPILER={compiler}", f"-DCMAKE_C_COMPILER={COMPILERS[compiler]}",
        "-DCMAKE_BUILD_TYPE=Release", f"-DDISALIGN_OPTIMISATION={optimisation}",
        f"-DCMAKE_CXX_FLAGS=-march=x86-64-{level}", "-DDISALIGN_TESTS=ON",
    ]  # fmt: skip
    for command in (configure, ["cmake", "--build", folder, "--target", "digest_program"]):
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode != 0:
            raise NotBuilt("\n".join(done.stdout.splitlines()[-20:]))
    return folder / "digest_program"


def digest_of(program):
    """The last line the program prints; raises NotBuilt when it fails or prints nothing."""
    done = subprocess.run([program], capture_output=True, text=True, cwd=ROOT)
    lines = done.stdout.split("\n")
    lines = [line for line in lines if line.strip()]
    if done.returncode != 0 or not lines:
        raise NotBuilt(f"exit code {done.returncode}: {done.stderr[-500:]}")
    return lines[-1].strip()


def main():
    if platform.machine() != "x86_64":
        print(f"SKIPPED: levels of x86-64 do not exist on {platform.machine()}")
        print("0 passed, 0 failed, 1 skipped")
        return 0
    flags = cpu_flags()
    failed = skipped = 0
    digests = {}
    combinations = []
    everything = list(itertools.product(COMPILERS, OPTIMISATIONS, LEVEL_FLAGS))
    for compiler, optimisation, level in everything if os.environ.get("DISALIGN_FULL") else CI_SIZE:
        if shutil.which(compiler) is None:
            print(f"SKIPPED: {compiler} is not installed")
            skipped += 1
        else:
            combinations.append((compiler, optimisation, level))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        built = [(name, pool.submit(build, *name)) for name in combinations]
        for name, program in built:
            label = "{:<11} {} {}".format(*name)
            try:
                path = program.result()
                lacking = missing_flags(name[2], flags)
                if lacking:
                    print(f"{label}  compiled")
                    print(f"SKIPPED: this CPU cannot run x86-64-{name[2]} (no {lacking[0]}); compiled only")
                    skipped += 1
                    continue
                digests[name] = digest_of(path)
                print(f"{label}  {digests[name]}", flush=True)
            except NotBuilt as problem:
                print(f"{label}  FAILED\n{problem}", flush=True)
                failed += 1
    reference = next(iter(digests.values()), None)
    for name, digest in digests.items():
        if digest != reference:
            print("{} {} {}: digest differs from the first one".format(*name))
            failed += 1
    passed = sum(digest == reference for digest in digests.values())
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
