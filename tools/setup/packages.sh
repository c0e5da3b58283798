# shellcheck shell=bash
# Debian packages: asks dpkg which of the lists are missing and installs those with apt-get. Without root it prints the
# one line to run and stops with status 2.

# porter_lines FILE: its lines without comments and empty ones
porter_lines() {
  local line
  while read -r line; do
    [[ -z $line || $line == '#'* ]] || printf '%s\n' "$line"
  done <"$1"
}

# porter_missing_packages TIER...: the names that are not installed, one a line
porter_missing_packages() {
  local tier package wanted=() installed
  for tier; do
    mapfile -t -O "${#wanted[@]}" wanted < <(porter_lines "$PORTER_SETUP/apt-$tier.txt")
  done
  # status 1 only says that some are unknown to dpkg
  installed=$(dpkg-query -W -f='|${db:Status-Status} ${Package}|' "${wanted[@]}" 2>/dev/null) || true
  for package in "${wanted[@]}"; do
    [[ $installed == *"|installed $package|"* ]] || printf '%s\n' "$package"
  done
}

porter_apt_get() { # COMMAND...
  "$@" update -q -o Acquire::Retries=3 || echo "the package lists could not be renewed; trying with the old ones"
  "$@" install -y -q --no-install-recommends -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 "${missing[@]}"
}

# porter_packages TIER...
porter_packages() {
  local missing apt=(env DEBIAN_FRONTEND=noninteractive apt-get)
  if ! command -v dpkg-query >/dev/null; then
    porter_say "this is not Debian: porter's set-up knows apt only. It needs what tools/setup/apt-*.txt name; once" \
      "you have that and the wheels of requirements-run.txt, build with cmake --preset run -DMUJOCO_ROOT=FOLDER."
    exit 2
  fi
  mapfile -t missing < <(porter_missing_packages "$@")
  ((${#missing[@]})) || return 0
  if (($(id -u) != 0)); then
    if ! sudo -n true 2>/dev/null; then
      porter_say "system packages are missing; installing them needs root. Run this line, then the same command again:"
      printf 'sudo apt-get update && sudo apt-get install -y --no-install-recommends %s\n' "${missing[*]}" >&2
      exit 2
    fi
    apt=(sudo -n "${apt[@]}")
  fi
  porter_step packages "system packages" "${missing[*]}" porter_apt_get "${apt[@]}" ||
    porter_fail packages "apt-get could not install the system packages" \
      "mend what the log names (no network? another apt running?), or install them by hand: ${missing[*]}"
}
