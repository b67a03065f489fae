-- A new shot into the bin Sora2/PROJECT.

use("run").start(false, function()
    return { title = "Generate", task = "SHOT", seconds = 4 }
end)
