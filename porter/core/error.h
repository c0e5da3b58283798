// The one exception of porter, for set-up time: a bad file, config, argument or asset. It is a sentence for the person
// who can fix it: where, what was found, what was expected, a hint. Caught in apps/main.cc only (design 7).
#pragma once

#include <exception>
#include <string>

namespace porter::core {

// a place in a text file; line and column count from 1, 0 means unknown
struct Place {
  std::string file = {};
  int line = 0;
  int column = 0;

  std::string ToString() const;  // "file:line:col", without the parts that are unknown
};

struct ErrorParts {
  std::string what;           // what went wrong, one clause
  Place place = {};           // where
  std::string found = {};     // what stands there
  std::string expected = {};  // what should stand there
  std::string hint = {};      // what to do about it
};

class Error : public std::exception {
 public:
  explicit Error(ErrorParts parts);
  explicit Error(std::string what) : Error(ErrorParts{.what = std::move(what)}) {}

  const char* what() const noexcept override { return message_.c_str(); }
  const ErrorParts& parts() const { return parts_; }

 private:
  ErrorParts parts_;
  std::string message_;
};

}  // namespace porter::core
