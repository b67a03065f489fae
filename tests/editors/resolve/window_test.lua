-- Studio's windows: the prompt, and how far a shot is.

local check = require("check")

local tests = {}

local function studio(new, options)
    options = options or {}
    options.studio = true
    return new(options)
end

tests["the window begins with what the marker says"] = function(new)
    local world = studio(new)
    world:marker(0, "rain on\na window", 36)
    world.user = function(form)
        check.equal("Sora2: Insert at playhead", form.title)
        check.equal("rain on\na window", form.items.Prompt.PlainText)
        check.equal(1.5, form.items.Seconds.Value)
        check.equal("Final,Draft: fewer steps", table.concat(form.items.Quality.items, ","))
        form.press("Make")
    end
    world:run("Sora2 Insert at playhead")

    local request = world.server.makes[1].request
    check.equal("rain on\na window", request.prompt)
    check.equal(nil, request.draft)
    check.equal(nil, request.stems)
    check.equal(nil, request.silent)
    check.equal("86400+36", check.track(world, "video", 1))
    check.equal("Green", world.project.timeline.markers[0].color)
end

tests["all that is typed is asked for"] = function(new)
    local world = studio(new)
    world.user = function(form)
        form.items.Prompt.PlainText = "  snow \"falls\"\nslowly "
        form.items.Seconds.Value = 2.5
        form.items.Seed.Text = " 4711 "
        form.items.Music.Checked = false
        form.items.Ambience.Checked = false
        form.items.Quality.CurrentIndex = 1
        form.press("Make")
    end
    world:run("Sora2 Generate")

    local request = world.server.makes[1].request
    check.equal("snow \"falls\"\nslowly", request.prompt)
    check.equal(2.5, request.seconds)
    check.equal(4711, request.seed)
    check.equal("STEM_KIND_DIALOGUE,STEM_KIND_EFFECTS", table.concat(request.stems, ","))
    check.equal(true, request.draft)
end

tests["no stem at all is a silent shot"] = function(new)
    local world = studio(new)
    world.user = function(form)
        form.items.Prompt.PlainText = "snow"
        for _, stem in ipairs({ "Dialogue", "Effects", "Ambience", "Music" }) do
            form.items[stem].Checked = false
        end

        form.press("Make")
    end
    world:run("Sora2 Generate")
    check.equal(true, world.server.makes[1].request.silent)
    check.equal(nil, world.server.makes[1].request.stems)
end

tests["what is wrong is said in the window, which stays"] = function(new)
    local world = studio(new)
    world.user = function(form)
        form.press("Make")
        check.has(form.items.Problem.Text, "Write what")
        form.items.Prompt.PlainText = "snow"
        for _, seed in ipairs({ "x", "-1", "1.5", "2147483647", "99999999999999999999" }) do
            form.items.Seed.Text = seed
            form.press("Make")
            check.has(form.items.Problem.Text, "whole number")
        end

        form.items.Seed.Text = ""
        form.press("Make")
        check.equal("", form.items.Problem.Text)
    end
    world:run("Sora2 Generate")
    check.equal(1, #world.server.makes)
end

tests["going back makes nothing and says nothing"] = function(new)
    for _, leave in ipairs({ function(form) form.press("Cancel") end, function(form) form.shut() end }) do
        local world = studio(new)
        world.user = leave
        world:run("Sora2 Generate")
        check.equal(0, #world.server.log)
        check.equal(nil, next(world.project.timeline.markers))
        check.equal(nil, next(world.manager_of_windows.open))
    end
end

tests["a gap's length is not asked for, and its prompt may be left out"] = function(new)
    local world = studio(new, { timeline = { frame = 86460, playhead = "01:00:02:12" } })
    world:clip("video", 1, "/footage/a.mov", 86400, 48)
    world:clip("video", 1, "/footage/b.mov", 86467, 48)
    world.user = function(form)
        check.equal(nil, form.items.Seconds)
        form.press("Make")
    end
    world:run("Sora2 Fill gap")
    check.equal("86400+48 86448+19 86467+48", check.track(world, "video", 1))
end

tests["what cannot be made is said before anybody types"] = function(new)
    local world = studio(new)
    world.user = function() error("a window was opened") end
    world:run("Sora2 Fill gap"):run("Sora2 Extend clip")
    check.has(world:said(), "put the playhead into a gap")
    check.has(world:said(), "put the playhead on a clip")
end

tests["a second prompt brings the first to the front"] = function(new)
    local world = studio(new)
    world.user = function(form)
        world.user = function() error("a second window was opened") end
        world:run("Sora2 Insert at playhead")
        check.equal(1, form.raised)
        form.press("Cancel")
    end
    world:run("Sora2 Generate")
    check.equal(1, #world.manager_of_windows.made)
end

tests["the window shows percent, stage, time left and the preview, and goes at the end"] = function(new)
    local world = studio(new)
    world:marker(0, "rain", 24)
    world.server.steps = 4
    local seen, pictures = {}, 0
    world.watcher = function(form)
        seen[#seen + 1] = form.items.Text.Text
        pictures = pictures + (form.items.Picture.Text:find("/out/resolve%-%w+%.png") and 1 or 0)
    end
    world:run("Sora2 Generate")

    check.has(table.concat(seen, "\n"), "in the making, 0 %: loading the model")
    check.has(table.concat(seen, "\n"), "in the making, 40 %: making the picture, about 6 s left")
    check.equal(true, pictures > 0)
    check.equal(nil, next(world.manager_of_windows.open))
end

tests["Cancel in the window ends the job; closing it does not"] = function(new)
    local world = studio(new)
    world:marker(0, "rain", 24)
    world.server.held = true
    world.watcher = function(form) form.press("Cancel") end
    world:run("Sora2 Generate")
    check.equal(0, #world.server.makes)
    check.has(world.project.timeline.markers[0].name, "cancelled")

    local other = studio(new)
    other:marker(0, "rain", 24)
    other.server.steps = 4
    other.watcher = function(form) form.shut() end
    other:run("Sora2 Generate")
    check.equal(1, #other.server.makes)
end

tests["Studio starts the server, the sandbox cannot"] = function(new)
    local world = studio(new)
    world:marker(0, "rain", 24)
    world:run("Sora2 Generate")
    check.equal(1, #world.commands)
    check.has(world.commands[1], "'SORA2_HOME=" .. world.mailbox:match("^(.*)/mailbox$") .. "'")
    check.has(world.commands[1], "'-u' 'LD_LIBRARY_PATH'")
    check.has(world.commands[1], ">/dev/null 2>&1 &")

    local free = new()
    free:marker(0, "rain", 24)
    free:run("Sora2 Generate")
    check.equal(0, #free.commands)
    check.equal(1, #free.server.makes)
end

tests["the free edition is never asked for a window"] = function(new)
    local world = new({ timeline = { frame = 86460, playhead = "01:00:02:12" } })
    world:clip("video", 1, "/footage/a.mov", 86400, 48)
    world:clip("video", 1, "/footage/b.mov", 86467, 48)
    world:marker(60, "rain", 12)
    for _, name in ipairs({ "Insert at playhead", "Fill gap", "Generate", "Import waiting shots", "Cancel" }) do
        world:run("Sora2 " .. name)
    end

    check.equal(nil, world.modal)
    check.equal(3, #world.server.makes)
    check.equal(0, #world.manager_of_windows.made)
end

return tests
