#include "porter/infer/network.h"

#include <algorithm>
#include <numeric>

#include "porter/infer/layers.h"

namespace porter::infer {
namespace {

size_t Count(const std::vector<size_t>& shape) {
  return std::accumulate(shape.begin(), shape.end(), size_t{1}, std::multiplies<>());
}

}  // namespace

struct Network::Impl {
  explicit Impl(const io::NetworkFile& file)
      : spec(file.spec),
        input_size(Count(spec.input)),
        output_size(Count(io::LayerShapes(spec).back())),
        chain(spec, {.tensors = file.tensors, .sizes = sizes, .state_size = state_size}) {}

  io::NetworkSpec spec;
  size_t input_size, output_size;
  size_t state_size = 0;
  ScratchSizes sizes;
  Chain chain;  // after what it adds to
};

struct NetworkScratch::Impl {
  LayerScratch layers;
};

NetworkScratch::NetworkScratch(const Network& network) : impl_(std::make_unique<Impl>()) {
  const ScratchSizes& sizes = network.impl_->sizes;
  impl_->layers.chain.assign(2 * sizes.levels, std::vector<float>(kBlockRows * sizes.widest));
  for (size_t i = 0; i < sizes.work.size(); ++i) impl_->layers.work[i].resize(sizes.work[i]);
}
NetworkScratch::~NetworkScratch() = default;
NetworkScratch::NetworkScratch(NetworkScratch&&) noexcept = default;

size_t NetworkScratch::clipped() const noexcept {
  return impl_->layers.clipped;
}

NetworkState::NetworkState(const Network& network, size_t num_envs)
    : num_envs_(num_envs), size_(network.state_size()), values_(num_envs_ * size_) {}

void NetworkState::Reset(std::span<const int> envs) noexcept {
  for (const int env : envs) {
    PORTER_CHECK(env >= 0 && static_cast<size_t>(env) < num_envs_);
    std::fill_n(values_.begin() + static_cast<ptrdiff_t>(static_cast<size_t>(env) * size_), size_, 0.0f);
  }
}

Network::Network(const io::NetworkFile& file) : impl_(std::make_unique<const Impl>(file)) {}
Network::~Network() = default;
Network::Network(Network&&) noexcept = default;

const io::NetworkSpec& Network::spec() const noexcept {
  return impl_->spec;
}
size_t Network::input_size() const noexcept {
  return impl_->input_size;
}
size_t Network::output_size() const noexcept {
  return impl_->output_size;
}
size_t Network::state_size() const noexcept {
  return impl_->state_size;
}

void Network::Forward(core::Span2<const float> input, core::Span2<float> output, core::Span2<float> state,
                      NetworkScratch& scratch) const noexcept {
  PORTER_CHECK(input.cols() == impl_->input_size, "as wide as the network");
  PORTER_CHECK(output.cols() == impl_->output_size, "as wide as the network");
  PORTER_CHECK(output.rows() == input.rows());
  if (impl_->state_size > 0) PORTER_CHECK(state.rows() == input.rows() && state.cols() == impl_->state_size);
  for (size_t row = 0; row < input.rows(); row += kBlockRows) {
    impl_->chain.Run({.rows = std::min(kBlockRows, input.rows() - row),
                      .x = input.data() + row * impl_->input_size,
                      .y = output.data() + row * impl_->output_size,
                      .state = state.data() + row * impl_->state_size,
                      .state_stride = impl_->state_size,
                      .scratch = scratch.impl_->layers});
  }
}

}  // namespace porter::infer
