#include "porter/io/json_check.h"

#include <nlohmann/json.hpp>
#include <set>

#include "porter/core/error.h"
#include "porter/core/text.h"

namespace porter::io {
namespace {

using nlohmann::json;

// hears the text's parts one after another and keeps the keys of the objects that are open
class Listener final : public nlohmann::json_sax<json> {
 public:
  Listener(int max_depth, const std::string& what, const std::string& file)
      : max_depth_(max_depth), what_(what), file_(file) {}

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_object(size_t) override { return Open(); }
  bool start_array(size_t) override { return Open(); }
  bool end_object() override { return Close(); }
  bool end_array() override { return Close(); }

  bool key(string_t& name) override {
    if (!keys_.back().insert(name).second) Fail(core::Cat("a name occurs twice in ", what_), core::Cat("'", name, "'"));
    return true;
  }

  bool parse_error(size_t position, const std::string&, const json::exception& error) override {
    constexpr int kNumberOutOfRange = 406;
    Fail(core::Cat(what_, " is no valid JSON"),
         error.id == kNumberOutOfRange ? "a number out of range" : core::Cat("a mistake at byte ", position, " of it"));
  }

 private:
  [[noreturn]] void Fail(const std::string& what, const std::string& found = {}) const {
    throw core::Error({.what = what, .place = {.file = file_}, .found = found});
  }
  bool Open() {
    keys_.emplace_back();
    if (keys_.size() > static_cast<size_t>(max_depth_)) Fail(what_ + " is nested too deeply");
    return true;
  }
  bool Close() {
    keys_.pop_back();
    return true;
  }

  const int max_depth_;
  const std::string& what_;
  const std::string& file_;
  std::vector<std::set<std::string>> keys_;  // one set a level; empty for lists
};

}  // namespace

void CheckJson(std::string_view text, int max_depth, const std::string& what, const std::string& file) {
  Listener listener(max_depth, what, file);
  json::sax_parse(text, &listener);
}

}  // namespace porter::io
