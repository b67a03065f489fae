-- More of the clip under the playhead, at the end that is nearer to it: after its end, or before its start.

local footage = use("footage")
local host = use("host")
local rates = use("rates")
local run = use("run")
local tracks = use("tracks")

local function extend(here)
    local item = host.ask(here.timeline, "GetCurrentVideoItem")
    if not item then
        return nil, "put the playhead on a clip"
    end

    local part, problem = footage.part(item, here.format.rate)
    if not part then
        return nil, problem
    end

    local seconds = here.wish.seconds or 2
    local place = { track = tracks.index_of(here.timeline, "video", item) }
    local is_head = here.frame < (item:GetStart() + item:GetEnd()) / 2
    if is_head then
        place.before = item:GetStart()
        local room = item:GetStart() - (tonumber(host.call(here.timeline, "GetStartFrame")) or 0)
        if rates.frames(seconds, here.format.rate) > room then
            return nil, string.format("there are %d frames before the clip; a shorter marker fits", room)
        end
    else
        place.frame = item:GetEnd()
    end

    return { request = run.request(here, is_head and "EXTEND_HEAD" or "EXTEND_TAIL", seconds), clips = { part }, place = place }
end

local here = run.open(true)
if here then
    local made, problem = extend(here)
    if made then
        run.make(here, made.request, made.clips, made.place)
    else
        run.say(here, "failed", problem)
    end
end
