import assert from "node:assert/strict";
import { test } from "node:test";
import { readActiveSequence, TrackCache } from "../../../bridge-native/premiere/src/premiere/readSequence.ts";
import type { SequenceFacts } from "../../../bridge-native/premiere/src/sequence/facts.ts";
import { isRefusal, type Proposal, propose, type ProposalMode } from "../../../bridge-native/premiere/src/sequence/proposal.ts";
import { frameRate } from "../../../bridge-native/premiere/src/timing/frameRate.ts";
import { FakePremiere } from "./host/premiere.ts";
import { FakeProject } from "./host/project.ts";
import { openHost, type TestSequence } from "./host/timeline.ts";

const RUSHES = [
  { name: "A", start: 0, end: 100, sourceStart: 50 },
  { name: "B", start: 150, end: 250 },
];

async function read(sequence: TestSequence): Promise<SequenceFacts> {
  const open = await readActiveSequence(openHost(sequence).host.module);
  assert.ok(typeof open !== "string");
  return open.facts;
}

async function proposal(sequence: TestSequence, mode: ProposalMode, wish = { seconds: 4, handles: 0 }): Promise<Proposal> {
  const made = propose(await read(sequence), mode, wish);
  assert.ok(!isRefusal(made), isRefusal(made) ? made.reason : "");
  return made;
}

async function refusal(sequence: TestSequence, mode: ProposalMode): Promise<string> {
  const made = propose(await read(sequence), mode, { seconds: 4, handles: 0 });
  assert.ok(isRefusal(made));
  return made.reason;
}

test("readActiveSequence_TellsWhatIsMissing", async () => {
  assert.equal(await readActiveSequence(new FakePremiere().module), "noProject");
  const { host, project } = openHost();
  FakeProject.stateOf(project).sequences.length = 0;
  assert.equal(await readActiveSequence(host.module), "noSequence");
});

test("readActiveSequence_ReadsRateSizeTimecodeAndSelection", async () => {
  const facts = await read({
    rate: frameRate(30000, 1001),
    display: 102,
    zero: 107892,
    playhead: 120,
    video: [[{ ...RUSHES[0]!, selected: true }]],
  });
  assert.deepEqual(facts.frameRate, frameRate(30000, 1001));
  assert.deepEqual([facts.dropFrame, facts.zeroFrame, facts.playhead, facts.range], [true, 107892, 120, null]);
  assert.equal(facts.selection[0]?.source?.path, "/Users/ann/Film/Rushes/A.mov");
  assert.ok(Math.abs(facts.selection[0]!.source!.inSeconds - (50 * 1001) / 30000) < 1e-9);
});

test("readActiveSequence_TakesTheVideoOfALinkedSelectionOnly", async () => {
  const facts = await read({ video: [[{ ...RUSHES[0]!, selected: true }]], audio: [[{ ...RUSHES[0]!, selected: true }]] });
  assert.equal(facts.selection.length, 1);
});

test("TrackCache_SparesTheClipsUntilSomethingChanges", async () => {
  const { host, project, sequence } = openHost({ playhead: 10, video: [RUSHES] });
  const cache = new TrackCache();
  const look = async (): Promise<SequenceFacts> => {
    const open = await readActiveSequence(host.module, cache);
    assert.ok(typeof open !== "string");
    return open.facts;
  };
  const first = await look();
  sequence.playhead *= 12n;
  const second = await look();
  assert.equal(second.playhead, 120);
  assert.equal(
    second.videoTracks[0]!.clips[0]!.source?.path,
    "/Users/ann/Film/Rushes/A.mov",
    "sources beside the playhead are read all the same",
  );
  assert.deepEqual(
    second.videoTracks[0]!.clips.map((clip) => clip.end),
    first.videoTracks[0]!.clips.map((clip) => clip.end),
  );
  sequence.video[0]!.clips.pop();
  assert.equal((await look()).videoTracks[0]!.clips.length, 1, "a clip that is gone is seen at once");
  const clip = FakeProject.stateOf(project).sequences[0]!.video[0]!.clips[0]!;
  clip.start += 10160640000n;
  let looks = 0;
  while ((await look()).videoTracks[0]!.clips[0]!.start !== 1) {
    assert.ok(++looks < 10, "a clip that was moved is seen in the end");
  }
});

test("insert_BeginsAtThePlayheadWithTheSequencesTimecode", async () => {
  for (const [rate, zero, expected] of [
    [frameRate(24000, 1001), 86400, "01:00:02:12"],
    [frameRate(25), 900000, "10:00:02:10"],
    [frameRate(60000, 1001), 216000, "01:00:01:00"],
  ] as const) {
    const made = await proposal({ rate, zero, playhead: 60 }, "insert");
    assert.deepEqual([made.task, made.start, made.startTimecode], ["shot", 60, expected]);
  }
});

test("insert_TakesDropFrameFromTheDisplay", async () => {
  assert.equal(
    (await proposal({ rate: frameRate(30000, 1001), display: 102, zero: 107892, playhead: 1800 }, "insert")).startTimecode,
    "01:01:00;02",
  );
  assert.equal(
    (await proposal({ rate: frameRate(30000, 1001), display: 103, zero: 108000, playhead: 1800 }, "insert")).startTimecode,
    "01:01:00:00",
  );
});

test("insert_FillsTheRangeFromInToOut", async () => {
  const made = await proposal({ playhead: 10, range: [40, 90] }, "insert");
  assert.deepEqual([made.start, made.frames], [40, 50]);
});

test("insert_OnAClipTakesAFreeTrackAndSaysSo", async () => {
  const made = await proposal({ playhead: 20, video: [RUSHES, []] }, "insert");
  assert.equal(made.track, 1);
  assert.match(made.notes.join(), /"A" is at this place and stays as it is; the shot goes on V2/);
});

test("insert_AddsHandlesOnBothSides", async () => {
  const made = await proposal({ playhead: 100, zero: 90000 }, "insert", { seconds: 4, handles: 12 });
  assert.deepEqual([made.frames, made.headHandle, made.tailHandle, made.startTimecode], [100, 12, 12, "01:00:03:13"]);
});

test("fill_TakesTheGapAndBothNeighbours", async () => {
  const made = await proposal({ playhead: 120, video: [RUSHES] }, "fill");
  assert.deepEqual([made.task, made.start, made.frames, made.track], ["fillGap", 100, 50, 0]);
  assert.deepEqual(made.clips, [
    { path: "/Users/ann/Film/Rushes/A.mov", inSeconds: 2, outSeconds: 6 },
    { path: "/Users/ann/Film/Rushes/B.mov", inSeconds: 0, outSeconds: 4 },
  ]);
});

test("fill_RefusesWithTheReason", async () => {
  assert.match(await refusal({ playhead: 20, video: [RUSHES] }, "fill"), /The playhead is on "A"/);
  assert.match(await refusal({ playhead: 300, video: [RUSHES] }, "fill"), /no gap between two clips/);
  assert.match(
    await refusal({ playhead: 105, video: [[RUSHES[0]!, { name: "C", start: 108, end: 200 }]] }, "fill"),
    /8 frames, 0\.32 s/,
  );
  assert.match(await refusal({ playhead: 120, video: [[RUSHES[0]!, { ...RUSHES[1]!, offline: true }]] }, "fill"), /offline/);
});

test("extend_GoesOnFromTheSelectedClip", async () => {
  const made = await proposal({ video: [[RUSHES[0]!, { ...RUSHES[1]!, selected: true }]] }, "extendTail", {
    seconds: 2,
    handles: 8,
  });
  assert.deepEqual([made.start, made.frames, made.headHandle, made.tailHandle, made.startTimecode], [250, 50, 0, 8, ""]);
  assert.equal(made.clips.length, 1);
});

test("extend_AtTheHeadEndsWhereTheClipBegins", async () => {
  const made = await proposal({ video: [[RUSHES[0]!, { ...RUSHES[1]!, selected: true }]] }, "extendHead", {
    seconds: 2,
    handles: 8,
  });
  assert.deepEqual([made.start, made.frames, made.headHandle, made.tailHandle], [100, 50, 8, 0]);
});

test("extend_SaysWhenAnotherTrackIsNeeded", async () => {
  const made = await proposal({ video: [[{ ...RUSHES[0]!, selected: true }, RUSHES[1]!]] }, "extendTail");
  assert.match(made.notes.join(), /V1 has no room after the clip/);
});

test("extend_RefusesWithTheReason", async () => {
  assert.match(await refusal({ video: [RUSHES] }, "extendTail"), /Select the clip/);
  assert.match(
    await refusal({ video: [RUSHES.map((clip) => ({ ...clip, selected: true }))] }, "extendTail"),
    /2 video clips are selected/,
  );
  assert.match(await refusal({ video: [[{ ...RUSHES[0]!, selected: true }]] }, "extendHead"), /no room before it/);
  assert.match(await refusal({ video: [[{ ...RUSHES[0]!, selected: true, speed: 2 }]] }, "extendTail"), /another speed/);
  assert.match(await refusal({ video: [[{ ...RUSHES[0]!, selected: true, reversed: true }]] }, "extendTail"), /another speed/);
  assert.match(
    await refusal({ video: [[{ ...RUSHES[0]!, selected: true, nested: true }]] }, "extendTail"),
    /no media file of its own/,
  );
});
