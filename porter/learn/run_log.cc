#include "porter/learn/run_log.h"

#include <limits>
#include <map>
#include <nlohmann/json.hpp>

#include "porter/core/error.h"
#include "porter/core/file.h"

namespace porter::learn {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

class Reader {
 public:
  explicit Reader(const std::filesystem::path& path) : path_(path) {}

  RunLog Read() {
    const std::string text = core::ReadTextFile(path_);
    size_t begin = 0;
    for (size_t end = text.find('\n'); end != std::string::npos; begin = end + 1, end = text.find('\n', begin)) {
      AddLine(std::string_view(text).substr(begin, end - begin));
    }
    if (log_.lines == 0)
      throw core::Error({.what = "the metrics have no whole line", .place = {.file = path_.string()}});
    return std::move(log_);
  }

 private:
  [[noreturn]] void Fail(const std::string& found) const {
    throw core::Error({.what = "cannot read metrics",
                       .place = {.file = path_.string(), .line = static_cast<int>(log_.lines)},
                       .found = found,
                       .expected = "one JSON object of numbers and null a line"});
  }

  void AddLine(std::string_view line) {
    ++log_.lines;
    const auto json = nlohmann::ordered_json::parse(line, nullptr, false);
    if (!json.is_object()) Fail("no JSON object");
    for (const auto& [name, value] : json.items()) {
      if (!value.is_number() && !value.is_null()) Fail("'" + name + "' with " + value.type_name());
      Column(name)[log_.lines - 1] = value.is_null() ? kNone : value.get<double>();
    }
    for (LogColumn& column : log_.columns) column.values.resize(log_.lines, kNone);
  }

  std::vector<double>& Column(const std::string& name) {
    const auto [place, is_new] = index_.emplace(name, log_.columns.size());
    if (is_new) log_.columns.push_back({name, {}});
    std::vector<double>& values = log_.columns[place->second].values;
    values.resize(log_.lines, kNone);
    return values;
  }

  const std::filesystem::path& path_;
  RunLog log_;
  std::map<std::string, size_t> index_;  // of the columns
};

}  // namespace

std::vector<double> RunLog::Values(const std::string& name) const {
  for (const LogColumn& column : columns)
    if (column.name == name) return column.values;
  return std::vector<double>(lines, kNone);
}

RunLog ReadRunLog(const std::filesystem::path& path) {
  return Reader(path).Read();
}

}  // namespace porter::learn
