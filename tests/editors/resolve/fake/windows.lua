-- Fusion's UIManager as it is documented: widgets are made by kind, found by ID, and speak through On[ID][Event]; nothing happens outside
-- RunLoop and StepLoop. Strict where the real one is silent: an unknown kind, attribute or event is an error.

local windows = {}

local COMMON = { ID = "string", Weight = "number", MinimumSize = "table", Enabled = "boolean" }
local KINDS = {
    VGroup = { Spacing = "number" }, HGroup = { Spacing = "number" },
    Label = { Text = "string", WordWrap = "boolean", Alignment = "table" },
    TextEdit = { PlainText = "string", AcceptRichText = "boolean" },
    LineEdit = { Text = "string", PlaceholderText = "string" },
    DoubleSpinBox = { Value = "number", Minimum = "number", Maximum = "number", Decimals = "number", SingleStep = "number" },
    CheckBox = { Text = "string", Checked = "boolean" },
    ComboBox = { CurrentIndex = "number" },
    Button = { Text = "string" },
}
local EVENTS = { Button = "Clicked", Window = "Close" }

local function set(widget, name, value)
    local wanted = COMMON[name] or KINDS[widget.kind][name]
    assert(wanted, widget.kind .. " has no " .. tostring(name))
    assert(type(value) == wanted, widget.kind .. "." .. name .. " is a " .. wanted .. ", not a " .. type(value))
    if widget.kind == "DoubleSpinBox" and name == "Value" then
        value = math.min(math.max(value, widget.values.Minimum or 0), widget.values.Maximum or 99.99)
    elseif name == "PlainText" then
        -- Qt's text is UTF-8 without NUL, its lines end in "\n".
        value = value:gsub("%z.*", ""):gsub("\r\n?", "\n")
    end

    widget.values[name] = value
end

local DEFAULTS = { PlainText = "", Text = "", Value = 0, Checked = false, CurrentIndex = -1 }

local function make_widget(kind, fields)
    local widget = { kind = kind, values = {}, children = {}, items = {} }
    for name, value in pairs(fields) do
        if type(name) == "number" then
            widget.children[name] = value
        else
            set(widget, name, value)
        end
    end

    -- Each child has to be one that a manager made.
    for _, child in ipairs(widget.children) do
        assert(type(child) == "table" and KINDS[child.kind], "not a widget")
    end

    return setmetatable(widget, {
        __index = function(self, name)
            if name == "AddItem" and self.kind == "ComboBox" then
                return function(_, text)
                    self.items[#self.items + 1] = text
                    self.values.CurrentIndex = math.max(self.values.CurrentIndex or 0, 0)
                end
            end

            local value = rawget(self, "values")[name]
            return value == nil and KINDS[self.kind][name] and DEFAULTS[name] or value
        end,
        __newindex = function(self, name, value) set(self, name, value) end,
    })
end

local function collect(widget, items)
    if widget.values.ID then
        assert(not items[widget.values.ID], "two widgets called " .. widget.values.ID)
        items[widget.values.ID] = widget
    end

    for _, child in ipairs(widget.children) do
        collect(child, items)
    end

    return items
end

local function make_window(manager, fields, root)
    assert(fields.ID and not manager.open[fields.ID], "a window needs an ID of its own")
    local made = { id = fields.ID, title = fields.WindowTitle, items = collect(root, {}), shown = false, raised = 0 }
    made.On = setmetatable({}, {
        __index = function(self, id)
            local kind = id == fields.ID and "Window" or assert(made.items[id], "no widget " .. tostring(id)).kind
            local handlers = setmetatable({}, {
                __newindex = function(handlers, event, handler)
                    assert(EVENTS[kind] == event, kind .. " has no event " .. tostring(event))
                    rawset(handlers, event, handler)
                end,
            })
            rawset(self, id, handlers)
            return handlers
        end,
    })

    function made.GetItems() return made.items end
    function made.Show() made.shown = true manager.open[made.id] = made return true end
    function made.Hide() made.shown = false manager.open[made.id] = nil return true end
    function made.Raise() made.raised = made.raised + 1 return true end

    --- What a user does: presses a button, or closes the window.
    function made.press(id)
        assert(made.shown, "the window is not shown")
        made.On[id].Clicked({ who = id, what = "Clicked" })
    end

    function made.shut()
        assert(made.shown, "the window is not shown")
        made.On[made.id].Close({ who = made.id, what = "Close" })
    end

    manager.made[#manager.made + 1] = made
    return made
end

--- The manager of a world, and what bmd.UIDispatcher gives for it.
--- world.user(form) is who sits in front of RunLoop, world.watcher(form) of StepLoop.
function windows.make(world)
    local manager = { open = {}, made = {} }
    setmetatable(manager, {
        __index = function(_, kind)
            assert(KINDS[kind], "no widget " .. tostring(kind))
            return function(_, fields) return make_widget(kind, fields) end
        end,
    })
    rawset(manager, "FindWindow", function(_, id) return manager.open[id] end)
    local function dispatcher(given)
        assert(given == manager, "UIDispatcher wants the manager")
        local left = false
        return {
            AddWindow = function(_, fields, root) return make_window(manager, fields, root) end,
            ExitLoop = function() left = true end,
            RunLoop = function()
                left = false
                for _, form in pairs(manager.open) do
                    world.user(form)
                end

                assert(left, "the window stays for ever")
            end,
            StepLoop = function()
                for _, form in pairs(manager.open) do
                    if world.watcher then
                        world.watcher(form)
                    end
                end
            end,
        }
    end

    return manager, dispatcher
end

return windows
