-- What tests say.

local check = {}

function check.equal(wanted, got, what)
    if wanted ~= got then
        error(string.format("%s: wanted %s, got %s", what or "value", tostring(wanted), tostring(got)), 2)
    end
end

function check.has(text, part)
    if not tostring(text):find(part, 1, true) then
        error(string.format("wanted %q in %q", part, tostring(text)), 2)
    end
end

--- The clips of a bin, by path of bins from the root.
function check.bin(world, ...)
    local folder = world.project.pool.root
    for _, name in ipairs({ ... }) do
        local found
        for _, sub in ipairs(folder.folders) do
            found = sub.name == name and sub or found
        end

        if not found then
            return nil
        end

        folder = found
    end

    return folder.clips
end

--- What lies on a track: "first+length first+length".
function check.track(world, kind, index)
    local parts = {}
    local track = world.project.timeline.tracks[kind][index]
    for _, item in ipairs(track and track.items or {}) do
        parts[#parts + 1] = string.format("%d+%d", item.first, item.length)
    end

    table.sort(parts)
    return table.concat(parts, " ")
end

return check
