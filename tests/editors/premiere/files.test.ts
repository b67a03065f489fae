import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { UxpFiles } from "../../../bridge-native/premiere/src/host/uxpFiles.ts";
import type { UxpFs } from "../../../bridge-native/premiere/src/host/uxp.ts";
import { dragPayload } from "../../../bridge-native/premiere/src/metadata/drag.ts";
import { fileUri, foldProject, isFileName, isShotName, joinPath } from "../../../bridge-native/premiere/src/metadata/names.ts";
import { escapeXml, withShot } from "../../../bridge-native/premiere/src/metadata/xmp.ts";
import { readRecipe } from "../../../bridge-native/premiere/src/library/publishedShot.ts";
import { filesForProject } from "../../../bridge-native/premiere/src/library/shotCopy.ts";
import { ShotLibrary } from "../../../bridge-native/premiere/src/library/shotLibrary.ts";
import { readNumber, restoreSettings } from "../../../bridge-native/premiere/src/request/shotSettings.ts";
import { MemoryFiles } from "./host/memoryFiles.ts";
import { nodeFiles } from "./host/nodeFiles.ts";
import { LIBRARY, publish } from "./host/shots.ts";

test("UxpFiles_WritesWholeFilesThatOnlyTheUserReads", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sora2 ü "));
  try {
    const files = nodeFiles();
    await files.makeFolder(join(folder, "a", "b"));
    await files.writeText(join(folder, "a", "b", "x.json"), "{}");
    await files.copy(join(folder, "a", "b", "x.json"), join(folder, "y.mov"));
    assert.deepEqual(await readdir(join(folder, "a", "b")), ["x.json"], "no part is left");
    assert.equal(await readFile(join(folder, "y.mov"), "utf8"), "{}");
    assert.equal((await stat(join(folder, "a", "b", "x.json"))).mode & 0o777, 0o600);
    assert.equal(await files.exists(join(folder, "z")), false);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("UxpFiles_WritesDrivesAsTheHostDoes", async () => {
  const asked: string[] = [];
  const fs = { readdir: async (path: string) => (asked.push(path), []) } as unknown as UxpFs;
  await new UxpFiles(fs).list("C:\\Users\\ann\\AppData");
  await new UxpFiles(fs).list("\\\\nas\\film");
  assert.deepEqual(asked, ["C:/Users/ann/AppData", "\\\\nas\\film"]);
});

test("foldProject_MakesNamesThatSurviveEverywhere", () => {
  for (const [given, expected] of [
    ["Küste 2.prproj", "KUSTE_2"],
    ["Straße.prproj", "STRASSE"],
    ["日本.prproj", "SORA2"],
    ["", "SORA2"],
    ["../../etc", "ETC"],
    [`${"x".repeat(300)}.prproj`, "X".repeat(32)],
  ] as const) {
    assert.equal(foldProject(given), expected, given);
  }
});

test("Names_OfFilesAndShotsAreNeverPaths", () => {
  assert.ok(isShotName("SORA2_SH0010_v001"));
  for (const bad of ["../SORA2_SH0010_v001", "SORA2/SH_v001", "sora2_SH_v001", "SORA2_SH_v1", ""]) {
    assert.equal(isShotName(bad), false, bad);
  }

  for (const bad of ["../x.mov", "a/b.mov", "a\\b.mov", ".hidden", "", "x..mov"]) {
    assert.equal(isFileName(bad), false, bad);
  }
});

test("fileUri_EncodesEverySystemsPaths", () => {
  assert.equal(fileUri("/Users/ann/Küste #2/a b?.mov"), "file:///Users/ann/K%C3%BCste%20%232/a%20b%3F.mov");
  assert.equal(fileUri("C:\\Users\\ann\\a b.mov"), "file:///C:/Users/ann/a%20b.mov");
  assert.equal(fileUri("\\\\nas\\film\\a.mov"), "file://nas/film/a.mov");
  assert.equal(joinPath("C:\\Users\\ann\\", "x"), "C:\\Users\\ann\\x");
});

test("dragPayload_LeavesOutWhatTheHostDoesNotTake", () => {
  const payload = JSON.parse(dragPayload(["/a/x.mov", "/a/x.mp4", "/a/x.exr"])) as { items: { content_type: string }[] };
  assert.deepEqual(
    payload.items.map((item) => item.content_type),
    ["video/quicktime", "video/mp4"],
  );
});

test("withShot_AddsToAPacketAndReplacesItsOwn", async () => {
  const shot = await publish(new MemoryFiles());
  const packet = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description rdf:about="" xmp:Rating="3"/></rdf:RDF></x:xmpmeta>`;
  const once = withShot(packet, shot, "picture", true);
  assert.match(once, /xmp:Rating="3"/);
  assert.equal(withShot(once, shot, "picture", true), once);
  assert.match(withShot("", shot, "music", false), /<sora2:role>music<\/sora2:role>/);
  assert.equal(escapeXml("a\u0000b<&>\"'"), "ab&#60;&#38;&#62;&#34;&#39;");
});

test("readRecipe_RefusesWhatIsNoRecipe", () => {
  for (const bad of ["", "[]", "null", "{}", '{"format":"sora2.shot/2"}']) {
    assert.equal(readRecipe(bad), null, bad);
  }
});

test("readRecipe_RefusesPathsInNames", async () => {
  const files = new MemoryFiles();
  const shot = await publish(files);
  const text = files.files.get(`${shot.folder}/shot.json`)!;
  assert.equal(readRecipe(text.replace(`"picture":"${shot.picture}"`, '"picture":"../../secret.mov"')), null);
  assert.equal(readRecipe(text.replace(shot.stems[0]!.file, "/etc/passwd"))?.stems.length, 3);
});

test("ShotLibrary_ListsNewestFirstAndForgetsWhatIsDeleted", async () => {
  const files = new MemoryFiles();
  await publish(files, { name: "A_SH0010_v001", createdAt: "2026-11-01T00:00:00+00:00" });
  await publish(files, { name: "A_SH0010_v002", createdAt: "2026-11-02T00:00:00+00:00" });
  files.files.set(`${LIBRARY}/A/notes.txt`, "");
  files.files.set(`${LIBRARY}/A/A_SH0020_v001/shot.json`, "half a rec");
  const library = new ShotLibrary(files, LIBRARY);
  assert.deepEqual(
    (await library.list()).map((shot) => shot.name),
    ["A_SH0010_v002", "A_SH0010_v001"],
  );
  [...files.files.keys()].filter((path) => path.includes("_v002")).forEach((path) => files.files.delete(path));
  assert.deepEqual(
    (await library.list()).map((shot) => shot.name),
    ["A_SH0010_v001"],
  );
  assert.deepEqual(await new ShotLibrary(files, "/nowhere").list(), []);
});

test("filesForProject_StaysInTheLibraryWhereAPathWouldBeTooLong", async () => {
  const files = new MemoryFiles();
  const shot = await publish(files);
  const project = `C:\\${"Ordner\\".repeat(33)}Film.prproj`;
  const chosen = await filesForProject(files, shot, project, true);
  assert.equal(chosen.areCopies, false);
  assert.match(chosen.notes[0]!, /The path beside the project has [0-9]+ characters/);
  assert.match((await filesForProject(files, shot, "", true)).notes[0]!, /never saved/);
});

test("Settings_AreRestoredAsFarAsTheyCanBeRead", () => {
  for (const broken of [null, "{", "[]", "null", '{"seconds":-1,"variants":99,"stems":"all","seed":0.5,"codec":"avi"}']) {
    const settings = restoreSettings(broken);
    assert.deepEqual(
      [settings.seconds, settings.variants, settings.stems.length, settings.seed, settings.codec],
      [4, 1, 4, null, "prores422hq"],
      `${broken}`,
    );
  }

  assert.equal(readNumber(" 2,5 ", 0.5, 60, false), 2.5);
  for (const bad of ["", "-1", "1e3", "0x10", "4s", "61"]) {
    assert.equal(readNumber(bad, 0.5, 60, false), null, bad);
  }
});
