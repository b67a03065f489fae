-- What goes wrong, and what Resolve does in silence.

local check = require("check")

local tests = {}

tests["no project, no timeline, no prompt"] = function(new)
    local world = new()
    world.project = nil
    world:run("Sora2 Generate"):run("Sora2 Import waiting shots")
    check.has(world:said(), "open a project first")

    local bare = new()
    bare.project.timelines, bare.project.timeline = {}, nil
    for _, name in ipairs({ "Sora2 Insert at playhead", "Sora2 Extend clip", "Sora2 Fill gap" }) do
        bare:run(name)
    end

    check.has(bare:said(), "open a timeline first")

    local mute = new()
    mute:run("Sora2 Generate")
    check.has(mute.project.timeline.markers[0].name, "no prompt")
    mute:marker(5, "rain", 1)
    mute.project.timeline.playhead = "01:00:00:05"
    mute:run("Sora2 Generate")
    check.equal(nil, mute.project.timeline.markers[0], "the old message")
    check.equal(1, #mute.server.makes)
end

tests["a server that is away is named, and the letter taken back"] = function(new)
    for _, studio in ipairs({ false, true }) do
        local world = new({ studio = studio })
        world.server.away = true
        world:marker(0, "rain", 1)
        world:run("Sora2 Generate")
        check.has(world.project.timeline.markers[0].name, "sora2 serve")
        check.equal("Red", world.project.timeline.markers[0].color)
        check.equal(true, (world.saved["Global.Sora2Letter1"] or "") == "")
        check.equal(nil, next(world.written))
    end

    local none = new({ studio = true, no_mailbox = true })
    none:marker(0, "rain", 1)
    none:run("Sora2 Generate")
    check.has(none:said(), "cannot be written")
end

tests["slots of dead scripts are used again, those that wait are not"] = function(new)
    local world = new()
    world.server.away = true
    for slot = 1, 4 do
        world.prefs["Global.Sora2Letter" .. slot] = ('{"name":"resolve-dead' .. slot .. '"}'):gsub(".", function(letter)
            return string.format("%02x", letter:byte())
        end)
    end

    world:marker(0, "rain", 1)
    world:run("Sora2 Generate")
    check.has(world:said(), "four letters wait")

    world.server.away = false
    world.lua[world.mailbox .. "/out/resolve-dead3.lua"] = "return {}"
    world.saved = {}
    world:run("Sora2 Generate")
    check.equal(1, #world.server.makes)
    check.equal("", world.prefs["Global.Sora2Letter3"])
end

tests["a marker is told at most once a quarter how far its job is"] = function(new)
    local world = new()
    world:marker(0, "rain", 24)
    world.server.steps = 40
    local names = {}
    world.on_wait = function(self)
        local name = self.project.timeline.markers[0].name
        names[#names + 1] = names[#names] ~= name and name or nil
    end
    world:run("Sora2 Generate")

    check.equal(true, #names <= 7, #names .. " names")
    check.has(table.concat(names, "\n"), "in the making, 51 %: making the picture, about 57 s left")
end

tests["a marker that Undo takes away and Redo brings back cancels nothing"] = function(new)
    local world = new()
    world:marker(0, "rain", 24)
    world.server.held = true
    world.on_wait = function(self, waits)
        if waits == 10 then
            self.undone = self.project.timeline.markers
            self.project.timeline.markers = {}
        elseif waits == 15 then
            self.project.timeline.markers = self.undone
        elseif waits == 60 then
            self.server.held = false
        end
    end
    world:run("Sora2 Generate")
    check.equal(1, #world.server.makes)
    check.equal("Green", world.project.timeline.markers[0].color)
end

tests["what the user undoes stays undone"] = function(new)
    local world = new()
    world:marker(0, "rain", 24)
    world:run("Sora2 Insert at playhead")
    for _, kind in ipairs({ "video", "audio" }) do
        for _, track in ipairs(world.project.timeline.tracks[kind]) do
            track.items = {}
        end
    end

    world:run("Sora2 Import waiting shots")
    check.equal("", check.track(world, "video", 1))
    check.equal(3, #check.bin(world, "Sora2", "Mein_Film_Nr_1"))
end

tests["a locked stem track is left alone, and another one of its name made"] = function(new)
    local world = new()
    world:marker(0, "rain", 24)
    world:run("Sora2 Insert at playhead")
    local tracks = world.project.timeline.tracks.audio
    check.equal("Sora2 FX", tracks[2].name)
    tracks[2].locked = true
    world:marker(48, "rain", 24)
    world.project.timeline.frame, world.project.timeline.playhead = 86448, "01:00:02:00"
    world:run("Sora2 Insert at playhead")

    check.equal("86400+24", check.track(world, "audio", 2))
    check.equal("86400+24 86448+24", check.track(world, "audio", 3))
    check.equal("Sora2 FX", tracks[4].name)
    check.equal("86448+24", check.track(world, "audio", 4))
end

tests["a refusal and a failure are told on the marker"] = function(new)
    local refused = new()
    refused.server.refuses = "seconds: got 70; allowed: 0.5 to 60."
    refused:marker(0, "rain", 1)
    refused:run("Sora2 Generate")
    check.has(refused.project.timeline.markers[0].name, "seconds: got 70")
    check.equal(nil, next(refused.server.answers))

    local failed = new()
    failed.server.ends = "failed"
    failed:marker(0, "rain", 1)
    failed:run("Sora2 Generate")
    check.has(failed:said(), "failed")
end

tests["a shot of another rate is in the bin alone"] = function(new)
    local world = new()
    world.server.made_rate = 25
    world:marker(0, "rain", 24)
    world:run("Sora2 Insert at playhead")
    check.equal("", check.track(world, "video", 1))
    check.equal(3, #check.bin(world, "Sora2", "Mein_Film_Nr_1"))
    check.has(world:said(), "another frame rate")
end

tests["a clip that Resolve drops in silence is missed"] = function(new)
    local world = new({ drops_clips = true })
    world:marker(0, "rain", 24)
    world:run("Sora2 Insert at playhead")
    check.has(world:said(), "Resolve dropped the clip")
    check.equal(3, #check.bin(world, "Sora2", "Mein_Film_Nr_1"))
end

tests["a clip that Resolve cuts short is taken away again, from whatever page"] = function(new)
    local world = new({ cuts_one = true })
    world:marker(0, "rain", 24)
    world:run("Sora2 Insert at playhead")
    check.equal("", check.track(world, "video", 1))
    check.has(world:said(), "23 frames instead of 24")
    check.equal("color", world.page)
end

tests["a timeline whose rate was changed meanwhile is left alone"] = function(new)
    local world = new()
    world:marker(0, "rain", 24)
    world.on_wait = function(self)
        self.project.timeline.settings.timelineFrameRate = "30"
    end
    world:run("Sora2 Insert at playhead")
    check.equal("", check.track(world, "video", 1))
    check.has(world:said(), "another frame rate")
end

tests["a shot that was placed before its answer was forgotten is not placed twice"] = function(new)
    local world = new()
    world:marker(0, "rain", 24)
    world.server.deaf = true
    world:run("Sora2 Insert at playhead")
    check.equal("succeeded", select(2, next(world.server.answers)).status)

    world.server.deaf = false
    world:run("Sora2 Import waiting shots")
    check.equal("86400+24", check.track(world, "video", 1))
    check.equal(1, #world.project.timeline.tracks.video)
    check.equal(3, #world.project.timeline.tracks.audio)
    check.equal(3, #check.bin(world, "Sora2", "Mein_Film_Nr_1"))
    check.equal(nil, next(world.server.answers))
end

tests["no room for a new track"] = function(new)
    local world = new()
    world:clip("video", 1, "/footage/a.mov", 86400, 48)
    world.project.timeline.full = true
    world:marker(0, "rain", 24)
    world:run("Sora2 Insert at playhead")
    check.equal("86400+48", check.track(world, "video", 1))
    check.has(world:said(), "made no new video track")
end

tests["H.264 that this edition does not decode is taken out again"] = function(new)
    local world = new()
    world.server.codec = "H.264"
    world:marker(0, "rain", 24)
    world:run("Sora2 Insert at playhead")
    check.equal(0, #check.bin(world, "Sora2", "Mein_Film_Nr_1"))
    check.has(world:said(), "DNxHR")
    check.equal(world.project.pool.mine, world.project.pool.current)
end

tests["a project on a read-only volume keeps its shot waiting"] = function(new)
    local world = new({ read_only = true })
    world:marker(0, "rain", 24)
    world:run("Sora2 Generate")
    check.has(world:said(), "read-only")
    check.equal("succeeded", select(2, next(world.server.answers)).status)

    world.read_only = false
    world:run("Sora2 Import waiting shots")
    check.equal(3, #check.bin(world, "Sora2", "Mein_Film_Nr_1"))
    check.equal(nil, next(world.server.answers))
end

tests["a shot that was deleted in the library is said to be gone, once"] = function(new)
    local world = new()
    world:marker(0, "rain", 24)
    world.file = function(self, path)
        return not path:find("^/library") and self.files[path] or nil
    end
    world:run("Sora2 Generate")
    check.has(world:said(), "gone from the library")
    check.equal(nil, next(world.server.answers))
end

tests["Fill and Extend name what cannot be gone on with"] = function(new)
    local function said(prepare, script)
        local world = new({ timeline = { frame = 86460, playhead = "01:00:02:12" } })
        prepare(world)
        world:run(script)
        check.equal(0, #world.server.makes)
        return world:said()
    end

    local function pair(world, last)
        world:clip("video", 1, "/footage/a.mov", 86400, 48)
        world:clip("video", 1, "/footage/b.mov", last, 48)
    end

    check.has(said(function() end, "Sora2 Extend clip"), "put the playhead on a clip")
    check.has(said(function(world) pair(world, 86456) end, "Sora2 Fill gap"), "put the playhead into a gap")
    check.has(said(function(world) world:clip("video", 1, "/footage/a.mov", 86400, 48) end, "Sora2 Fill gap"), "put the playhead into a gap")
    check.has(said(function(world)
        world:clip("video", 1, "/footage/a.mov", 86400, 55)
        world:clip("video", 1, "/footage/b.mov", 86465, 48)
    end, "Sora2 Fill gap"), "0.5 to 60")
    check.has(said(function(world) pair(world, 96461) end, "Sora2 Fill gap"), "0.5 to 60")
    check.has(said(function(world)
        pair(world, 86480)
        world.project.timeline.tracks.video[1].locked = true
    end, "Sora2 Fill gap"), "locked")
    check.has(said(function(world)
        pair(world, 86480)
        world.files["/footage/b.mov"] = nil
    end, "Sora2 Fill gap"), "is its volume connected")
    check.has(said(function(world) world:clip("video", 1, "/footage/a.mov", 86440, 100).speed = 50 end, "Sora2 Extend clip"), "another speed")
    check.has(said(function(world) world:clip("video", 1, "/footage/a.mov", 86440, 100).media = nil end, "Sora2 Extend clip"), "titles")
    check.has(said(function(world)
        world.project.timeline.start = 86440
        world:clip("video", 1, "/footage/a.mov", 86450, 100)
    end, "Sora2 Extend clip"), "10 frames before the clip")
end

tests["long paths with umlauts and spaces go both ways"] = function(new)
    local path = "/footage/" .. ("ü"):rep(140) .. "/mit Leer zeichen \"x\"\\.mov"
    local world = new({ timeline = { frame = 86440, playhead = "01:00:01:16" }, library = "/bibliothèque " .. ("ß"):rep(140) })
    world:clip("video", 1, path, 86400, 48)
    world:run("Sora2 Extend clip")
    check.equal(path, world.server.makes[1].clips[1].path)
    check.equal("86400+48 86448+48", check.track(world, "video", 1))
end

tests["an answer that is code cannot reach anything"] = function(new)
    local world = new()
    world.lua[world.mailbox .. "/out/box.lua"] = "stolen = bmd; return { open = {} }"
    world:run("Sora2 Cancel")
    check.has(world:said(), "0 cancelled")
    check.equal(nil, world.globals.stolen)
    world.lua[world.mailbox .. "/out/box.lua"] = "return os.time()"
    world:run("Sora2 Cancel")
    check.has(world:said(), "0 cancelled")
end

tests["no call of Studio is made, and no window opens"] = function(new)
    local world = new()
    world:marker(0, "rain", 24)
    world:run("Sora2 Insert at playhead")
    check.equal(nil, world.modal)
end

return tests
