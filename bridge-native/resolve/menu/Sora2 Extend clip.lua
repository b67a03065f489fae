-- More of the clip under the playhead, at the end that is nearer to it: after its end, or before its start.

local host = use("host")
local tracks = use("tracks")

use("run").start(true, function(here)
    local item = host.ask(here.timeline, "GetCurrentVideoItem")
    if not item then
        return nil, "put the playhead on a clip"
    end

    local plan = { title = "Extend clip", task = "EXTEND_TAIL", seconds = 2, items = { item } }
    plan.place = { frame = item:GetEnd(), track = tracks.index_of(here.timeline, "video", item) }
    if here.frame < (item:GetStart() + item:GetEnd()) / 2 then
        plan.task = "EXTEND_HEAD"
        plan.place.frame, plan.place.before = nil, item:GetStart()
        plan.most = item:GetStart() - (tonumber(host.call(here.timeline, "GetStartFrame")) or 0)
    end

    return plan
end)
