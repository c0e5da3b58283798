// A trained network as an ONNX file (opset 17), for runtimes that are not ours. The input is "obs", the output
// "actions", the first dimension of both the free size "batch". What recurrent layers remember goes in and out beside
// them, as torch's exporters name it: "h_in" and "h_out" [1, batch, units], for an LSTM also "c_in" and "c_out"; a
// second recurrent layer has "h_in_1" and so on. Outputs stand in the order of the inputs: output i is the next input
// i.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "porter/infer/onnx_model.h"
#include "porter/io/network_file.h"

namespace porter::infer {

// throws core::Error as io::LayerShapes
OnnxModel MakeOnnxModel(const io::NetworkFile& network, const std::map<std::string, std::string>& metadata = {});

// the same as a file, atomically; throws core::Error when it cannot be written, and as EncodeOnnxModel
void WriteOnnx(const std::filesystem::path& path, const io::NetworkFile& network,
               const std::map<std::string, std::string>& metadata = {});

}  // namespace porter::infer
