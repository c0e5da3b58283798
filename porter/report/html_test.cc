#include "porter/report/html.h"

#include <gtest/gtest.h>

#include "porter/report/number_text.h"

namespace porter::report {
namespace {

std::string Base64Of(std::string_view text) {
  return Base64(std::as_bytes(std::span(text)));
}

TEST(Html, EscapesWhatMeansSomething) {
  EXPECT_EQ(Escape("<b>\"a\" & 'b'</b>"), "&lt;b&gt;&quot;a&quot; &amp; &#39;b&#39;&lt;/b&gt;");
  EXPECT_EQ(Escape("20 \u00B0C\n\t"), "20 \u00B0C\n\t");
  EXPECT_EQ(Escape(std::string("a\0b\x1B", 4)), "a\uFFFDb\uFFFD");
}

// the test vectors of RFC 4648, section 10
TEST(Html, Base64AsTheRfcHasIt) {
  EXPECT_EQ(Base64Of(""), "");
  EXPECT_EQ(Base64Of("f"), "Zg==");
  EXPECT_EQ(Base64Of("fo"), "Zm8=");
  EXPECT_EQ(Base64Of("foo"), "Zm9v");
  EXPECT_EQ(Base64Of("foob"), "Zm9vYg==");
  EXPECT_EQ(Base64Of("fooba"), "Zm9vYmE=");
  EXPECT_EQ(Base64Of("foobar"), "Zm9vYmFy");
  EXPECT_EQ(Base64Of("\xFB\xFF\xBF"), "+/+/");  // digits 62 63 62 63
}

TEST(NumberText, FourDigits) {
  EXPECT_EQ(NumberText(0), "0");
  EXPECT_EQ(NumberText(0.123456), "0.1235");
  EXPECT_EQ(NumberText(-2.5), "\u22122.5");
  EXPECT_EQ(NumberText(123.46), "123.5");
  EXPECT_EQ(NumberText(2e-5), "2e-5");
  EXPECT_EQ(NumberText(1e-12), "1e-12");
  EXPECT_EQ(NumberText(3e20), "3e20");
}

TEST(NumberText, ThousandsStandApart) {
  EXPECT_EQ(NumberText(999.9), "999.9");
  EXPECT_EQ(NumberText(999.96), "1\u202F000");
  EXPECT_EQ(NumberText(-1234567.8), "\u22121\u202F234\u202F568");
}

TEST(NumberText, WhatIsNoNumberIsADash) {
  EXPECT_EQ(NumberText(std::numeric_limits<double>::quiet_NaN()), "\u2013");
  EXPECT_EQ(NumberText(-std::numeric_limits<double>::infinity()), "\u2013");
}

}  // namespace
}  // namespace porter::report
