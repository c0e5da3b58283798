// What every file with tensors in it includes: tensors, autograd, autocast. Not torch/torch.h, which is twice as heavy.
#pragma once

#include <ATen/autocast_mode.h>
#include <torch/types.h>

namespace porter::nn {}
