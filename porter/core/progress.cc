#include "porter/core/progress.h"

#include <unistd.h>

#include <cstdio>

#include "porter/core/clock.h"

namespace porter::core {
namespace {

constexpr double kTerminalPeriod = 0.1;  // s between redraws
constexpr double kLinePeriod = 10;       // s between lines where nobody watches

}  // namespace

Progress::Progress(std::string what, long total, long done)
    : what_(std::move(what)),
      total_(total),
      terminal_(isatty(STDERR_FILENO) != 0),
      start_(NowSeconds()),
      first_(done),
      done_(done) {}

Progress::~Progress() {
  if (terminal_ && printed_) std::fputc('\n', stderr);
}

void Progress::Update(long done, const std::string& figure) {
  done_ = done;
  const double now = NowSeconds();
  const double period = terminal_ ? kTerminalPeriod : kLinePeriod;
  if (now - (printed_ ? last_print_ : start_) < period && !(terminal_ && done == total_)) return;
  last_print_ = now;
  Print(figure);
}

void Progress::Print(const std::string& figure) {
  printed_ = true;
  const double elapsed = NowSeconds() - start_;
  const double rate = elapsed > 0 ? static_cast<double>(done_ - first_) / elapsed : 0;
  const double left = rate > 0 ? static_cast<double>(total_ - done_) / rate : 0;
  std::fprintf(stderr, "%s%s: %ld/%ld, %.3g/s, %.0f s left%s%s%s", terminal_ ? "\r\033[K" : "", what_.c_str(), done_,
               total_, rate, left, figure.empty() ? "" : ", ", figure.c_str(), terminal_ ? "" : "\n");
}

}  // namespace porter::core
