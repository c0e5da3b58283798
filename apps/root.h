// Where the repository lies: its models, policies and experiments are read from there at run time.
#pragma once

#include <filesystem>

namespace porter::apps {

// PORTER_ROOT from the environment (bin/porter sets it), else the folder porter was built from
std::filesystem::path RepositoryRoot();

}  // namespace porter::apps
