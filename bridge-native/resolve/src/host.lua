-- What is open in Resolve. Bare truth lies here: some calls return strings when they fail, others nil, so every one is asked
-- for the kind of thing that it should be.

local rates = use("rates")

local host = {}

-- A script from the menu has `resolve`; one from the Console of Fusion asks for it.
local function application()
    if type(resolve) == "userdata" or type(resolve) == "table" then
        return resolve
    end

    return Resolve and Resolve() or nil
end

--- Calls a method that may be missing in this version. Returns nil when it is, or when it fails.
function host.call(object, method, ...)
    if object == nil or type(object) == "string" or not object[method] then
        return nil
    end

    local good, result = pcall(object[method], object, ...)
    return good and result or nil
end

local function thing(value)
    return (type(value) == "userdata" or type(value) == "table") and value or nil
end

--- An object that Resolve should have returned, or nil.
function host.ask(object, method, ...)
    return thing(host.call(object, method, ...))
end

--- A list that Resolve should have returned; it counts from 1, and may be nil, false or a string instead.
function host.list(object, method, ...)
    local items = {}
    for _, item in ipairs(host.ask(object, method, ...) or {}) do
        items[#items + 1] = item
    end

    return items
end

--- A setting of a project or time line; 21.1 gives all at once and calls the other way old.
function host.setting(object, name)
    local value = host.call(object, "GetSetting", name)
    if value == nil or value == "" then
        value = (host.ask(object, "GetSettings") or {})[name]
    end

    return value
end

function host.app()
    return application()
end

-- Windows of scripts are Studio's alone from this version on.
local FREE_WITHOUT_WINDOWS = 1901

--- Whether this edition lets scripts open windows.
function host.has_windows()
    if tostring(host.call(application(), "GetProductName") or ""):find("Studio", 1, true) then
        return true
    end

    local version = host.list(application(), "GetVersion")
    local major, minor = tonumber(version[1]), tonumber(version[2])
    return major ~= nil and minor ~= nil and major * 100 + minor < FREE_WITHOUT_WINDOWS
end

--- The open project, or nil and why there is none.
function host.project()
    local project = host.ask(host.ask(application(), "GetProjectManager"), "GetCurrentProject")
    if not project then
        return nil, "open a project first"
    end

    return project
end

--- What stays the same of a project or time line while it is open: its id, or its name in versions that have none.
function host.id(object)
    return tostring(host.call(object, "GetUniqueId") or host.call(object, "GetName") or "")
end

--- The open time line, or nil and why there is none.
function host.timeline(project)
    local timeline = host.ask(project, "GetCurrentTimeline")
    if not timeline then
        return nil, "open a timeline first"
    end

    return timeline
end

--- The time line of a project that has this id, or nil.
function host.timeline_by_id(project, id)
    for index = 1, tonumber(host.call(project, "GetTimelineCount")) or 0 do
        local timeline = host.ask(project, "GetTimelineByIndex", index)
        if timeline and host.id(timeline) == id then
            return timeline
        end
    end

    local current = host.ask(project, "GetCurrentTimeline")
    return current and host.id(current) == id and current or nil
end

local function even(value, default)
    local pixels = tonumber(value) or default
    return pixels + pixels % 2
end

--- Rate, size and kind of timecode of a time line, or of the project where none is open.
function host.format(project, timeline)
    local function setting(name)
        return timeline and host.setting(timeline, name) or host.setting(project, name)
    end

    local rate = rates.parse(setting("timelineFrameRate"))
    if not rate then
        return nil, "Resolve does not say the timeline's frame rate"
    end

    local drop = tostring(setting("timelineDropFrameTimecode")) == "1" or rate.drop
    return {
        rate = rate,
        drop = drop and rate.denominator == 1001 and rate.numerator % 30000 == 0,
        width = even(setting("timelineResolutionWidth"), 1920),
        height = even(setting("timelineResolutionHeight"), 1080),
    }
end

--- The playhead as an absolute frame, and its timecode.
function host.playhead(timeline, format)
    local timecode = tostring(host.call(timeline, "GetCurrentTimecode") or "")
    local frame = rates.frames_of_timecode(timecode, format.rate, format.drop)
    if not frame then
        return nil, "Resolve does not say where the playhead is"
    end

    return frame, rates.timecode_of_frames(frame, format.rate, format.drop)
end

return host
