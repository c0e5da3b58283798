#include "porter/policy/layout.h"

#include <gmock/gmock.h>

#include "porter/core/error.h"
#include "porter/policy/mirrors.h"

namespace porter::policy {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Term Plain(std::string name, int width) {
  return {
      .name = std::move(name), .width = width, .mirror = SignMirror(std::vector<int>(static_cast<size_t>(width), 1))};
}

std::string LayoutMessage(const auto& action) {
  try {
    action();
  } catch (const core::Error& error) {
    return error.what();
  }
  return "no error";
}

TEST(Layout, ComputesColumns) {
  const ObsLayout layout("small", {Plain("a", 2), Plain("b", 3), Plain("c", 1)});
  EXPECT_EQ(layout.width(), 6);
  EXPECT_EQ(layout.Slice("c").offset, 5);
  std::vector<float> row{0, 1, 2, 3, 4, 5};
  EXPECT_THAT(layout.Slice("b").Of(std::span(row)), ElementsAre(2, 3, 4));
  ASSERT_NE(layout.Find("b"), nullptr);
  EXPECT_EQ(layout.Find("b")->width, 3);
  EXPECT_EQ(layout.Find("d"), nullptr);
}

TEST(Layout, MirrorsTermsIntoTheirPartners) {
  Term left = Plain("left", 2), right = Plain("right", 2), turn = Plain("turn", 1);
  left.mirror = {.elements = {.source = {1, 0}, .sign = {-1, 1}}, .partner = "right"};
  right.mirror = {.elements = {.source = {1, 0}, .sign = {1, -1}}, .partner = "left"};
  turn.mirror = SignMirror({-1});
  const ObsLayout layout("two hands", {left, turn, right});
  const math::SignedPermutation mirror = layout.MirrorPermutation();
  std::vector<float> row{1, 2, 3, 4, 5}, image(5), back(5);
  mirror.Apply<float>(row, image);
  EXPECT_THAT(image, ElementsAre(-5, 4, -3, 2, -1));
  mirror.Apply<float>(image, back);
  EXPECT_EQ(back, row);
}

TEST(Layout, NamesEveryTermThatHasNoMirrorImage) {
  Term one = Plain("one", 1), two = Plain("two", 1);
  one.mirror = NoMirror("sees one side");
  two.mirror = NoMirror("moves one side");
  const ActionLayout layout("halves", {one, Plain("middle", 1), two});
  EXPECT_THAT(LayoutMessage([&] { layout.MirrorPermutation(); }),
              HasSubstr("layout 'halves' has no mirror image; found 'one' sees one side; 'two' moves one side"));
}

TEST(Layout, WrongTermsAreRefused) {
  const auto message = [](std::vector<Term> terms) {
    return LayoutMessage([&] { ObsLayout("bad", std::move(terms)); });
  };
  EXPECT_THAT(message({Plain("a", 1), Plain("a", 2)}), HasSubstr("layout 'bad', term 'a': the name stands twice"));
  EXPECT_THAT(message({{.name = "none", .width = 0}}), HasSubstr("an empty term; found width 0"));
  Term term = Plain("a", 2);
  term.mirror.partner = "b";
  EXPECT_THAT(message({term}), HasSubstr("its mirror partner does not fit; found 'b'"));
  EXPECT_THAT(message({term, Plain("b", 3)}), HasSubstr("expected a term of width 2"));
  for (const math::SignedPermutation& elements : {math::SignedPermutation{.source = {0, 0}, .sign = {1, 1}},
                                                  math::SignedPermutation{.source = {0, 2}, .sign = {1, 1}},
                                                  math::SignedPermutation{.source = {0, 1}, .sign = {1, 0}},
                                                  math::SignedPermutation{.source = {0}, .sign = {1}}}) {
    Term wrong = Plain("a", 2);
    wrong.mirror.elements = elements;
    EXPECT_THAT(message({wrong}), HasSubstr("its mirror does not fit"));
  }
}

TEST(Layout, UnknownTermsComeWithTheNearestName) {
  const ObsLayout layout("small", {Plain("base_ang_vel", 3), Plain("dof_pos", 2)});
  EXPECT_THAT(LayoutMessage([&] { layout.Slice("dof_poss"); }),
              HasSubstr("layout 'small' has no such term; found 'dof_poss'; expected one of base_ang_vel, dof_pos (did "
                        "you mean 'dof_pos'?)"));
}

}  // namespace
}  // namespace porter::policy
