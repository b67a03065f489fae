std = "luajit"
max_line_length = 160
unused_args = false
