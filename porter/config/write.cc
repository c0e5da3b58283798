#include "porter/config/write.h"

#include "porter/config/assign.h"
#include "porter/config/describe.h"
#include "porter/config/toml_tree.h"
#include "porter/core/check.h"
#include "porter/core/checksum.h"
#include "porter/core/text.h"

namespace porter::config {
namespace {

struct TextVisitor {
  std::string operator()(const bool* member) const { return *member ? "true" : "false"; }
  std::string operator()(const int* member) const { return std::to_string(*member); }
  std::string operator()(const int64_t* member) const { return std::to_string(*member); }
  std::string operator()(const uint64_t* member) const {
    const std::string text = std::to_string(*member);
    return *member > INT64_MAX ? QuoteToml(text) : text;
  }
  std::string operator()(const float* member) const { return NumberToml(*member); }
  std::string operator()(const double* member) const { return NumberToml(*member); }
  std::string operator()(const std::string* member) const { return QuoteToml(*member); }
  std::string operator()(const std::filesystem::path* member) const { return QuoteToml(member->string()); }

  std::string operator()(const EnumRef& member) const {
    const size_t index = member.get(member.member);
    PORTER_CHECK(index < member.names.size(), "an enum holds a value without a name");
    return QuoteToml(member.names[index]);
  }
  std::string operator()(const OptionalRef& member) const {
    return member.has(member.member) ? ValueText(member.get(member.member)) : "[]";
  }
  std::string operator()(const ListRef& member) const {
    std::string text = "[";
    for (size_t i = 0; i < member.size(member.member); ++i)
      text += (i > 0 ? ", " : "") + ValueText(member.at(member.member, i));
    return text + "]";
  }
  std::string operator()(const TableRef& member) const {
    std::string text = "{";
    for (const Entry& entry : Entries(member))
      text += (text.size() > 1 ? ", " : "") + std::string(entry.info.name) + " = " + ValueText(entry.value);
    return text + "}";
  }
};

bool IsTable(const Value& value) {
  return std::holds_alternative<TableRef>(value.ref);
}

// a list that is written as [[name]] blocks
const ListRef* AsRows(const Value& value) {
  const auto* list = std::get_if<ListRef>(&value.ref);
  return list != nullptr && list->size(list->member) > 0 && IsTable(list->at(list->member, 0)) ? list : nullptr;
}

class Writer {
 public:
  explicit Writer(Comments comments) : comments_(comments) {}

  // plain keys first: whatever follows a [header] belongs to it
  void Write(const TableRef& table, const std::string& path) {
    const std::vector<Entry> entries = Entries(table);
    for (const Entry& entry : entries) {
      if (IsTable(entry.value) || AsRows(entry.value) != nullptr) continue;
      Comment(entry.info);
      text_ += std::string(entry.info.name) + " = " + ValueText(entry.value) + "\n";
    }
    for (const Entry& entry : entries) WriteBlocks(entry, JoinPath(path, entry.info.name));
  }
  std::string text_;

 private:
  void WriteBlocks(const Entry& entry, const std::string& path) {
    if (const auto* table = std::get_if<TableRef>(&entry.value.ref)) {
      text_ += "\n";
      Comment(entry.info);
      text_ += "[" + path + "]\n";
      Write(*table, path);
    }
    const ListRef* rows = AsRows(entry.value);
    for (size_t i = 0; rows != nullptr && i < rows->size(rows->member); ++i) {
      text_ += "\n";
      if (i == 0) Comment(entry.info);
      text_ += "[[" + path + "]]\n";
      Write(std::get<TableRef>(rows->at(rows->member, i).ref), path);
    }
  }

  void Comment(const Field& info) {
    if (comments_ == Comments::kNone) return;
    std::vector<std::string> parts;
    for (const std::string& part : {std::string(info.doc), std::string(info.unit), RangeText(info)})
      if (!part.empty()) parts.push_back(part);
    if (!parts.empty()) text_ += "# " + core::Join(parts, "; ") + "\n";
  }

  Comments comments_;
};

}  // namespace

std::string ValueText(const Value& value) {
  return std::visit(TextVisitor{}, value.ref);
}

std::string ToToml(const Value& settings, Comments comments) {
  const auto& table = std::get<TableRef>(settings.ref);
  Writer writer(comments);
  if (!table.config_name.empty()) writer.text_ = "config = " + QuoteToml(table.config_name) + "\n";
  writer.Write(table, "");
  return writer.text_;
}

std::string Hash(const Value& settings) {
  return core::HashHex(ToToml(settings, Comments::kNone));
}

}  // namespace porter::config
