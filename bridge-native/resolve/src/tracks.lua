-- Tracks of a time line. AppendToTimeline is the only way to place something, and it never overwrites: on an overlap it drops
-- the new clip, silently, and says that all went well. So a range is looked at before, and the track is read after.

local host = use("host")

local tracks = {}

function tracks.count(timeline, kind)
    return tonumber(host.call(timeline, "GetTrackCount", kind)) or 0
end

function tracks.items(timeline, kind, index)
    local items = host.list(timeline, "GetItemListInTrack", kind, index)
    table.sort(items, function(one, other)
        return one:GetStart() < other:GetStart()
    end)
    return items
end

function tracks.is_locked(timeline, kind, index)
    return host.call(timeline, "GetIsTrackLocked", kind, index) == true
end

--- Whether nothing lies in [first, last).
function tracks.is_free(timeline, kind, index, first, last)
    for _, item in ipairs(tracks.items(timeline, kind, index)) do
        if item:GetStart() < last and item:GetEnd() > first then
            return false
        end
    end

    return true
end

--- The track that an item lies on, or nil. Versions differ in how an item says it, so the tracks are asked.
function tracks.index_of(timeline, kind, wanted)
    for index = tracks.count(timeline, kind), 1, -1 do
        for _, item in ipairs(tracks.items(timeline, kind, index)) do
            if item == wanted or (host.id(item) == host.id(wanted) and item:GetStart() == wanted:GetStart()) then
                return index
            end
        end
    end

    return nil
end

--- The gap of a track that holds a frame: its first frame, the first after it, and the clips beside it (nil at the ends).
--- nil when a clip lies there.
function tracks.gap(timeline, kind, index, frame)
    local before, after
    for _, item in ipairs(tracks.items(timeline, kind, index)) do
        if item:GetStart() <= frame and frame < item:GetEnd() then
            return nil
        elseif item:GetEnd() <= frame then
            before = item
        else
            after = after or item
        end
    end

    return { first = before and before:GetEnd(), last = after and after:GetStart(), before = before, after = after }
end

--- A track where [first, last) is free and that is not locked: `wanted` if it will do, else the lowest, else a new one.
function tracks.find(timeline, kind, first, last, wanted, name)
    local function will_do(index)
        return not tracks.is_locked(timeline, kind, index) and tracks.is_free(timeline, kind, index, first, last)
    end

    local count = tracks.count(timeline, kind)
    if wanted and wanted >= 1 and wanted <= count and will_do(wanted) then
        return wanted
    end

    for index = 1, count do
        if (not name or host.call(timeline, "GetTrackName", kind, index) == name) and will_do(index) then
            return index
        end
    end

    if kind == "audio" then
        host.call(timeline, "AddTrack", kind, "stereo")
    else
        host.call(timeline, "AddTrack", kind)
    end

    local added = tracks.count(timeline, kind)
    if added ~= count + 1 then
        return nil, "Resolve made no new " .. kind .. " track"
    end

    if name then
        host.call(timeline, "SetTrackName", kind, added, name)
    end

    return added
end

local function path_of(item)
    return host.call(host.ask(item, "GetMediaPoolItem"), "GetClipProperty", "File Path")
end

--- The item of a track that begins at a frame and shows this media, or nil.
function tracks.find_item(timeline, kind, index, frame, path)
    for _, item in ipairs(tracks.items(timeline, kind, index)) do
        if item:GetStart() == frame and path_of(item) == path then
            return item
        end
    end

    return nil
end

--- Where media lies on any track, or nil: what an earlier run has placed already.
function tracks.find_media(timeline, kind, frame, path)
    for index = 1, tracks.count(timeline, kind) do
        local item = tracks.find_item(timeline, kind, index, frame, path)
        if item then
            return item, index
        end
    end

    return nil
end

-- DeleteClips says no on every page but Edit.
local function remove(timeline, item)
    local app = host.app()
    local page = host.call(app, "GetCurrentPage")
    host.call(app, "OpenPage", "edit")
    local removed = host.call(timeline, "DeleteClips", { item }, false)
    if page and page ~= "edit" then
        host.call(app, "OpenPage", page)
    end

    return removed
end

--- Puts media on a track and reads it back. Returns the item, or nil and what Resolve did instead.
--- @param length in frames of the time line
function tracks.place(pool, timeline, media, kind, index, frame, length)
    local path = host.call(media, "GetClipProperty", "File Path")
    if tracks.is_locked(timeline, kind, index) then
        return nil, kind .. " track " .. index .. " is locked"
    elseif not tracks.is_free(timeline, kind, index, frame, frame + length) then
        return nil, kind .. " track " .. index .. " is not free there any more"
    end

    -- endFrame is not part of it: the length is end minus start.
    local media_type = kind == "video" and 1 or 2
    host.call(pool, "AppendToTimeline", {
        { mediaPoolItem = media, startFrame = 0, endFrame = length, mediaType = media_type, trackIndex = index, recordFrame = frame },
    })
    local item = tracks.find_item(timeline, kind, index, frame, path)
    if not item then
        return nil, "Resolve dropped the clip"
    elseif item:GetDuration() ~= length then
        local got = item:GetDuration()
        remove(timeline, item)
        return nil, string.format("Resolve would have placed %d frames instead of %d", got, length)
    end

    return item
end

return tracks
