// Images as a host lends them: any depth, layout, padding, direction and place, with a guard around every byte that is not lent.
#pragma once

#include "Properties.h"

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace host {

using Pixel = std::array<float, 4>;

struct PictureFormat {
    int width = 64;
    int height = 36;
    std::string depth = "OfxBitDepthFloat";
    std::string components = "OfxImageComponentRGBA";
    int padding = 0;             // bytes after each row
    bool is_upside_down = false; // negative rowBytes: the first row in memory is the top one
    int x = 0;                   // of the left lower corner
    int y = 0;
    std::string field = "OfxFieldNone";
};

class Picture {
public:
    explicit Picture(const PictureFormat& format);
    Picture(const Picture&) = delete;
    Picture& operator=(const Picture&) = delete;

    const PictureFormat& Format() const { return format_; }
    ofx::PropertySetBody& Properties() { return properties_; }

    // x and y from the left lower corner; values as in the file, from 0 to 1.
    Pixel At(int x, int y) const;
    void Put(int x, int y, const Pixel& pixel);
    void Fill(const std::function<Pixel(int x, int y)>& colour);

    // The samples of one row, from the lowest, as they lie in memory.
    std::vector<std::uint8_t> RowBytes(int y) const;
    // All rows, the lowest first, without padding.
    std::vector<std::uint8_t> Bytes() const;

    // Whether no byte was written that is neither in the window nor a pixel's.
    bool IsGuardWhole() const { return IsGuardWhole({format_.x, format_.y, format_.x + format_.width, format_.y + format_.height}); }
    bool IsGuardWhole(const ofx::RectI& window) const;

    // For people: binary PPM, the top row first.
    void Save(const std::string& path) const;

private:
    std::size_t Offset(int x, int y) const;

    PictureFormat format_;
    int components_;
    int sample_bytes_;
    std::size_t row_bytes_;
    std::vector<std::uint8_t> memory_;
    ofx::PropertySetBody properties_;
};

}  // namespace host
