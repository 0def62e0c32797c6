# room_sources: the files of a room, found by pattern.

# A pattern, not a list: a rule is one file, and adding one must not touch a second file that
# everybody else is editing too. CONFIGURE_DEPENDS makes every build look again, so a new or a
# removed file is never missed (its cost is one directory scan, milliseconds here).
function(room_sources result)
  set(patterns ${ARGN})
  list(TRANSFORM patterns PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/)
  file(GLOB_RECURSE found CONFIGURE_DEPENDS LIST_DIRECTORIES false ${patterns})
  set(${result} ${found} PARENT_SCOPE)
endfunction()
