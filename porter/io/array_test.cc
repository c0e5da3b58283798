#include "porter/io/array.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>

#include "porter/core/error.h"
#include "porter/io/array_file.h"

namespace porter::io {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

template <class Call>
std::string ArrayError(Call call) {
  try {
    call();
  } catch (const core::Error& error) {
    return error.what();
  }
  return "no error";
}

ArrayView TextArray(const std::vector<std::byte>& bytes, size_t count) {
  return {.name = "names", .dtype = Dtype::kText, .shape = {count}, .bytes = bytes, .file = "a.npz"};
}

TEST(Array, CountsWithoutOverflow) {
  EXPECT_EQ(CountBytes(std::vector<size_t>{}, 8), 8u);
  EXPECT_EQ(CountBytes(std::vector<size_t>{325, 36}, 4), 46800u);
  EXPECT_EQ(CountBytes(std::vector<size_t>{size_t{1} << 63, 0, 5}, 4), 0u);
  EXPECT_EQ(CountBytes(std::vector<size_t>{size_t{1} << 32, size_t{1} << 32}, 1), std::nullopt);
  EXPECT_EQ(CountBytes(std::vector<size_t>{size_t{1} << 62}, 4), std::nullopt);
}

TEST(Array, GivesElementsOfItsOwnTypeOnly) {
  const std::vector<float> values{1, 2, 3, 4, 5, 6};
  ArrayView array = View<float>("joint_pos", {2, 3}, values);
  array.file = "clip.npz";
  EXPECT_THAT(array.As<float>(), ElementsAre(1, 2, 3, 4, 5, 6));
  EXPECT_EQ(ArrayError([&] { array.As<double>(); }),
            "clip.npz: array 'joint_pos' has another element type; found float32 [2, 3]; expected float64");
  EXPECT_THAT(ArrayError([&] { array.Texts(); }), HasSubstr("expected text"));
}

TEST(ArrayDeathTest, AViewHasAsManyValuesAsItsShapeSays) {
  const std::vector<int64_t> values(5);
  EXPECT_DEATH(View<int64_t>("steps", {2, 3}, values), "as many values");
}

TEST(Array, TextsComeBackWithoutPadding) {
  const std::vector<std::string> texts{"left_hip", "", "h\xC3\xBC\x66te", "\xE2\x82\xAC \xF0\x9F\xA4\x96"};
  const std::vector<std::byte> bytes = PackTexts(texts);
  ASSERT_EQ(bytes.size(), 4u * 8 * 4);  // four texts as wide as the longest, 4 bytes a character
  EXPECT_EQ(bytes[0], std::byte{'l'});
  EXPECT_EQ(bytes[3 * 32 + 0], std::byte{0xAC});  // U+20AC, low byte first
  EXPECT_EQ(bytes[3 * 32 + 1], std::byte{0x20});
  EXPECT_EQ(TextArray(bytes, 4).Texts(), texts);
}

TEST(Array, RefusesWhatIsNoText) {
  std::vector<std::byte> bytes = PackTexts(std::vector<std::string>{"ab", "cd"});
  bytes[9] = std::byte{0xD8};  // 'c' becomes U+D863, half of a pair
  EXPECT_EQ(ArrayError([&] { TextArray(bytes, 2).Texts(); }),
            "a.npz: array 'names' holds no Unicode text; found character number 55395 in element 1");
  for (const std::string bad : {"\xFF", "\xC3", "\xC0\x80", "\xED\xA0\x80", "\xF7\xBF\xBF\xBF", "\xE2\x28\xA1"}) {
    EXPECT_THAT(ArrayError([&] { PackTexts(std::vector<std::string>{bad}); }), HasSubstr("a text is not UTF-8"));
  }
}

TEST(ArrayFile, NamesTheNearestArray) {
  const std::vector<float> values{1};
  ArrayFile arrays("clip.npz");
  arrays.Add(View<float>("joint_pos", {1}, values));
  arrays.Add(View<float>("joint_vel", {1}, values));
  EXPECT_EQ(arrays.At("joint_vel").As<float>()[0], 1);
  EXPECT_EQ(arrays.Find("joint_acc"), nullptr);
  EXPECT_EQ(ArrayError([&] { arrays.At("joint_poz"); }),
            "clip.npz: no array 'joint_poz'; found joint_pos, joint_vel (did you mean 'joint_pos'?)");
  EXPECT_EQ(ArrayError([&] { ArrayFile("empty.npz").At("fps"); }), "empty.npz: no array 'fps'; found 0 arrays");
}

TEST(ArrayFile, RefusesTwoOfOneNameAndBoolsThatAreNone) {
  const std::vector<uint8_t> values{0, 1, 2};
  ArrayFile arrays("a.npz");
  arrays.Add(View<uint8_t>("x", {3}, values));
  EXPECT_EQ(ArrayError([&] { arrays.Add(View<uint8_t>("x", {3}, values)); }), "a.npz: two arrays have the name 'x'");
  ArrayView mask = View<uint8_t>("mask", {3}, values);
  mask.dtype = Dtype::kBool;
  EXPECT_EQ(ArrayError([&] { arrays.Add(mask); }), "a.npz: array 'mask' holds no truth values; expected bytes 0 and 1");
  ArrayView deep = View<uint8_t>("deep", std::vector<size_t>(65, 1), std::span(values).first(1));
  EXPECT_EQ(ArrayError([&] { arrays.Add(deep); }),
            "a.npz: array 'deep' has too many dimensions; found 65; expected at most 64");
}

TEST(ArrayFile, MovesElementsFromOddAddresses) {
  ArrayFile arrays("a.safetensors");
  std::vector<std::byte> memory(9);
  const double value = 0.1;
  std::memcpy(memory.data() + 1, &value, 8);
  arrays.Add({.name = "x", .dtype = Dtype::kF64, .shape = {}, .bytes = arrays.Keep(memory).subspan(1)});
  const std::span<const double> values = arrays.At("x").As<double>();
  EXPECT_EQ(reinterpret_cast<uintptr_t>(values.data()) % alignof(double), 0u);
  EXPECT_THAT(values, ElementsAre(0.1));
}

TEST(ArrayFile, ViewsStayValidWhenItIsMoved) {
  ArrayFile from("a.npz");
  from.Add(
      {.name = "x", .dtype = Dtype::kU8, .shape = {3}, .bytes = from.Keep(std::vector<std::byte>(3, std::byte{7}))});
  const ArrayFile to = std::move(from);
  EXPECT_THAT(to.At("x").As<uint8_t>(), ElementsAre(7, 7, 7));
}

}  // namespace
}  // namespace porter::io
