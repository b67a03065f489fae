-- A media pool with the traps of the real one: ImportMedia knows the current bin alone, a WAV freezes the project's frame rate,
-- a movie that this edition does not decode comes in as sound.

local objects = require("fake.objects")
local timeline = require("fake.timeline")

local pool = {}

-- The sixteen that SetClipColor takes.
local COLOURS = {}
for colour in ("Orange Apricot Yellow Lime Olive Green Teal Navy Blue Purple Violet Pink Tan Beige Brown Chocolate"):gmatch("%a+") do
    COLOURS[colour] = true
end

local item_methods = {
    GetName = function(self) return self.name end,
    GetClipProperty = function(self, key) return self.properties[key] or "" end,
    SetClipColor = function(self, colour)
        if not COLOURS[colour] then
            return "no such colour"
        end

        self.colour = colour
        return true
    end,
    SetThirdPartyMetadata = function(self, data) self.metadata = data return true end,
}

local folder_methods = {
    GetName = function(self) return self.name end,
    GetSubFolderList = function(self) return self.folders end,
    GetClipList = function(self) return self.clips end,
}

local function make_folder(world, name)
    return objects.make(world, folder_methods, { name = name, folders = {}, clips = {} })
end

--- A clip of the pool that shows a file of the world.
function pool.item(world, path, file)
    local decoded = file.kind == "video" and not (file.codec == "H.264" and not world.studio and world.platform == "linux")
    return objects.make(world, item_methods, {
        name = path:match("[^/]+$"),
        rate = file.rate,
        properties = {
            ["File Path"] = path, ["FPS"] = tostring(file.rate), ["Frames"] = tostring(file.frames),
            ["Type"] = decoded and "Video + Audio" or "Audio", ["Video Codec"] = decoded and (file.codec or "DNxHR") or "",
        },
    })
end

local methods = {
    GetRootFolder = function(self) return self.root end,
    GetCurrentFolder = function(self) return self.current end,
    SetCurrentFolder = function(self, folder) self.current = folder return true end,
    AddSubFolder = function(self, parent, name)
        if self.world.read_only then
            return "the project is read-only"
        end

        local made = make_folder(self.world, name)
        parent.folders[#parent.folders + 1] = made
        return made
    end,
    ImportMedia = function(self, paths)
        local world, made = self.world, {}
        for _, path in ipairs(paths) do
            local file = not world.read_only and world:file(path)
            if not file then
                break
            end

            if file.kind == "audio" and #world.project.timelines == 0 then
                world.project.frozen = true
            end

            local item = pool.item(world, path, file)
            self.current.clips[#self.current.clips + 1] = item
            made[#made + 1] = item
        end

        return #made > 0 and made or "nothing was imported"
    end,
    DeleteClips = function(self, items)
        for index = #self.current.clips, 1, -1 do
            if self.current.clips[index] == items[1] then
                table.remove(self.current.clips, index)
            end
        end

        return true
    end,
    AppendToTimeline = function(self, clips)
        local made = {}
        for index, info in ipairs(clips) do
            if self.world.drops_clips then
                made[index] = {}
            else
                made[index] = timeline.append(self.world.project.timeline, info)
            end
        end

        return made
    end,
}

function pool.make(world)
    local root = make_folder(world, "Master")
    local mine = make_folder(world, "My bin")
    root.folders[1] = mine
    return objects.make(world, methods, { world = world, root = root, current = mine, mine = mine })
end

return pool
