// node tests/editors/premiere/panel/picture.mjs LIBRARY-FOLDER OUT.png [work|settings|away|start [HEIGHT]]
// Draws the panel in a headless Chromium, with the fake editor behind it and the shots of a folder in its history, for the guide.
// LIBRARY-FOLDER holds published shots, one folder each with shot.json and poster, and preview.png of a shot in the making.
import { spawnSync } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const panel = fileURLToPath(new URL("../../../../bridge-native/premiere/", import.meta.url));
const { build } = createRequire(`${panel}package.json`)("esbuild");
const [library, picture, view = "work", height = "980"] = process.argv.slice(2);

const shots = {};
const preview = `data:image/png;base64,${await readFile(`${library}/preview.png`, "base64")}`;
for (const name of (await readdir(library)).filter((name) => name !== "preview.png").sort()) {
  shots[`${library}/${name}/shot.json`] = await readFile(`${library}/${name}/shot.json`, "utf8");
}

await build({
  entryPoints: [`${here}picture.page.ts`],
  outfile: `${panel}.tests/picture.js`,
  bundle: true,
  format: "iife",
  target: "es2022",
  define: { SHOTS: JSON.stringify(shots), VIEW: JSON.stringify(view), PREVIEW: JSON.stringify(preview) },
});
const css = (await readFile(`${panel}static/panel.css`, "utf8")) + (await readFile(`${panel}static/lists.css`, "utf8"));
// The history asks for posters in the scene's library; they lie in the given folder.
const base = JSON.stringify(pathToFileURL(library).href);
const posters = `new MutationObserver(() => document.querySelectorAll("img").forEach((image) => {
  const name = image.src.split("/").slice(-2).join("/");
  if (!image.src.startsWith("data:") && !image.src.startsWith(${base})) image.src = ${base} + "/" + name;
})).observe(document, { childList: true, subtree: true });`;
await writeFile(
  `${panel}.tests/picture.html`,
  `<!DOCTYPE html><meta charset="utf-8"><style>${css}</style><body></body><script>${posters}</script><script src="picture.js"></script>`,
);
const run = spawnSync(
  process.env.CHROMIUM ?? "chromium",
  [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--force-device-scale-factor=2",
    "--allow-file-access-from-files",
    `--window-size=380,${height}`,
    "--virtual-time-budget=5000",
    `--screenshot=${picture}`,
    `file://${panel}.tests/picture.html`,
  ],
  { encoding: "utf8" },
);
if (run.status !== 0) {
  console.error(run.stderr);
  process.exit(1);
}
