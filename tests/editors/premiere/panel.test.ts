import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { test } from "node:test";
import { inflateRawSync } from "node:zlib";

import { launcherOf } from "../../../bridge-native/premiere/src/server/discovery.ts";

declare const PANEL_ROOT: string;

const CHROMIUM = ["chromium", "chromium-browser", "google-chrome"].find((name) => spawnSync(name, ["--version"]).status === 0);

const SKIP = { skip: CHROMIUM ? false : "no Chromium is installed; sudo apt-get install chromium" };

/** What a page's body holds after its scripts have run. */
async function bodyOf(name: string, html: string): Promise<string> {
  const page = `${PANEL_ROOT}.tests/${name}.html`;
  await writeFile(page, `<!DOCTYPE html><meta charset="utf-8">${html}`);
  const run = spawnSync(
    CHROMIUM!,
    ["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=10000", "--dump-dom", `file://${page}`],
    { encoding: "utf8", timeout: 50000 },
  );
  return /<body>([\s\S]*?)<\/body>/.exec(run.stdout)?.[1] ?? "";
}

/** What a page has written down. */
function seenIn(body: string): Record<string, unknown> {
  const text = body
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&nbsp;/g, "\u00a0")
    .replace(/&amp;/g, "&");
  const seen = JSON.parse(text) as Record<string, unknown>;
  assert.equal(seen.error, undefined);
  return seen;
}

test("Package_OpensInAHostThatHasNothing", SKIP, async () => {
  const host = `
    const away = () => Promise.reject(new Error("not there"));
    const modules = {
      uxp: { entrypoints: { setup: (points) => { window.points = points; } } },
      os: { platform: () => "darwin", homedir: () => "/Users/ann" },
      fs: { readFile: away, readdir: away, lstat: away },
      premierepro: { Project: { getActiveProject: away } },
    };
    window.require = (name) => modules[name];`;
  const body = await bodyOf(
    "package",
    `<body></body><script>${host}</script><script src="../dist/panel/main.js"></script><script>points.panels.sora2.show(document.body);</script>`,
  );
  assert.match(body, /No project is open/);
  assert.match(body, /The Sora2 server is away/);
});

test("Panel_IsUsedInABrowser", SKIP, async () => {
  const body = await bodyOf("use", `<body></body><script src="panel/use.page.js"></script>`);
  const seen = seenIn(body);
  assert.match(`${seen.away}`, /The Sora2 server is away \| No Sora2 server is running\. \| Start it in a terminal/);
  assert.equal(seen.copied, "sora2 serve");
  assert.equal(seen.refused, "The server was not started: The user said no.");
  assert.match(`${seen.opened}`, /sora2\/start-server\.command \| This starts the Sora2 server/);
  assert.deepEqual([seen.starting, seen.started], ["The server starts.", ""]);
  assert.equal(seen.connected, "Server 0.1.0");
  assert.match(`${seen.sequence}`, /Reel 1 {2}· {2}Küste \| 25 fps {2}· {2}1920×1080 {2}· {2}01:00:04:20/);
  assert.equal(seen.noPrompt, "Type what the shot should be.");
  assert.equal(seen.badLength, 1);
  assert.equal(seen.proposal, "At the playhead, 01:00:04:20, 4.00 s (100 frames at 25)");
  assert.equal(seen.gap, "Gap on V1 from 01:00:04:00, 4.00 s (100 frames at 25)");
  assert.equal(seen.noSelection, "Select the clip that is too short.");
  assert.equal(seen.sent, "The server copies the clips");
  assert.equal(seen.queued, "<b>rain</b> on a window | In the server's queue");
  assert.equal(seen.running, "Making picture and sound · 40 % · 8 s left");
  assert.match(`${seen.picture}`, /^data:image\/png;base64,iVBOR[^,]*$/, "one picture, of the shot in the making");
  assert.equal(seen.done, "In the project | On V1.");
  assert.deepEqual(seen.track, ["A@0-100", "KUSTE_2_SH0010_v001@100-200", "B@200-300"]);
  assert.equal(seen.history, "KUSTE_2_SH0010_v001 | <b>rain</b> on a window | Seed 7  ·  4 s · 25 fps · 1920×1080");
  const drag = seen.drag as { version: string; items: { name: string; content_type: string; uri: string }[] };
  assert.equal(drag.version, "1.0.0");
  assert.deepEqual(
    drag.items.map((item) => item.content_type),
    ["video/quicktime", "audio/wav", "audio/wav", "audio/wav", "audio/wav"],
  );
  assert.match(drag.items[0]!.uri, /^file:\/\/\/Users\/ann\/Library\/Application%20Support\/sora2\/library\//);
  assert.deepEqual(seen.reused, ["4", "7"]);
  assert.equal(seen.imported, "KUSTE_2_SH0010_v001 is in the bin Sora2/KUSTE_2.");
});

test("Panel_GoesOnWhateverHappensAroundIt", SKIP, async () => {
  const seen = seenIn(await bodyOf("trouble", `<body></body><script src="panel/trouble.page.js"></script>`));
  assert.equal(seen.noProject, "No project is open | Open a project first.");
  assert.equal(seen.noSequence, "No sequence is open | Open a sequence first.");
  assert.equal(seen.nothingSent, 0);
  assert.equal(seen.insertOnClip, '"A" is at this place and stays as it is; the shot goes on V2.');
  assert.equal(seen.fillOnClip, 'The playhead is on "A". Put it over a gap between two clips.');
  assert.equal(seen.away, "Waiting for the server");
  assert.equal(seen.closed, 'Waiting for its project | Finished. It goes in when "Küste.prproj" is the active project.');
  assert.equal(seen.another, "Waiting for its project");
  assert.equal(seen.open, "In the project | On V2.");
  assert.deepEqual(seen.tracks, [["A@0-100", "B@200-300"], ["KUSTE_2_SH0010_v001@50-150"]]);
  assert.equal(seen.letters, 1, "one wish, sent once");
  assert.deepEqual(seen.undone, [["A@0-100", "B@200-300"], []], "what was undone is not done again");
  assert.deepEqual([seen.mine, seen.theirs], [[], ["WUSTE_SH0010_v001@50-150"]]);
  const names = "KUSTE_2_SH0010_v001 | WUSTE_SH0010_v001";
  assert.deepEqual(seen.sameHistory, [names, names]);
  assert.match(`${seen.deleted}`, /WUSTE_SH0020_v001 is not in the library any more\. Make it again/);
});

test("Package_IsSmallAndWhole", async () => {
  assert.ok((await stat(`${PANEL_ROOT}dist/panel/main.js`)).size <= 500_000, "the bundle has at most 500 kB");
  const zip = await readFile(`${PANEL_ROOT}dist/sora2-premiere.ccx`);
  const names: string[] = [];
  for (let at = 0; zip.readUInt32LE(at) === 0x04034b50;) {
    const packed = zip.readUInt32LE(at + 18);
    const nameLength = zip.readUInt16LE(at + 26);
    const name = zip.toString("utf8", at + 30, at + 30 + nameLength);
    const content = inflateRawSync(zip.subarray(at + 30 + nameLength, at + 30 + nameLength + packed));
    assert.ok(content.equals(await readFile(`${PANEL_ROOT}dist/panel/${name}`)), name);
    names.push(name);
    at += 30 + nameLength + packed;
  }

  assert.deepEqual(names, (await readdir(`${PANEL_ROOT}dist/panel`)).sort());
  assert.ok(names.includes("manifest.json") && names.includes("index.html"));
});

test("Manifest_KeepsTheHostsRules", async () => {
  const manifest = JSON.parse(await readFile(`${PANEL_ROOT}dist/panel/manifest.json`, "utf8")) as Record<string, any>;
  assert.equal(Array.isArray(manifest.host), false, "an array is for development only");
  assert.match(manifest.version, /^[0-9]+\.[0-9]+\.[0-9]+$/);
  // An array that contains "all" blocks everything in silence.
  assert.ok(manifest.requiredPermissions.network.domains === "all");
  assert.equal(manifest.requiredPermissions.localFileSystem, "fullAccess");
  for (const system of ["darwin", "win32"]) {
    const extension = launcherOf(system, "/x").replace(/^.*\./, ".");
    assert.ok(manifest.requiredPermissions.launchProcess.extensions.includes(extension), extension);
  }

  for (const icon of [...manifest.icons, ...manifest.entrypoints[0].icons]) {
    await stat(`${PANEL_ROOT}dist/panel/${icon.path}`);
  }
});

test("Bundle_TakesFromTheHostWhatTheHostHas", async () => {
  const bundle = await readFile(`${PANEL_ROOT}dist/panel/main.js`, "utf8");
  const required = [...bundle.matchAll(/(?<![\w$.])require\("([^"]+)"\)/g)].map((match) => match[1]);
  assert.deepEqual([...new Set(required)].sort(), ["fs", "os", "premierepro", "uxp"]);
  for (const absent of ["TextDecoder", "getElementsByClassName", "innerHTML", "eval(", "new Function"]) {
    assert.ok(!bundle.includes(absent), `${absent} is not to be had in UXP, or not safe`);
  }
});

test("Styles_UseWhatUxpDraws", async () => {
  const css =
    (await readFile(`${PANEL_ROOT}static/panel.css`, "utf8")) + (await readFile(`${PANEL_ROOT}static/lists.css`, "utf8"));
  for (const absent of [
    /display:\s*grid/,
    /\bgap:/,
    /float:/,
    /@keyframes/,
    /animation/,
    /transition/,
    /@font-face/,
    /backdrop-filter/,
    /:last-child/,
    / > /,
  ]) {
    assert.doesNotMatch(css.replace(/\/\*[\s\S]*?\*\//g, ""), absent);
  }
});
