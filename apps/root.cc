#include "apps/root.h"

#include <cstdlib>

namespace porter::apps {

std::filesystem::path RepositoryRoot() {
  const char* root = std::getenv("PORTER_ROOT");
  return root != nullptr && *root != '\0' ? root : PORTER_SOURCE_DIR;
}

}  // namespace porter::apps
