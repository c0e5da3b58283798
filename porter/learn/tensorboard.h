// Figures as TensorBoard's event file: records of length, masked CRC-32C, protocol buffer, CRC-32C. Only the two kinds
// of event that scalars need (tensorflow/core/util/event.proto, fields wall_time 1, step 2, file_version 3, summary 5).
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "porter/learn/metrics.h"

namespace porter::learn {

// CRC-32C (Castagnoli), and as TensorBoard stores it: rotated by 15 bits, plus a constant
uint32_t Crc32c(std::string_view bytes) noexcept;
uint32_t MaskedCrc32c(std::string_view bytes) noexcept;

class TensorboardFile {
 public:
  // A new file in `folder`, named by wall time so that those of resumed runs lie side by side; steps from `iteration`
  // on hide what an earlier file said of them. Throws Error when it cannot be written.
  TensorboardFile(const std::filesystem::path& folder, int64_t iteration);

  // values that are not finite are written as they are: TensorBoard marks them
  void Write(int64_t iteration, std::span<const Metric> metrics);

 private:
  void Record(const std::string& event);

  std::filesystem::path path_;
  std::ofstream out_;
};

}  // namespace porter::learn
