-- Ends every job of Resolve that is waiting or in the making.

local mailbox = use("mailbox")

local count = 0
for _, entry in ipairs(mailbox.open()) do
    if (entry.status == "queued" or entry.status == "running") and mailbox.cancel(entry.name) then
        count = count + 1
    end
end

print(string.format("Sora2: %d cancelled", count))
