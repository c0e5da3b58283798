# shellcheck shell=bash
# The Python environment .venv and its pinned wheels. A copy of the requirement file that was installed lies in .venv
# as its stamp: whoever deletes .venv or changes a pin gets it anew.

porter_pip() { "$PORTER_ROOT/.venv/bin/python3" -I -m pip --disable-pip-version-check "$@"; }

porter_make_venv() {
  [[ -x $PORTER_ROOT/.venv/bin/python3 ]] && porter_pip --version && return
  /usr/bin/python3 -m venv --clear "$PORTER_ROOT/.venv"
}

# porter_have_wheels TIER
porter_have_wheels() {
  local stamp=$PORTER_ROOT/.venv/.porter-$1
  [[ -x $PORTER_ROOT/.venv/bin/python3 && -r $stamp && $(<"$stamp") == "$(<"$PORTER_SETUP/requirements-$1.txt")" ]]
}

# a newer CMakeCache.txt makes the next build configure again, and so find what has just come
porter_stamp_wheels() {
  cp "$PORTER_SETUP/requirements-$1.txt" "$PORTER_ROOT/.venv/.porter-$1" &&
    touch -c "$PORTER_ROOT/build/CMakeCache.txt"
}

porter_install_wheels() { # TIER
  porter_make_venv &&
    porter_pip install --only-binary=:all: -r "$PORTER_SETUP/requirements-$1.txt" &&
    porter_stamp_wheels "$1"
}

# porter_wheels TIER: what porter cannot go on without
porter_wheels() {
  local names
  porter_have_wheels "$1" && return
  names=$(porter_lines "$PORTER_SETUP/requirements-$1.txt")
  porter_step "wheels-$1" "Python wheels" "${names//$'\n'/, }; tens of MB" porter_install_wheels "$1" ||
    porter_fail "wheels-$1" "the Python wheels could not be installed into .venv" \
      "check the network and pip's configuration (an index of your own? see: pip config list), then run again"
}
