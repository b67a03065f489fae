-- Takes an answer's shots into the project: the bin always, the time line when the letter asked for it and there is room.

local bin = use("bin")
local host = use("host")
local rates = use("rates")
local tracks = use("tracks")

local delivery = {}

local STEMS = { { "dialogue", "Sora2 DX" }, { "effects", "Sora2 FX" }, { "ambience", "Sora2 AMB" }, { "music", "Sora2 MX" } }

local function place_picture(pool, timeline, media, place, length)
    local path = host.call(media, "GetClipProperty", "File Path")
    local there = tracks.find_media(timeline, "video", place.frame, path)
    if there then
        return there
    end

    local index, problem = tracks.find(timeline, "video", place.frame, place.frame + length, place.track)
    if not index then
        return nil, problem
    elseif place.only and index ~= place.track then
        return nil, "the gap is not empty any more"
    end

    return tracks.place(pool, timeline, media, "video", index, place.frame, length)
end

local function place_stems(pool, timeline, stems, place, length, notes)
    local placed = {}
    for _, stem in ipairs(STEMS) do
        local media = stems[stem[1]]
        if media and not tracks.find_media(timeline, "audio", place.frame, host.call(media, "GetClipProperty", "File Path")) then
            local index, problem = tracks.find(timeline, "audio", place.frame, place.frame + length, nil, stem[2])
            local item
            if index then
                item, problem = tracks.place(pool, timeline, media, "audio", index, place.frame, length)
            end

            placed[#placed + 1] = item
            notes[#notes + 1] = not item and (stem[1] .. ": " .. tostring(problem)) or nil
        end
    end

    return placed
end

local function place_shot(project, timeline, taken, place, rate, notes)
    local own = rates.parse(host.call(taken.picture, "GetClipProperty", "FPS"))
    local format = host.format(project, timeline)
    if not format or not rates.same(own, format.rate) or not rates.same(own, rate) then
        return false, "the shot has another frame rate than the timeline, so it is in the bin only"
    end

    local length = tonumber(host.call(taken.picture, "GetClipProperty", "Frames"))
    if not length or length < 1 then
        return false, "Resolve does not say how long the shot is, so it is in the bin only"
    end

    local at = { frame = place.before and place.before - length or place.frame, track = place.track, only = place.only }
    local pool = host.ask(project, "GetMediaPool")
    local picture, problem = place_picture(pool, timeline, taken.picture, at, length)
    if not picture then
        return false, tostring(problem) .. ", so the shot is in the bin only"
    end

    local placed = place_stems(pool, timeline, taken.stems, at, length, notes)
    table.insert(placed, 1, picture)
    host.call(timeline, "SetClipsLinked", placed, true)
    return true
end

-- AppendToTimeline knows the open time line alone: another one is opened for it, and the user's put back.
local function on_timeline(project, id, work)
    local timeline = host.timeline_by_id(project, id)
    if not timeline then
        return false, "the timeline is gone, so the shot is in the bin only"
    end

    local before = host.ask(project, "GetCurrentTimeline")
    local moved = not before or host.id(before) ~= id
    if moved then
        host.call(project, "SetCurrentTimeline", timeline)
        if host.id(host.ask(project, "GetCurrentTimeline")) ~= id then
            return false, "Resolve did not open the timeline, so the shot is in the bin only"
        end
    end

    local good, placed, problem = pcall(work, timeline)
    if moved and before then
        host.call(project, "SetCurrentTimeline", before)
    end

    if not good then
        return false, tostring(placed)
    end

    return placed, problem
end

--- Whether the memo belongs to this project.
function delivery.is_for(project, memo)
    return memo.project == host.id(project)
end

--- Takes all shots of a finished answer. Returns whether the answer is done with, and what to say.
function delivery.take(project, answer, memo)
    local rate = answer.frameRate
    local notes, taken_count = {}, 0
    for _, shot in ipairs(answer.shots or {}) do
        local taken, more = bin.take(project, shot, rate, memo.bin or "SORA2")
        if not taken then
            -- What is gone from the library comes back no more; all else may be tried again.
            local gone = not bmd.fileexists(shot.picture)
            return gone, tostring(more)
        end

        for _, note in ipairs(more) do
            notes[#notes + 1] = note
        end

        taken_count = taken_count + 1
        if memo.timeline and taken_count == 1 then
            local place = {
                frame = tonumber(memo.frame), before = tonumber(memo.before), track = tonumber(memo.track), only = memo.only == "yes",
            }
            local placed, problem = on_timeline(project, memo.timeline, function(timeline)
                return place_shot(project, timeline, taken, place, rate, notes)
            end)
            notes[#notes + 1] = not placed and problem or nil
        end
    end

    if taken_count == 0 then
        return true, "the shot was deleted in the library"
    end

    for _, note in ipairs(answer.notes or {}) do
        notes[#notes + 1] = note
    end

    return true, table.concat(notes, "; ")
end

return delivery
