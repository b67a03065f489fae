// What the bundle's frames are compared with: a plain loop over memory that makes the same pixels.
#pragma once

#include <cstdint>
#include <vector>

// `rgb` holds 16 bit values, three a pixel; alpha is opaque.
void CopyToFloats(const std::vector<std::uint8_t>& rgb, std::vector<std::uint8_t>& rgba);
void CopyToBytes(const std::vector<std::uint8_t>& rgb, std::vector<std::uint8_t>& rgba);
