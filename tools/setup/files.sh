# shellcheck shell=bash
# Files that wheels on PyPI carry (see NOTICE) and that porter goes on without. A kit is an array porter_kit_NAME and the
# list NAME.sha256, checksum and name of each file; they are moved to their goal once every checksum agrees.
# shellcheck disable=SC2034 # the arrays are read by their names
porter_kits=(meshes walkers)
declare -A porter_kit_meshes=(
  [what]="robot meshes" # 49 STL files of Unitree's G1 with hands
  [tier]=run
  [wheel]=holosoma-retargeting==0.1.0
  [size]="100 MB"
  [inside]=holosoma_retargeting/models/g1/meshes
  [prefix]="" # that names have in the list and not in the wheel
  [goal]=models/g1/meshes
  [without]="draws capsules"
)
declare -A porter_kit_walkers=(
  [what]="public walkers" # two ONNX networks that walk on our robot in the tests
  [tier]=dev
  [wheel]=holosoma-inference==0.1.3
  [size]="9 MB"
  [inside]=holosoma_inference/models/loco/g1_29dof
  [prefix]=holosoma_
  [goal]=models/foreign
  [without]="leaves out the tests with them"
)

porter_have_files() { # KIT
  local -n kit=porter_kit_$1
  local folder=$PORTER_ROOT/${kit[goal]} name
  [[ -d $folder ]] || return
  while read -r _ name; do
    [[ -s $folder/$name ]] || return
  done <"$PORTER_SETUP/$1.sha256"
  return 0
}

porter_files_settled() { # KIT
  local -n kit=porter_kit_$1
  porter_have_files "$1" || porter_absent_lately "$1" "${kit[wheel]}"
}

# porter_fetch_files KIT FOLDER: downloads, unpacks and verifies there, then moves
porter_fetch_files() {
  local -n kit=porter_kit_$1
  local list=$PORTER_SETUP/$1.sha256 goal=$PORTER_ROOT/${kit[goal]} name names=()
  while read -r _ name; do names+=("${name#"${kit[prefix]}"}"); done <"$list"
  porter_pip download --no-deps --only-binary=:all: --dest "$2" "${kit[wheel]}" &&
    unzip -q -j "$2"/*.whl "${names[@]/#/${kit[inside]}/}" -d "$2/unpacked" &&
    mkdir -p "$2/named" "$goal" || return
  for name in "${names[@]}"; do mv "$2/unpacked/$name" "$2/named/${kit[prefix]}$name" || return; done
  (cd "$2/named" && sha256sum --check --quiet --strict "$list") && mv -f "$2"/named/* "$goal/"
}

porter_files() { # KIT
  local -n kit=porter_kit_$1
  local folder=$PORTER_LOGS/$1 status=0 # beside the goal, so that moving is renaming
  porter_files_settled "$1" && return
  rm -rf "$folder"
  porter_step "$1" "${kit[what]}" "from the wheel ${kit[wheel]}, ${kit[size]}" porter_fetch_files "$1" "$folder" ||
    status=1
  rm -rf "$folder"
  ((status)) || return 0
  porter_note_absent "$1" "${kit[wheel]}"
  porter_say "the ${kit[what]} could not be had (log: $PORTER_LOGS/$1.log)."
  porter_say "porter goes on and ${kit[without]}. With network it tries again, at most once an hour; or copy the files" \
    "that tools/setup/$1.sha256 names into ${kit[goal]}."
}

# porter_each_kit COMMAND TIER...: COMMAND for every kit of these tiers, until one fails
porter_each_kit() {
  local command=$1 name
  shift
  for name in "${porter_kits[@]}"; do
    local -n each=porter_kit_$name
    [[ " $* " != *" ${each[tier]} "* ]] || "$command" "$name" || return
  done
}
