# shellcheck shell=bash
# How the set-up speaks: always on stderr, because stdout belongs to the program. A step runs with its output in a log
# under .cache/setup, shows the time that passes, and on failure names the step, the log and what to do.

porter_say() { printf 'porter: %s\n' "$*" >&2; }

# porter_tick WHAT LOG: until it is killed, one line that is rewritten on a terminal, else a line every 10 s
porter_tick() {
  local what=$1 log=$2 start=$SECONDS period=10 last
  [[ -t 2 ]] && period=1
  while ! read -rt "$period" <> <(:) && kill -0 $$ 2>/dev/null; do
    last=$(tail -n 1 "$log" 2>/dev/null)
    last=${last//[^[:print:]]/ }
    if [[ -t 2 ]]; then
      printf '\r\033[Kporter: %s: %d s  %.50s' "$what" $((SECONDS - start)) "$last" >&2
    else
      porter_say "$what: $((SECONDS - start)) s  ${last:0:80}"
    fi
  done
}

# porter_step NAME WHAT DETAIL COMMAND...: runs COMMAND; its status is the step's
porter_step() {
  local name=$1 what=$2 start=$SECONDS ticker status=0
  mkdir -p "$PORTER_LOGS"
  porter_say "$what ($3) ..."
  shift 3
  porter_tick "$what" "$PORTER_LOGS/$name.log" &
  ticker=$!
  "$@" >"$PORTER_LOGS/$name.log" 2>&1 </dev/null || status=$?
  kill "$ticker" 2>/dev/null
  wait "$ticker" 2>/dev/null
  if [[ -t 2 ]]; then printf '\r\033[K' >&2; fi
  if ((status == 0)); then porter_say "$what: done in $((SECONDS - start)) s"; fi
  return "$status"
}

# porter_fail NAME WHAT HINT: the end of a step that porter cannot go on without
porter_fail() {
  local log=$PORTER_LOGS/$1.log
  porter_say "FAILED: $2. The log ends:"
  tail -n 15 "$log" | sed 's/^/  | /' >&2
  porter_say "whole log: $log"
  porter_say "what to do: $3"
  exit 1
}

# An optional step that failed is left alone for an hour unless KEY changes, so that porter starts fast without it.
porter_note_absent() { printf '%(%s)T %s\n' -1 "$2" >"$PORTER_LOGS/$1.absent"; }

porter_absent_lately() { # NAME KEY
  local when key now
  { read -r when key <"$PORTER_LOGS/$1.absent"; } 2>/dev/null || return 1
  printf -v now '%(%s)T' -1
  [[ $key == "$2" ]] && ((now - when < 3600))
}
