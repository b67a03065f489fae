std = "luajit"
max_line_length = 140
read_globals = { "use", "resolve", "Resolve", "fusion", "bmd", "sora2" }
