-- What happens between the two clips beside the playhead, exactly as long as the gap, on the track of the gap.

local rates = use("rates")
local tracks = use("tracks")

-- The lowest track that has a clip on either side of the playhead and none under it.
local function find(here)
    local locked
    for index = 1, tracks.count(here.timeline, "video") do
        local gap = tracks.gap(here.timeline, "video", index, here.frame)
        if gap and gap.before and gap.after then
            if not tracks.is_locked(here.timeline, "video", index) then
                return gap, index
            end

            locked = index
        end
    end

    return nil, locked and ("video track " .. locked .. " is locked") or "put the playhead into a gap between two clips of one track"
end

use("run").start(true, function(here)
    local gap, index = find(here)
    if not gap then
        return nil, index
    end

    local seconds = rates.seconds(gap.last - gap.first, here.format.rate)
    if seconds < 0.5 or seconds > 60 then
        return nil, string.format("the gap is %.2f seconds long; 0.5 to 60 can be filled", seconds)
    end

    return {
        title = "Fill gap", task = "FILL_GAP", exact = seconds, items = { gap.before, gap.after },
        place = { frame = gap.first, track = index, only = true },
    }
end)
