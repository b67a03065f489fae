-- The clips of a time line as the server wants them: a file and the part of it that is seen, in seconds of its own time.

local host = use("host")
local rates = use("rates")

local footage = {}

--- { path, start, end } of what a time line's item shows, or nil and why it cannot be used.
function footage.part(item, timeline_rate)
    local name = tostring(host.call(item, "GetName") or "the clip")
    local media = host.ask(item, "GetMediaPoolItem")
    local path = media and host.call(media, "GetClipProperty", "File Path")
    if type(path) ~= "string" or path == "" then
        return nil, name .. " is no file: titles, generators and compound clips cannot be gone on with"
    elseif not bmd.fileexists(path) then
        return nil, path .. " is not there; is its volume connected?"
    end

    local speed = tonumber(host.call(item, "GetSpeed"))
    if speed and speed ~= 100 then
        return nil, name .. " runs at another speed; render it in place first"
    end

    -- The source's own rate, not the time line's: a WAV or a mixed project has others.
    local rate = rates.parse(host.call(media, "GetClipProperty", "FPS"))
    if not rate then
        return nil, "Resolve does not say the frame rate of " .. name
    end

    local start = rates.seconds(tonumber(host.call(item, "GetLeftOffset")) or 0, rate)
    return { path = path, start = start, ["end"] = start + rates.seconds(item:GetDuration(), timeline_rate) }
end

return footage
