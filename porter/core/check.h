// Checks of our own mistakes: PORTER_CHECK(a == b, "why") holds in all builds, prints both values and aborts.
// PORTER_DCHECK is the same in debug builds and costs nothing in release: for inner loops. Never for user input.
#pragma once

#include <sstream>
#include <string>
#include <utility>

namespace porter::core {

[[noreturn]] void CheckFailed(const char* file, int line, const char* expression, const std::string& values,
                              const std::string& message);

namespace check_internal {

struct Outcome {
  Outcome(bool result, std::string text = {}) : holds(result), values(std::move(text)) {}  // NOLINT: also a plain bool
  explicit operator bool() const { return holds; }  // for conditions joined by && and ||

  bool holds;
  std::string values;  // "3 == 4", filled only when it does not hold
};

template <class L, class R>
std::string Values(const L& left, const char* op, const R& right) {
  std::ostringstream out;
  out << left << ' ' << op << ' ' << right;
  return out.str();
}

template <class L>
struct Left {
  const L& left;

#define PORTER_CHECK_OPERATOR(op)                          \
  template <class R>                                       \
  Outcome operator op(const R& right) const {              \
    const bool holds = left op right;                      \
    return {holds, holds ? "" : Values(left, #op, right)}; \
  }
  PORTER_CHECK_OPERATOR(==)
  PORTER_CHECK_OPERATOR(!=)
  PORTER_CHECK_OPERATOR(<)
  PORTER_CHECK_OPERATOR(<=)
  PORTER_CHECK_OPERATOR(>)
  PORTER_CHECK_OPERATOR(>=)
#undef PORTER_CHECK_OPERATOR

  operator Outcome() const { return static_cast<bool>(left); }  // NOLINT: a plain condition
};

struct Splitter {
  template <class L>
  Left<L> operator<<(const L& left) const {
    return {left};
  }
};

}  // namespace check_internal
}  // namespace porter::core

#define PORTER_CHECK(condition, ...)                                                                                \
  do {                                                                                                              \
    const ::porter::core::check_internal::Outcome porter_outcome = ::porter::core::check_internal::Splitter{}       \
                                                                   << condition;                                    \
    if (!porter_outcome.holds) [[unlikely]]                                                                         \
      ::porter::core::CheckFailed(__FILE__, __LINE__, #condition, porter_outcome.values, std::string{__VA_ARGS__}); \
  } while (false)

#ifdef NDEBUG
#define PORTER_DCHECK(condition, ...) static_cast<void>(0)
#else
#define PORTER_DCHECK(condition, ...) PORTER_CHECK(condition, ##__VA_ARGS__)
#endif
