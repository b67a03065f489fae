-- What the user types. The free edition gives scripts no windows, and mutes print in those of the menu. A time line's marker
-- can be typed into on every edition, and is where an editor makes notes anyway: its note is the prompt, its length the shot's
-- length, and its name says how far the job is. Without a marker the prompt may come from the Console.

local host = use("host")
local rates = use("rates")

local wish = {}

local PROMPT_KEY = "Global.Sora2Prompt"
local MESSAGE = "sora2:message"
local COLOURS = { busy = "Yellow", done = "Green", failed = "Red" }

local function markers(timeline)
    return host.ask(timeline, "GetMarkers") or {}
end

local function text(value)
    return (tostring(value or ""):gsub("^%s+", ""):gsub("%s+$", ""))
end

-- Frames of markers count from the time line's start.
local function find(timeline, offset)
    for first, marker in pairs(markers(timeline)) do
        local length = math.max(tonumber(marker.duration) or 1, 1)
        if text(marker.note) ~= "" and first <= offset and offset < first + length then
            return first, marker, length
        end
    end

    return nil
end

local function from_console()
    if type(sora2) == "table" and text(sora2.prompt) ~= "" then
        return { prompt = text(sora2.prompt), seconds = tonumber(sora2.seconds) }
    end

    local typed = text(fusion and fusion:GetPrefs(PROMPT_KEY))
    if typed == "" then
        return nil
    end

    fusion:SetPrefs(PROMPT_KEY, "")
    return { prompt = typed }
end

--- What is wished for at a frame: { prompt, seconds, marker }, all of them nil where nobody said so.
function wish.read(timeline, frame, rate)
    if timeline then
        local first, marker, length = find(timeline, frame - (tonumber(host.call(timeline, "GetStartFrame")) or 0))
        if first then
            local seconds = length > 1 and rates.seconds(length, rate) or nil
            return { prompt = text(marker.note), seconds = seconds, marker = first }
        end
    end

    return from_console() or {}
end

--- Whether the marker that a job came from is still there; taking it away is how a user says no.
function wish.is_there(timeline, asked)
    return not asked.marker or markers(timeline)[asked.marker] ~= nil
end

local function put(timeline, offset, marker)
    host.call(timeline, "AddMarker", offset, marker.color, marker.name, marker.note or "", marker.duration or 1, marker.customData or "")
    return markers(timeline)[offset] ~= nil
end

-- A marker cannot be changed: it is taken away and set again, and put back as it was should that fail.
local function rename(timeline, offset, state, name)
    local old = markers(timeline)[offset]
    if not old then
        return
    end

    host.call(timeline, "DeleteMarkerAtFrame", offset)
    local new = { color = COLOURS[state], name = name, note = old.note, duration = old.duration, customData = "sora2:" .. state }
    if not put(timeline, offset, new) then
        put(timeline, offset, old)
    end
end

--- Takes the messages of earlier runs away.
function wish.clear(timeline)
    for offset, marker in pairs(markers(timeline)) do
        if marker.customData == MESSAGE then
            host.call(timeline, "DeleteMarkerAtFrame", offset)
        end
    end
end

--- Tells the user: on the marker that the wish came from; without one on a red marker at the playhead, if something is wrong.
--- @param state "busy", "done" or "failed"
function wish.say(timeline, asked, frame, state, message)
    print("Sora2: " .. message)
    if not timeline then
        return
    end

    local name = "Sora2: " .. message
    if asked and asked.marker then
        rename(timeline, asked.marker, state, name)
    elseif state == "failed" and frame then
        local offset = frame - (tonumber(host.call(timeline, "GetStartFrame")) or 0)
        while markers(timeline)[offset] do
            offset = offset + 1
        end

        put(timeline, offset, { color = COLOURS.failed, name = name, customData = MESSAGE })
    end
end

return wish
