// Pictures into a video: H.264 in MP4 that browsers play. libav stays behind video.cc.
#pragma once

#include <filesystem>
#include <memory>

#include "porter/core/image.h"

namespace porter::io {

struct VideoFormat {
  int width = 0, height = 0;   // px, even
  int frames_per_second = 25;  // 1 to 240
};

class VideoWriter {
 public:
  // throws core::Error for a format that cannot be written and for a file that cannot be made
  VideoWriter(const std::filesystem::path& path, const VideoFormat& format);
  ~VideoWriter();  // without Finish, the file is not a whole one

  void Add(const core::Image& picture);  // RGB, of the video's size; throws core::Error when the disk is full
  void Finish();                         // writes what is left; nothing may be added after

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace porter::io
