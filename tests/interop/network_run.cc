// Runs a network on many inputs and writes it as ONNX, so that onnxruntime's answers can be compared with ours:
//   network_run NETWORK.safetensors SAMPLES.npz ANSWERS.npz GRAPH.onnx
// SAMPLES: "obs" [steps, rows, shape of the input], consecutive time steps; ANSWERS: "actions" [steps, rows, output].
// Exit status 2 and one line on stderr when the network or the samples are refused.
#include <cstdio>

#include "porter/core/error.h"
#include "porter/core/text.h"
#include "porter/infer/network.h"
#include "porter/infer/onnx_write.h"
#include "porter/io/npz.h"

namespace {

namespace infer = porter::infer;
namespace io = porter::io;

void Answer(const infer::Network& network, const io::ArrayView& obs, const char* path) {
  const size_t in = network.input_size(), out = network.output_size();
  if (obs.shape.size() < 3 || obs.Count() != obs.shape[0] * obs.shape[1] * in)
    throw porter::core::Error(porter::core::Cat("samples do not fit: ", obs.Describe()));
  const size_t steps = obs.shape[0], rows = obs.shape[1];
  std::vector<float> actions(steps * rows * out);
  infer::NetworkScratch scratch(network);
  infer::NetworkState state(network, rows);
  for (size_t step = 0; step < steps; ++step)
    network.Forward({obs.As<float>().data() + step * rows * in, rows, in},
                    {actions.data() + step * rows * out, rows, out}, state.values(), scratch);
  io::WriteNpz(path, std::vector<io::ArrayView>{io::View<float>("actions", {steps, rows, out}, actions)});
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 5) return 2;
  try {
    const io::NetworkFile file = io::ReadNetwork(arguments[1]);
    Answer(infer::Network(file), io::ReadNpz(arguments[2]).At("obs"), arguments[3]);
    infer::WriteOnnx(arguments[4], file, {{"joint_names", "[\"left_knee_joint\"]"}, {"größe", "🤖"}});
  } catch (const porter::core::Error& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 2;
  }
  return 0;
}
