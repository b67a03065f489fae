import assert from "node:assert/strict";
import { test } from "node:test";
import type { Storage } from "../../../bridge-native/premiere/src/host/storage.ts";
import { type Delivery, JobQueue } from "../../../bridge-native/premiere/src/queue/jobQueue.ts";
import type { Target } from "../../../bridge-native/premiere/src/queue/trackedJob.ts";
import type { ShotRequest } from "../../../bridge-native/premiere/src/request/shotRequest.ts";
import { Connection } from "../../../bridge-native/premiere/src/server/connection.ts";
import {
  type Door,
  DoorAwayError,
  type DoorKind,
  DoorRefusedError,
  type Fit,
  type JobReport,
  type JobState,
} from "../../../bridge-native/premiere/src/server/door.ts";
import { frameRate } from "../../../bridge-native/premiere/src/timing/frameRate.ts";

const REQUEST: ShotRequest = {
  task: "shot",
  prompt: "rain",
  negativePrompt: "",
  frames: 100,
  frameRate: frameRate(25),
  width: 1920,
  height: 1080,
  startTimecode: "",
  seed: 1,
  variants: 1,
  draft: false,
  stems: [],
  codec: "h264",
  project: "SORA2",
  clips: [],
};

const TARGET: Target = {
  projectId: "p",
  projectPath: "/p.prproj",
  projectName: "p",
  sequenceId: "s",
  sequenceName: "s",
  start: 0,
  end: 100,
  headHandle: 0,
  track: 0,
  frameRate: frameRate(25),
  place: true,
};

/** A server with a queue of its own, which may be away and may lose its answers. */
class FakeServer implements Door {
  readonly jobs = new Map<string, JobState>();
  readonly released: string[] = [];
  away = false;
  losesAnswer = false;
  /** The clips of every wish are on their way, and are lost with the connection. */
  reads = false;
  refuses = false;
  submissions = 0;

  constructor(
    readonly kind: DoorKind = "mailbox",
    private readonly leavesOut: readonly string[] = [],
  ) {}

  fit(): Fit {
    return { leavesOut: this.leavesOut };
  }

  async probe(): Promise<void> {
    this.#need();
  }

  async submit(_request: ShotRequest, key: string): Promise<JobReport> {
    this.#need();
    this.submissions++;
    if (this.refuses) {
      throw new DoorRefusedError("seconds: 0.5 to 60.", "invalid_request");
    }

    if (this.reads) {
      return { ...this.#report(key), state: "queued", stage: "reading" };
    }

    if (!this.jobs.has(key)) {
      this.jobs.set(key, "queued");
    }

    if (this.losesAnswer) {
      throw new DoorAwayError("lost");
    }

    return this.#report(key);
  }

  async job(id: string): Promise<JobReport> {
    this.#need();
    if (!this.jobs.has(id)) {
      throw new DoorRefusedError("No job was submitted under this key.", "job_not_found");
    }

    return this.#report(id);
  }

  async cancel(id: string): Promise<void> {
    this.#need();
    this.jobs.set(id, "cancelled");
  }

  async release(id: string): Promise<void> {
    this.#need();
    this.released.push(id);
  }

  #need(): void {
    if (this.away) {
      throw new DoorAwayError("away");
    }
  }

  #report(id: string): JobReport {
    const state = this.jobs.get(id)!;
    const shots = state === "succeeded" ? [`SHOT_${id}`] : [];
    return {
      id,
      state,
      progress: state === "succeeded" ? 1 : 0.3,
      stage: "denoise",
      secondsLeft: 5,
      problem: state === "failed" ? "Out of memory." : "",
      notes: ["A note."],
      shots,
      preview: "data:image/png;base64,iVBORw0KGgo=",
    };
  }
}

class Stage {
  readonly server = new FakeServer();
  readonly storage: Storage & { texts: Map<string, string> } = {
    texts: new Map<string, string>(),
    read(key) {
      return this.texts.get(key) ?? null;
    },
    write(key, text) {
      this.texts.set(key, text);
    },
  };
  readonly delivered: string[] = [];
  delivery: Delivery = { outcome: "done", message: "On V1." };
  now = 0;
  readonly other = new FakeServer("videos", ["The picture will be H.264."]);
  readonly connection = new Connection(
    async () => ({ doors: [this.server, this.other], version: "" }),
    () => this.now,
  );
  queue = this.open();
  #keys = 0;

  open(): JobQueue {
    return new JobQueue({
      connection: this.connection,
      storage: this.storage,
      deliver: async (_job, shots) => {
        this.delivered.push(...shots);
        return this.delivery;
      },
      now: () => 0,
      newKey: () => `premiere-${++this.#keys}`,
      changed: () => {},
    });
  }

  async round(): Promise<void> {
    this.now += 60000;
    await this.connection.keep();
    await this.queue.advance();
  }

  get phases(): string[] {
    return this.queue.jobs.map((job) => job.phase);
  }
}

test("Queue_MakesFollowsAndDelivers", async () => {
  const stage = new Stage();
  stage.queue.add(REQUEST, TARGET, "At the playhead");
  await stage.round();
  assert.deepEqual(stage.phases, ["making"]);
  assert.equal(stage.queue.jobs[0]!.report?.progress, 0.3);
  stage.server.jobs.set("premiere-1", "succeeded");
  await stage.round();
  assert.deepEqual([stage.phases, stage.delivered, stage.server.released], [["done"], ["SHOT_premiere-1"], ["premiere-1"]]);
  assert.equal(stage.queue.jobs[0]!.message, "On V1. A note.");
});

test("Queue_WaitsForTheServerAndSendsThen", async () => {
  const stage = new Stage();
  stage.server.away = stage.other.away = true;
  stage.queue.add(REQUEST, TARGET, "");
  await stage.round();
  assert.deepEqual(stage.phases, ["sending"]);
  stage.server.away = stage.other.away = false;
  await stage.round();
  assert.deepEqual(stage.phases, ["making"]);
});

test("Queue_SendsAgainWhatMayNotHaveBeenHeard_AndItIsMadeOnce", async () => {
  const stage = new Stage();
  stage.server.losesAnswer = true;
  stage.queue.add(REQUEST, TARGET, "");
  await stage.round();
  stage.server.losesAnswer = false;
  await stage.round();
  assert.deepEqual([stage.server.submissions, stage.server.jobs.size, stage.phases], [2, 1, ["making"]]);
});

test("Queue_AsksAgainAtTheSameDoor_WhateverOthersAreOpen", async () => {
  const stage = new Stage();
  stage.server.away = true;
  stage.other.losesAnswer = true;
  stage.queue.add(REQUEST, TARGET, "");
  await stage.round();
  stage.server.away = stage.other.losesAnswer = false;
  await stage.round();
  assert.deepEqual([stage.server.jobs.size, stage.other.jobs.size, stage.other.submissions], [0, 1, 2]);
});

test("Queue_TellsWhatItsDoorLeavesOut", async () => {
  const stage = new Stage();
  stage.server.away = true;
  stage.queue.add(REQUEST, TARGET, "");
  await stage.round();
  assert.equal(stage.queue.jobs[0]!.message, "The picture will be H.264.");
});

test("Queue_OfOnePanelLeavesAnothersJobsAlone", async () => {
  const stage = new Stage();
  const second = new Stage();
  const shared = new JobQueue({
    connection: stage.connection,
    storage: second.storage,
    deliver: () => assert.fail("it is not its own"),
    now: () => 0,
    newKey: () => "resolve-1",
    changed: () => {},
  });
  stage.queue.add(REQUEST, TARGET, "");
  shared.add(REQUEST, TARGET, "");
  await stage.round();
  await shared.advance();
  stage.server.jobs.set("premiere-1", "succeeded");
  await shared.advance();
  await stage.round();
  assert.deepEqual([stage.phases, shared.jobs.map((job) => job.phase)], [["done"], ["making"]]);
});

test("Queue_OutlivesThePanel", async () => {
  const stage = new Stage();
  stage.queue.add(REQUEST, TARGET, "");
  await stage.round();
  stage.queue = stage.open();
  stage.server.jobs.set("premiere-1", "succeeded");
  await stage.round();
  assert.deepEqual([stage.phases, stage.delivered], [["done"], ["SHOT_premiere-1"]]);
});

test("Queue_OutlivesALostConnectionWhileAJobRuns", async () => {
  const stage = new Stage();
  stage.queue.add(REQUEST, TARGET, "");
  await stage.round();
  stage.server.away = stage.other.away = true;
  await stage.round();
  assert.deepEqual([stage.phases, stage.connection.state.kind], [["making"], "away"]);
  stage.server.away = stage.other.away = false;
  stage.server.jobs.set("premiere-1", "succeeded");
  await stage.round();
  assert.deepEqual(stage.phases, ["done"]);
});

test("Queue_SendsAgainWhatWasLostWhileItsClipsWereOnTheirWay", async () => {
  const stage = new Stage();
  stage.server.reads = true;
  stage.queue.add(REQUEST, TARGET, "");
  await stage.round();
  assert.deepEqual([stage.phases, stage.server.jobs.size], [["making"], 0]);
  stage.server.reads = false;
  await stage.round();
  await stage.round();
  assert.deepEqual([stage.phases, stage.server.submissions, stage.server.jobs.size], [["making"], 2, 1]);
});

test("Queue_FailsWhatTheServerHasForgotten", async () => {
  const stage = new Stage();
  stage.queue.add(REQUEST, TARGET, "");
  await stage.round();
  stage.server.jobs.clear();
  await stage.round();
  assert.deepEqual([stage.phases, stage.server.submissions], [["failed"], 1]);
});

test("Queue_KeepsPicturesOutOfTheStorage", async () => {
  const stage = new Stage();
  stage.queue.add(REQUEST, TARGET, "");
  await stage.round();
  assert.match(stage.queue.jobs[0]!.report?.preview ?? "", /^data:/);
  assert.doesNotMatch(stage.storage.texts.get("sora2.jobs")!, /data:/);
  stage.queue = stage.open();
  assert.equal(stage.phases[0], "making");
});

test("Queue_KeepsAFinishedShotForAProjectThatIsClosed", async () => {
  const stage = new Stage();
  stage.delivery = { outcome: "waiting", message: "Finished." };
  stage.queue.add(REQUEST, TARGET, "");
  await stage.round();
  stage.server.jobs.set("premiere-1", "succeeded");
  await stage.round();
  assert.deepEqual([stage.phases, stage.server.released], [["waiting"], []]);
  stage.delivery = { outcome: "done", message: "" };
  stage.server.away = true;
  await stage.round();
  assert.deepEqual(stage.phases, ["done"], "the server is not needed for it");
});

test("Queue_TellsRefusalsAndFailures", async () => {
  const stage = new Stage();
  stage.server.refuses = true;
  stage.queue.add(REQUEST, TARGET, "");
  await stage.round();
  assert.deepEqual([stage.phases, stage.queue.jobs[0]!.message], [["failed"], "seconds: 0.5 to 60."]);
  stage.server.refuses = false;
  stage.queue.add(REQUEST, TARGET, "");
  await stage.round();
  stage.server.jobs.set("premiere-2", "failed");
  await stage.round();
  assert.equal(stage.queue.jobs[0]!.message, "Out of memory.");
});

test("Queue_CancelsAtTheServer_AndWhatNeverLeftAtOnce", async () => {
  const stage = new Stage();
  stage.server.away = stage.other.away = true;
  const first = stage.queue.add(REQUEST, TARGET, "");
  await stage.queue.cancel(first.key);
  assert.deepEqual(stage.phases, ["cancelled"]);
  stage.server.away = stage.other.away = false;
  const second = stage.queue.add(REQUEST, TARGET, "");
  await stage.round();
  await stage.queue.cancel(second.key);
  await stage.round();
  assert.deepEqual(stage.phases, ["cancelled", "cancelled"]);
  assert.equal(stage.server.submissions, 1);
});

test("Queue_ForgetsOldEndsAndBrokenStorage", async () => {
  const stage = new Stage();
  stage.server.refuses = true;
  for (let i = 0; i < 30; i++) {
    stage.queue.add(REQUEST, TARGET, "");
    await stage.round();
  }

  assert.equal(stage.queue.jobs.length, 21);
  for (const broken of ["{", "{}", "[1, null, {}]", '[{"key":"x","phase":"flying"}]']) {
    stage.storage.write("sora2.jobs", broken);
    assert.equal(stage.open().jobs.length, 0, broken);
  }
});
