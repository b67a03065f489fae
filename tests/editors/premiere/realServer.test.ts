import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { ShotLibrary } from "../../../bridge-native/premiere/src/library/shotLibrary.ts";
import { libraryFiles } from "../../../bridge-native/premiere/src/library/shotCopy.ts";
import type { ShotRequest } from "../../../bridge-native/premiere/src/request/shotRequest.ts";
import { Connection } from "../../../bridge-native/premiere/src/server/connection.ts";
import type { DoorKind, JobReport } from "../../../bridge-native/premiere/src/server/door.ts";
import { lookForServer } from "../../../bridge-native/premiere/src/server/lookForServer.ts";
import { frameRate } from "../../../bridge-native/premiere/src/timing/frameRate.ts";
import { nodeFiles } from "./host/nodeFiles.ts";

// ./test names the server that it has built; the panel's own tests run without one.
const SERVER = process.env.SORA2_SERVER ?? "";
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

let home = "";
let server: ChildProcess | null = null;

before(async () => {
  if (existsSync(SERVER)) {
    home = await mkdtemp(join(tmpdir(), "sora2 küste "));
    server = spawn(SERVER, ["serve"], { env: { ...process.env, SORA2_HOME: home }, stdio: "ignore" });
  }
});

after(async () => {
  if (server && server.exitCode === null) {
    server.kill("SIGTERM");
    await once(server, "exit");
  }

  if (home !== "") {
    await rm(home, { recursive: true, force: true });
  }
});

const REQUEST: ShotRequest = {
  task: "shot",
  prompt: "a red ball rolls over the grass",
  negativePrompt: "",
  frames: 24,
  frameRate: frameRate(24),
  width: 320,
  height: 180,
  startTimecode: "10:00:00:00",
  seed: 7,
  variants: 1,
  draft: true,
  stems: ["effects", "ambience"],
  codec: "h264",
  project: "SORA2",
  clips: [],
};

async function connect(kind: DoorKind): Promise<Connection | string> {
  if (!server) {
    return "SORA2_SERVER names no server";
  }

  const connection = new Connection(
    () => lookForServer({ files: nodeFiles(), fetch, home: () => home, now: Date.now, pause }),
    Date.now,
  );
  for (const until = Date.now() + 30000; connection.state.kind !== "connected" && Date.now() < until; ) {
    await connection.retry();
    // Once the server answers, a door that it does not have stays away.
    if (connection.state.kind === "away" && /no door|does not answer|not open|method|address/i.test(connection.state.problem) && existsSync(join(home, "run", "endpoint.json"))) {
      break;
    }

    await pause(100);
  }

  return connection.doors.some((door) => door.kind === kind) ? connection : `this server does not open its ${kind} door`;
}

async function make(connection: Connection, kind: DoorKind, request: ShotRequest, key: string): Promise<JobReport> {
  let report = await connection.through(kind, (door) => door.submit(request, key));
  assert.equal((await connection.through(kind, (door) => door.submit(request, key))).id, report.id, "one wish, one job");
  for (const until = Date.now() + 120000; (report.state === "queued" || report.state === "running") && Date.now() < until; ) {
    await pause(200);
    report = await connection.through(kind, (door) => door.job(report.id));
  }

  assert.equal(report.state, "succeeded", report.problem);
  return report;
}

for (const kind of ["videos", "mailbox"] as const) {
  test(`RealServer_MakesAShotThroughItsDoor_${kind}`, async (context) => {
    const connection = await connect(kind);
    if (typeof connection === "string") {
      context.skip(connection);
      return;
    }

    const report = await make(connection, kind, REQUEST, `premiere-test-${kind}`);
    const shot = (await new ShotLibrary(nodeFiles(), join(home, "library")).list()).find((made) => made.name === report.shots[0]);
    assert.ok(shot);
    assert.deepEqual([shot.seed, shot.width, shot.height, shot.frameRate, shot.draft], [7, 320, 180, frameRate(24), true]);
    assert.deepEqual(shot.stems.map((stem) => stem.kind), ["effects", "ambience"]);
    assert.ok(existsSync(libraryFiles(shot).picture));
    await connection.through(kind, (door) => door.release(report.id));
  });
}

test("RealServer_ExtendsAClipByItsPath_mailbox", async (context) => {
  const connection = await connect("mailbox");
  if (typeof connection === "string") {
    context.skip(connection);
    return;
  }

  const first = await make(connection, "mailbox", REQUEST, "premiere-test-first");
  const library = new ShotLibrary(nodeFiles(), join(home, "library"));
  const source = (await library.list()).find((made) => made.name === first.shots[0])!;
  const clip = { path: libraryFiles(source).picture, inSeconds: 0, outSeconds: 1 };
  const request: ShotRequest = { ...REQUEST, task: "extendTail", prompt: "", startTimecode: "", clips: [clip], codec: "prores422hq" };
  const report = await make(connection, "mailbox", request, "premiere-test-second");
  assert.equal((await library.list()).some((made) => made.name === report.shots[0]), true);
});

test("RealServer_RefusesInWords_mailbox", async (context) => {
  const connection = await connect("mailbox");
  if (typeof connection === "string") {
    context.skip(connection);
    return;
  }

  await assert.rejects(
    connection.through("mailbox", (door) => door.submit({ ...REQUEST, width: 15 }, "premiere-test-odd")),
    /15x180/,
  );
});
