#include "porter/config/toml_guard.h"

#include "porter/core/error.h"
#include "porter/core/text.h"

namespace porter::config {
namespace {

constexpr int kMaxParts = 32;

// walks over the text and tells what lies outside strings and comments
class Scanner {
 public:
  Scanner(std::string_view text, const std::string& name) : rest_(text), name_(name) {}

  void Scan() {
    while (!rest_.empty()) {
      if (rest_.front() == '#') {
        SkipComment();
      } else if (rest_.front() == '"' || rest_.front() == '\'') {
        SkipString();
      } else {
        Check(Take());
      }
    }
  }

 private:
  char Take() {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    if (c == '\n') {
      ++line_;
      column_ = 0;
    }
    column_ += (c & 0xC0) != 0x80;  // not a byte that continues a character
    return c;
  }

  void Take(size_t count) {
    for (size_t i = 0; i < count; ++i) Take();
  }

  void SkipComment() {
    while (!rest_.empty() && rest_.front() != '\n') Take();
  }

  void SkipString() {
    const char quote = rest_.front();
    const std::string fence(3, quote);
    const bool many_lines = rest_.starts_with(fence);
    Take(many_lines ? 3 : 1);
    while (!rest_.empty() && (many_lines || rest_.front() != '\n')) {
      const char c = rest_.front();
      if (c == quote && (!many_lines || rest_.starts_with(fence))) {
        Take(many_lines ? 3 : 1);
        for (int i = 0; many_lines && i < 2 && rest_.starts_with(quote); ++i) Take();  // may end in quotes of its own
        return;
      }
      if (c == '\\' && quote == '"' && rest_.size() > 1) Take();
      Take();
    }
  }

  void Check(char c) {
    if (std::string_view("=,[]{}\n").find(c) != std::string_view::npos) parts_ = 0;
    parts_ += c == '.';
    if (parts_ <= kMaxParts) return;
    throw core::Error({.what = "a name has too many parts",
                       .place = {.file = name_, .line = line_, .column = column_ - 1},
                       .expected = core::Cat("at most ", kMaxParts)});
  }

  std::string_view rest_;
  const std::string& name_;
  int line_ = 1;
  int column_ = 1;  // of the next character
  int parts_ = 0;   // points since the last sign that ends a name
};

}  // namespace

void GuardToml(std::string_view text, const std::string& name) {
  Scanner(text, name).Scan();
}

}  // namespace porter::config
