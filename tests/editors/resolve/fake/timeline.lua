-- A time line with the traps of the real one.

local objects = require("fake.objects")

local timeline = {}

local function copy(list)
    local result = {}
    for index, value in ipairs(list) do
        result[index] = value
    end

    return result
end

local item_methods = {
    GetName = function(self) return self.media and self.media.name or "Title" end,
    GetStart = function(self) return self.first end,
    GetEnd = function(self) return self.first + self.length end,
    GetDuration = function(self) return self.length end,
    GetLeftOffset = function(self) return self.offset end,
    GetMediaPoolItem = function(self) return self.media end,
    GetSpeed = function(self) return self.speed or 100 end,
}

local function track_of(self, kind, index)
    return self.tracks[kind] and self.tracks[kind][index]
end

local function overlaps(track, first, length)
    for _, item in ipairs(track.items) do
        if item.first < first + length and item.first + item.length > first then
            return true
        end
    end

    return false
end

local methods = {
    GetName = function(self) return self.name end,
    GetSetting = function(self, name) return self.settings[name] or "" end,
    GetStartFrame = function(self) return self.start end,
    GetCurrentTimecode = function(self) return self.playhead end,
    GetTrackCount = function(self, kind) return #self.tracks[kind] end,
    GetTrackName = function(self, kind, index) return track_of(self, kind, index).name end,
    SetTrackName = function(self, kind, index, name) track_of(self, kind, index).name = name return true end,
    GetIsTrackLocked = function(self, kind, index) return track_of(self, kind, index).locked == true end,
    GetItemListInTrack = function(self, kind, index) return copy(track_of(self, kind, index).items) end,
    AddTrack = function(self, kind)
        if self.full then
            return false
        end

        self.tracks[kind][#self.tracks[kind] + 1] = { items = {}, name = kind .. " " .. #self.tracks[kind] + 1 }
        return true
    end,
    GetCurrentVideoItem = function(self)
        for index = #self.tracks.video, 1, -1 do
            for _, item in ipairs(self.tracks.video[index].items) do
                if item.first <= self.frame and self.frame < item.first + item.length then
                    return item
                end
            end
        end

        return nil
    end,
    DeleteClips = function(self, items)
        if self.world.page ~= "edit" then
            return false
        end

        for _, kind in ipairs({ "video", "audio" }) do
            for _, track in ipairs(self.tracks[kind]) do
                for index = #track.items, 1, -1 do
                    if track.items[index] == items[1] then
                        table.remove(track.items, index)
                    end
                end
            end
        end

        return true
    end,
    SetClipsLinked = function(self, items, linked) self.linked = linked and #items or 0 return true end,
    GetMarkers = function(self)
        local result = {}
        for frame, marker in pairs(self.markers) do
            result[frame] = marker
        end

        return result
    end,
    AddMarker = function(self, frame, color, name, note, duration, data)
        local known = { Blue = true, Red = true, Green = true, Yellow = true }
        if self.markers[frame] or not known[color] then
            return false
        end

        self.markers[frame] = { color = color, name = name, note = note, duration = duration, customData = data }
        return true
    end,
    DeleteMarkerAtFrame = function(self, frame)
        local there = self.markers[frame] ~= nil
        self.markers[frame] = nil
        return there
    end,
}

--- Places an item without asking anybody: what a test begins with.
function timeline.put(self, kind, index, media, first, length, offset)
    local item = objects.make(self.world, item_methods, { media = media, first = first, length = length, offset = offset or 0 })
    table.insert(self.tracks[kind][index].items, item)
    return item
end

--- AppendToTimeline for one clip: on an overlap, a locked or a missing track it places nothing, and says it did.
function timeline.append(self, info)
    local kind = info.mediaType == 1 and "video" or "audio"
    local track = track_of(self, kind, info.trackIndex)
    local length = info.endFrame - info.startFrame
    if kind == "video" and math.abs(info.mediaPoolItem.rate - self.rate) > 0.001 then
        length = length - 1
    end

    if self.world.cuts_one then
        length = length - 1
    end

    local pretended = objects.make(self.world, item_methods, { media = info.mediaPoolItem, first = info.recordFrame, length = length, offset = 0 })
    if track and not track.locked and not overlaps(track, info.recordFrame, length) then
        table.insert(track.items, pretended)
    end

    return pretended
end

function timeline.make(world, options)
    local self = objects.make(world, methods, {
        world = world,
        name = options.name or "Timeline 1",
        rate = options.rate or 24,
        start = options.start or 86400,
        frame = options.frame or 86400,
        playhead = options.playhead or "01:00:00:00",
        settings = {
            timelineFrameRate = options.spelled or tostring(options.rate or 24),
            timelineResolutionWidth = "1920", timelineResolutionHeight = "1080",
            timelineDropFrameTimecode = options.drop and "1" or "0",
        },
        tracks = { video = { { items = {}, name = "Video 1" } }, audio = { { items = {}, name = "Audio 1" } } },
        markers = {},
    })
    return self
end

return timeline
