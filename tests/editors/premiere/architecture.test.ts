import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { test } from "node:test";

declare const PANEL_ROOT: string;

/** Which folders of the panel's source a folder may take from. Arrows point one way; what is not named is pure. */
const MAY_TAKE_FROM: Readonly<Record<string, readonly string[]>> = {
  timing: [],
  host: [],
  request: ["timing", "sequence", "metadata"],
  sequence: ["timing", "request"],
  metadata: ["request", "library"],
  library: ["timing", "request", "metadata", "host"],
  placement: ["timing", "request", "sequence", "metadata"],
  server: ["timing", "request", "metadata", "host"],
  queue: ["timing", "request", "server", "host"],
  premiere: ["timing", "request", "sequence", "metadata", "library", "placement", "queue", "host"],
  panel: ["timing", "request", "sequence", "metadata", "library", "premiere", "queue", "server", "host"],
};

async function sources(): Promise<{ folder: string; name: string; text: string }[]> {
  const found: { folder: string; name: string; text: string }[] = [];
  for (const folder of Object.keys(MAY_TAKE_FROM)) {
    for (const name of await readdir(`${PANEL_ROOT}src/${folder}`)) {
      found.push({ folder, name, text: await readFile(`${PANEL_ROOT}src/${folder}/${name}`, "utf8") });
    }
  }

  return found;
}

test("Folders_TakeFromThoseBelowThem", async () => {
  assert.deepEqual((await readdir(`${PANEL_ROOT}src`)).sort(), [...Object.keys(MAY_TAKE_FROM), "main.ts"].sort());
  for (const { folder, name, text } of await sources()) {
    for (const [, from] of text.matchAll(/from "\.\.\/(\w+)\//g)) {
      assert.ok(MAY_TAKE_FROM[folder]!.includes(from!), `${folder}/${name} takes from ${from}`);
    }
  }
});

test("Editor_IsCalledInOneFolder", async () => {
  for (const { folder, name, text } of await sources()) {
    assert.ok(
      !text.includes('"@adobe/premierepro"') || folder === "premiere" || name === "panelHost.ts",
      `${folder}/${name} knows the editor`,
    );
  }
});

test("Browser_IsTouchedInOneFolder", async () => {
  for (const { folder, name, text } of await sources()) {
    assert.ok(folder === "panel" || !/\b(document|window|localStorage)\./.test(text), `${folder}/${name} touches the page`);
  }
});

test("Files_AreShortAndFoldersSmall", async () => {
  const all = await sources();
  for (const { folder, name, text } of all) {
    assert.ok(text.split("\n").length <= 400, `${folder}/${name}`);
    assert.ok(all.filter((other) => other.folder === folder).length <= 15, folder);
  }
});
