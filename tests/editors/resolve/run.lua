-- luajit run.lua SCRIPTS MAILBOX   runs every test against the installed scripts; the last line counts them.

local scripts_folder, mailbox = arg[1], arg[2]
local here = arg[0]:match("^(.*)/") or "."
package.path = here .. "/?.lua;" .. package.path

local world = require("fake.world")

local function read(path)
    local file = assert(io.open(path, "rb"))
    local text = file:read("*a")
    file:close()
    return text
end

local scripts = {}
for _, name in ipairs({ "Generate", "Insert at playhead", "Extend clip", "Fill gap", "Import waiting shots", "Cancel" }) do
    scripts["Sora2 " .. name] = read(scripts_folder .. "/Sora2 " .. name .. ".lua")
end

-- The modules of a script, to be asked one by one.
local modules = (function()
    local text = scripts["Sora2 Cancel"]
    local head = text:sub(1, text:find("-- Ends every job", 1, true) - 1)
    local chunk = assert(loadstring(head .. "return use"))
    setfenv(chunk, world.new(scripts, mailbox):sandbox())
    return chunk()
end)()

local passed, failed = 0, 0
for _, file in ipairs({ "rates_test", "words_test", "shots_test", "timeline_test", "trouble_test", "window_test" }) do
    local tests = require(file)
    local names = {}
    for name in pairs(tests) do
        names[#names + 1] = name
    end

    table.sort(names)
    for _, name in ipairs(names) do
        local good, problem = xpcall(function()
            tests[name](function(options)
                return world.new(scripts, mailbox, options)
            end, modules)
        end, debug.traceback)
        if good then
            passed = passed + 1
        else
            failed = failed + 1
            print(file .. ": " .. name .. "\n    " .. problem)
        end
    end
end

print(string.format("%d passed, %d failed, 0 skipped", passed, failed))
os.exit(failed == 0 and 0 or 1)
