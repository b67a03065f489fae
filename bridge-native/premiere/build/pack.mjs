// Bundles the panel into dist/ and packs it as dist/sora2-premiere.ccx: a ZIP of the folder, which Creative Cloud installs.
import { build } from "esbuild";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { zip } from "./zip.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const panel = `${root}dist/panel`;
await rm(`${root}dist`, { recursive: true, force: true });
await mkdir(panel, { recursive: true });

await build({
  entryPoints: [`${root}src/main.ts`],
  outfile: `${panel}/main.js`,
  bundle: true,
  format: "cjs",
  // The host's engine; bigint literals need it as well.
  target: "es2020",
  external: ["premierepro", "uxp", "fs", "os"],
  legalComments: "none",
  logLevel: "warning",
});

const { version } = JSON.parse(await readFile(`${root}package.json`, "utf8"));
const manifest = JSON.parse(await readFile(`${root}static/manifest.json`, "utf8"));
await writeFile(`${panel}/manifest.json`, `${JSON.stringify({ ...manifest, version }, null, 2)}\n`);
for (const name of await readdir(`${root}static`)) {
  if (name !== "manifest.json") {
    await writeFile(`${panel}/${name}`, await readFile(`${root}static/${name}`));
  }
}

const names = (await readdir(panel)).sort();
const files = await Promise.all(names.map(async (name) => [name, await readFile(`${panel}/${name}`)]));
await writeFile(`${root}dist/sora2-premiere.ccx`, zip(files));
