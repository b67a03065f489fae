// Checks the types of the panel and of its tests, strictly and against the host's own declarations.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const compiler = fileURLToPath(new URL("../node_modules/typescript/bin/tsc", import.meta.url));
const result = spawnSync(process.execPath, [compiler, "-p", root], { stdio: "inherit" });
process.exit(result.status ?? 1);
