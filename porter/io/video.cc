#include "porter/io/video.h"

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/opt.h>
#include <libswscale/swscale.h>
}

#include <array>

#include "porter/core/check.h"
#include "porter/core/error.h"
#include "porter/core/text.h"

namespace porter::io {
namespace {

struct FreeFormat {
  void operator()(AVFormatContext* format) const {
    avio_closep(&format->pb);
    avformat_free_context(format);
  }
};
struct FreeCodec {
  void operator()(AVCodecContext* codec) const { avcodec_free_context(&codec); }
};
struct FreeFrame {
  void operator()(AVFrame* frame) const { av_frame_free(&frame); }
};
struct FreePacket {
  void operator()(AVPacket* packet) const { av_packet_free(&packet); }
};
struct FreeScaler {
  void operator()(SwsContext* scaler) const { sws_freeContext(scaler); }
};

}  // namespace

struct VideoWriter::State {
  std::string file;
  std::unique_ptr<AVFormatContext, FreeFormat> format;
  std::unique_ptr<AVCodecContext, FreeCodec> codec;
  std::unique_ptr<AVFrame, FreeFrame> frame{av_frame_alloc()};
  std::unique_ptr<AVPacket, FreePacket> packet{av_packet_alloc()};
  std::unique_ptr<SwsContext, FreeScaler> scaler;
  AVStream* stream = nullptr;  // the format's
  int64_t next = 0;            // number of the next picture

  [[noreturn]] void Fail(const std::string& what, const std::string& found) const {
    throw core::Error(core::ErrorParts{.what = what, .place = {.file = file}, .found = found});
  }
  // libav's answer, or an error in its words
  int Check(int answer, const char* doing) const {
    if (answer >= 0) return answer;
    std::array<char, AV_ERROR_MAX_STRING_SIZE> words{};
    av_strerror(answer, words.data(), words.size());
    Fail("a video cannot be written", core::Cat(doing, ": ", words.data()));
  }
  void Open(const VideoFormat& wanted);
  void Encode(const AVFrame* picture);  // null: what is left
};

void VideoWriter::State::Open(const VideoFormat& wanted) {
  av_log_set_level(AV_LOG_ERROR);  // its chatter is not for users
  const AVCodec* encoder = avcodec_find_encoder(AV_CODEC_ID_H264);
  if (encoder == nullptr) Fail("a video cannot be written", "libavcodec without an H.264 encoder");
  AVFormatContext* made = nullptr;
  Check(avformat_alloc_output_context2(&made, nullptr, "mp4", file.c_str()), "format");
  format.reset(made);
  codec.reset(avcodec_alloc_context3(encoder));
  codec->width = wanted.width, codec->height = wanted.height;
  codec->time_base = {1, wanted.frames_per_second};
  codec->framerate = {wanted.frames_per_second, 1};
  codec->pix_fmt = AV_PIX_FMT_YUV420P;
  codec->color_range = AVCOL_RANGE_MPEG;
  codec->thread_count = 1;
  codec->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
  av_opt_set(codec->priv_data, "crf", "20", 0);
  av_opt_set(codec->priv_data, "preset", "veryfast", 0);
  Check(avcodec_open2(codec.get(), encoder, nullptr), "encoder");
  stream = avformat_new_stream(format.get(), nullptr);
  Check(avcodec_parameters_from_context(stream->codecpar, codec.get()), "stream");
  stream->time_base = codec->time_base;
  Check(avio_open(&format->pb, file.c_str(), AVIO_FLAG_WRITE), "file");
  Check(avformat_write_header(format.get(), nullptr), "header");
  frame->format = codec->pix_fmt, frame->width = wanted.width, frame->height = wanted.height;
  Check(av_frame_get_buffer(frame.get(), 0), "frame");
  scaler.reset(sws_getContext(wanted.width, wanted.height, AV_PIX_FMT_RGB24, wanted.width, wanted.height,
                              AV_PIX_FMT_YUV420P, SWS_BILINEAR, nullptr, nullptr, nullptr));
}

void VideoWriter::State::Encode(const AVFrame* picture) {
  Check(avcodec_send_frame(codec.get(), picture), "encoding");
  for (;;) {
    const int answer = avcodec_receive_packet(codec.get(), packet.get());
    if (answer == AVERROR(EAGAIN) || answer == AVERROR_EOF) return;
    Check(answer, "encoding");
    av_packet_rescale_ts(packet.get(), codec->time_base, stream->time_base);
    packet->stream_index = stream->index;
    Check(av_interleaved_write_frame(format.get(), packet.get()), "writing");
  }
}

VideoWriter::VideoWriter(const std::filesystem::path& path, const VideoFormat& format)
    : state_(std::make_unique<State>()) {
  state_->file = path.string();
  if (format.width < 2 || format.height < 2 || format.width % 2 != 0 || format.height % 2 != 0 ||
      format.frames_per_second < 1 || format.frames_per_second > 240) {
    throw core::Error(core::ErrorParts{
        .what = "a video cannot have this format",
        .place = {.file = state_->file},
        .found = core::Cat(format.width, " x ", format.height, " px, ", format.frames_per_second, " frames a second"),
        .expected = "even numbers of pixels, 1 to 240 frames a second"});
  }
  state_->Open(format);
}

VideoWriter::~VideoWriter() = default;

void VideoWriter::Add(const core::Image& picture) {
  State& s = *state_;
  PORTER_CHECK(picture.channels == 3 && picture.width == s.codec->width && picture.height == s.codec->height);
  s.Check(av_frame_make_writable(s.frame.get()), "frame");
  const uint8_t* const rows[] = {picture.pixels.data()};
  const int strides[] = {3 * picture.width};
  sws_scale(s.scaler.get(), rows, strides, 0, picture.height, s.frame->data, s.frame->linesize);
  s.frame->pts = s.next++;
  s.Encode(s.frame.get());
}

void VideoWriter::Finish() {
  state_->Encode(nullptr);
  state_->Check(av_write_trailer(state_->format.get()), "trailer");
  state_->Check(avio_closep(&state_->format->pb), "closing");
}

}  // namespace porter::io
