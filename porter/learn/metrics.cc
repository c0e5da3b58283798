#include "porter/learn/metrics.h"

#include <cmath>
#include <cstdlib>

#include "porter/core/error.h"
#include "porter/core/file.h"
#include "porter/core/text.h"

namespace porter::learn {
namespace {

constexpr std::string_view kStart = "{\"iteration\":";

// the whole lines of iterations before `iteration`
std::string Keep(const std::string& text, int64_t iteration) {
  std::string kept;
  size_t begin = 0;
  for (size_t end = text.find('\n'); end != std::string::npos; begin = end + 1, end = text.find('\n', begin)) {
    const std::string line = text.substr(begin, end + 1 - begin);
    if (line.starts_with(kStart) && std::strtoll(line.c_str() + kStart.size(), nullptr, 10) < iteration) kept += line;
  }
  return kept;
}

std::string Quoted(const std::string& text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return quoted + '"';
}

}  // namespace

MetricsFile::MetricsFile(const std::filesystem::path& path, int64_t iteration) : path_(path) {
  const std::string old = std::filesystem::exists(path) ? core::ReadTextFile(path) : std::string();
  core::WriteTextFileAtomic(path, Keep(old, iteration));
  out_.open(path, std::ios::app | std::ios::binary);
}

void MetricsFile::Write(int64_t iteration, const std::vector<Metric>& metrics) {
  std::string line = core::Cat(kStart, iteration);
  for (const Metric& metric : metrics) {
    line += core::Cat(",", Quoted(metric.name), ":",
                      std::isfinite(metric.value) ? core::FormatNumber(metric.value) : std::string("null"));
  }
  out_ << line << "}\n" << std::flush;
  if (!out_) throw core::Error({.what = "cannot write metrics", .place = {.file = path_.string()}});
}

}  // namespace porter::learn
