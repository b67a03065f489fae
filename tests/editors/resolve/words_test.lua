local check = require("check")
local json = require("fake.json")

local tests = {}

tests["JSON carries every byte of a prompt"] = function(_, use)
    local words = use("words")
    local prompt = 'Regen "am" Fenster\\\n\tgrün \1 %s'
    local read = json.read(words.json({ prompt = prompt, list = nil, clips = { { path = "/a b/ü" } }, seconds = 1 / 3, seed = 2147483646, on = true }))
    check.equal(prompt, read.prompt)
    check.equal("/a b/ü", read.clips[1].path)
    check.equal(2147483646, read.seed)
    check.equal(true, math.abs(read.seconds - 1 / 3) < 1e-8)
end

tests["memos come back as they went"] = function(_, use)
    local words = use("words")
    local memo = words.read_memo(words.memo({ project = "id=1&x ü%", frame = 86400, only = "yes" }))
    check.equal("id=1&x ü%", memo.project)
    check.equal("86400", memo.frame)
    check.equal("yes", memo.only)
end

tests["project names are what the library takes"] = function(_, use)
    local words = use("words")
    check.equal("Mein_Film_Nr_1", words.project("Mein Film Nr. 1"))
    check.equal("SORA2", words.project("映画"))
    check.equal("SORA2", words.project(nil))
    check.equal(40, #words.project(("a"):rep(300)))
end

tests["broken UTF-8 is known"] = function(_, use)
    local words = use("words")
    for _, good in ipairs({ "", "abc", "ü", "映画", "\240\159\152\128" }) do
        check.equal(true, words.is_utf8(good), good)
    end

    for _, bad in ipairs({ "\195", "\255", "a\128", "\228\189", "\192\128" }) do
        check.equal(false, words.is_utf8(bad), bad)
    end
end

return tests
