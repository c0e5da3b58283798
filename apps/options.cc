#include "apps/options.h"

#include <algorithm>
#include <iostream>
#include <set>
#include <sstream>

#include "porter/config/describe.h"
#include "porter/config/read.h"
#include "porter/config/write.h"
#include "porter/core/check.h"
#include "porter/core/error.h"
#include "porter/core/text.h"

namespace porter::apps {
namespace {

struct Positional {
  std::string field;
  bool required;
};

std::vector<Positional> Positionals(const Verb& verb) {
  std::vector<Positional> result;
  std::istringstream words(verb.positionals);
  for (std::string word; words >> word;) {
    const bool required = !word.starts_with('[');
    result.push_back({required ? word : word.substr(1, word.size() - 2), required});
  }
  return result;
}

std::string WithHyphens(std::string_view name) {
  std::string text(name);
  std::ranges::replace(text, '_', '-');
  return text;
}

bool IsFlag(const config::Value& value) {
  return std::holds_alternative<bool*>(value.ref);
}

// a list of strings or paths, which takes one item each time it is given
const config::ListRef* AsItems(const config::Value& value) {
  const auto* list = std::get_if<config::ListRef>(&value.ref);
  if (list == nullptr || list->resize == nullptr) return nullptr;
  const config::Prototype element = list->element();
  const bool words = std::holds_alternative<std::string*>(element.value.ref) ||
                     std::holds_alternative<std::filesystem::path*>(element.value.ref);
  return words ? list : nullptr;
}

std::string Usage(const Verb& verb) {
  std::string text = core::Cat("usage: porter ", verb.name);
  for (const Positional& positional : Positionals(verb)) {
    std::string word = WithHyphens(positional.field);
    std::ranges::transform(word, word.begin(), [](unsigned char c) { return std::toupper(c); });
    text += positional.required ? " " + word : " [" + word + "]";
  }
  return text + " [options]\n";
}

class Parser {
 public:
  Parser(const Verb& verb, const config::Value& options)
      : verb_(verb),
        entries_(config::Entries(std::get<config::TableRef>(options.ref))),
        positionals_(Positionals(verb)) {
    for (const Positional& positional : positionals_)
      PORTER_CHECK(Find(positional.field) != nullptr, "a positional is a field: " + positional.field);
  }

  void Parse(std::span<const std::string> args) {
    bool words_only = false;
    while (!args.empty()) {
      const std::string& word = args.front();
      args = args.subspan(1);
      if (word == "--" && !words_only) {
        words_only = true;
      } else if (word.starts_with('-') && word.size() > 1 && !words_only) {
        args = args.subspan(TakeOption(word, args));
      } else {
        TakePositional(word);
      }
    }
    if (next_ < positionals_.size() && positionals_[next_].required && !seen_.contains(positionals_[next_].field))
      throw core::Error({.what = core::Cat(verb_.name, " needs ", positionals_[next_].field), .hint = Hint()});
  }

  // the text of --help
  std::string Help() const {
    core::TextTable table({"option", "value", "default", "does"});
    for (const config::Entry& entry : entries_) {
      const bool flag = IsFlag(entry.value);
      std::string doc(entry.info.doc);
      for (const std::string& part : {std::string(entry.info.unit), config::RangeText(entry.info)})
        if (!part.empty()) doc += "; " + part;
      table.AddRow({(IsPositional(entry) ? "" : "--") + WithHyphens(entry.info.name),
                    flag ? "" : config::TypeText(entry.value), flag ? "" : DefaultText(entry), doc});
    }
    table.AddRow({"--help", "", "", "print this"});
    return core::Cat(Usage(verb_), verb_.summary, "\n\n", table.ToString());
  }

 private:
  const config::Entry* Find(std::string_view name) const {
    const auto found =
        std::ranges::find_if(entries_, [&](const config::Entry& entry) { return entry.info.name == name; });
    return found == entries_.end() ? nullptr : &*found;
  }

  bool IsPositional(const config::Entry& entry) const {
    return std::ranges::any_of(positionals_, [&](const Positional& p) { return p.field == entry.info.name; });
  }

  // as one would type it; "" where nothing is given or something must be
  std::string DefaultText(const config::Entry& entry) const {
    for (const Positional& positional : positionals_)
      if (positional.required && positional.field == entry.info.name) return "";
    const std::string text = config::ValueText(entry.value);
    if (text.starts_with('"')) return text.substr(1, text.size() - 2);
    return text == "[]" ? "" : text;
  }

  std::string Hint() const { return core::Cat("porter ", verb_.name, " --help lists what there is"); }

  core::Place PlaceOf(const std::string& word) const { return {.file = core::Cat(verb_.name, " ", word)}; }

  // how many of the words after it the option takes
  size_t TakeOption(const std::string& word, std::span<const std::string> rest) {
    const size_t equals = std::min(word.find('='), word.size());
    const config::Entry& entry = FindOption(word.substr(0, equals));
    const bool alone = equals == word.size();
    if (!alone || IsFlag(entry.value)) {
      Take(entry, alone ? "true" : word.substr(equals + 1), word);
      return 0;
    }
    if (rest.empty() || rest.front().starts_with("--"))
      throw core::Error(
          {.what = "the option has no value", .place = PlaceOf(word), .expected = config::TypeText(entry.value)});
    Take(entry, rest.front(), word + " " + rest.front());
    return 1;
  }

  const config::Entry& FindOption(const std::string& word) const {
    std::string name = word.substr(std::min(word.find_first_not_of('-'), word.size()));
    std::ranges::replace(name, '-', '_');
    const config::Entry* entry = word.starts_with("--") ? Find(name) : nullptr;
    if (entry != nullptr) return *entry;
    std::vector<std::string> names;
    for (const config::Entry& candidate : entries_) names.emplace_back("--" + WithHyphens(candidate.info.name));
    const std::string nearest = core::NearestName(word, names);
    throw core::Error({.what = core::Cat(verb_.name, ": unknown option ", word),
                       .hint = nearest.empty() ? Hint() : "did you mean " + nearest + "?"});
  }

  void TakePositional(const std::string& word) {
    if (next_ == positionals_.size())
      throw core::Error({.what = core::Cat(verb_.name, ": unexpected argument ", word), .hint = Hint()});
    const config::Entry& entry = *Find(positionals_[next_].field);
    Take(entry, word, word);
    if (AsItems(entry.value) == nullptr) ++next_;
  }

  void Take(const config::Entry& entry, const std::string& text, const std::string& words) {
    const bool first = seen_.insert(std::string(entry.info.name)).second;
    if (const config::ListRef* items = AsItems(entry.value)) {
      const size_t size = first ? 0 : items->size(items->member);
      items->resize(items->member, size + 1);
      return config::AssignText({entry.info, items->at(items->member, size)}, text, PlaceOf(words));
    }
    if (!first) throw core::Error({.what = "the option is given twice", .place = PlaceOf(words)});
    config::AssignText(entry, text, PlaceOf(words));
  }

  const Verb& verb_;
  std::vector<config::Entry> entries_;
  std::vector<Positional> positionals_;
  size_t next_ = 0;             // positional to fill next
  std::set<std::string> seen_;  // names of fields given
};

}  // namespace

bool ParseOptions(const Verb& verb, const config::Value& options, std::span<const std::string> args) {
  Parser parser(verb, options);
  const auto options_end = std::ranges::find(args, "--");
  for (auto word = args.begin(); word != options_end; ++word) {
    if (*word != "--help" && *word != "-h") continue;
    std::cout << parser.Help();
    return false;
  }
  parser.Parse(args);
  return true;
}

}  // namespace porter::apps
