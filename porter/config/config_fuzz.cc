// Fuzz target: any bytes as a settings file, and as an override. Only core::Error may come out of the reader, a refused
// text changes nothing, and what was accepted is written and read back to the same text.
#include <cstddef>
#include <cstdint>
#include <string>

#include "porter/config/config.h"
#include "porter/config/sample_config.h"
#include "porter/core/check.h"

namespace porter::config {
namespace {

template <class Change>
void Try(Change change) {
  SampleConfig sample;
  const std::string before = ToToml(sample);
  try {
    change(sample);
  } catch (const core::Error& error) {
    PORTER_CHECK(error.what()[0] != '\0', "an error says something");
    PORTER_CHECK(ToToml(sample) == before, "a refused text changes nothing");
    return;
  }
  SampleConfig again;
  LoadText(again, ToToml(sample, Comments::kDocumented), "again.toml");
  PORTER_CHECK(ToToml(again) == ToToml(sample), "what is written reads back");
}

}  // namespace
}  // namespace porter::config

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace porter::config;
  const std::string text(reinterpret_cast<const char*>(data), size);
  Try([&](SampleConfig& sample) { LoadText(sample, text, "fuzz.toml"); });
  Try([&](SampleConfig& sample) { Override(sample, std::span(&text, 1)); });
  return 0;
}
