# shellcheck shell=bash
# The torch wheel, which only training needs. Plain PyPI's torch for Linux is the CUDA build, several GB with what it
# pulls in, so it is never taken by accident: by default only a CPU build (version +cpu) that pip's own configuration
# offers is installed. PORTER_TORCH_INDEX names an index to take torch from instead; the word `pip` means whatever
# build pip's own index has.

porter_install_torch() {
  local wheel
  wheel=$(porter_lines "$PORTER_SETUP/requirements-torch.txt")
  porter_make_venv || return
  case ${PORTER_TORCH_INDEX:-} in
    "") porter_pip install --only-binary=:all: "$wheel+cpu" ;;
    pip) porter_pip install --only-binary=:all: "$wheel" ;;
    # that index alone for torch itself, or a mistyped address would end in the CUDA build; pip's own for the rest
    *) porter_pip install --only-binary=:all: --no-deps --index-url "$PORTER_TORCH_INDEX" "$wheel" &&
      porter_pip install --only-binary=:all: "$wheel" ;;
  esac && porter_stamp_wheels torch
}

porter_torch_key() {
  printf '%s from %s' "$(porter_lines "$PORTER_SETUP/requirements-torch.txt")" "${PORTER_TORCH_INDEX:-default}"
}
porter_torch_settled() { porter_have_wheels torch || porter_absent_lately torch "$(porter_torch_key)"; }

porter_torch() {
  local log=$PORTER_LOGS/torch.log size="about 200 MB" wheel
  porter_torch_settled && return
  wheel=$(porter_lines "$PORTER_SETUP/requirements-torch.txt")
  case ${PORTER_TORCH_INDEX:-} in
    "") ;;
    pip) size="several GB if this is the CUDA build of plain PyPI" ;;
    *) size="from PORTER_TORCH_INDEX" ;;
  esac
  porter_step torch "Python wheel torch" "$wheel, $size" porter_install_torch && return
  porter_note_absent torch "$(porter_torch_key)"
  if [[ -z ${PORTER_TORCH_INDEX:-} ]] && grep -q "^ERROR: No matching distribution" "$log" &&
    ! grep -q "from versions: none" "$log"; then
    porter_say "torch is left out: pip's index has no CPU build of it, and the CUDA build of plain PyPI is several GB."
  else
    porter_say "torch is left out: it could not be fetched (log: $log)."
  fi
  porter_say "porter goes on; only training needs torch. To have it, run again with PORTER_TORCH_INDEX set to" \
    "the address of PyTorch's CPU wheel index, or to the word pip for the build that pip's own index has."
}
