#include "porter/report/page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <tinyxml2.h>

#include <array>
#include <filesystem>

#include "porter/core/error.h"
#include "porter/core/file.h"
#include "porter/io/png.h"

namespace porter::report {
namespace {

using testing::HasSubstr;
using testing::Not;

// a page with everything
Page FullPage() {
  Page page("Run <7> & \"more\"", {"minutes", "samples"});
  page.AddSection("Facts");
  page.AddParagraph("a < b");
  page.AddFacts(std::vector<Fact>{{"speed", 12.5}, {"place", "here & there"}});
  page.AddTable({.columns = {"name", "value"}, .rows = {{"kl", 0.25}, {"<i>", 3.0}}});
  const Plot plot{.x = {"time, min"}, .y = {"return"}, .series = {{.name = "<r>", .x = {0, 1}, .y = {1, 2}}}};
  page.AddFigures(std::vector<Figure>{{.picture = Draw(plot), .caption = "curve", .view = 0},
                                      {.picture = Draw(plot), .caption = "curve", .view = 1},
                                      {.picture = core::Image{1, 1, 1, {7}}, .caption = "dot"}},
                  2);
  page.AddFolded("settings", "a = \"</pre>\"\n");
  return page;
}

// the value of each base64 digit, by the table of RFC 4648
std::vector<std::byte> FromBase64(std::string_view text) {
  const std::string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::vector<std::byte> bytes;
  uint32_t bits = 0;
  int count = 0;
  for (const char c : text.substr(0, text.find('='))) {
    bits = bits << 6 | static_cast<uint32_t>(digits.find(c));
    if ((count += 6) < 8) continue;
    count -= 8;
    bytes.push_back(static_cast<std::byte>(bits >> count));
  }
  return bytes;
}

TEST(Page, IsWellFormed) {
  const std::string html = FullPage().ToHtml();
  tinyxml2::XMLDocument document;
  ASSERT_EQ(document.Parse(html.c_str(), html.size()), tinyxml2::XML_SUCCESS) << document.ErrorStr();
  const tinyxml2::XMLElement* main = document.RootElement()->FirstChildElement("body")->FirstChildElement("main");
  EXPECT_STREQ(main->FirstChildElement("h1")->GetText(), "Run <7> & \"more\"");
  EXPECT_STREQ(main->FirstChildElement("p")->GetText(), "a < b");
  EXPECT_STREQ(main->FirstChildElement("details")->FirstChildElement("pre")->GetText(), "a = \"</pre>\"\n");
  const tinyxml2::XMLElement* row =
      main->FirstChildElement("div")->FirstChildElement("table")->LastChildElement("tr")->FirstChildElement("td");
  EXPECT_STREQ(row->GetText(), "<i>");
  EXPECT_STREQ(row->NextSiblingElement()->GetText(), "3");
  EXPECT_STREQ(row->NextSiblingElement()->Attribute("class"), "number");
}

TEST(Page, LoadsNothing) {
  const std::string html = FullPage().ToHtml();
  for (const char* word : {"http", "//", "url(", "@import", "<link", "<script", "<iframe"})
    EXPECT_THAT(html, Not(HasSubstr(word))) << word;
}

TEST(Page, ASwitchHidesTheOtherView) {
  const std::string html = FullPage().ToHtml();
  EXPECT_THAT(html, HasSubstr("#view-0:checked ~ main .view-1 { display: none; }"));
  EXPECT_THAT(html, HasSubstr("#view-1:checked ~ main .view-0 { display: none; }"));
  EXPECT_THAT(html, HasSubstr("id=\"view-0\" checked=\"checked\""));
  EXPECT_THAT(Page("plain").ToHtml(), Not(HasSubstr("<nav>")));
}

TEST(Page, CarriesPicturesWithAllTheirPixels) {
  core::Image image{.width = 5, .height = 3, .channels = 3, .pixels = {}};
  for (int i = 0; i < 5 * 3 * 3; ++i) image.pixels.push_back(static_cast<uint8_t>(i * 31));
  Page page("picture");
  page.AddFigures(std::array{Figure{.picture = image, .caption = "five by three"}}, 1);
  const std::string html = page.ToHtml();
  const std::string mark = "src=\"data:image/png;base64,";
  const size_t begin = html.find(mark) + mark.size();
  const std::vector<std::byte> png = FromBase64(std::string_view(html).substr(begin, html.find('"', begin) - begin));
  EXPECT_EQ(io::DecodePng(png, "the page's"), image);
}

TEST(Page, IsWrittenAsItIs) {
  const std::filesystem::path path = testing::TempDir() + "page_test.html";
  FullPage().Write(path);
  EXPECT_EQ(core::ReadTextFile(path), FullPage().ToHtml());
  std::filesystem::remove(path);
  EXPECT_THROW(FullPage().Write(path / "in a file"), core::Error);
}

TEST(PageDeathTest, ATablesRowsAreWhole) {
  EXPECT_DEATH(Page("a").AddTable({.columns = {"a", "b"}, .rows = {{1.0}}}), "one cell per column");
}

}  // namespace
}  // namespace porter::report
