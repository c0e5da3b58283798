# shellcheck shell=bash
# Configures build/ where that has not been done and builds the program. A build/ that bin/check configured, with the
# tests in it, is used as it is.

porter_configured() {
  [[ -f $PORTER_ROOT/build/build.ninja && -r $PORTER_ROOT/build/CMakeCache.txt ]] || return
  # a build/ that came here with a moved or copied repository still points to the old place
  [[ $(<"$PORTER_ROOT/build/CMakeCache.txt") == *"CMAKE_HOME_DIRECTORY:INTERNAL=$PORTER_ROOT"$'\n'* ]]
}

porter_built() { porter_configured && [[ $(ninja -C "$PORTER_ROOT/build" -n apps/porter 2>&1) == *"no work to do"* ]]; }

porter_configure() { # PRESET
  porter_step configure "build folder" "CMake looks for compiler and libraries" cmake --preset "$1" --fresh ||
    porter_fail configure "CMake could not configure build/" \
      "mend what the log names, or delete build/ and .venv/ and run again"
}

porter_build() {
  local program=(cmake --build "$PORTER_ROOT/build" --target apps/porter)
  porter_built && return
  porter_lock
  porter_built && porter_unlock && return # by whoever held the lock
  porter_configured || porter_configure run
  if [[ -t 2 ]]; then # ninja shows its own line there
    porter_say "program (building takes minutes at first) ..."
    NINJA_STATUS='porter: [%f/%t] %es  ' "${program[@]}" >&2 || {
      porter_say "FAILED: the program does not build; the compiler's words stand above"
      exit 1
    }
  else
    porter_step build "program" "building takes minutes at first" "${program[@]}" ||
      porter_fail build "the program does not build" "mend what the compiler names, or undo your last change"
  fi
  porter_unlock
}
