-- Where shots are put.

local check = require("check")

local tests = {}

tests["Insert begins at the playhead, stems on tracks of their own"] = function(new)
    local world = new({ timeline = { frame = 86500, playhead = "01:00:04:04" } })
    world:marker(100, "rain", 24)
    world:run("Sora2 Insert at playhead")

    check.equal("01:00:04:04", world.server.makes[1].request.sequence.startTimecode)
    check.equal("86500+24", check.track(world, "video", 1))
    local tracks = world.project.timeline.tracks.audio
    check.equal("Sora2 FX", tracks[2].name)
    check.equal("86500+24", check.track(world, "audio", 2))
    check.equal("Sora2 AMB", tracks[3].name)
    check.equal("86500+24", check.track(world, "audio", 3))
    check.equal(3, world.project.timeline.linked)
    check.equal("color", world.page)
end

tests["Insert takes another track where clips lie or the track is locked"] = function(new)
    local world = new()
    world:clip("video", 1, "/footage/a.mov", 86410, 10)
    world.project.timeline:AddTrack("video")
    world.project.timeline.tracks.video[2].locked = true
    world:marker(0, "rain", 24)
    world:run("Sora2 Insert at playhead")

    check.equal("86410+10", check.track(world, "video", 1))
    check.equal("", check.track(world, "video", 2))
    check.equal("86400+24", check.track(world, "video", 3))
end

tests["Insert at 29.97 drop frame, after ten hours"] = function(new)
    local world = new({ timeline = { rate = 29.97, spelled = "29.97 DF", drop = true, start = 1078920, frame = 1078920 + 1798, playhead = "10:01:00;00" } })
    world.project.timeline.playhead = "10:00:59;28"
    world:marker(1798, "rain", 30)
    world:run("Sora2 Insert at playhead")

    local sequence = world.server.makes[1].request.sequence
    check.equal("10:00:59;28", sequence.startTimecode)
    check.equal(30000, sequence.frameRate.numerator)
    check.equal("1080718+30", check.track(world, "video", 1))
end

tests["Extend goes on after the clip, from the part that is seen"] = function(new)
    local world = new({ timeline = { frame = 86440, playhead = "01:00:01:16" } })
    world:clip("video", 1, "/footage/ä b.mov", 86400, 48, 12)
    world:run("Sora2 Extend clip")

    local letter = world.server.makes[1]
    check.equal("SHOT_TASK_EXTEND_TAIL", letter.request.task)
    check.equal("/footage/ä b.mov", letter.clips[1].path)
    check.equal(0.5, letter.clips[1].start)
    check.equal(2.5, letter.clips[1]["end"])
    check.equal("86400+48 86448+48", check.track(world, "video", 1))
end

tests["a clip's own frame rate counts its frames"] = function(new)
    local world = new({ timeline = { frame = 86440, playhead = "01:00:01:16" } })
    world.files["/footage/fast.mov"] = { kind = "video", rate = 48, frames = 1000 }
    world:clip("video", 1, "/footage/fast.mov", 86400, 48, 48)
    world:run("Sora2 Extend clip")

    check.equal(1, world.server.makes[1].clips[1].start)
    check.equal(3, world.server.makes[1].clips[1]["end"])
end

tests["Extend leads to the clip when the playhead is nearer its start"] = function(new)
    local world = new({ timeline = { frame = 86600, playhead = "01:00:08:08" } })
    world:clip("video", 1, "/footage/a.mov", 86600, 100)
    world:marker(200, "", 1)
    world:marker(190, "rain", 24)
    world:run("Sora2 Extend clip")

    check.equal("SHOT_TASK_EXTEND_HEAD", world.server.makes[1].request.task)
    check.equal("86576+24 86600+100", check.track(world, "video", 1))
end

tests["Extend goes to another track where the next clip is in the way"] = function(new)
    local world = new({ timeline = { frame = 86440, playhead = "01:00:01:16" } })
    world:clip("video", 1, "/footage/a.mov", 86400, 48)
    world:clip("video", 1, "/footage/b.mov", 86460, 48)
    world:run("Sora2 Extend clip")

    check.equal("86400+48 86460+48", check.track(world, "video", 1))
    check.equal("86448+48", check.track(world, "video", 2))
end

tests["Fill is exactly as long as the gap, on its track"] = function(new)
    local world = new({ timeline = { frame = 86460, playhead = "01:00:02:12" } })
    world:clip("video", 1, "/footage/a.mov", 86400, 48)
    world:clip("video", 1, "/footage/b.mov", 86467, 48, 24)
    world:run("Sora2 Fill gap")

    local letter = world.server.makes[1]
    check.equal("SHOT_TASK_FILL_GAP", letter.request.task)
    check.equal("/footage/a.mov", letter.clips[1].path)
    check.equal(1, letter.clips[2].start)
    check.equal("86400+48 86448+19 86467+48", check.track(world, "video", 1))
end

tests["a gap that was filled meanwhile is left as it is"] = function(new)
    local world = new({ timeline = { frame = 86460, playhead = "01:00:02:12" } })
    world:clip("video", 1, "/footage/a.mov", 86400, 48)
    world:clip("video", 1, "/footage/b.mov", 86467, 48)
    world.on_wait = function(self)
        if self.waits == 1 then
            self:clip("video", 1, "/footage/c.mov", 86450, 5)
        end
    end
    world:run("Sora2 Fill gap")

    check.equal("86400+48 86450+5 86467+48", check.track(world, "video", 1))
    check.equal(3, #check.bin(world, "Sora2", "Mein_Film_Nr_1"))
    check.has(world:said(), "not empty any more")
end

tests["the timeline that was asked for gets the shot, and the user's comes back"] = function(new)
    local world = new()
    local asked = world.project.timeline
    local other = world:add_timeline({ name = "Timeline 2" })
    world:marker(0, "rain", 24)
    world.on_wait = function(self)
        self.project.timeline = other
    end
    world:run("Sora2 Insert at playhead")

    check.equal(other, world.project.timeline)
    check.equal(0, #other.tracks.video[1].items)
    check.equal(1, #asked.tracks.video[1].items)
end

return tests
