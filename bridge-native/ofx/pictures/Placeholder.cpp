#include "Placeholder.h"

#include "Font.h"
#include "Pixels.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

namespace sora2 {
namespace {

enum Ink : std::uint8_t { background, trough, quiet, bright, accent, fault, ink_count };

// Alpha carries the letters in images that have nothing else; everywhere else the picture is opaque.
constexpr std::array<Colour, ink_count> inks = {
    Colour{0.11f, 0.12f, 0.14f, 1}, Colour{0.25f, 0.27f, 0.30f, 1}, Colour{0.60f, 0.62f, 0.66f, 1},
    Colour{0.92f, 0.93f, 0.95f, 1}, Colour{0.36f, 0.68f, 0.98f, 1}, Colour{1.00f, 0.62f, 0.30f, 1},
};
constexpr std::array<float, ink_count> alpha_inks = {0.25f, 0.4f, 0.6f, 1, 0.75f, 0.75f};

constexpr int wanted_columns = 46;
constexpr int wanted_rows = 13;
constexpr int bar_height = 6;

// Dots of ink, each drawn as a square of whole pixels.
class Canvas {
public:
    Canvas(int width, int height) : width_(width), height_(height), dots_(static_cast<std::size_t>(width) * static_cast<std::size_t>(height)) {}

    int Width() const { return width_; }
    int Height() const { return height_; }

    Ink At(int x, int y) const { return static_cast<Ink>(dots_[Index(x, y)]); }

    void Set(int x, int y, Ink ink)
    {
        if (x >= 0 && x < width_ && y >= 0 && y < height_) {
            dots_[Index(x, y)] = ink;
        }
    }

    void Box(int x1, int y1, int x2, int y2, Ink ink)
    {
        for (int y = y1; y < y2; y++) {
            for (int x = x1; x < x2; x++) {
                Set(x, y, ink);
            }
        }
    }

private:
    std::size_t Index(int x, int y) const { return static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(x); }

    int width_;
    int height_;
    std::vector<std::uint8_t> dots_;
};

// Breaks at spaces where it can, else within the word.
std::vector<std::vector<char32_t>> Wrap(const std::string& text, int columns)
{
    const auto width = static_cast<std::size_t>(std::max(1, columns));
    const std::vector<char32_t> letters = Letters(text);
    std::vector<std::vector<char32_t>> lines;
    for (std::size_t start = 0; start < letters.size();) {
        const std::size_t stop = std::min(start + width, letters.size());
        const auto from = letters.begin() + static_cast<std::ptrdiff_t>(start);
        const auto until = letters.begin() + static_cast<std::ptrdiff_t>(stop);
        auto end = std::find(from, until, U'\n');
        bool eats_break = end != until;
        if (!eats_break && stop < letters.size()) {
            if (letters[stop] == U' ' || letters[stop] == U'\n') {
                eats_break = true;
            } else if (const auto space = std::find(std::make_reverse_iterator(until), std::make_reverse_iterator(from), U' ');
                       space != std::make_reverse_iterator(from)) {
                end = space.base() - 1;
                eats_break = true;
            }
        }

        lines.emplace_back(from, end);
        start += static_cast<std::size_t>(end - from) + (eats_break ? 1 : 0);
    }

    return lines;
}

class Writer {
public:
    explicit Writer(Canvas& canvas)
        : canvas_(canvas), margin_(std::min(letter_width * 2, canvas.Width() / 16)), y_(std::min(letter_height, canvas.Height() / 16))
    {
    }

    void Write(const std::string& text, Ink ink)
    {
        for (const auto& line : Wrap(text, (canvas_.Width() - 2 * margin_) / letter_width)) {
            if (y_ >= canvas_.Height()) {
                return;
            }

            WriteLine(line, ink);
        }
    }

    void Bar(double progress)
    {
        const int left = margin_;
        const int right = canvas_.Width() - margin_;
        const double share = progress > 0 ? std::min(progress, 1.0) : 0.0;
        canvas_.Box(left, y_ + 2, right, y_ + 2 + bar_height, trough);
        canvas_.Box(left, y_ + 2, left + static_cast<int>((right - left) * share), y_ + 2 + bar_height, accent);
        y_ += letter_height;
    }

    void Gap() { y_ += letter_height / 2; }

private:
    void WriteLine(const std::vector<char32_t>& line, Ink ink)
    {
        int left = margin_;
        for (const char32_t letter : line) {
            for (int y = 0; y < letter_height; y++) {
                for (int x = 0; x < letter_width; x++) {
                    if (LetterDot(letter, x, y)) {
                        canvas_.Set(left + x, y_ + y, ink);
                    }
                }
            }

            left += letter_width;
        }

        y_ += letter_height;
    }

    Canvas& canvas_;
    int margin_;
    int y_;
};

void Compose(const Placeholder& placeholder, Canvas& canvas)
{
    Writer writer(canvas);
    writer.Write(placeholder.title, quiet);
    writer.Write(placeholder.state, placeholder.is_fault ? fault : accent);
    if (placeholder.progress >= 0) {
        writer.Bar(placeholder.progress);
    }

    writer.Write(placeholder.advice, bright);
    if (!placeholder.detail.empty()) {
        writer.Gap();
        writer.Write(placeholder.detail, quiet);
    }
}

std::array<EncodedPixel, ink_count> EncodeInks(const Sora2Image& image)
{
    std::array<EncodedPixel, ink_count> pixels{};
    for (std::size_t i = 0; i < ink_count; i++) {
        Colour colour = inks[i];
        colour.alpha = image.components == SORA2_ALPHA ? alpha_inks[i] : colour.alpha;
        pixels[i] = Encode(colour, image);
    }

    return pixels;
}

}  // namespace

void Draw(const Placeholder& placeholder, const Sora2Image& image)
{
    const int width = std::max(1, image.width);
    const int height = std::max(1, image.height);
    const int scale = std::max(1, std::min(width / (wanted_columns * letter_width), height / (wanted_rows * letter_height)));

    Canvas canvas((width + scale - 1) / scale, (height + scale - 1) / scale);
    Compose(placeholder, canvas);

    const auto pixels = EncodeInks(image);
    for (int y = image.y1; y < image.y2; y++) {
        const int row = std::clamp(image.bottom_up != 0 ? height - 1 - y : y, 0, height - 1) / scale;
        std::byte* to = PixelAt(image, image.x1, y);
        for (int x = image.x1; x < image.x2; x++) {
            const EncodedPixel& pixel = pixels[canvas.At(std::clamp(x, 0, width - 1) / scale, row)];
            std::memcpy(to, pixel.bytes.data(), pixel.size);
            to += pixel.size;
        }
    }
}

}  // namespace sora2
