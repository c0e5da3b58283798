#include "porter/core/error.h"

namespace porter::core {

std::string Place::ToString() const {
  std::string text = file;
  if (line > 0) text += ":" + std::to_string(line);
  if (line > 0 && column > 0) text += ":" + std::to_string(column);
  return text;
}

namespace {

std::string Compose(const ErrorParts& parts) {
  std::string text = parts.place.ToString();
  if (!text.empty()) text += ": ";
  text += parts.what;
  if (!parts.found.empty()) text += "; found " + parts.found;
  if (!parts.expected.empty()) text += "; expected " + parts.expected;
  if (!parts.hint.empty()) text += " (" + parts.hint + ")";
  return text;
}

}  // namespace

Error::Error(ErrorParts parts) : parts_(std::move(parts)), message_(Compose(parts_)) {}

}  // namespace porter::core
