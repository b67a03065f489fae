-- luajit live.lua SCRIPTS MAILBOX PREFS EDITION SCRIPT…   runs installed scripts, one after the other, against a server that runs:
-- the fake's Resolve, the sandbox of the free edition (or Studio's files), but real files, real time and real media. At the end it
-- says what is in the bin and on the tracks.

local scripts_folder, mailbox, prefs_path, edition = arg[1], arg[2], arg[3], arg[4]
package.path = (arg[0]:match("^(.*)/") or ".") .. "/?.lua;" .. package.path

local ffi = require("ffi")
local world = require("fake.world")

ffi.cdef("int poll(void *set, unsigned long count, int milliseconds); int chmod(const char *path, unsigned int mode);")

local function read(path)
    local file = io.open(path, "rb")
    local text = file and file:read("*a")
    if file then
        file:close()
    end

    return text
end

local function probe(path)
    local quoted = "'" .. path:gsub("'", "'\\''") .. "'"
    local pipe = io.popen("ffprobe -v error -count_packets -of default=nw=1 -show_entries "
        .. "stream=codec_type,codec_name,r_frame_rate,nb_read_packets,duration " .. quoted)
    local text = pipe:read("*a")
    pipe:close()
    local over, under = text:match("codec_type=video.-r_frame_rate=(%d+)/(%d+)")
    if over then
        return { kind = "video", rate = over / under, frames = tonumber(text:match("nb_read_packets=(%d+)")), codec = text:match("codec_name=(%w+)") }
    end

    local seconds = text:match("codec_type=audio.-duration=([%d%.]+)")
    return seconds and { kind = "audio", rate = 25, frames = math.floor(seconds * 25 + 0.5) } or nil
end

local live = world.new({}, mailbox, { timeline = { rate = 25, start = 90000, frame = 90000, playhead = "01:00:00:00" }, studio = edition == "studio" })
live.project.timeline.settings.timelineResolutionWidth = "320"
live.project.timeline.settings.timelineResolutionHeight = "180"

local probed = {}
live.file = function(_, path)
    if not probed[path] and read(path) then
        probed[path] = probe(path)
    end

    return read(path) and probed[path] or nil
end

local sandbox = live.sandbox
live.sandbox = function(self)
    local kept = sandbox(self)
    kept.os.time = os.time
    kept.loadfile = loadfile
    kept.print = function(text) io.stdout:write(tostring(text), "\n") io.stdout:flush() end
    kept.bmd.wait = function(seconds) ffi.C.poll(nil, 0, seconds * 1000) end
    kept.bmd.fileexists = function(path) return read(path) ~= nil end
    kept.fusion.SavePrefs = function()
        -- As Resolve does: in place, for everybody to read and write.
        local file = assert(io.open(prefs_path, "wb"))
        file:write("{\n\tGlobal = {\n")
        for key, value in pairs(self.prefs) do
            file:write("\t\t", key:match("[^%.]+$"), ' = "', value, '",\n')
        end

        file:write("\t},\n}\n")
        file:close()
        ffi.C.chmod(prefs_path, 438)
    end
    if edition == "studio" then
        kept.io, kept.os.rename, kept.os.remove, kept.os.execute = io, os.rename, os.remove, os.execute
    end

    return kept
end

live:marker(0, "a red ball bounces", 13)
for index = 5, #arg do
    -- "@FRAME" moves the playhead there.
    local frame = arg[index]:match("^@(%d+)$")
    if frame then
        local timeline = live.project.timeline
        timeline.frame = 90000 + frame
        timeline.playhead = string.format("01:00:%02d:%02d", math.floor(frame / 25), frame % 25)
        timeline.markers = { [tonumber(frame)] = { color = "Blue", name = "", note = "a red ball bounces", duration = 13, customData = "" } }
    else
        live.scripts[arg[index]] = assert(read(scripts_folder .. "/" .. arg[index] .. ".lua"))
        live:run(arg[index])
    end
end

local function find(folder, name)
    for _, sub in ipairs(folder and folder.folders or {}) do
        if sub.name == name then
            return sub
        end
    end
end

for _, clip in ipairs((find(find(live.project.pool.root, "Sora2"), "Mein_Film_Nr_1") or { clips = {} }).clips) do
    print("bin " .. clip.properties["File Path"])
end

for _, kind in ipairs({ "video", "audio" }) do
    for index, track in ipairs(live.project.timeline.tracks[kind]) do
        for _, item in ipairs(track.items) do
            print(string.format("%s %d %d+%d", kind, index, item.first, item.length))
        end
    end
end
