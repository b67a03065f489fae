import assert from "node:assert/strict";
import { mock, test } from "node:test";
import type { ClipPart, ShotRequest } from "../../../bridge-native/premiere/src/request/shotRequest.ts";
import type { Endpoint } from "../../../bridge-native/premiere/src/server/discovery.ts";
import { DoorAwayError, DoorRefusedError, type JobReport } from "../../../bridge-native/premiere/src/server/door.ts";
import { PanelDoor } from "../../../bridge-native/premiere/src/server/panelDoor.ts";
import { MemoryFiles } from "./host/memoryFiles.ts";
import { FakePanelServer } from "./host/panelServer.ts";
import { request } from "./host/request.ts";

const PICTURE = "data:image/png;base64,iVBORw0KGgo=";
const ENDPOINT: Endpoint = { address: "http://127.0.0.1:4040", token: "secret", pid: 1, version: "0.1.0", contract: 1 };
const CLIP: ClipPart = { path: "/Volumes/Küste 1/a.mov", inSeconds: 2, outSeconds: 6 };

class Stage {
  readonly server = new FakePanelServer();
  readonly files = new MemoryFiles();
  door = this.newDoor();

  constructor() {
    this.server.listens = true;
  }

  newDoor(endpoint = ENDPOINT): PanelDoor {
    return new PanelDoor(endpoint, this.server.open, this.files, () => 1795936800000);
  }

  /** The job once it is no longer on its way to the server. */
  async arrived(id: string): Promise<JobReport> {
    for (;;) {
      const report = await this.door.job(id);
      if (report.stage !== "reading") {
        return report;
      }

      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

async function connected(): Promise<Stage> {
  const stage = new Stage();
  await stage.door.probe();
  return stage;
}

/** Until everything that was said has been heard. */
const heard = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("PanelDoor_IsShutWhereNobodyListensOrTheTokenIsAnother", async () => {
  const stage = new Stage();
  stage.server.listens = false;
  await assert.rejects(stage.door.probe(), DoorAwayError);
  stage.server.listens = true;
  await assert.rejects(stage.newDoor({ ...ENDPOINT, token: "old" }).probe(), /The token is another/);
  const blocked = new PanelDoor(
    ENDPOINT,
    () => {
      throw new Error("not permitted");
    },
    stage.files,
    () => 0,
  );
  await assert.rejects(blocked.probe(), DoorAwayError);
});

test("PanelDoor_CarriesEveryWishWhole", async () => {
  const stage = await connected();
  const wishes: ShotRequest[] = [
    request({ codec: "prores422hq", variants: 3, project: "X", frames: 1200 }),
    request({ task: "fillGap", clips: [CLIP, CLIP] }),
  ];
  for (const [index, wish] of wishes.entries()) {
    assert.deepEqual(stage.door.fit(), { leavesOut: [] });
    await stage.door.submit(wish, `premiere-${index}`);
    await stage.arrived(`premiere-${index}`);
  }

  const [long, fill] = stage.server.letters as { request: Record<string, unknown>; clips: unknown[]; client: string }[];
  assert.deepEqual([long!.client, long!.request.codec, long!.request.variants], ["premiere", "PICTURE_CODEC_PRORES_422_HQ", 3]);
  assert.equal(fill!.request.task, "SHOT_TASK_FILL_GAP");
  assert.deepEqual(fill!.clips, [
    { path: CLIP.path, start: 2, end: 6 },
    { path: CLIP.path, start: 2, end: 6 },
  ]);
});

test("PanelDoor_TellsProgressAndKeepsTheLastPicture", async () => {
  const stage = await connected();
  await stage.door.submit(request(), "premiere-1");
  await heard();
  stage.server.tell("premiere-1", { status: "running", progress: 0.4, stage: "denoise", secondsLeft: 8 }, PICTURE);
  await heard();
  stage.server.tell("premiere-1", { progress: 0.5 });
  await heard();
  const report = await stage.door.job("premiere-1");
  assert.deepEqual(
    [report.state, report.progress, report.stage, report.secondsLeft, report.preview],
    ["running", 0.5, "denoise", 8, PICTURE],
  );
  stage.server.tell("premiere-1", { status: "succeeded", progress: 1, shots: ["KUSTE_SH0010_v001"] }, "javascript:alert(1)");
  await heard();
  const last = await stage.door.job("premiere-1");
  assert.deepEqual([last.state, last.shots, last.preview], ["succeeded", ["KUSTE_SH0010_v001"], PICTURE]);
});

test("PanelDoor_FollowsAJobOfAnEarlierConnection", async () => {
  const stage = await connected();
  await stage.door.submit(request(), "premiere-1");
  stage.server.stop();
  assert.equal(stage.door.isShut, true);
  await assert.rejects(stage.door.job("premiere-1"), DoorAwayError);
  stage.server.listens = true;
  stage.door = stage.newDoor();
  await stage.door.probe();
  stage.server.tell("premiere-1", { status: "succeeded", shots: ["A"] });
  assert.deepEqual((await stage.door.job("premiere-1")).shots, ["A"]);
  await assert.rejects(
    stage.door.job("premiere-9"),
    (error) => error instanceof DoorRefusedError && error.code === "job_not_found",
  );
});

test("PanelDoor_OfALostAnswerIsAway_AndTheSameWishIsOneJob", async () => {
  const stage = await connected();
  stage.server.isSilent = true;
  const lost = assert.rejects(stage.door.submit(request(), "premiere-1"), DoorAwayError);
  await heard();
  stage.server.stop();
  await lost;
  stage.server.listens = true;
  stage.server.isSilent = false;
  stage.door = stage.newDoor();
  await stage.door.probe();
  assert.equal((await stage.door.submit(request(), "premiere-1")).state, "queued");
  assert.deepEqual([stage.server.jobs.size, stage.server.letters.length], [1, 2]);
});

test(
  "PanelDoor_OfASilentServerIsAway",
  { skip: "timers" in mock ? false : "this node has no clock of its own for tests" },
  async () => {
    const stage = await connected();
    stage.server.isSilent = true;
    mock.timers.enable({ apis: ["setTimeout"] });
    try {
      const lost = assert.rejects(stage.door.submit(request(), "premiere-1"), /DoorAwayError: The server does not answer/);
      await heard();
      mock.timers.tick(10000);
      await lost;
      assert.equal(stage.door.isShut, true);
    } finally {
      mock.timers.reset();
    }
  },
);

test("PanelDoor_SendsClipsThatTheServerMayNotRead", async () => {
  const stage = await connected();
  stage.server.allowed.splice(0);
  stage.files.files.set(CLIP.path, "m".repeat((2 << 20) + 5));
  const first = await stage.door.submit(request({ task: "extendTail", clips: [CLIP] }), "premiere-1");
  assert.equal(first.stage, "reading");
  assert.equal((await stage.arrived("premiere-1")).state, "queued");
  assert.deepEqual(stage.server.uploads, [[1 << 20, 1 << 20, 5]]);
  const [refused, sent] = stage.server.letters as { name: string; clips: unknown[]; request: { conditioning?: unknown } }[];
  assert.equal(refused!.name, sent!.name);
  assert.deepEqual(
    [sent!.clips, sent!.request.conditioning],
    [[], [{ role: "CONDITIONING_ROLE_CLIP", mediaId: "media-1", part: { start: 2, end: 6 } }]],
  );
});

test("PanelDoor_SaysWhichClipCannotBeRead", async () => {
  const stage = await connected();
  stage.server.allowed.splice(0);
  await stage.door.submit(request({ task: "extendTail", clips: [CLIP] }), "premiere-1");
  await assert.rejects(stage.arrived("premiere-1"), /^DoorRefusedError: \/Volumes\/Küste 1\/a\.mov cannot be read\.$/);
  stage.files.files.set(CLIP.path, "");
  stage.files.sizeOf = async () => 2 ** 31 + 1;
  await stage.door.submit(request({ task: "extendTail", clips: [CLIP] }), "premiere-2");
  await assert.rejects(stage.arrived("premiere-2"), /has more than 2 GiB/);
  assert.equal(stage.server.jobs.size, 0);
});

test("PanelDoor_CancelsAtTheServer", async () => {
  const stage = await connected();
  await stage.door.submit(request(), "premiere-1");
  await stage.door.cancel("premiere-1");
  await heard();
  assert.equal((await stage.door.job("premiere-1")).state, "cancelled");
});

test("PanelDoor_CancelsWhatIsStillOnItsWay", async () => {
  const stage = await connected();
  await stage.door.submit(request({ task: "extendTail", clips: [CLIP] }), "premiere-1");
  await stage.door.cancel("premiere-1");
  assert.equal((await stage.door.job("premiere-1")).state, "cancelled");
  await heard();
  await heard();
  assert.equal(stage.server.jobs.get("premiere-1")?.status, "cancelled", "it had been heard of");
  assert.equal((await stage.door.job("premiere-1")).state, "cancelled");

  stage.server.allowed.splice(0);
  stage.files.files.set(CLIP.path, "movie");
  await stage.door.submit(request({ task: "extendTail", clips: [CLIP] }), "premiere-2");
  await stage.door.cancel("premiere-2");
  await heard();
  await heard();
  assert.equal(stage.server.jobs.has("premiere-2"), false);
});

test("PanelDoor_IsLeftWithItsConnection", async () => {
  const stage = await connected();
  stage.door.close();
  assert.equal(stage.door.isShut, true);
  await assert.rejects(stage.door.submit(request(), "premiere-1"), DoorAwayError);
});
