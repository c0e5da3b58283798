#include "porter/io/npy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>

#include "porter/core/error.h"
#include "porter/core/text.h"

namespace porter::io {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// an .npy file by hand: mark, version, length, dictionary, elements
std::vector<std::byte> Npy(const std::string& dict, const std::string& data, char version = 1) {
  std::string text("\x93NUMPY", 6);
  text += {version, '\0', static_cast<char>(dict.size()), static_cast<char>(dict.size() >> 8)};
  if (version > 1) text += {'\0', '\0'};
  text += dict + data;
  const auto bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

std::string Dict(const std::string& descr, const std::string& shape, const std::string& fortran = "False") {
  return core::Cat("{'descr': ", descr, ", 'fortran_order': ", fortran, ", 'shape': ", shape, ", }\n");
}

std::string NpyError(std::vector<std::byte> bytes) {
  try {
    DecodeNpy(std::move(bytes), "folder/x.npy");
  } catch (const core::Error& error) {
    return error.what();
  }
  return "no error";
}

// "array 'x' " and the place are in every message
std::string Refused(const std::string& rest) {
  return "folder/x.npy: array 'x' " + rest;
}

TEST(Npy, ReadsAllVersions) {
  const std::string data("\x01\x00\x00\x00\xFE\xFF\xFF\xFF", 8);
  for (const char version : {1, 2, 3}) {
    const ArrayFile arrays = DecodeNpy(Npy(Dict("'<i4'", "(2,)"), data, version), "folder/x.npy");
    EXPECT_THAT(arrays.At("x").As<int32_t>(), ElementsAre(1, -2));
    EXPECT_THAT(arrays.At("x").shape, ElementsAre(2u));
  }
}

TEST(Npy, ReadsADictionaryInAnyOrderAndQuotes) {
  const std::string dict = "{\"shape\": (), \"descr\": \"|u1\", \"fortran_order\": False}   \n";
  const ArrayFile arrays = DecodeNpy(Npy(dict, "\x07"), "x.npy");
  EXPECT_THAT(arrays.At("x").As<uint8_t>(), ElementsAre(7));
  EXPECT_TRUE(arrays.At("x").shape.empty());
}

TEST(Npy, ReadsNumpysLetters) {
  const auto dtype = [](const std::string& descr, size_t bytes) {
    return DecodeNpy(Npy(Dict(descr, "(1,)"), std::string(bytes, '\0')), "x.npy").At("x").dtype;
  };
  EXPECT_EQ(dtype("'|b1'", 1), Dtype::kBool);
  EXPECT_EQ(dtype("'|i1'", 1), Dtype::kI8);
  EXPECT_EQ(dtype("'<u2'", 2), Dtype::kU16);
  EXPECT_EQ(dtype("'<i8'", 8), Dtype::kI64);
  EXPECT_EQ(dtype("'<f2'", 2), Dtype::kF16);
  EXPECT_EQ(dtype("'<f8'", 8), Dtype::kF64);
  EXPECT_EQ(dtype("'<U3'", 12), Dtype::kText);
}

TEST(Npy, TurnsColumnMajorIntoRowMajor) {
  // a[i][j] = 10 i + j, first index fastest: 0 10 1 11 2 12
  const std::string data("\x00\x0A\x01\x0B\x02\x0C", 6);
  const ArrayFile matrix = DecodeNpy(Npy(Dict("'|u1'", "(2, 3)", "True"), data), "x.npy");
  EXPECT_THAT(matrix.At("x").As<uint8_t>(), ElementsAre(0, 1, 2, 10, 11, 12));
  const ArrayFile cube = DecodeNpy(Npy(Dict("'|u1'", "(1, 3, 2)", "True"), data), "x.npy");
  EXPECT_THAT(cube.At("x").As<uint8_t>(), ElementsAre(0, 11, 10, 2, 1, 12));
  const ArrayFile empty = DecodeNpy(Npy(Dict("'|u1'", "(2, 0)", "True"), ""), "x.npy");
  EXPECT_TRUE(empty.At("x").As<uint8_t>().empty());
}

TEST(Npy, WritesWhatNumpyWrites) {
  const std::vector<float> values{1.5f, -2};
  const std::vector<std::byte> bytes = EncodeNpy(View<float>("x", {2, 1}, values));
  std::string expected("\x93NUMPY\x01\x00\x76\x00", 10);
  expected += "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1, ), }";
  expected += std::string(128 - 1 - expected.size(), ' ') + "\n";
  expected += std::string("\x00\x00\xC0\x3F\x00\x00\x00\xC0", 8);
  EXPECT_EQ(std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()), expected);
}

TEST(Npy, ReadsBackWhatItWrites) {
  const std::vector<std::string> names{"left_hip_pitch_joint", "waist_yaw_joint"};
  const std::vector<std::byte> bytes = PackTexts(names);
  const ArrayView array{.name = "x", .dtype = Dtype::kText, .shape = {2}, .bytes = bytes};
  EXPECT_EQ(DecodeNpy(EncodeNpy(array), "x.npy").At("x").Texts(), names);
  const ArrayView empty{.name = "x", .dtype = Dtype::kF64, .shape = {3, 0}};
  EXPECT_THAT(DecodeNpy(EncodeNpy(empty), "x.npy").At("x").shape, ElementsAre(3u, 0u));
}

TEST(Npy, DoesNotWriteBfloat16) {
  const std::vector<std::byte> bytes(2);
  const ArrayView array{.name = "w", .dtype = Dtype::kBf16, .shape = {1}, .bytes = bytes};
  EXPECT_THROW(EncodeNpy(array), core::Error);
}

TEST(Npy, RefusesWhatItCannotHoldAndSaysWhy) {
  EXPECT_EQ(NpyError(Npy(Dict("'|O'", "(1,)"), "")),
            Refused("holds pickled Python objects, which run code when they are loaded; found '|O' (save it with a "
                    "number type)"));
  EXPECT_EQ(NpyError(Npy(Dict("'>f4'", "(1,)"), "1234")),
            Refused("is big-endian; found '>f4' (save it with dtype.newbyteorder('<'))"));
  EXPECT_THAT(NpyError(Npy(Dict("[('a', '<f4')]", "(1,)"), "1234")), HasSubstr("structured elements"));
  for (const std::string descr : {"'<c8'", "'|S4'", "'<M8[ns]'", "''", "'<'", "'|f4'", "'<U0'", "'<U4x'", "'<f3'"})
    EXPECT_THAT(NpyError(Npy(Dict(descr, "(1,)"), "1234")), HasSubstr("element type that we do not read")) << descr;
}

TEST(Npy, RefusesAnotherLength) {
  EXPECT_EQ(NpyError(Npy(Dict("'<f4'", "(2, 1)"), "1234567")),
            Refused("has another length than its shape asks for; found 7 bytes; expected 8 bytes for float32 [2, 1] "
                    "(the file is cut off)"));
  EXPECT_THAT(NpyError(Npy(Dict("'<f4'", "(1,)"), "12345")), HasSubstr("found 5 bytes; expected 4 bytes"));
  EXPECT_THAT(NpyError(Npy(Dict("'<f4'", "(4294967296, 4294967296)"), "1234")),
              HasSubstr("more bytes than memory has"));
}

TEST(Npy, RefusesEveryCut) {
  const std::vector<std::byte> whole = Npy(Dict("'<f4'", "(2,)"), "12345678");
  ASSERT_EQ(NpyError(whole), "no error");
  for (size_t size = 0; size < whole.size(); ++size)
    EXPECT_THAT(NpyError({whole.begin(), whole.begin() + static_cast<long>(size)}), HasSubstr("folder/x.npy: "))
        << size;
}

TEST(Npy, RefusesMalformedHeaders) {
  EXPECT_EQ(NpyError(Npy("{'descr': '<f4', 'fortran_order': False, }", "")),
            Refused("has a malformed header; found not all of descr, fortran_order, shape"));
  EXPECT_THAT(NpyError(Npy(Dict("'<f4'", "(-1,)"), "")), HasSubstr("no whole number in the shape"));
  EXPECT_THAT(NpyError(Npy(Dict("'<f4'", "(1 2)"), "")), HasSubstr("no comma in the shape"));
  EXPECT_THAT(NpyError(Npy(Dict("'<f4'", "(1,)", "Maybe"), "")), HasSubstr("neither True nor False"));
  EXPECT_THAT(NpyError(Npy(Dict("'<f4'", "(1,), 'shape': (2,)"), "")), HasSubstr("key 'shape'"));
  EXPECT_THAT(NpyError(Npy(Dict("'<f4'", "(1,), 'colour': 3"), "")), HasSubstr("key 'colour'"));
  EXPECT_THAT(NpyError(Npy("{'descr': '<f4", "")), HasSubstr("no closing quote"));
  EXPECT_THAT(NpyError(Npy(Dict("'<f4'", "(1,)") + "import os", "")), HasSubstr("text behind the dictionary"));
  EXPECT_THAT(NpyError(Npy(Dict("'<f4'", "(1,)"), "1234", 4)), HasSubstr("version of numpy's format"));
}

}  // namespace
}  // namespace porter::io
