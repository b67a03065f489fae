-- Frame rates as exact rationals, timecodes as frames. Resolve says "23.976", 29.97, "29.97 DF"; the server wants 24000/1001.

local rates = {}

-- Anything within this of N*1000/1001 means that rate; 23.98 and 23.976023976 are both written.
local NEAR = 0.006

--- The rate that Resolve means, as { numerator, denominator, drop }; nil when it is none.
function rates.parse(value)
    local text = tostring(value)
    local number = tonumber((text:match("^%s*([%d%.]+)")))
    if not number or number < 1 or number > 1000 then
        return nil
    end

    local rate = { numerator = math.floor(number * 1000 + 0.5), denominator = 1000, drop = text:find("DF", 1, true) ~= nil }
    local whole = math.floor(number + 0.5)
    if math.abs(number - whole) < 0.0005 then
        rate.numerator, rate.denominator = whole, 1
    else
        local nominal = math.ceil(number)
        if math.abs(nominal * 1000 / 1001 - number) < NEAR then
            rate.numerator, rate.denominator = nominal * 1000, 1001
        end
    end

    return rate
end

function rates.per_second(rate)
    return rate.numerator / rate.denominator
end

--- As Resolve's settings spell it: "24", "23.976".
function rates.spell(rate)
    return rate.denominator == 1 and tostring(rate.numerator) or string.format("%.3f", rates.per_second(rate))
end

function rates.same(one, other)
    return one ~= nil and other ~= nil and one.numerator * other.denominator == other.numerator * one.denominator
end

function rates.seconds(frames, rate)
    return frames * rate.denominator / rate.numerator
end

--- The frame count nearest to a length, as the server counts it.
function rates.frames(seconds, rate)
    return math.floor(seconds * rate.numerator / rate.denominator + 0.5)
end

-- What a second of timecode counts to: 24 for 23.976.
local function base_of(rate)
    return math.ceil(rate.numerator / rate.denominator)
end

-- Drop frame leaves out numbers, never frames: 2 a minute at 29.97, 4 at 59.94, but for each tenth minute.
local function dropped_of(rate)
    return base_of(rate) / 15
end

--- Frames since 00:00:00:00; nil when the text is no timecode.
function rates.frames_of_timecode(text, rate, drop)
    local hours, minutes, seconds, mark, frames = tostring(text):match("^(%d%d):(%d%d):(%d%d)([:;])(%d%d%d?)$")
    if not hours then
        return nil
    end

    local base = base_of(rate)
    local all_minutes = hours * 60 + minutes
    local count = (all_minutes * 60 + seconds) * base + frames
    if drop or mark == ";" then
        count = count - dropped_of(rate) * (all_minutes - math.floor(all_minutes / 10))
    end

    return count
end

--- The timecode of a frame counted from 00:00:00:00.
function rates.timecode_of_frames(count, rate, drop)
    local base = base_of(rate)
    if drop then
        local dropped = dropped_of(rate)
        local in_minute = 60 * base - dropped
        local in_ten = 10 * in_minute + dropped
        local tens, rest = math.floor(count / in_ten), count % in_ten
        count = count + 9 * dropped * tens
        if rest >= 60 * base then
            count = count + dropped * (1 + math.floor((rest - 60 * base) / in_minute))
        end
    end

    local seconds = math.floor(count / base)
    return string.format(
        "%02d:%02d:%02d%s%02d", math.floor(seconds / 3600), math.floor(seconds / 60) % 60, seconds % 60, drop and ";" or ":", count % base)
end

return rates
