#include "porter/io/safetensors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "porter/core/error.h"
#include "porter/core/file.h"
#include "porter/core/text.h"
#include "porter/io/bytes.h"

namespace porter::io {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// a file by hand: length, header, data
std::vector<std::byte> Tensors(const std::string& header, const std::string& data) {
  std::vector<std::byte> bytes;
  Append<uint64_t>(bytes, header.size());
  AppendText(bytes, header);
  AppendText(bytes, data);
  return bytes;
}

std::string Entry(const std::string& name, const std::string& dtype, const std::string& shape, int begin, int end) {
  return core::Cat("\"", name, R"(":{"dtype":")", dtype, R"(","shape":)", shape, R"(,"data_offsets":[)", begin, ",",
                   end, "]}");
}

std::string TensorsError(std::vector<std::byte> bytes) {
  try {
    DecodeSafetensors(std::move(bytes), "w.safetensors");
  } catch (const core::Error& error) {
    return error.what();
  }
  return "no error";
}

std::string HeaderError(const std::string& header, const std::string& data = "") {
  return TensorsError(Tensors(header, data));
}

TEST(Safetensors, ReadsAFileByHand) {
  const std::string header = core::Cat("{", Entry("b", "U8", "[3]", 8, 11), ",", Entry("a", "F32", "[2,1]", 0, 8),
                                       R"(,"__metadata__":{"format":"pt"}}   )");
  const ArrayFile file = DecodeSafetensors(Tensors(header, std::string("\0\0\x80\x3F\0\0\0\xC0\1\2\3", 11)), "w");
  EXPECT_THAT(file.At("a").As<float>(), ElementsAre(1, -2));
  EXPECT_THAT(file.At("a").shape, ElementsAre(2u, 1u));
  EXPECT_THAT(file.At("b").As<uint8_t>(), ElementsAre(1, 2, 3));
  EXPECT_EQ(file.arrays()[0].name, "a");  // in the order of the data
  EXPECT_EQ(file.metadata().at("format"), "pt");
}

TEST(Safetensors, WritesTheSameBytesInWhateverOrder) {
  const std::vector<uint8_t> mask{1, 2, 3};
  const std::vector<float> weight{1, -2};
  const std::vector<ArrayView> one{View<uint8_t>("a", {3}, mask), View<float>("b", {1, 2}, weight)};
  const std::vector<ArrayView> other{one[1], one[0]};
  std::string header = R"({"__metadata__":{"run":"7"},"a":{"data_offsets":[8,11],"dtype":"U8","shape":[3]},)"
                       R"("b":{"data_offsets":[0,8],"dtype":"F32","shape":[1,2]}})";
  header.append((8 - header.size() % 8) % 8, ' ');
  const std::vector<std::byte> expected = Tensors(header, std::string("\0\0\x80\x3F\0\0\0\xC0\1\2\3", 11));
  EXPECT_EQ(AsText(EncodeSafetensors(one, {{"run", "7"}})), AsText(expected));
  EXPECT_EQ(EncodeSafetensors(other, {{"run", "7"}}), expected);
}

TEST(Safetensors, ReadsBackEveryType) {
  const std::string path = testing::TempDir() + "safetensors_test.safetensors";
  std::vector<std::byte> memory(8, std::byte{1});
  std::vector<ArrayView> tensors;
  for (int dtype = 0; dtype < static_cast<int>(Dtype::kText); ++dtype) {
    const auto type = static_cast<Dtype>(dtype);
    tensors.push_back(
        {.name = std::string(DtypeName(type)), .dtype = type, .shape = {8 / ItemBytes(type)}, .bytes = memory});
  }
  tensors.push_back({.name = "empty", .dtype = Dtype::kF32, .shape = {0, 4}});
  tensors.push_back({.name = "scalar", .dtype = Dtype::kF64, .bytes = memory});
  WriteSafetensors(path, tensors);
  const ArrayFile file = ReadSafetensors(path);
  for (const ArrayView& tensor : tensors) {
    const ArrayView& read = file.At(tensor.name);
    EXPECT_EQ(read.dtype, tensor.dtype) << tensor.name;
    EXPECT_EQ(read.shape, tensor.shape) << tensor.name;
    EXPECT_EQ(AsText(read.bytes), AsText(tensor.bytes)) << tensor.name;
  }
  EXPECT_EQ(file.arrays().size(), tensors.size());
  std::filesystem::remove(path);
}

TEST(Safetensors, RefusesLengthsThatDoNotFit) {
  const std::string header = core::Cat("{", Entry("a", "U8", "[3]", 0, 3), "}");
  const std::vector<std::byte> whole = Tensors(header, "123");
  for (size_t size = 0; size < whole.size(); ++size)
    EXPECT_THAT(TensorsError({whole.begin(), whole.begin() + static_cast<long>(size)}), HasSubstr("w.safetensors: "))
        << size;
  EXPECT_EQ(HeaderError(header, "12"),
            "w.safetensors: the data of the safetensors file has another length than its header says; found 2 bytes; "
            "expected 3 bytes (the file is cut off or was not written as a whole)");
  EXPECT_THAT(HeaderError(header, "1234"), HasSubstr("found 4 bytes; expected 3 bytes"));
  std::vector<std::byte> huge;
  Append<uint64_t>(huge, UINT64_MAX);
  EXPECT_EQ(
      TensorsError(huge),
      "w.safetensors: a safetensors header of 18446744073709551615 bytes does not fit; found 8 bytes (the file is "
      "cut off or has another format)");
}

TEST(Safetensors, RefusesTensorsThatOverlapOrLeaveGaps) {
  const auto two = [](int begin) {
    return core::Cat("{", Entry("a", "U8", "[2]", 0, 2), ",", Entry("b", "U8", "[2]", begin, begin + 2), "}");
  };
  EXPECT_EQ(HeaderError(two(2), "1234"), "no error");
  EXPECT_THAT(HeaderError(two(1), "123"), HasSubstr("tensor 'b' does not begin where the one before it ends; found 1 "
                                                    "bytes; expected 2 bytes"));
  EXPECT_THAT(HeaderError(two(3), "12345"), HasSubstr("found 3 bytes; expected 2 bytes"));
  EXPECT_THAT(HeaderError(two(0), "12"), HasSubstr("does not begin"));
}

TEST(Safetensors, RefusesAnotherSizeThanTheShape) {
  EXPECT_EQ(HeaderError(core::Cat("{", Entry("a", "F32", "[2]", 0, 7), "}"), "1234567"),
            "w.safetensors: tensor 'a' has another length than its shape asks for; found 7 bytes; expected 8 bytes");
  EXPECT_THAT(HeaderError(core::Cat("{", Entry("a", "F32", "[4611686018427387904,4]", 0, 0), "}")),
              HasSubstr("more bytes than memory has"));
}

TEST(Safetensors, RefusesNamesTwice) {
  const std::string entry = Entry("a", "U8", "[0]", 0, 0);
  EXPECT_EQ(HeaderError(core::Cat("{", entry, ",", entry, "}")),
            "w.safetensors: a name occurs twice in the safetensors header; found 'a'");
  EXPECT_THAT(HeaderError(R"({"a":{"dtype":"U8","dtype":"I8","shape":[0],"data_offsets":[0,0]}})"),
              HasSubstr("occurs twice in the safetensors header; found 'dtype'"));
}

// a header of many tensors takes time in proportion: 2^17 of them would take minutes if each looked at all others
TEST(Safetensors, ReadsManyTensors) {
  constexpr int kTensors = 1 << 17;
  std::string header = "{";
  for (int i = 0; i < kTensors; ++i) header += Entry(core::Cat(i), "U8", "[0]", 0, 0) + (i + 1 < kTensors ? "," : "}");
  EXPECT_EQ(DecodeSafetensors(Tensors(header, ""), "w.safetensors").arrays().size(), size_t{kTensors});
}

TEST(Safetensors, RefusesMalformedHeaders) {
  const auto tensor = [](const std::string& value) { return HeaderError("{\"a\":" + value + "}"); };
  EXPECT_THAT(HeaderError(""), HasSubstr("no JSON object"));
  EXPECT_THAT(HeaderError("[1]"), HasSubstr("no JSON object"));
  EXPECT_EQ(HeaderError("{\"a\":}"),
            "w.safetensors: the safetensors header is no valid JSON; found a mistake at byte 6 of it");
  EXPECT_THAT(HeaderError("{\"a\":1e999}"), HasSubstr("a number out of range"));
  EXPECT_THAT(HeaderError("{\"\xFF\":1}"), HasSubstr("no valid JSON"));
  EXPECT_THAT(HeaderError("{} x"), HasSubstr("no valid JSON"));
  EXPECT_THAT(HeaderError(R"({"a":[[[[[[1]]]]]]})"), HasSubstr("nested too deeply"));
  EXPECT_THAT(HeaderError(R"({"__metadata__":{"a":1}})"), HasSubstr("'a' of __metadata__ is no text"));
  EXPECT_THAT(HeaderError(R"({"__metadata__":3})"), HasSubstr("__metadata__ of the safetensors header is no object"));
  EXPECT_THAT(tensor("3"), HasSubstr("expected dtype, shape and data_offsets"));
  EXPECT_THAT(tensor(R"({"dtype":"U8","shape":[0]})"), HasSubstr("expected dtype, shape and data_offsets"));
  EXPECT_THAT(tensor(R"({"dtype":"U8","shape":[0],"data_offsets":[0,0],"x":1})"), HasSubstr("not described"));
  EXPECT_THAT(tensor(R"({"dtype":"F8_E4M3","shape":[0],"data_offsets":[0,0]})"),
              HasSubstr("tensor 'a' has an element type that we do not read; found F8_E4M3; expected BOOL"));
  EXPECT_THAT(tensor(R"({"dtype":7,"shape":[0],"data_offsets":[0,0]})"), HasSubstr("found no text"));
  EXPECT_THAT(tensor(R"({"dtype":"U8","shape":[-1],"data_offsets":[0,0]})"), HasSubstr("malformed shape"));
  EXPECT_THAT(tensor(R"({"dtype":"U8","shape":[1.0],"data_offsets":[0,1]})"), HasSubstr("whole numbers"));
  EXPECT_THAT(tensor(R"({"dtype":"U8","shape":3,"data_offsets":[0,3]})"), HasSubstr("malformed shape"));
  EXPECT_THAT(tensor(R"({"dtype":"U8","shape":[0],"data_offsets":[0]})"), HasSubstr("expected [begin, end]"));
  EXPECT_THAT(tensor(R"({"dtype":"U8","shape":[0],"data_offsets":[2,1]})"), HasSubstr("expected [begin, end]"));
}

TEST(Safetensors, DoesNotWriteWhatItCannotHold) {
  const std::vector<float> values{1};
  const auto write = [&](const std::string& name) {
    const std::vector<ArrayView> tensors{View<float>(name, {1}, values)};
    return EncodeSafetensors(tensors);
  };
  EXPECT_THROW(write("__metadata__"), core::Error);
  EXPECT_THROW(write("\xFF"), core::Error);
  const std::vector<ArrayView> twice(2, View<float>("a", {1}, values));
  EXPECT_THROW(EncodeSafetensors(twice), core::Error);
  const std::vector<std::byte> bytes = PackTexts(std::vector<std::string>{"a"});
  const std::vector<ArrayView> text{{.name = "t", .dtype = Dtype::kText, .shape = {1}, .bytes = bytes}};
  EXPECT_THROW(EncodeSafetensors(text), core::Error);
}

}  // namespace
}  // namespace porter::io
