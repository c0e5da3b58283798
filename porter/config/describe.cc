#include "porter/config/describe.h"

#include <cmath>
#include <map>

#include "porter/config/assign.h"
#include "porter/config/write.h"
#include "porter/core/check.h"
#include "porter/core/text.h"

namespace porter::config {
namespace {

constexpr char kAbsent[] = "(absent)";

struct TypeVisitor {
  std::string operator()(const bool*) const { return "true or false"; }
  std::string operator()(const int*) const { return "integer"; }
  std::string operator()(const int64_t*) const { return "integer"; }
  std::string operator()(const uint64_t*) const { return "integer"; }
  std::string operator()(const float*) const { return "number"; }
  std::string operator()(const double*) const { return "number"; }
  std::string operator()(const std::string*) const { return "string"; }
  std::string operator()(const std::filesystem::path*) const { return "path"; }
  std::string operator()(const EnumRef& member) const {
    const std::vector<std::string> names(member.names.begin(), member.names.end());
    return core::Join(names, " or ");
  }
  std::string operator()(const OptionalRef& member) const { return TypeText(member.element().value) + ", [] for none"; }
  std::string operator()(const ListRef& member) const {
    const std::string element = TypeText(member.element().value);
    return member.resize == nullptr ? core::Cat("list of ", member.size(member.member), ": ", element)
                                    : "list: " + element;
  }
  std::string operator()(const TableRef&) const { return "table"; }
};

void DescribeTable(const TableRef& table, const std::string& path, std::vector<Description>& rows) {
  for (const Entry& entry : Entries(table)) {
    const std::string key = JoinPath(path, entry.info.name);
    const auto* list = std::get_if<ListRef>(&entry.value.ref);
    const auto* nested = std::get_if<TableRef>(&entry.value.ref);
    const Prototype element = list != nullptr ? list->element() : Prototype{};
    const auto* row = list != nullptr ? std::get_if<TableRef>(&element.value.ref) : nullptr;
    std::string value = nested != nullptr ? "" : ValueText(entry.value);
    if (row != nullptr) value = core::Cat(list->size(list->member), list->size(list->member) == 1 ? " row" : " rows");
    rows.push_back({key, TypeText(entry.value), value, std::string(entry.info.unit), RangeText(entry.info),
                    std::string(entry.info.doc)});
    if (nested != nullptr) DescribeTable(*nested, key, rows);
    if (row != nullptr) DescribeTable(*row, key + "[]", rows);
  }
}

// every value that is no table of its own, by its full name
using Leaves = std::vector<std::pair<std::string, std::string>>;

void Flatten(const Value& value, const std::string& path, Leaves& leaves) {
  const auto* list = std::get_if<ListRef>(&value.ref);
  if (const auto* table = std::get_if<TableRef>(&value.ref)) {
    for (const Entry& entry : Entries(*table)) Flatten(entry.value, JoinPath(path, entry.info.name), leaves);
  } else if (list != nullptr && std::holds_alternative<TableRef>(list->element().value.ref)) {
    for (size_t i = 0; i < list->size(list->member); ++i)
      Flatten(list->at(list->member, i), IndexPath(path, i), leaves);
  } else {
    leaves.emplace_back(path, ValueText(value));
  }
}

std::string MarkdownCell(const std::string& text) {
  std::string cell;
  for (const char c : text) {
    if (c == '|') cell += '\\';
    cell += c == '\n' ? ' ' : c;
  }
  return cell;
}

}  // namespace

std::string TypeText(const Value& value) {
  return std::visit(TypeVisitor{}, value.ref);
}

std::string RangeText(const Field& info) {
  const std::string min = core::FormatNumber(info.min), max = core::FormatNumber(info.max);
  if (std::isinf(info.min)) return std::isinf(info.max) ? "" : "<= " + max;
  return std::isinf(info.max) ? ">= " + min : min + " to " + max;
}

std::vector<Description> Describe(const Value& settings) {
  std::vector<Description> rows;
  DescribeTable(std::get<TableRef>(settings.ref), "", rows);
  return rows;
}

std::vector<Difference> Diff(const Value& left, const Value& right) {
  PORTER_CHECK(std::get<TableRef>(left.ref).entries == std::get<TableRef>(right.ref).entries,
               "settings of one type are compared");
  Leaves left_leaves, right_leaves;
  Flatten(left, "", left_leaves);
  Flatten(right, "", right_leaves);
  std::map<std::string, std::string> of_right(right_leaves.begin(), right_leaves.end());
  std::vector<Difference> differences;
  for (const auto& [key, text] : left_leaves) {
    const auto found = of_right.find(key);
    if (found == of_right.end()) {
      differences.push_back({key, text, kAbsent});
      continue;
    }
    if (found->second != text) differences.push_back({key, text, found->second});
    of_right.erase(found);
  }
  for (const auto& [key, text] : right_leaves)
    if (of_right.contains(key)) differences.push_back({key, kAbsent, text});
  return differences;
}

std::string Markdown(std::span<const Description> rows) {
  std::string text = "| key | type | default | unit | range | doc |\n|---|---|---|---|---|---|\n";
  for (const Description& row : rows) {
    for (const std::string& cell : {row.key, row.type, row.value, row.unit, row.range, row.doc})
      text += "| " + MarkdownCell(cell) + (cell.empty() ? "" : " ");
    text += "|\n";
  }
  return text;
}

}  // namespace porter::config
