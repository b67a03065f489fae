local check = require("check")

local tests = {}

local SPELLED = {
    { "24", 24, 1 }, { "23.976", 24000, 1001 }, { 23.976023976, 24000, 1001 }, { "23.98", 24000, 1001 }, { "29.97 DF", 30000, 1001 },
    { 29.97, 30000, 1001 }, { "59.94", 60000, 1001 }, { 25.0, 25, 1 }, { "50.000", 50, 1 }, { "47.952", 48000, 1001 }, { "12.5", 12500, 1000 },
}

tests["rates are read as exact rationals"] = function(_, use)
    local rates = use("rates")
    for _, row in ipairs(SPELLED) do
        local rate = rates.parse(row[1])
        check.equal(row[2], rate.numerator, tostring(row[1]))
        check.equal(row[3], rate.denominator, tostring(row[1]))
    end

    for _, bad in ipairs({ "", "x", 0, -1, "0.5", 100000 }) do
        check.equal(nil, rates.parse(bad), tostring(bad))
    end
end

-- SMPTE ST 12-1: an hour of 29.97 DF holds 107892 frames, of 59.94 DF 215784.
tests["drop frame leaves out numbers and no frames"] = function(_, use)
    local rates = use("rates")
    local r2997, r5994 = rates.parse("29.97"), rates.parse("59.94")
    check.equal(107892, rates.frames_of_timecode("01:00:00;00", r2997))
    check.equal(215784, rates.frames_of_timecode("01:00:00;00", r5994))
    check.equal(1800, rates.frames_of_timecode("00:01:00;02", r2997))
    check.equal("00:00:59;29", rates.timecode_of_frames(1799, r2997, true))
    check.equal("00:01:00;02", rates.timecode_of_frames(1800, r2997, true))
    check.equal("00:10:00;00", rates.timecode_of_frames(17982, r2997, true))
end

tests["every timecode is its frame's"] = function(_, use)
    local rates = use("rates")
    for _, row in ipairs({ { "23.976", false }, { "25", false }, { "29.97", true }, { "29.97", false }, { "59.94", true } }) do
        local rate = rates.parse(row[1])
        for frame = 0, 400000, 7 do
            local timecode = rates.timecode_of_frames(frame, rate, row[2])
            check.equal(frame, rates.frames_of_timecode(timecode, rate, row[2]), row[1] .. " " .. timecode)
        end
    end
end

tests["starts at one and ten hours are absolute frames"] = function(_, use)
    local rates = use("rates")
    check.equal(86400, rates.frames_of_timecode("01:00:00:00", rates.parse("24")))
    check.equal(86400, rates.frames_of_timecode("01:00:00:00", rates.parse("23.976")))
    check.equal(900000, rates.frames_of_timecode("10:00:00:00", rates.parse("25")))
    check.equal(nil, rates.frames_of_timecode("1:2:3:4", rates.parse("25")))
end

return tests
