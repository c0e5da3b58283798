// The built program as a test calls it: exit status, and what goes to stdout and what to stderr.
#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <string>

#include "porter/core/file.h"

namespace porter::tests {

struct Outcome {
  int status;
  std::string out;
  std::string err;
};

inline Outcome Porter(const std::string& args, const std::string& environment = "") {
  const std::string stem = testing::TempDir() + "porter_program_test";
  const std::string command = environment + " " PORTER_PROGRAM " " + args + " >" + stem + ".out 2>" + stem + ".err";
  const int status = std::system(command.c_str());
  return {WEXITSTATUS(status), core::ReadTextFile(stem + ".out"), core::ReadTextFile(stem + ".err")};
}

}  // namespace porter::tests
