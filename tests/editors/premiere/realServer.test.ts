import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { ShotLibrary } from "../../../bridge-native/premiere/src/library/shotLibrary.ts";
import { libraryFiles } from "../../../bridge-native/premiere/src/library/shotCopy.ts";
import { ShotDelivery } from "../../../bridge-native/premiere/src/premiere/deliverShot.ts";
import type { Target } from "../../../bridge-native/premiere/src/queue/trackedJob.ts";
import type { ShotRequest } from "../../../bridge-native/premiere/src/request/shotRequest.ts";
import { DEFAULT_SETTINGS } from "../../../bridge-native/premiere/src/request/shotSettings.ts";
import { Connection } from "../../../bridge-native/premiere/src/server/connection.ts";
import type { DoorKind, JobReport } from "../../../bridge-native/premiere/src/server/door.ts";
import { lookForServer } from "../../../bridge-native/premiere/src/server/lookForServer.ts";
import type { Socket } from "../../../bridge-native/premiere/src/server/panelSocket.ts";
import { frameRate } from "../../../bridge-native/premiere/src/timing/frameRate.ts";
import { nodeFiles } from "./host/nodeFiles.ts";
import { FakeProject } from "./host/project.ts";
import { clipsOf, openHost } from "./host/timeline.ts";

// ./test names the server that it has built; the panel's own tests run without one.
const SERVER = process.env.SORA2_SERVER ?? "";
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

let home = "";
let server: ChildProcess | null = null;

function startServer(): void {
  server = spawn(SERVER, ["serve"], { env: { ...process.env, SORA2_HOME: home }, stdio: "ignore" });
}

async function stopServer(): Promise<void> {
  if (server && server.exitCode === null) {
    server.kill("SIGTERM");
    await once(server, "exit");
  }
}

before(async () => {
  if (existsSync(SERVER)) {
    home = await mkdtemp(join(tmpdir(), "sora2 küste "));
    startServer();
  }
});

after(async () => {
  await stopServer();

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

/** Node's own WebSocket, which sends no Origin, as UXP's is hoped to do. */
function openSocket(address: string): Socket {
  return new WebSocket(address) as Socket;
}

async function connect(kind: DoorKind): Promise<Connection | string> {
  if (!server) {
    return "SORA2_SERVER names no server";
  }

  const connection = new Connection(
    () => lookForServer({ files: nodeFiles(), fetch, openSocket, home: () => home, now: Date.now, pause }),
    Date.now,
  );
  for (const until = Date.now() + 30000; connection.state.kind !== "connected" && Date.now() < until;) {
    await connection.retry();
    // Once the server answers, a door that it does not have stays away.
    if (
      connection.state.kind === "away" &&
      /no door|does not answer|not open|method|address/i.test(connection.state.problem) &&
      existsSync(join(home, "run", "endpoint.json"))
    ) {
      break;
    }

    await pause(100);
  }

  return connection.doors.some((door) => door.kind === kind) ? connection : `this server does not open its ${kind} door`;
}

async function make(connection: Connection, kind: DoorKind, request: ShotRequest, key: string): Promise<JobReport> {
  let report = await connection.through(kind, (door) => door.submit(request, key));
  assert.equal((await connection.through(kind, (door) => door.submit(request, key))).id, report.id, "one wish, one job");
  for (const until = Date.now() + 120000; (report.state === "queued" || report.state === "running") && Date.now() < until;) {
    await pause(200);
    report = await connection.through(kind, (door) => door.job(report.id));
  }

  assert.equal(report.state, "succeeded", report.problem);
  return report;
}

/** Brings the shots into a project of the fake editor, whose files are the real ones. */
async function deliver(
  kind: DoorKind,
  shots: readonly string[],
): Promise<{ project: string; video: string[]; audio: string[][] }> {
  const rate = frameRate(24);
  const folder = join(home, `project of ${kind}`);
  await mkdir(folder);
  const open = openHost(
    {
      rate,
      video: [
        [
          { name: "A", start: 0, end: 48 },
          { name: "B", start: 72, end: 96 },
        ],
      ],
      audio: [[], []],
    },
    join(folder, "Film.prproj"),
  );
  FakeProject.probes.set(open.project, probe);
  const target: Target = {
    projectId: "project-1",
    projectPath: open.project.path,
    projectName: open.project.name,
    sequenceId: "sequence-1",
    sequenceName: "Reel 1",
    start: 48,
    end: 72,
    headHandle: 0,
    track: 0,
    frameRate: rate,
    place: true,
  };
  const delivery = await new ShotDelivery({
    ppro: open.host.module,
    files: nodeFiles(),
    library: () => new ShotLibrary(nodeFiles(), join(home, "library")),
    settings: () => DEFAULT_SETTINGS,
    pause: () => pause(10),
  }).deliver(target, shots);
  assert.deepEqual(delivery, { outcome: "done", message: "On V1." });
  return {
    project: folder,
    video: clipsOf(open.project, "video", 0, rate),
    audio: [0, 1].map((index) => clipsOf(open.project, "audio", index, rate)),
  };
}

function probe(path: string): { seconds: number; hasVideo: boolean; hasAudio: boolean } | null {
  const run = spawnSync("ffprobe", ["-v", "error", "-show_entries", "stream=codec_type,duration", "-of", "json", path], {
    encoding: "utf8",
  });
  const { streams = [] } = JSON.parse(run.stdout || "{}") as { streams?: { codec_type: string; duration?: string }[] };
  const has = (type: string): boolean => streams.some((stream) => stream.codec_type === type);
  const seconds = Number((streams.find((stream) => stream.codec_type === "video") ?? streams[0])?.duration ?? 0);
  return streams.length === 0 ? null : { seconds, hasVideo: has("video"), hasAudio: has("audio") };
}

for (const kind of ["panel", "videos", "mailbox"] as const) {
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
    assert.deepEqual(
      shot.stems.map((stem) => stem.kind),
      ["effects", "ambience"],
    );
    assert.ok(existsSync(libraryFiles(shot).picture));
    await connection.through(kind, (door) => door.release(report.id));

    const { project, video, audio } = await deliver(kind, report.shots);
    assert.deepEqual(video, ["A@0-48", `${shot.name}@48-72`, "B@72-96"]);
    assert.deepEqual(audio, [[`${shot.name}_FX@48-72`], [`${shot.name}_AMB@48-72`]]);
    assert.ok(existsSync(join(project, "Sora2", shot.name, shot.picture)));
  });
}

/** A shot of the library and the wish to extend it, or its copy somewhere else. */
async function extension(connection: Connection, kind: DoorKind, copyTo = ""): Promise<ShotRequest> {
  const first = await make(connection, kind, REQUEST, `premiere-test-first-${kind}`);
  const source = (await new ShotLibrary(nodeFiles(), join(home, "library")).list()).find((made) => made.name === first.shots[0])!;
  const { picture } = libraryFiles(source);
  if (copyTo !== "") {
    await copyFile(picture, copyTo);
  }

  const clip = { path: copyTo || picture, inSeconds: 0, outSeconds: 1 };
  return { ...REQUEST, task: "extendTail", prompt: "", startTimecode: "", clips: [clip], codec: "prores422hq" };
}

for (const kind of ["panel", "mailbox"] as const) {
  test(`RealServer_ExtendsAClipByItsPath_${kind}`, async (context) => {
    const connection = await connect(kind);
    if (typeof connection === "string") {
      context.skip(connection);
      return;
    }

    const report = await make(connection, kind, await extension(connection, kind), `premiere-test-second-${kind}`);
    const made = await new ShotLibrary(nodeFiles(), join(home, "library")).list();
    assert.equal(
      made.some((shot) => shot.name === report.shots[0]),
      true,
    );
  });

  test(`RealServer_RefusesInWords_${kind}`, async (context) => {
    const connection = await connect(kind);
    if (typeof connection === "string") {
      context.skip(connection);
      return;
    }

    await assert.rejects(
      connection.through(kind, (door) => door.submit({ ...REQUEST, width: 15 }, `premiere-test-odd-${kind}`)),
      /15x180/,
    );
  });
}

test("RealServer_TakesAClipThatItMayNotRead_panel", async (context) => {
  const connection = await connect("panel");
  if (typeof connection === "string") {
    context.skip(connection);
    return;
  }

  const deep = join(home, "Straße der Möwen ".repeat(8).trim(), "große Küste ".repeat(12).trim());
  await mkdir(deep, { recursive: true });
  const path = join(deep, "Möwe 1.mov");
  assert.ok(path.length > 300);
  const request = await extension(connection, "panel", path);
  await make(connection, "panel", request, "premiere-test-upload");
});

test("RealServer_GoesOnAfterARestart_panel", async (context) => {
  const connection = await connect("panel");
  if (typeof connection === "string") {
    context.skip(connection);
    return;
  }

  const request = { ...REQUEST, frames: 96, seed: 8 };
  const { id } = await connection.through("panel", (door) => door.submit(request, "premiere-test-restart"));
  await stopServer();
  await connection.keep();
  assert.equal(connection.state.kind, "away");
  startServer();
  const again = await connect("panel");
  assert.ok(typeof again !== "string", `${again}`);
  assert.equal((await make(again, "panel", request, "premiere-test-restart")).id, id);
});

test("RealServer_ShowsPicturesOfTheShotInTheMaking_panel", async (context) => {
  const connection = await connect("panel");
  if (typeof connection === "string") {
    context.skip(connection);
    return;
  }

  const wish = { ...REQUEST, frames: 96, seed: 9, draft: false };
  let report = await connection.through("panel", (door) => door.submit(wish, "premiere-test-pictures"));
  while (report.state === "queued" || report.state === "running") {
    await pause(20);
    report = await connection.through("panel", (door) => door.job(report.id));
  }

  assert.equal(report.state, "succeeded", report.problem);
  assert.match(report.preview ?? "", /^data:image\/png;base64,iVBORw0KGgo/);
});
