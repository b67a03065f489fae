-- Windows of Studio, by Fusion's UIManager. The free edition has none since 19.1: there the mere question for the manager opens an
-- advertisement, and no call works until somebody closes that. So the edition is asked first, and the manager only after.

local host = use("host")
local mailbox = use("mailbox")

local window = {}

local PROMPT, PROGRESS = "Sora2Prompt", "Sora2Progress"
local STEMS = { "Dialogue", "Effects", "Ambience", "Music" }
local SHORTEST, LONGEST, HIGHEST_SEED = 0.5, 60, 2147483646

local function manager()
    if not host.has_windows() then
        return nil
    end

    local fusion_ = fusion or host.ask(host.app(), "Fusion")
    local good, ui, dispatcher = pcall(function()
        return fusion_.UIManager, bmd.UIDispatcher(fusion_.UIManager)
    end)
    if good and ui and dispatcher then
        return ui, dispatcher
    end

    return nil
end

local function row(ui, label, widget)
    return ui:HGroup{ Weight = 0, ui:Label{ Text = label, Weight = 0, MinimumSize = { 80, 24 } }, widget }
end

local function stem_boxes(ui)
    local group = { Weight = 0, ui:Label{ Text = "Stems", Weight = 0, MinimumSize = { 80, 24 } } }
    for _, stem in ipairs(STEMS) do
        group[#group + 1] = ui:CheckBox{ ID = stem, Text = stem, Checked = true }
    end

    return ui:HGroup(group)
end

local function layout(ui, wanted)
    local group = { Spacing = 8 }
    local question = wanted.prompt_is_optional and "What happens? May be left empty." or "What does the shot show?"
    group[#group + 1] = ui:Label{ Text = question, Weight = 0 }
    group[#group + 1] = ui:TextEdit{ ID = "Prompt", AcceptRichText = false, Weight = 1 }
    if wanted.exact then
        group[#group + 1] = row(ui, "Seconds", ui:Label{ Text = string.format("%.2f, as long as the gap", wanted.exact) })
    else
        local seconds = ui:DoubleSpinBox{ ID = "Seconds", Minimum = SHORTEST, Maximum = LONGEST, Decimals = 2, SingleStep = 0.5 }
        group[#group + 1] = row(ui, "Seconds", seconds)
    end

    group[#group + 1] = row(ui, "Seed", ui:LineEdit{ ID = "Seed", PlaceholderText = "another one each time" })
    group[#group + 1] = stem_boxes(ui)
    group[#group + 1] = row(ui, "Quality", ui:ComboBox{ ID = "Quality" })
    group[#group + 1] = ui:Label{ ID = "Problem", Text = "", WordWrap = true, Weight = 0 }
    group[#group + 1] = ui:HGroup{ Weight = 0, ui:Button{ ID = "Cancel", Text = "Cancel" }, ui:Button{ ID = "Make", Text = "Make" } }
    return ui:VGroup(group)
end

local function read_seed(text)
    text = text:gsub("%s", "")
    if text == "" then
        return mailbox.random_seed()
    end

    local seed = text:match("^%d+$") and tonumber(text)
    return seed and seed <= HIGHEST_SEED and seed or nil
end

-- What was typed as a wish, or nil and what is wrong with it.
local function read(items, wanted)
    local wish = { prompt = items.Prompt.PlainText:gsub("^%s+", ""):gsub("%s+$", ""), seconds = wanted.exact or items.Seconds.Value }
    if wish.prompt == "" and not wanted.prompt_is_optional then
        return nil, "Write what the shot should be."
    end

    wish.seed = read_seed(items.Seed.Text)
    if not wish.seed then
        return nil, string.format("The seed is a whole number from 0 to %d.", HIGHEST_SEED)
    end

    wish.draft = items.Quality.CurrentIndex == 1
    wish.stems = {}
    for _, stem in ipairs(STEMS) do
        wish.stems[#wish.stems + 1] = items[stem].Checked and stem:upper() or nil
    end

    -- All of them is what the server makes anyway; music among it only where the prompt wants some.
    wish.silent = #wish.stems == 0
    wish.stems = #wish.stems < #STEMS and wish.stems or nil
    return wish
end

--- Asks for a wish. Returns nil where there are no windows; else the wish, or false when the user went back.
--- @param wanted { title, prompt, seconds, exact, prompt_is_optional }: what the form begins with
function window.ask(wanted)
    local ui, dispatcher = manager()
    if not ui then
        return nil
    end

    local open = ui:FindWindow(PROMPT)
    if open then
        open:Raise()
        return false
    end

    local frame = { ID = PROMPT, WindowTitle = "Sora2: " .. wanted.title, Geometry = { 300, 200, 480, 380 } }
    local form = dispatcher:AddWindow(frame, layout(ui, wanted))
    local items = form:GetItems()
    items.Prompt.PlainText = wanted.prompt or ""
    items.Quality:AddItem("Final")
    items.Quality:AddItem("Draft: fewer steps")
    if not wanted.exact then
        items.Seconds.Value = wanted.seconds
    end

    local wish = false
    form.On[PROMPT].Close = function()
        dispatcher:ExitLoop()
    end
    form.On.Cancel.Clicked = function()
        dispatcher:ExitLoop()
    end
    form.On.Make.Clicked = function()
        local typed, problem = read(items, wanted)
        items.Problem.Text = problem or ""
        if typed then
            wish = typed
            dispatcher:ExitLoop()
        end
    end

    form:Show()
    dispatcher:RunLoop()
    form:Hide()
    return wish
end

local function escape(text)
    return (text:gsub("[&<>\"]", { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;" }))
end

--- A window that shows how far a job is; nil where there are none, or none that a waiting script can keep alive.
--- Closing it does not end the job.
--- @return { tell = function(text, picture), is_cancelled = function(), close = function() }
function window.progress(title)
    local ui, dispatcher = manager()
    if not ui or not dispatcher.StepLoop then
        return nil
    end

    -- Several jobs may run at once, each with a window of its own.
    local id = PROGRESS .. mailbox.random_seed()
    local form = dispatcher:AddWindow({ ID = id, WindowTitle = "Sora2: " .. title, Geometry = { 300, 200, 360, 300 } }, ui:VGroup{
        ui:Label{ ID = "Picture", Text = "", Alignment = { AlignCenter = true }, Weight = 1 },
        ui:Label{ ID = "Text", Text = "", WordWrap = true, Weight = 0 },
        ui:Button{ ID = "Cancel", Text = "Cancel the shot", Weight = 0 },
    })
    local items, is_open, is_cancelled = form:GetItems(), true, false
    form.On[id].Close = function()
        is_open = false
        form:Hide()
    end
    form.On.Cancel.Clicked = function()
        is_cancelled = true
    end
    form:Show()
    return {
        tell = function(text, picture)
            if is_open then
                items.Text.Text = text
                if picture then
                    -- Qt leaves a label alone whose text does not change, so that the newer picture would not be looked for.
                    items.Picture.Text = string.format('<img src="%s" width="320"/><!-- %s -->', escape(picture), escape(text))
                end

                dispatcher:StepLoop()
            end
        end,
        is_cancelled = function()
            return is_cancelled
        end,
        close = function()
            if is_open then
                is_open = false
                form:Hide()
            end
        end,
    }
end

return window
