// Progress of long work: on a terminal one line that is redrawn (what, how far, rate, time left, the figure that
// matters); elsewhere a line every ten seconds. Always on stderr.
#pragma once

#include <string>

namespace porter::core {

class Progress {
 public:
  // done: units that were finished before, such as those of a run that goes on
  Progress(std::string what, long total, long done = 0);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // `done` of total units are finished; `figure` is the number that matters, such as "0.97 x raw"
  void Update(long done, const std::string& figure = "");

 private:
  void Print(const std::string& figure);

  const std::string what_;
  const long total_;
  const bool terminal_;
  const double start_;
  const long first_;
  double last_print_ = 0;
  long done_ = 0;
  bool printed_ = false;
};

}  // namespace porter::core
