import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_SETTINGS, type ShotSettings } from "../../../bridge-native/premiere/src/request/shotSettings.ts";
import { ShotLibrary } from "../../../bridge-native/premiere/src/library/shotLibrary.ts";
import { ShotDelivery } from "../../../bridge-native/premiere/src/premiere/deliverShot.ts";
import type { Delivery } from "../../../bridge-native/premiere/src/queue/jobQueue.ts";
import type { Target } from "../../../bridge-native/premiere/src/queue/trackedJob.ts";
import { type FrameRate, frameRate } from "../../../bridge-native/premiere/src/timing/frameRate.ts";
import { MemoryFiles } from "./host/memoryFiles.ts";
import { type FakePremiere, trapsOf } from "./host/premiere.ts";
import { FakeProject } from "./host/project.ts";
import { LIBRARY, probeOf, publish, type TestShot } from "./host/shots.ts";
import type { SequenceData } from "./host/state.ts";
import { addSequence, clipsOf, openHost, type TestSequence } from "./host/timeline.ts";

const NAME = "KUSTE_2_SH0010_v001";
const RUSHES = [
  { name: "A", start: 0, end: 100 },
  { name: "B", start: 200, end: 300 },
];

class Stage {
  readonly files = new MemoryFiles();
  readonly host: FakePremiere;
  readonly project: FakeProject;
  readonly sequence: SequenceData;
  settings: ShotSettings = DEFAULT_SETTINGS;
  #pauses = 0;

  constructor(sequence: TestSequence = { video: [RUSHES, []] }, projectPath?: string) {
    const open = openHost(sequence, projectPath);
    this.host = open.host;
    this.project = open.project;
    this.sequence = open.sequence;
  }

  get pauses(): number {
    return this.#pauses;
  }

  async publish(wish: TestShot = {}, seconds = 4, withMix = true): Promise<void> {
    await publish(this.files, wish);
    FakeProject.probes.set(this.project, probeOf(this.files, seconds, withMix));
  }

  target(change: Partial<Target> = {}): Target {
    return {
      projectId: "project-1",
      projectPath: this.project.path,
      projectName: this.project.name,
      sequenceId: "sequence-1",
      sequenceName: "Reel 1",
      start: 100,
      end: 200,
      headHandle: 0,
      track: 0,
      frameRate: frameRate(25),
      place: true,
      ...change,
    };
  }

  deliver(change: Partial<Target> = {}, names: readonly string[] = [NAME]): Promise<Delivery> {
    return new ShotDelivery({
      ppro: this.host.module,
      files: this.files,
      library: () => new ShotLibrary(this.files, LIBRARY),
      settings: () => this.settings,
      pause: async () => {
        this.#pauses++;
      },
    }).deliver(this.target(change), names);
  }

  video(index: number, rate?: FrameRate): string[] {
    return clipsOf(this.project, "video", index, rate);
  }

  audio(index: number): string[] {
    return clipsOf(this.project, "audio", index);
  }

  binNames(): string[] {
    const { items } = FakeProject.stateOf(this.project);
    const pathOf = (id: string): string => {
      const item = items.find((candidate) => candidate.id === id);
      return item && item.kind !== "root" ? `${pathOf(item.parent)}/${item.name}` : "";
    };
    return items.filter((item) => item.path.includes(NAME)).map((item) => pathOf(item.id));
  }
}

test("deliver_ImportsPictureAndStemsIntoTheBinOfTheProject", async () => {
  const stage = new Stage();
  await stage.publish();
  const delivery = await stage.deliver();
  assert.deepEqual(delivery, { outcome: "done", message: "On V1." });
  assert.deepEqual(
    stage.binNames(),
    ["", "_DX", "_FX", "_AMB", "_MX"].map((suffix) => `/Sora2/KUSTE_2/${NAME}${suffix}`),
  );
});

test("deliver_PlacesPictureAndStemsEachOnItsTrackAndTheMixNowhere", async () => {
  const stage = new Stage();
  await stage.publish();
  await stage.deliver();
  assert.deepEqual(stage.video(0), ["A@0-100", `${NAME}@100-200`, "B@200-300"]);
  assert.deepEqual(
    [0, 1, 2, 3].map((index) => stage.audio(index)),
    [[`${NAME}_DX@100-200`], [`${NAME}_FX@100-200`], [`${NAME}_AMB@100-200`], [`${NAME}_MX@100-200`]],
  );
});

test("deliver_IsOneUndoStepOnTheTimeLine", async () => {
  const stage = new Stage();
  await stage.publish();
  await stage.deliver();
  assert.deepEqual(FakeProject.undoStepsOf(stage.project), [
    "Sora2: make the bin Sora2",
    "Sora2: make the bin KUSTE_2",
    "Import",
    `Sora2: place ${NAME}`,
  ]);
  FakeProject.undo(stage.project);
  assert.deepEqual(stage.video(0), ["A@0-100", "B@200-300"]);
  assert.deepEqual(stage.audio(0), []);
  assert.equal(stage.binNames().length, 5, "what was imported stays");
});

test("deliver_AfterUndoImportsNothingTwice", async () => {
  const stage = new Stage();
  await stage.publish();
  await stage.deliver();
  FakeProject.undo(stage.project);
  assert.equal((await stage.deliver()).outcome, "done");
  assert.equal(stage.binNames().length, 5);
  assert.equal(stage.video(0).length, 3);
});

test("deliver_LabelsAndWritesXmpWithoutThePrompt", async () => {
  const stage = new Stage();
  await stage.publish();
  await stage.deliver();
  const { items } = FakeProject.stateOf(stage.project);
  const picture = items.find((item) => item.path.endsWith(".mov") && item.path.includes(NAME))!;
  assert.equal(picture.label, 3);
  assert.match(picture.xmp, /<sora2:seed>7<\/sora2:seed>/);
  assert.match(picture.xmp, /trainedAlgorithmicMedia/);
  assert.doesNotMatch(picture.xmp, /red ball/);
});

test("deliver_WritesThePromptIntoXmpWhenItIsAskedTo", async () => {
  const stage = new Stage();
  stage.settings = { ...DEFAULT_SETTINGS, promptInMetadata: true };
  await stage.publish();
  await stage.deliver();
  const picture = FakeProject.stateOf(stage.project).items.find((item) => item.path.endsWith(`${NAME}.mov`))!;
  assert.match(picture.xmp, /<sora2:prompt>A red ball rolls over the grass &#38; &#34;hello&#34;<\/sora2:prompt>/);
});

test("deliver_CopiesBesideTheProject", async () => {
  const stage = new Stage();
  await stage.publish();
  await stage.deliver();
  assert.ok(await stage.files.exists(`/Users/ann/Film/Sora2/${NAME}/${NAME}.mov`));
});

test("deliver_NeverOverwrites_WhateverIsOnTheTracks", async () => {
  const stage = new Stage({
    video: [[{ name: "A", start: 0, end: 150 }], [{ name: "T", start: 120, end: 400 }]],
    audio: [[{ name: "A", start: 0, end: 150 }], [{ name: "M", start: 199, end: 500 }]],
  });
  const before = [stage.video(0), stage.video(1), stage.audio(0), stage.audio(1)];
  await stage.publish();
  assert.deepEqual(await stage.deliver(), { outcome: "done", message: "On V3." });
  assert.deepEqual([stage.video(0), stage.video(1), stage.audio(0), stage.audio(1)], before);
  assert.deepEqual(stage.video(2), [`${NAME}@100-200`]);
  assert.deepEqual(
    [2, 3, 4, 5, 6].map((index) => stage.audio(index).length),
    [1, 1, 1, 1, 0],
  );
});

test("deliver_MakesAudioTracksWithoutMovingWhatFollows", async () => {
  const stage = new Stage({ video: [RUSHES], audio: [[{ name: "A", start: 0, end: 300 }]] });
  await stage.publish();
  assert.equal((await stage.deliver()).message, "On V1.");
  assert.deepEqual(stage.video(0), ["A@0-100", `${NAME}@100-200`, "B@200-300"]);
  assert.deepEqual(stage.audio(0), ["A@0-300"]);
  assert.deepEqual(
    [1, 2, 3, 4, 5].map((index) => stage.audio(index)),
    [[`${NAME}_DX@100-200`], [`${NAME}_FX@100-200`], [`${NAME}_AMB@100-200`], [`${NAME}_MX@100-200`], []],
  );
});

test("deliver_OfAMovieWithoutStemsKeepsItsSound", async () => {
  const stage = new Stage({ video: [RUSHES], audio: [[]] });
  await stage.publish({ stems: [] }, 4, false);
  assert.equal((await stage.deliver()).message, "On V1.");
  assert.deepEqual(stage.audio(0), []);
});

test("deliver_PutsStemsOnTracksOfTheirName", async () => {
  const stage = new Stage({ video: [RUSHES], audio: [[], [], [], []], audioNames: ["Music", "FX", "Audio 3", "DX 1"] });
  await stage.publish();
  await stage.deliver();
  assert.deepEqual(
    [0, 1, 2, 3].map((index) => stage.audio(index)[0]?.replace(/@.*/, "")),
    [`${NAME}_MX`, `${NAME}_FX`, `${NAME}_AMB`, `${NAME}_DX`],
  );
});

test("deliver_PassesLockedTracksBy", async () => {
  const stage = new Stage({ video: [RUSHES, [], []] });
  stage.sequence.video[0]!.locked = true;
  stage.sequence.audio[0]!.locked = true;
  await stage.publish();
  const delivery = await stage.deliver();
  assert.deepEqual(stage.video(0), ["A@0-100", "B@200-300"]);
  assert.deepEqual(stage.video(1), [`${NAME}@100-200`]);
  assert.match(delivery.message, /On V2\. V1, A1 took nothing \(locked\?\)/);
  const placed = stage.sequence.audio.flatMap(
    (track) => FakeProject.stateOf(stage.project).sequences[0]!.audio.find((now) => now.id === track.id)!.clips,
  );
  assert.deepEqual(
    placed.map((clip) => clip.name).sort(),
    ["_AMB", "_DX", "_FX", "_MX"].map((suffix) => NAME + suffix),
    "every stem once, no mix",
  );
});

test("deliver_HidesHandlesBehindTheCuts", async () => {
  const stage = new Stage();
  await stage.publish({}, 124 / 25);
  await stage.deliver({ headHandle: 12 });
  assert.deepEqual(stage.video(0), ["A@0-100", `${NAME}@100-200`, "B@200-300"]);
  const clip = FakeProject.stateOf(stage.project).sequences[0]!.video[0]!.clips.find((placed) => placed.name === NAME)!;
  assert.equal(clip.inPoint, 12n * 10160640000n);
});

test("deliver_IntoASequenceOfAnotherRatePutsTheShotIntoTheBinOnly", async () => {
  const stage = new Stage({ rate: frameRate(24000, 1001), video: [[], []] });
  await stage.publish();
  const delivery = await stage.deliver();
  assert.match(delivery.message, /runs at 23\.976 now and the shot at 25: it is in the bin and was not placed/);
  assert.deepEqual(stage.video(0), []);
  assert.equal(stage.binNames()[0], `/Sora2/KUSTE_2/${NAME}`);
});

test("deliver_GoesIntoTheSequenceThatAsked_NotTheActiveOne", async () => {
  const stage = new Stage();
  addSequence(stage.project, { video: [[]] }, "sequence-2");
  FakeProject.stateOf(stage.project).sequences.reverse();
  await stage.publish();
  await stage.deliver();
  assert.deepEqual(clipsOf(stage.project, "video", 0, frameRate(25), "sequence-2"), []);
  assert.equal(stage.video(0).length, 3);
});

test("deliver_WhenTheSequenceIsGonePutsTheShotIntoTheBin", async () => {
  const stage = new Stage();
  await stage.publish();
  assert.match((await stage.deliver({ sequenceId: "gone" })).message, /"Reel 1" is gone/);
});

test("deliver_WaitsForAProjectThatIsClosed_AndGoesOnWhenItIsOpen", async () => {
  const stage = new Stage();
  await stage.publish();
  const project = stage.host.active;
  stage.host.active = null;
  assert.equal((await stage.deliver()).outcome, "waiting");
  stage.host.active = project;
  assert.equal((await stage.deliver({ projectId: "an id from before" })).outcome, "done");
});

test("deliver_WhenTheProjectClosesInTheMiddleWaits", async () => {
  const stage = new Stage();
  await stage.publish();
  trapsOf(stage.project).afterImport = () => {
    FakeProject.close(stage.project);
    stage.host.active = null;
  };
  assert.match((await stage.deliver()).message, /It goes in when "Küste 2\.prproj" is the active project/);
});

test("deliver_WhenAnotherProjectIsActiveWaits", async () => {
  const stage = new Stage();
  await stage.publish();
  stage.host.active = openHost({}, "/Users/ann/Other.prproj").project;
  assert.equal((await stage.deliver({ projectId: "project-9" })).outcome, "waiting");
});

test("deliver_OfAShotDeletedInTheLibrarySaysHowToHaveItAgain", async () => {
  const stage = new Stage();
  assert.deepEqual(await stage.deliver(), {
    outcome: "failed",
    message: `${NAME} is not in the library any more. Make it again with the same prompt and seed.`,
  });
  await stage.publish();
  stage.files.files.delete(`${LIBRARY}/KUSTE_2/${NAME}/${NAME}_FX.wav`);
  assert.equal((await stage.deliver()).outcome, "failed");
});

test("deliver_OnAReadOnlyVolumeImportsFromTheLibraryAndWritesNoXmp", async () => {
  const stage = new Stage();
  stage.files.readOnly.push("/Users/ann/Film");
  await stage.publish();
  const delivery = await stage.deliver();
  assert.match(delivery.message, /Nothing could be written beside the project \(EROFS/);
  const picture = FakeProject.stateOf(stage.project).items.find((item) => item.name === NAME)!;
  assert.ok(picture.path.startsWith(LIBRARY));
  assert.equal(picture.xmp, "", "a published file keeps the hash of its recipe");
});

test("deliver_IntoAProjectThatIsReadOnlySaysSo", async () => {
  const stage = new Stage();
  trapsOf(stage.project).readOnly = true;
  await stage.publish();
  const delivery = await stage.deliver();
  assert.equal(delivery.outcome, "failed");
  assert.match(
    delivery.message,
    /Premiere refused "Sora2: make the bin Sora2"; nothing was changed\. The shot is in the history\./,
  );
});

test("deliver_WaitsUntilTheHostListsTheImport", async () => {
  const stage = new Stage();
  await stage.publish();
  trapsOf(stage.project).listingDelay = 3;
  assert.equal((await stage.deliver()).outcome, "done");
  assert.equal(stage.pauses, 3);
});

test("deliver_TellsOfAnImportBesideTheBin", async () => {
  const stage = new Stage();
  await stage.publish();
  trapsOf(stage.project).ignoresTargetBin = true;
  assert.match((await stage.deliver()).message, /imported the files beside the bin/);
});

test("deliver_WhenTheUserEditsMeanwhilePlansAnew", async () => {
  const stage = new Stage();
  await stage.publish();
  trapsOf(stage.project).beforeLock = () => {
    const track = FakeProject.stateOf(stage.project).sequences[0]!.video[0]!;
    const imported = FakeProject.undoStepsOf(stage.project).includes("Import");
    if (!imported || track.clips.some((clip) => clip.name === "C")) {
      return;
    }

    const first = track.clips[0]!;
    track.clips.push({ ...first, id: "laid in meanwhile", name: "C", start: 100n * 10160640000n, end: 120n * 10160640000n });
  };
  await stage.deliver();
  assert.deepEqual(stage.video(0), ["A@0-100", "C@100-120", "B@200-300"]);
  assert.deepEqual(stage.video(1), [`${NAME}@100-200`]);
});

test("deliver_OfVariantsPlacesTheFirst", async () => {
  const stage = new Stage();
  await stage.publish();
  await stage.publish({ name: "KUSTE_2_SH0010_v002" });
  const delivery = await stage.deliver({}, [NAME, "KUSTE_2_SH0010_v002"]);
  assert.equal(delivery.message, "On V1. KUSTE_2_SH0010_v002 is in the bin.");
  assert.equal(stage.video(0).length, 3);
});

test("deliver_TakesPathsWithSpacesUmlautsAndGreatLength", async () => {
  const folder = `/Users/ann/${"Straße der Filme ".repeat(17).trim()}`;
  assert.ok(folder.length > 290);
  const stage = new Stage({ video: [RUSHES] }, `${folder}/Küste 2.prproj`);
  await stage.publish();
  assert.equal((await stage.deliver()).outcome, "done");
  // macOS answers with decomposed umlauts, where the same file was imported before.
  for (const item of FakeProject.stateOf(stage.project).items) {
    item.path = item.path.normalize("NFD");
  }

  await stage.deliver({ start: 300, end: 400 });
  assert.equal(stage.binNames().length, 5);
});
