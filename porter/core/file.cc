#include "porter/core/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "porter/core/error.h"

namespace porter::core {
namespace {

constexpr size_t kReadAhead = 4096;  // bytes, for files that do not know their length

[[noreturn]] void Fail(const std::filesystem::path& path, const std::string& what, int code) {
  throw Error({.what = what + ": " + std::strerror(code), .place = {.file = path.string()}});
}

// a file descriptor closed at the end of its scope
struct Descriptor {
  int fd;
  ~Descriptor() {
    if (fd >= 0) close(fd);
  }
};

void WriteAll(int fd, std::span<const std::byte> bytes, const std::filesystem::path& path) {
  while (!bytes.empty()) {
    const ssize_t written = write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) Fail(path, "cannot write", errno);
    bytes = bytes.subspan(static_cast<size_t>(written));
  }
}

void SyncFolder(const std::filesystem::path& folder) {
  const Descriptor handle{open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY)};
  if (handle.fd >= 0) fsync(handle.fd);
}

}  // namespace

std::vector<std::byte> ReadFile(const std::filesystem::path& path) {
  const Descriptor handle{open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  struct stat status{};
  if (handle.fd < 0 || fstat(handle.fd, &status) != 0) Fail(path, "cannot read", errno);
  // one byte more than expected, so that the end shows itself; pipes and the kernel's files do not know their length
  std::vector<std::byte> bytes(static_cast<size_t>(status.st_size) + 1);
  size_t size = 0;
  while (true) {
    const ssize_t got = read(handle.fd, bytes.data() + size, bytes.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) Fail(path, "cannot read", errno);
    if (got == 0) break;
    size += static_cast<size_t>(got);
    if (size == bytes.size()) bytes.resize(2 * size + kReadAhead);
  }
  bytes.resize(size);
  return bytes;
}

std::string ReadTextFile(const std::filesystem::path& path) {
  const std::vector<std::byte> bytes = ReadFile(path);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

void WriteFileAtomic(const std::filesystem::path& path, std::span<const std::byte> bytes) {
  std::string temporary = path.string() + ".XXXXXX";
  const Descriptor handle{mkstemp(temporary.data())};
  if (handle.fd < 0) Fail(path, "cannot write beside it", errno);
  try {
    WriteAll(handle.fd, bytes, path);
    if (fchmod(handle.fd, 0644) != 0 || fsync(handle.fd) != 0) Fail(path, "cannot sync", errno);
    if (rename(temporary.c_str(), path.c_str()) != 0) Fail(path, "cannot rename into place", errno);
  } catch (...) {
    unlink(temporary.c_str());
    throw;
  }
  SyncFolder(path.parent_path());
}

void WriteTextFileAtomic(const std::filesystem::path& path, std::string_view text) {
  WriteFileAtomic(path, std::as_bytes(std::span(text)));
}

}  // namespace porter::core
