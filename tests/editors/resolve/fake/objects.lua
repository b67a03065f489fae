-- How the fake's objects come to be: methods that fail like Resolve's while a modal window is open, and ids that never repeat.

local objects = {}

local count = 0

--- An object of a world. A method of Studio called on the free edition opens a window, and after that every call fails.
function objects.make(world, methods, fields)
    local object = fields or {}
    count = count + 1
    object.id = object.id or ("id-" .. count)
    object.GetUniqueId = function()
        return object.id
    end
    return setmetatable(object, {
        __index = function(_, name)
            local method = methods[name]
            if not method then
                return nil
            end

            return function(self, ...)
                world.calls[#world.calls + 1] = name
                if world.modal then
                    error("a window is open")
                elseif name == "TranscribeAudio" then
                    world.modal = true
                    return "only in Studio"
                end

                return method(self, ...)
            end
        end,
    })
end

return objects
