# What the two commands need from the system, and how it is installed; sourced by both, never run.

# The only list of packages in the project (names of Debian 12; a test compares CMake with it).
build_packages=(
  g++ cmake ninja-build
  libboost-dev libcli11-dev libdeflate-dev libeigen3-dev libfmt-dev libhdf5-dev libtbb-dev
  libtomlplusplus-dev nlohmann-json3-dev pkg-config
)
# Reading the file and drawing the figure.
analysis_packages=(
  python3 python3-numpy python3-pandas python3-scipy python3-xarray python3-h5netcdf python3-matplotlib
  python3-statsmodels
)
test_packages=(
  git doctest-dev clang-19 clang-format-19 clang-tidy-19 libclang-rt-19-dev libomp-19-dev
  python3-pytest python3-h5py python3-netcdf4 netcdf-bin libbenchmark-dev valgrind binutils qemu-user xz-utils
)
# What the tests of the report, the notebooks, the R script and the documentation site run.
page_packages=(
  chromium chromium-driver python3-selenium python3-nbclient python3-nbformat python3-ipykernel
  python3-mypy mkdocs r-base-core r-cran-ncdf4
)

# say TEXT...: one line on stderr, so that stdout holds results only.
say() { printf '%s\n' "$*" >&2; }

# installed PACKAGE: whether dpkg has it, complete.
installed() {
  [[ $(dpkg-query -W -f='${Status}' "$1" 2>/dev/null) == 'install ok installed' ]]
}

# require_packages PACKAGE...: installs what is missing; calls no package manager when nothing is.
# Without root and sudo, or on another system, it names the packages and lets the caller go on:
# the libraries may be there under other names, and CMake says exactly what it does not find.
require_packages() {
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    say "This system has no apt. disalign needs (names of Debian 12): $*"
    say "Going on; CMake names whatever is missing."
    return
  fi
  local package missing=()
  for package in "$@"; do
    installed "$package" || missing+=("$package")
  done
  ((${#missing[@]})) || return 0

  local as_root=()
  if ((EUID != 0)); then
    if ! command -v sudo >/dev/null || ! { sudo -n true 2>/dev/null || [[ -t 0 ]]; }; then
      say "Missing packages, and neither root nor sudo to install them. Ask for:"
      say "  apt-get install --no-install-recommends ${missing[*]}"
      say "Going on; CMake names whatever is missing."
      return
    fi
    as_root=(sudo)
  fi
  local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive
    apt-get -o DPkg::Lock::Timeout=300 -o APT::Color=0)
  say "Installing ${#missing[@]} packages: ${missing[*]}"
  "${apt[@]}" update >&2 || say "apt-get update failed; trying with the lists at hand."
  if ! "${apt[@]}" install -y --no-install-recommends "${missing[@]}" >&2; then
    say "apt-get could not install: ${missing[*]}"
    say "Going on; CMake names whatever is missing."
  fi
}

# Debian's Python holds the packages above; the `python3` of PATH may be another one.
python=${PYTHON:-/usr/bin/python3}
jobs=$(nproc 2>/dev/null || echo 2)

# choose_generator: ninja where it is; CMake reads this only when it configures a new folder.
choose_generator() {
  if command -v ninja >/dev/null; then export CMAKE_GENERATOR=${CMAKE_GENERATOR:-Ninja}; fi
}
