# Debian's oneTBB built with the thread sanitizer; sourced by scripts/test, never run.

# The library as Debian ships it is not instrumented: the sanitizer cannot see how it hands work
# from thread to thread and reports hundreds of races that are none. So it is built here, once,
# from the source package of the release this system uses, without touching the system's lists.

# tsan_tbb FOLDER: leaves an installed oneTBB in FOLDER/installed; fails when it cannot.
tsan_tbb() {
  local folder=$1 launcher=()
  if command -v ccache >/dev/null; then launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache); fi
  [[ -e $folder/installed/lib/cmake/TBB/TBBConfig.cmake ]] && return
  command -v apt-get >/dev/null || { say "no apt-get to fetch the source of oneTBB with"; return 1; }
  rm -rf "$folder"
  mkdir -p "$folder/lists/partial" "$folder/source"
  apt-get indextargets --format 'deb-src $(SITE) $(RELEASE) $(COMPONENT)' \
    'Created-By: Packages' 'Component: main' 'Origin: Debian' 2>/dev/null | sort -u >"$folder/sources.list"
  local apt=(apt-get -o Dir::Etc::SourceList="$PWD/$folder/sources.list" -o Dir::Etc::SourceParts=-
    -o Dir::State::Lists="$PWD/$folder/lists" -o APT::Sandbox::User=)
  "${apt[@]}" update || return
  (cd "$folder" && "${apt[@]}" source --download-only onetbb) || return
  tar -C "$folder/source" --strip-components=1 -xf "$folder"/onetbb_*.orig.tar.* || return
  cmake -S "$folder/source" -B "$folder/build" -DCMAKE_BUILD_TYPE=RelWithDebInfo \
    -DCMAKE_C_COMPILER=clang-19 -DCMAKE_CXX_COMPILER=clang++-19 -DTBB_SANITIZE=thread \
    "${launcher[@]}" -DTBB_TEST=OFF -DTBB_STRICT=OFF -DTBBMALLOC_BUILD=OFF \
    -DCMAKE_INSTALL_PREFIX="$PWD/$folder/installed" -DCMAKE_INSTALL_LIBDIR=lib || return
  cmake --build "$folder/build" -j "$jobs" && cmake --install "$folder/build"
}
