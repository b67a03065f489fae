// The bridge's own bitmap letters: ASCII and the letters of Latin-1, for placeholders that need no font of the system's.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace sora2 {

inline constexpr int letter_width = 6;    // dots, with the gap to the next letter
inline constexpr int letter_height = 12;  // dots: accents 0-1, body 2-8, descenders 9-10, gap to the next line

// Whether the dot at column x and row y (0 at the top) of a letter is set. What has no letter is drawn as a box.
bool LetterDot(char32_t letter, int x, int y);

// UTF-8 to code points. Broken bytes become U+FFFD one by one, control characters spaces, line feeds stay.
std::vector<char32_t> Letters(std::string_view utf8);

}  // namespace sora2
