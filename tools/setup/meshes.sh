# shellcheck shell=bash
# The robot's meshes: 49 STL files of Unitree's G1 with hands, carried by a wheel on PyPI (see NOTICE). They are moved
# into models/g1/meshes once every checksum agrees. Without them porter draws capsules.
porter_mesh_wheel=holosoma-retargeting==0.1.0

porter_have_meshes() {
  local folder=$PORTER_ROOT/models/g1/meshes name
  [[ -d $folder ]] || return
  while read -r _ name; do
    [[ -s $folder/$name ]] || return
  done <"$PORTER_SETUP/meshes.sha256"
  return 0
}

porter_meshes_settled() { porter_have_meshes || porter_absent_lately meshes "$porter_mesh_wheel"; }

# porter_fetch_meshes FOLDER: downloads, unpacks and verifies there, then moves
porter_fetch_meshes() {
  local name wanted=()
  while read -r _ name; do
    wanted+=("holosoma_retargeting/models/g1/meshes/$name")
  done <"$PORTER_SETUP/meshes.sha256"
  porter_pip download --no-deps --only-binary=:all: --dest "$1" "$porter_mesh_wheel" &&
    unzip -q -j "$1"/*.whl "${wanted[@]}" -d "$1/meshes" &&
    (cd "$1/meshes" && sha256sum --check --quiet --strict "$PORTER_SETUP/meshes.sha256") &&
    mkdir -p "$PORTER_ROOT/models/g1/meshes" &&
    mv -f "$1"/meshes/*.STL "$PORTER_ROOT/models/g1/meshes/"
}

porter_meshes() {
  local folder=$PORTER_LOGS/meshes status=0  # beside the goal, so that moving is renaming
  porter_meshes_settled && return
  rm -rf "$folder"
  porter_step meshes "robot meshes" "from the wheel $porter_mesh_wheel, 100 MB" porter_fetch_meshes "$folder" ||
    status=1
  rm -rf "$folder"
  ((status)) || return 0
  porter_note_absent meshes "$porter_mesh_wheel"
  porter_say "the robot's meshes could not be had (log: $PORTER_LOGS/meshes.log)."
  porter_say "porter goes on and draws capsules. With network it tries again, at most once an hour; or copy the files" \
    "that tools/setup/meshes.sha256 names into models/g1/meshes."
}
