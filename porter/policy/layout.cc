#include "porter/policy/layout.h"

#include <algorithm>
#include <set>

#include "porter/core/error.h"
#include "porter/core/text.h"

namespace porter::policy {
namespace {

[[noreturn]] void Fail(const std::string& layout, const Term& term, const std::string& what, const std::string& found,
                       const std::string& expected) {
  throw core::Error({.what = core::Cat("layout '", layout, "', term '", term.name, "': ", what),
                     .found = found,
                     .expected = expected});
}

// `elements` says where each of `width` numbers comes from, each once
bool Fits(const math::SignedPermutation& elements, int width) {
  const size_t size = static_cast<size_t>(width);
  if (elements.source.size() != size || elements.sign.size() != size) return false;
  std::set<int> sources(elements.source.begin(), elements.source.end());
  return sources.size() == size && *sources.begin() == 0 && *sources.rbegin() == width - 1 &&
         std::ranges::all_of(elements.sign, [](int sign) { return sign == 1 || sign == -1; });
}

}  // namespace

Layout::Layout(std::string name, std::vector<Term> terms) : name_(std::move(name)), terms_(std::move(terms)) {
  for (const Term& term : terms_) {
    if (term.width < 1) Fail(name_, term, "an empty term", core::Cat("width ", term.width), "at least 1");
    if (Find(term.name) != &term) Fail(name_, term, "the name stands twice", "'" + term.name + "'", "one term a name");
    width_ += term.width;
    if (!term.mirror.missing.empty()) continue;
    const Term* partner = term.mirror.partner.empty() ? &term : Find(term.mirror.partner);
    if (partner == nullptr || partner->width != term.width) {
      Fail(name_, term, "its mirror partner does not fit", "'" + term.mirror.partner + "'",
           core::Cat("a term of width ", term.width));
    }
    if (!Fits(term.mirror.elements, term.width)) {
      Fail(name_, term, "its mirror does not fit", core::Cat(term.mirror.elements.source.size(), " elements"),
           core::Cat("every one of ", term.width, " elements once, with sign +1 or -1"));
    }
  }
}

const Term* Layout::Find(std::string_view term) const noexcept {
  const auto it = std::ranges::find(terms_, term, &Term::name);
  return it == terms_.end() ? nullptr : &*it;
}

TermSlice Layout::Slice(std::string_view term) const {
  int offset = 0;
  std::vector<std::string> names;
  for (const Term& t : terms_) {
    if (t.name == term) return {.offset = offset, .width = t.width};
    offset += t.width;
    names.push_back(t.name);
  }
  throw core::Error({.what = core::Cat("layout '", name_, "' has no such term"),
                     .found = core::Cat("'", term, "'"),
                     .expected = "one of " + core::Join(names, ", "),
                     .hint = "did you mean '" + core::NearestName(term, names) + "'?"});
}

math::SignedPermutation Layout::MirrorPermutation() const {
  std::vector<std::string> missing;
  math::SignedPermutation row;
  for (const Term& term : terms_) {
    if (!term.mirror.missing.empty()) {
      missing.push_back("'" + term.name + "' " + term.mirror.missing);
      continue;
    }
    const int offset = Slice(term.mirror.partner.empty() ? term.name : term.mirror.partner).offset;
    for (const int source : term.mirror.elements.source) row.source.push_back(offset + source);
    row.sign.insert(row.sign.end(), term.mirror.elements.sign.begin(), term.mirror.elements.sign.end());
  }
  if (missing.empty()) return row;
  throw core::Error({.what = core::Cat("layout '", name_, "' has no mirror image"),
                     .found = core::Join(missing, "; "),
                     .expected = "terms for both sides"});
}

}  // namespace porter::policy
