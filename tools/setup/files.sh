# shellcheck shell=bash
# Files that wheels on PyPI and packages of Debian carry (see NOTICE) and that porter goes on without. A kit is an array
# porter_kit_NAME and a list, checksum and name of each file; they are moved to their goal once every checksum agrees.
# shellcheck disable=SC2034 # the arrays are read by their names
porter_kits=(meshes walkers panoramas)
declare -A porter_kit_meshes=(
  [what]="robot meshes" # 49 STL files of Unitree's G1 with hands
  [tier]=run
  [from]="wheel holosoma-retargeting==0.1.0"
  [list]=tools/setup/meshes.sha256
  [size]="100 MB"
  [inside]=holosoma_retargeting/models/g1/meshes
  [prefix]="" # that names have in the list and not in the wheel
  [goal]=models/g1/meshes
  [without]="draws capsules"
)
declare -A porter_kit_walkers=(
  [what]="public walkers" # two ONNX networks that walk on our robot in the tests
  [tier]=dev
  [from]="wheel holosoma-inference==0.1.3"
  [list]=tools/setup/walkers.sha256
  [size]="9 MB"
  [inside]=holosoma_inference/models/loco/g1_29dof
  [prefix]=holosoma_
  [goal]=models/foreign
  [without]="leaves out the tests with them"
)

declare -A porter_kit_panoramas=(
  [what]="panoramas" # photographs of all directions, as lights: eight OpenEXR files
  [tier]=run
  [from]="package blender-data"
  [list]=models/assets.toml
  [size]="31 MB"
  [inside]=usr/share/blender/datafiles/studiolights/world
  [prefix]=""
  [goal]=models/panoramas
  [without]="lights scenes with skies of its own"
)

porter_sums() { # KIT: its list, as sha256sum reads it; of assets.toml what lies in the kit's goal
  local -n listed=porter_kit_$1
  local list=$PORTER_ROOT/${listed[list]}
  [[ $list == *.toml ]] || { cat "$list" && return; }
  awk -F '"' -v folder="${listed[goal]#models/}/" '
    $1 == "file = " { name = index($2, folder) == 1 ? substr($2, length(folder) + 1) : "" }
    $1 == "sha256 = " && name { print $2 "  " name }' "$list"
}

porter_have_files() { # KIT
  local -n kit=porter_kit_$1
  local folder=$PORTER_ROOT/${kit[goal]} name
  [[ -d $folder ]] || return
  while read -r _ name; do
    [[ -s $folder/$name ]] || return
  done < <(porter_sums "$1")
  return 0
}

porter_files_settled() { # KIT
  local -n kit=porter_kit_$1
  porter_have_files "$1" || porter_absent_lately "$1" "${kit[from]}"
}

# porter_unpack_wheel WHEEL FOLDER PATH...: downloads there and puts the paths' files into FOLDER/unpacked
porter_unpack_wheel() {
  porter_pip download --no-deps --only-binary=:all: --dest "$2" "$1" && unzip -q -j "$2"/*.whl "${@:3}" -d "$2/unpacked"
}

# porter_unpack_package PACKAGE FOLDER PATH...: the same with a package of Debian, without installing it
porter_unpack_package() {
  mkdir -p "$2/unpacked" && (cd "$2" && apt-get download -q -o Acquire::Retries=3 "$1") &&
    dpkg-deb --fsys-tarfile "$2"/*.deb >"$2/data.tar" &&
    tar --extract --file="$2/data.tar" --directory="$2/unpacked" --transform='s|.*/||' "${@:3}"
}

# porter_fetch_files KIT FOLDER: downloads, unpacks and verifies there, then moves
porter_fetch_files() {
  local -n kit=porter_kit_$1
  local goal=$PORTER_ROOT/${kit[goal]} name names=() inside=${kit[inside]} from=${kit[from]}
  while read -r _ name; do names+=("${name#"${kit[prefix]}"}"); done < <(porter_sums "$1")
  [[ $from != "package "* ]] || inside=./$inside
  "porter_unpack_${from%% *}" "${from#* }" "$2" "${names[@]/#/$inside/}" && mkdir -p "$2/named" "$goal" || return
  for name in "${names[@]}"; do mv "$2/unpacked/$name" "$2/named/${kit[prefix]}$name" || return; done
  porter_sums "$1" >"$2/sums"
  (cd "$2/named" && sha256sum --check --quiet --strict ../sums) && mv -f "$2"/named/* "$goal/"
}

porter_files() { # KIT
  local -n kit=porter_kit_$1
  local folder=$PORTER_LOGS/$1 status=0 # beside the goal, so that moving is renaming
  porter_files_settled "$1" && return
  rm -rf "$folder"
  porter_step "$1" "${kit[what]}" "from the ${kit[from]}, ${kit[size]}" porter_fetch_files "$1" "$folder" ||
    status=1
  rm -rf "$folder"
  ((status)) || return 0
  porter_note_absent "$1" "${kit[from]}"
  porter_say "the ${kit[what]} could not be had (log: $PORTER_LOGS/$1.log)."
  porter_say "porter goes on and ${kit[without]}. With network it tries again, at most once an hour; or copy the files" \
    "that ${kit[list]} names into ${kit[goal]}."
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
