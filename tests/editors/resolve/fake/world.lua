-- Resolve, its sandbox, a disk and a server, all in memory. Time goes on when a script waits, and only then.

local objects = require("fake.objects")
local pool = require("fake.pool")
local server = require("fake.server")
local timeline = require("fake.timeline")
local windows = require("fake.windows")

local world = {}
world.__index = world

-- What Lua is left in menu scripts of the free edition, 21.1 and later.
local KEPT = {
    "assert", "error", "ipairs", "next", "pairs", "pcall", "select", "setmetatable", "getmetatable", "tonumber", "tostring", "type",
    "unpack", "xpcall", "loadstring", "setfenv", "getfenv", "rawget", "rawset", "rawequal", "coroutine", "math", "string", "table", "bit",
}

local project_methods = {
    GetName = function(self) return self.name end,
    GetMediaPool = function(self) return self.pool end,
    GetCurrentTimeline = function(self) return self.timeline end,
    SetCurrentTimeline = function(self, chosen) self.timeline = chosen return true end,
    GetTimelineCount = function(self) return #self.timelines end,
    GetTimelineByIndex = function(self, index) return self.timelines[index] end,
    GetSetting = function(self, name) return self.settings[name] or "" end,
    SetSetting = function(self, name, value)
        if name == "timelineFrameRate" and (self.frozen or #self.timelines > 0) then
            return false
        end

        self.settings[name] = value
        return true
    end,
}

function world:add_project(name)
    local project = objects.make(self, project_methods, {
        name = name, timelines = {}, pool = pool.make(self),
        settings = { timelineFrameRate = "24", timelineResolutionWidth = "1920", timelineResolutionHeight = "1080" },
    })
    self.project = project
    return project
end

function world:add_timeline(options)
    local made = timeline.make(self, options or {})
    table.insert(self.project.timelines, made)
    self.project.timeline = self.project.timeline or made
    return made
end

--- Puts a clip on a track, with a file behind it.
function world:clip(kind, index, path, first, length, offset)
    local rate = self.project.timeline.rate
    self.files[path] = self.files[path] or { kind = kind, rate = rate, frames = 1000 }
    local media = pool.item(self, path, self.files[path])
    return timeline.put(self.project.timeline, kind, index, media, first, length, offset)
end

function world:marker(frame, note, duration)
    self.project.timeline.markers[frame] = { color = "Blue", name = "Marker", note = note, duration = duration or 1, customData = "" }
end

function world:file(path)
    return self.files[path]
end

-- The mere question for windows opens an advertisement on the free edition, and after that every call fails.
local function advertise(self, name)
    if name == "UIManager" or name == "UIDispatcher" then
        self.modal = true
    end
end

local function fusion_of(self)
    local fusion = {
        GetPrefs = function(_, key) return self.prefs[key] end,
        SetPrefs = function(_, key, value) self.prefs[key] = value end,
        SavePrefs = function()
            self.saves = self.saves + 1
            for key, value in pairs(self.prefs) do
                self.saved[key] = value
            end

            self.server:look()
        end,
    }
    fusion.UIManager = self.studio and self.manager_of_windows or nil
    return setmetatable(fusion, { __index = function(_, name) return advertise(self, name) end })
end

local function wait(self, seconds)
    self.now = self.now + seconds
    self.waits = self.waits + 1
    assert(self.waits < 5000, "the script waits for ever")
    if self.on_wait then
        self.on_wait(self, self.waits)
    end

    self.server:step()
end

function world:sandbox()
    local kept = {}
    for _, name in ipairs(KEPT) do
        kept[name] = _G[name]
    end

    kept._G = kept
    kept.os = { clock = os.clock, date = os.date, getenv = os.getenv, time = function() return math.floor(self.now) end }
    kept.print = function(text) self.printed[#self.printed + 1] = tostring(text) end
    kept.loadfile = function(path) return self.lua[path] and loadstring(self.lua[path], "=" .. path) or nil end
    kept.fusion = fusion_of(self)
    kept.bmd = setmetatable({
        UIDispatcher = self.studio and self.dispatcher or nil,
        wait = function(seconds) wait(self, seconds) end,
        fileexists = function(path) return self.lua[path] ~= nil or self:file(path) ~= nil end,
    }, { __index = function(_, name) return advertise(self, name) end })
    kept.resolve = objects.make(self, {
        GetProjectManager = function() return self.manager end,
        GetProductName = function() return self.studio and "DaVinci Resolve Studio" or "DaVinci Resolve" end,
        GetVersion = function() return { 21, 1, 0, 17, "" } end,
        GetCurrentPage = function() return self.page end,
        OpenPage = function(_, page) self.page = page return true end,
    })
    if self.studio then
        kept.os.rename = function(from, to)
            self.written[to], self.written[from] = self.written[from], nil
            return true
        end
        kept.os.remove = function(path) self.written[path] = nil end
        kept.os.execute = function(command) self.commands[#self.commands + 1] = command return 0 end
        kept.io = {
            open = function(path)
                local function write(_, text)
                    self.written[path] = text
                    return true
                end

                return not self.no_mailbox and { write = write, close = function() return true end } or nil
            end,
        }
    end

    kept.sora2 = self.console
    self.globals = kept
    return kept
end

--- Runs an installed script from the menu, to its end.
function world:run(name)
    local text = assert(self.scripts[name], "no script " .. name)
    local chunk = assert(loadstring(text, "=" .. name))
    setfenv(chunk, self:sandbox())
    chunk()
    return self
end

function world:said()
    return table.concat(self.printed, "\n")
end

--- A world with one project and one time line.
function world.new(scripts, mailbox, options)
    local self = setmetatable({
        scripts = scripts, mailbox = mailbox, library = "/library/SORA2", platform = "linux",
        user = function(form) form.press("Make") end,
        calls = {}, commands = {}, files = {}, lua = {}, prefs = {}, saved = {}, written = {}, printed = {},
        saves = 0, waits = 0, now = 1795936800, page = "color",
    }, world)
    self.server = server.new(self)
    self.manager_of_windows, self.dispatcher = windows.make(self)
    self.manager = objects.make(self, { GetCurrentProject = function() return self.project end })
    for key, value in pairs(options or {}) do
        self[key] = value
    end

    self:add_project("Mein Film Nr. 1")
    self:add_timeline(self.timeline)
    return self
end

return world
