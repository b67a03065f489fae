-- The way of a wish into the bin.

local check = require("check")

local tests = {}

tests["Generate puts picture and stems into the bin and the user's bin back"] = function(new)
    local world = new()
    world:marker(0, "  rain on a window\n", 48)
    world:run("Sora2 Generate")

    local request = world.server.makes[1].request
    check.equal("rain on a window", request.prompt)
    check.equal(2, request.seconds)
    check.equal("SHOT_TASK_SHOT", request.task)
    check.equal("PICTURE_CODEC_DNXHR_HQX", request.codec)
    check.equal(24, request.sequence.frameRate.numerator)
    check.equal(1920, request.sequence.width)
    check.equal(3, #check.bin(world, "Sora2", "Mein_Film_Nr_1"))
    check.equal(world.project.pool.mine, world.project.pool.current)
    check.equal("Violet", check.bin(world, "Sora2", "Mein_Film_Nr_1")[1].colour)
    check.equal("", check.track(world, "video", 1))
    check.equal("Green", world.project.timeline.markers[0].color)
    check.equal("  rain on a window\n", world.project.timeline.markers[0].note)
    check.equal(48, world.project.timeline.markers[0].duration)
end

tests["an answer is forgotten and its slot emptied"] = function(new)
    local world = new()
    world:marker(0, "rain", 1)
    world:run("Sora2 Generate")

    check.equal(nil, next(world.server.answers))
    check.equal("", world.saved["Global.Sora2Letter1"])
end

tests["waiting writes nothing into Fusion's preferences"] = function(new)
    local world = new()
    world:marker(0, "rain", 1)
    world.server.held = true
    world.on_wait = function(self, waits)
        if waits == 10 then
            self.before = self.saves
        elseif waits == 100 then
            check.equal(self.before, self.saves, "saves")
            self.server.held = false
        end
    end
    world:run("Sora2 Generate")

    check.equal(true, world.waits > 100)
end

tests["Studio has files, so letters are files"] = function(new)
    local world = new({ studio = true })
    world:marker(0, "rain", 1)
    world:run("Sora2 Generate")

    check.equal(0, world.saves)
    check.equal(3, #check.bin(world, "Sora2", "Mein_Film_Nr_1"))
end

tests["a prompt may come from the Console, twice over"] = function(new)
    local typed = new({ console = { prompt = "rain", seconds = 3 } })
    typed:run("Sora2 Generate")
    check.equal(3, typed.server.makes[1].request.seconds)

    local set = new()
    set.prefs["Global.Sora2Prompt"] = "snow"
    set:run("Sora2 Generate")
    check.equal("snow", set.server.makes[1].request.prompt)
    check.equal("", set.prefs["Global.Sora2Prompt"])
end

tests["two scripts at once have names, slots and seeds of their own"] = function(new)
    local world = new()
    world:marker(0, "rain", 1)
    world.server.held = true
    local second = false
    world.on_wait = function(self)
        if not second then
            second = true
            self.prefs["Global.Sora2Prompt"] = nil
            local inner = self.on_wait
            self.on_wait = function(self_) self_.server.held = false end
            self:run("Sora2 Insert at playhead")
            self.on_wait = inner
        end
    end
    world:run("Sora2 Generate")

    check.equal(2, #world.server.makes)
    check.equal(true, world.server.makes[1].name ~= world.server.makes[2].name)
    check.equal(6, #check.bin(world, "Sora2", "Mein_Film_Nr_1"))
end

tests["without a timeline the project's rate counts, and sound does not freeze another one"] = function(new)
    local world = new()
    world.project.timelines, world.project.timeline = {}, nil
    world.project.settings.timelineFrameRate = "25"
    world.console = { prompt = "rain" }
    world:run("Sora2 Generate")
    check.equal(25, world.server.makes[1].request.sequence.frameRate.numerator)
    check.equal(3, #check.bin(world, "Sora2", "Mein_Film_Nr_1"))

    local other = new()
    other.project.timelines, other.project.timeline = {}, nil
    other.console = { prompt = "rain" }
    other.on_wait = function(self)
        if self.waits == 1 then
            self.project.settings.timelineFrameRate = "30"
            self.project.frozen = true
        end
    end
    other:run("Sora2 Generate")
    check.equal(1, #check.bin(other, "Sora2", "Mein_Film_Nr_1"))
    check.has(other:said(), "freeze the project")
end

tests["Import waiting shots brings in what nobody waited for"] = function(new)
    local world = new()
    world:marker(0, "rain", 1)
    local project = world.project
    world.on_wait = function(self)
        self.project = nil
    end
    world:run("Sora2 Insert at playhead")
    check.has(world:said(), "the project was closed")

    -- Another project is open: nothing of it is touched.
    world.on_wait = nil
    world:add_project("Another")
    world:add_timeline()
    for _ = 1, 3 do
        world.server:step()
    end

    world:run("Sora2 Import waiting shots")
    check.equal(nil, check.bin(world, "Sora2"))
    check.equal("", check.track(world, "video", 1))
    check.has(world:said(), "0 done with, 1 left")

    world.project = project

    world:run("Sora2 Import waiting shots")
    check.equal(3, #check.bin(world, "Sora2", "Mein_Film_Nr_1"))
    check.equal("86400+96", check.track(world, "video", 1))
    check.equal(nil, next(world.server.answers))

    -- Once more changes nothing.
    world:run("Sora2 Import waiting shots")
    check.equal("86400+96", check.track(world, "video", 1))
end

tests["Cancel ends what is under way; so does taking the marker away"] = function(new)
    local world = new()
    world:marker(0, "rain", 1)
    world.server.held = true
    world.on_wait = function(self)
        if self.waits == 10 then
            self.on_wait = nil
            self:run("Sora2 Cancel")
        end
    end
    world:run("Sora2 Generate")
    check.equal(0, #world.server.makes)
    check.has(world:said(), "cancelled")

    local other = new()
    other:marker(0, "rain", 1)
    other.server.held = true
    other.on_wait = function(self)
        if self.waits == 10 then
            self.project.timeline.markers = {}
        end
    end
    other:run("Sora2 Generate")
    check.equal(0, #other.server.makes)
    check.equal(nil, check.bin(other, "Sora2", "Mein_Film_Nr_1"))
end

return tests
