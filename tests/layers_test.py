"""Who may include whom, where each library may be used, and what no file may hold."""

import pathlib
import re
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[1]
GENERATED_ROOMS = {".git", "build", "results"}
CODE = {".cpp", ".hpp"}

# layer: the layers its files may include.
MAY_INCLUDE = {
    "base": {"base"},
    "core": {"base", "core"},
    "mechanism": {"base", "core"},
    "choice": {"base", "core", "choice"},
    "decision": {"base", "core", "choice"},
}
MAY_INCLUDE["week"] = set(MAY_INCLUDE) | {"week"}
MAY_INCLUDE["experiments"] = MAY_INCLUDE["week"] | {"experiments"}
MAY_INCLUDE["tests"] = MAY_INCLUDE["experiments"] | {"tests", "bench"}
MAY_INCLUDE["bench"] = MAY_INCLUDE["experiments"] | {"bench"}
# A library: how its headers begin, and the only files that may include them. Tests of such a file
# may look at the library too.
CONFINED = {
    "TBB": (r"(oneapi/)?tbb[/.]", r"experiments/ensemble\.(hpp|cpp)"),
    "HDF5": (r"(hdf5|H5\w*|hdf5_hl)\.h", r"experiments/(hdf5|recorder)\w*\.(hpp|cpp)"),
    "toml++": (r"toml(\+\+/|plusplus/|\.hpp)", r"experiments/toml\.(hpp|cpp)"),
    "CLI11": (r"CLI/", r"experiments/(main\.cpp|commands/\w+\.(hpp|cpp))"),
    "OpenMP": (r"omp\.h", r"model/base/parallel\.cpp"),
}
# Threads of OpenMP start there too; vectors (`omp simd`) may be anywhere.
OPENMP_THREADS = r"^\s*#\s*pragma\s+omp\s+(?!simd)"
# What measures disalignment: rules may include none of it, nor a file that does.
INDEX_HEADERS = {
    "model/disalignment.hpp",
    "model/theatre_indices.hpp",
    "model/revealed_disalignment.hpp",
    "model/dose.hpp",
}
# Their results differ between compilers or standard libraries, or need what g++ 12 does not have.
FORBIDDEN_HEADERS = {"random", "format"}
FORBIDDEN_CALLS = r"\b(std::rand|std::srand|rand|srand|std::format)\s*\("
# Split so that this file does not hold what it looks for.
MACHINE_PATHS = r"(?<![\w.])/(wor" + r"k|far" + r"m|tm" + r"p|hom" + r"e|roo" + r"t)/"
REGISTRY_HOSTS = r"\b(deb|snapshot|security)\.deb" + r"ian\.org|\bregistry\.\w+\.\w+"
UNFINISHED = r"(?i)\b(TO" + r"DO|FIX" + r"ME|not impl" + r"emented|place" + r"holder|st" + r"ub)\b"


def project_files():
    """Path from the root -> text, of every text file git tracks or would track."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT, capture_output=True, text=True, check=True,
        ).stdout.splitlines()  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        listed = [
            str(path.relative_to(ROOT))
            for path in ROOT.rglob("*")
            if path.is_file() and path.relative_to(ROOT).parts[0] not in GENERATED_ROOMS
        ]
    texts = {}
    for name in sorted(listed):
        try:
            texts[name] = (ROOT / name).read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue  # a picture, or a file that is tracked but deleted
    return texts


def layer(path):
    """The layer a C++ file belongs to, None outside the rooms."""
    if path.startswith("model/base/"):
        return "base"
    if path.startswith("model/mechanisms/"):
        return "mechanism"
    if re.match(r"agents/choice\.", path):
        return "choice"  # how any actor weighs cells: decides nothing, the four deciders share it
    if re.match(r"agents/(week|kernel)\w*\.", path):
        return "week"
    room = path.split("/")[0]
    return {"model": "core", "agents": "decision"}.get(room, room if room in MAY_INCLUDE else None)


def code(texts):
    return {path: text for path, text in texts.items() if pathlib.PurePath(path).suffix in CODE}


def includes(text):
    """(kind, header) of every include: kind is '<' or '"'."""
    return re.findall(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"\n]+)[>"]', text, re.MULTILINE)


def twin(path):
    return re.sub(r"\.(hpp|cpp)$", "", path)


def layer_faults(texts):
    faults = []
    for path, text in code(texts).items():
        own = layer(path)
        if own is None:
            faults.append(f"{path}: C++ outside the rooms of the house")
            continue
        for kind, header in includes(text):
            if kind == "<":
                continue
            if header not in texts:
                faults.append(f'{path}: "{header}" is no file of the project (name it from the root)')
                continue
            other = layer(header)
            # A .cpp and its own .hpp are one thing; two different mechanisms are not.
            if other not in MAY_INCLUDE[own] and twin(path) != twin(header):
                faults.append(f"{path}: {own} may not include {other} ({header})")
    return faults


def index_faults(texts):
    """Disalignment is measured, never read: no rule may know the index it is judged by, not even
    through a header in between."""

    def reached(path, seen):
        for _, header in includes(texts.get(path, "")):
            if header not in seen:
                seen.add(header)
                reached(header, seen)
        return seen

    return [
        f"{path}: rules may not include {header}"
        for path in code(texts)
        if layer(path) in {"mechanism", "choice", "decision", "week"}
        for header in sorted(reached(path, set()) & INDEX_HEADERS)
    ]


def cycles(texts):
    graph = {
        path: [header for kind, header in includes(text) if kind == '"' and header in texts]
        for path, text in code(texts).items()
    }
    faults, finished = [], set()

    def visit(path, trail):
        if path in trail:
            faults.append(" -> ".join(trail[trail.index(path):] + [path]))
        elif path not in finished:
            for header in graph.get(path, []):
                visit(header, trail + [path])
            finished.add(path)

    for path in graph:
        visit(path, [])
    return faults


def library_faults(texts):
    faults = []
    for path, text in code(texts).items():
        for kind, header in includes(text):
            if header in FORBIDDEN_HEADERS:
                faults.append(f"{path}: <{header}> is not used in this project")
            for library, (headers, allowed) in CONFINED.items():
                if kind == "<" and re.match(headers, header):
                    if not re.fullmatch(allowed, path) and not path.startswith(("tests/", "bench/")):
                        faults.append(f"{path}: {library} only in {allowed}")
        for line in text.splitlines():
            if re.search(FORBIDDEN_CALLS, line.split("//")[0]):
                faults.append(f"{path}: {line.strip()}")
            if re.match(OPENMP_THREADS, line) and path != "model/base/parallel.cpp":
                faults.append(f"{path}: OpenMP only in model/base/parallel.cpp")
    return faults


def line_faults(texts, pattern, exempt=()):
    return [
        f"{path}:{number}: {line.strip()[:100]}"
        for path, text in texts.items()
        if path not in exempt
        for number, line in enumerate(text.splitlines(), 1)
        if re.search(pattern, line)
    ]


def unopened(texts):
    """Sources whose first line (after #!) is not a comment that says what the file is."""
    openings = {".cpp": "//+", ".hpp": "//+", ".py": '#|"""', "": "#", ".sh": "#"}
    faults = []
    for path, text in texts.items():
        suffix = pathlib.PurePath(path).suffix
        if suffix in CODE | {".py"} or path.startswith("scripts/"):
            lines = [line for line in text.splitlines() if not line.startswith("#!")]
            if not lines or not re.match(rf"({openings[suffix]})\s*\S", lines[0]):
                faults.append(f"{path}: does not open with a sentence that says what it is")
    return faults


def none(faults):
    assert not faults, "\n" + "\n".join(faults)


@pytest.fixture(scope="module")
def texts():
    found = project_files()
    assert code(found), "no C++ file found"
    return found


def test_files_include_only_the_layers_below_them(texts):
    none(layer_faults(texts))


def test_no_rule_reads_the_index_of_disalignment(texts):
    assert INDEX_HEADERS <= texts.keys()
    none(index_faults(texts))


def test_no_file_includes_itself_through_others(texts):
    none(cycles(texts))


def test_each_library_stays_in_its_file(texts):
    none(library_faults(texts))


def test_no_file_names_a_folder_of_a_machine_or_a_registry(texts):
    none(line_faults(texts, MACHINE_PATHS + "|" + REGISTRY_HOSTS))


def test_nothing_is_marked_unfinished(texts):
    none(line_faults(texts, UNFINISHED, exempt=("CHANGELOG.md", "DECISIONS.md")))


def test_every_file_opens_with_what_it_is(texts):
    none(unopened(texts))


# Each check above must be able to fail: one planted fault for each.
PLANTED = {
    "base includes core": (layer_faults, {"model/base/a.hpp": '#include "model/b.hpp"', "model/b.hpp": ""}),
    "mechanism includes mechanism": (
        layer_faults,
        {"model/mechanisms/a.hpp": '#include "model/mechanisms/b.hpp"', "model/mechanisms/b.hpp": ""},
    ),
    "decision includes mechanism": (
        layer_faults,
        {"agents/a.hpp": '#include "model/mechanisms/b.hpp"', "model/mechanisms/b.hpp": ""},
    ),
    "decision includes decision": (layer_faults, {"agents/a.hpp": '#include "agents/b.hpp"', "agents/b.hpp": ""}),
    "model includes week": (layer_faults, {"model/a.hpp": '#include "agents/week.hpp"', "agents/week.hpp": ""}),
    "include not from the root": (layer_faults, {"model/a.hpp": '#include "b.hpp"', "model/b.hpp": ""}),
    "index in a rule": (index_faults, {"agents/a.hpp": '#include "model/disalignment.hpp"'}),
    "index in a rule, through another header": (
        index_faults,
        {"model/mechanisms/a.hpp": '#include "model/b.hpp"', "model/b.hpp": '#include "model/dose.hpp"'},
    ),
    "cycle": (
        cycles,
        {"model/a.hpp": '#include "model/b.hpp"', "model/b.hpp": '#include "model/a.hpp"'},
    ),
    "TBB elsewhere": (library_faults, {"model/a.cpp": "#include <tbb/parallel_for.h>"}),
    "HDF5 elsewhere": (library_faults, {"experiments/a.cpp": "#include <hdf5.h>"}),
    "toml++ elsewhere": (library_faults, {"experiments/scenario.cpp": "#include <toml++/toml.h>"}),
    "OpenMP elsewhere": (library_faults, {"model/a.cpp": "#include <omp.h>"}),
    "threads of OpenMP elsewhere": (library_faults, {"model/a.hpp": "#pragma omp parallel for"}),
    "std engine": (library_faults, {"model/a.cpp": "#include <random>"}),
    "C random number": (library_faults, {"model/a.cpp": "int x = rand();"}),
    "no opening sentence": (unopened, {"model/a.cpp": "#include <vector>\n" "int x;"}),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found(name):
    check, files = PLANTED[name]
    assert check(files)


@pytest.mark.parametrize(
    "line",
    ["see /wor" + "k/main", 'open("/tm' + 'p/x")', "http://deb.deb" + "ian.org/x", "/hom" + "e/me/x"],
)
def test_a_planted_path_is_found(line):
    assert line_faults({"a.md": line}, MACHINE_PATHS + "|" + REGISTRY_HOSTS)
