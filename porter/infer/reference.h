// The slow twin of Network: one row in double precision with the formulas as they stand in books. For tests.
#pragma once

#include <vector>

#include "porter/io/network_file.h"

namespace porter::infer {

// One time step of one row, straight from the file. input: [input size]; state: read and written, layer by layer as
// Network has it, [state size]; returns the output. Throws core::Error as io::LayerShapes.
std::vector<double> ReferenceForward(const io::NetworkFile& file, std::vector<double> input,
                                     std::vector<double>& state);

}  // namespace porter::infer
