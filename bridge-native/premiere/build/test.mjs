// Bundles every test of tests/editors/premiere and runs them in node. The last line is "N passed, N failed, N skipped".
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { readdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const tests = fileURLToPath(new URL("../../../tests/editors/premiere", import.meta.url));
const out = `${root}.tests`;
await rm(out, { recursive: true, force: true });

const entries = [];
const pages = [];
for (const entry of await readdir(tests, { withFileTypes: true })) {
  const names = entry.isDirectory()
    ? (await readdir(`${tests}/${entry.name}`)).map((name) => `${entry.name}/${name}`)
    : [entry.name];
  entries.push(...names.filter((name) => name.endsWith(".test.ts")));
  pages.push(...names.filter((name) => name.endsWith(".page.ts")));
}

await build({
  entryPoints: entries.map((name) => `${tests}/${name}`),
  outdir: out,
  outbase: tests,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node18",
  sourcemap: "inline",
  define: { PANEL_ROOT: JSON.stringify(root) },
  logLevel: "warning",
});
await build({
  entryPoints: pages.map((name) => `${tests}/${name}`),
  outdir: out,
  outbase: tests,
  bundle: true,
  format: "iife",
  target: "es2022",
  logLevel: "warning",
});

const files = entries.map((name) => `${out}/${name.replace(/\.ts$/, ".mjs")}`);
// Node has a WebSocket of its own since version 22, and behind this flag since 20.10.
const webSocket = process.allowedNodeEnvironmentFlags.has("--experimental-websocket") ? ["--experimental-websocket"] : [];
const run = spawnSync(process.execPath, ["--enable-source-maps", ...webSocket, "--test", "--test-reporter=tap", ...files], {
  encoding: "utf8",
});
process.stdout.write(run.stdout);
process.stderr.write(run.stderr);
const count = (what) => Number(new RegExp(`^# ${what} (\\d+)$`, "m").exec(run.stdout)?.[1] ?? 0);
const failed = count("fail") + count("cancelled");
console.log(
  `${count("pass")} passed, ${failed || (run.status === 0 ? 0 : 1)} failed, ${count("skipped") + count("todo")} skipped`,
);
process.exit(run.status ?? 1);
