#include "Picture.h"

#include <cmath>
#include <cstring>
#include <fstream>
#include <pictures/Pixels.h>
#include <standard/Names.h>

namespace host {
namespace {

constexpr std::uint8_t guard = 0xA7;
constexpr std::size_t guard_bytes = 512;

int SampleBytes(const std::string& depth)
{
    return depth == ofx::depth::byte_ ? 1 : depth == ofx::depth::float_ ? 4 : 2;
}

int ComponentCount(const std::string& components)
{
    return components == ofx::components::rgba ? 4 : components == ofx::components::rgb ? 3 : 1;
}

float Decode(const std::uint8_t* from, const std::string& depth)
{
    if (depth == ofx::depth::byte_) {
        return static_cast<float>(*from) / 255.0f;
    }

    if (depth == ofx::depth::float_) {
        float value;
        std::memcpy(&value, from, sizeof value);
        return value;
    }

    std::uint16_t value;
    std::memcpy(&value, from, sizeof value);
    return depth == ofx::depth::half ? sora2::FromHalf(value) : static_cast<float>(value) / 65535.0f;
}

void Encode(float value, const std::string& depth, std::uint8_t* to)
{
    if (depth == ofx::depth::byte_) {
        *to = static_cast<std::uint8_t>(std::lround(value * 255.0f));
    } else if (depth == ofx::depth::float_) {
        std::memcpy(to, &value, sizeof value);
    } else {
        const std::uint16_t sample = depth == ofx::depth::half ? sora2::ToHalf(value) : static_cast<std::uint16_t>(std::lround(value * 65535.0f));
        std::memcpy(to, &sample, sizeof sample);
    }
}

}  // namespace

Picture::Picture(const PictureFormat& format)
    : format_(format), components_(ComponentCount(format.components)), sample_bytes_(SampleBytes(format.depth)),
      row_bytes_(static_cast<std::size_t>(format.width * components_ * sample_bytes_ + format.padding)),
      memory_(row_bytes_ * static_cast<std::size_t>(format.height) + 2 * guard_bytes, guard)
{
    const int sides[] = {format.x, format.y, format.x + format.width, format.y + format.height};
    for (int i = 0; i < 4; i++) {
        properties_.Set(ofx::prop::image_bounds, sides[i], i);
        properties_.Set(ofx::prop::image_region, sides[i], i);
    }

    properties_.Set(ofx::prop::type, std::string("OfxTypeImage"));
    properties_.Set(ofx::prop::image_data, static_cast<void*>(memory_.data() + Offset(0, 0)));
    properties_.Set(ofx::prop::image_row_bytes, static_cast<int>(row_bytes_) * (format.is_upside_down ? -1 : 1));
    properties_.Set(ofx::prop::pixel_depth, format.depth);
    properties_.Set(ofx::prop::components, format.components);
    properties_.Set(ofx::prop::premultiplication, std::string(ofx::alpha::unpremultiplied));
    properties_.Set(ofx::prop::image_field, format.field);
    properties_.Set(ofx::prop::image_pixel_aspect, 1.0);
    properties_.Set(ofx::prop::render_scale, 1.0, 0);
    properties_.Set(ofx::prop::render_scale, 1.0, 1);
    properties_.Set(ofx::prop::image_identifier, std::string("picture"));
}

std::size_t Picture::Offset(int x, int y) const
{
    const int row = format_.is_upside_down ? format_.height - 1 - y : y;
    return guard_bytes + static_cast<std::size_t>(row) * row_bytes_ + static_cast<std::size_t>(x * components_ * sample_bytes_);
}

Pixel Picture::At(int x, int y) const
{
    Pixel pixel = {0, 0, 0, 1};
    const std::size_t first = components_ == 1 ? 3 : 0;
    for (int i = 0; i < components_; i++) {
        pixel[first + static_cast<std::size_t>(i)] = Decode(memory_.data() + Offset(x, y) + i * sample_bytes_, format_.depth);
    }

    return pixel;
}

void Picture::Put(int x, int y, const Pixel& pixel)
{
    const std::size_t first = components_ == 1 ? 3 : 0;
    for (int i = 0; i < components_; i++) {
        Encode(pixel[first + static_cast<std::size_t>(i)], format_.depth, memory_.data() + Offset(x, y) + i * sample_bytes_);
    }
}

void Picture::Fill(const std::function<Pixel(int, int)>& colour)
{
    for (int y = 0; y < format_.height; y++) {
        for (int x = 0; x < format_.width; x++) {
            Put(x, y, colour(x, y));
        }
    }
}

std::vector<std::uint8_t> Picture::RowBytes(int y) const
{
    const std::uint8_t* from = memory_.data() + Offset(0, y);
    return {from, from + format_.width * components_ * sample_bytes_};
}

std::vector<std::uint8_t> Picture::Bytes() const
{
    std::vector<std::uint8_t> bytes;
    for (int y = 0; y < format_.height; y++) {
        const auto row = RowBytes(y);
        bytes.insert(bytes.end(), row.begin(), row.end());
    }

    return bytes;
}

bool Picture::IsGuardWhole(const ofx::RectI& window) const
{
    std::vector<bool> is_lent(memory_.size(), false);
    for (int y = window.y1 - format_.y; y < window.y2 - format_.y; y++) {
        const std::size_t first = Offset(window.x1 - format_.x, y);
        const std::size_t count = static_cast<std::size_t>((window.x2 - window.x1) * components_ * sample_bytes_);
        std::fill_n(is_lent.begin() + static_cast<std::ptrdiff_t>(first), count, true);
    }

    for (std::size_t i = 0; i < memory_.size(); i++) {
        if (!is_lent[i] && memory_[i] != guard) {
            return false;
        }
    }

    return true;
}

void Picture::Save(const std::string& path) const
{
    std::ofstream file(path, std::ios::binary);
    file << "P6\n" << format_.width << " " << format_.height << "\n255\n";
    for (int y = format_.height - 1; y >= 0; y--) {
        for (int x = 0; x < format_.width; x++) {
            const Pixel pixel = At(x, y);
            for (std::size_t i = 0; i < 3; i++) {
                file.put(static_cast<char>(std::lround(std::fmin(std::fmax(pixel[i], 0), 1) * 255)));
            }
        }
    }
}

}  // namespace host
