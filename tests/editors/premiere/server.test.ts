import assert from "node:assert/strict";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import type { ShotRequest } from "../../../bridge-native/premiere/src/request/shotRequest.ts";
import { Connection, type Sighting } from "../../../bridge-native/premiere/src/server/connection.ts";
import { discover, serverHome } from "../../../bridge-native/premiere/src/server/discovery.ts";
import {
  chooseDoor,
  type Door,
  DoorAwayError,
  DoorRefusedError,
  type JobReport,
} from "../../../bridge-native/premiere/src/server/door.ts";
import { lookForServer } from "../../../bridge-native/premiere/src/server/lookForServer.ts";
import { MailboxDoor } from "../../../bridge-native/premiere/src/server/mailboxDoor.ts";
import { PanelDoor } from "../../../bridge-native/premiere/src/server/panelDoor.ts";
import { VideosDoor } from "../../../bridge-native/premiere/src/server/videosDoor.ts";
import { frameRate } from "../../../bridge-native/premiere/src/timing/frameRate.ts";
import { MemoryFiles } from "./host/memoryFiles.ts";
import { FakePanelServer } from "./host/panelServer.ts";
import { request } from "./host/request.ts";

const HOME = "/home/ann/.local/share/sora2";

function endpoint(address: string): string {
  return JSON.stringify({ address, socket: "/x", token: "secret", pid: 4711, version: "0.1.0", contract: 1 });
}

interface Call {
  readonly line: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** A server that answers as /v1/videos does; what it was asked is kept. */
async function withVideos(
  answer: (call: Call) => { status?: number; body: unknown },
  run: (door: VideosDoor, calls: Call[]) => Promise<void>,
): Promise<void> {
  const calls: Call[] = [];
  const server = createServer((incoming, response) => {
    let body = "";
    incoming.on("data", (piece) => (body += piece));
    incoming.on("end", () => {
      const call = { line: `${incoming.method} ${incoming.url}`, headers: incoming.headers, body };
      calls.push(call);
      const { status = 200, body: text } = answer(call);
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(text));
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    await run(new VideosDoor({ address, token: "secret", pid: 1, version: "", contract: 1 }, fetch), calls);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const QUEUED = { id: "video_00", object: "video", status: "queued", progress: 0, error: null, notes: [], shot: null };

test("discover_FollowsTheServersHomes", () => {
  assert.equal(serverHome("win32", "C:\\Users\\ann"), "C:\\Users\\ann\\AppData\\Local\\sora2");
  assert.equal(serverHome("darwin", "/Users/ann"), "/Users/ann/Library/Application Support/sora2");
  assert.equal(serverHome("linux", "/home/ann"), HOME);
});

test("discover_BelievesTheLoopbackAddressOnly", async () => {
  const files = new MemoryFiles();
  assert.deepEqual(await discover(files, HOME), { problem: "No Sora2 server is running." });
  for (const bad of [
    "{",
    "{}",
    endpoint("http://example.com:80"),
    endpoint("http://127.0.0.1:80@example.com"),
    endpoint("https://127.0.0.1:1"),
    endpoint("http://127.0.0.1"),
  ]) {
    files.files.set(`${HOME}/run/endpoint.json`, bad);
    assert.match(JSON.stringify(await discover(files, HOME)), /cannot be read/, bad);
  }

  files.files.set(`${HOME}/run/endpoint.json`, endpoint("http://127.0.0.1:4040").replace('"contract":1', '"contract":2'));
  assert.match(JSON.stringify(await discover(files, HOME)), /speaks contract 2, this panel 1/);
});

test("VideosDoor_SendsTheSequencesSettings", async () => {
  await withVideos(
    ({ line }) =>
      line === "GET /v1/models"
        ? { body: { data: [{ id: "sora-2" }, { id: "sora-2-pro-2025-10-06" }, { id: "sora2-mini" }] } }
        : { body: QUEUED },
    async (door, calls) => {
      await door.probe();
      const report = await door.submit(request(), "key-1");
      assert.equal(report.id, "video_00");
      const sent = calls[2]!;
      assert.equal(sent.line, "POST /v1/videos");
      assert.equal(sent.headers.authorization, "Bearer secret");
      assert.equal(sent.headers["idempotency-key"], "key-1");
      assert.deepEqual(JSON.parse(sent.body), {
        model: "sora2-mini",
        prompt: "rain on a window",
        negative_prompt: "",
        seconds: "8",
        size: "1280x720",
        fps: "24000/1001",
        timecode: "01:00:00:00",
        seed: 9007199254740991,
        draft: false,
        stems: ["dialogue", "music"],
      });
    },
  );
});

test("VideosDoor_TakesTheNextLengthThatTheApiHas", async () => {
  await withVideos(
    () => ({ body: QUEUED }),
    async (door, calls) => {
      for (const [frames, seconds] of [
        [12, "4"],
        [100, "4"],
        [101, "8"],
        [500, "20"],
      ] as const) {
        await door.submit(request({ frames, frameRate: frameRate(25) }), "key");
        assert.equal((JSON.parse(calls[calls.length - 1]!.body) as { seconds: string }).seconds, seconds);
      }
    },
  );
});

test("VideosDoor_ReadsProgressAndTheShot", async () => {
  const answers = [
    { ...QUEUED, status: "in_progress", progress: 40 },
    { ...QUEUED, status: "completed", progress: 100, shot: "SORA2_SH0010_v001", notes: ["No dialogue."] },
    { ...QUEUED, status: "failed", error: { code: "cancelled", message: "The video was cancelled." } },
    { ...QUEUED, status: "failed", error: { code: "worker_lost", message: "Twice." } },
  ];
  await withVideos(
    () => ({ body: answers.shift() }),
    async (door) => {
      const seen: JobReport[] = [];
      for (let i = 0; i < 4; i++) {
        seen.push(await door.job("video_00"));
      }

      assert.deepEqual(
        seen.map((report) => [report.state, report.progress, report.shots[0] ?? "", report.problem]),
        [
          ["running", 0.4, "", ""],
          ["succeeded", 1, "SORA2_SH0010_v001", ""],
          ["cancelled", 0, "", "The video was cancelled."],
          ["failed", 0, "", "Twice."],
        ],
      );
    },
  );
});

test("VideosDoor_TellsRefusalFromAbsence", async () => {
  const status = { now: 400 };
  await withVideos(
    () => ({
      status: status.now,
      body: { error: { message: "Unknown mood.", type: "invalid_request_error", param: null, code: "invalid_value" } },
    }),
    async (door) => {
      await assert.rejects(
        door.job("video_00"),
        (error) => error instanceof DoorRefusedError && error.code === "invalid_value" && error.message === "Unknown mood.",
      );
      for (status.now of [401, 429, 503]) {
        await assert.rejects(door.job("video_00"), DoorAwayError, `${status.now}`);
      }
    },
  );
  await assert.rejects(
    new VideosDoor({ address: "http://127.0.0.1:9", token: "", pid: 0, version: "", contract: 1 }, fetch).probe(),
    DoorAwayError,
  );
});

test("chooseDoor_TakesTheDoorThatLeavesOutLeast", () => {
  const videos = new VideosDoor({ address: "http://127.0.0.1:1", token: "", pid: 0, version: "", contract: 1 }, fetch);
  const mailbox = new MailboxDoor(
    new MemoryFiles(),
    HOME,
    1,
    () => 0,
    async () => {},
  );
  const panel = new PanelDoor(
    { address: "http://127.0.0.1:1", token: "", pid: 0, version: "", contract: 1 },
    new FakePanelServer().open,
    new MemoryFiles(),
    () => 0,
  );
  const kind = (wish: ShotRequest, doors: Door[] = [videos, mailbox]): string => {
    const choice = chooseDoor(doors, wish);
    return "refused" in choice ? choice.refused : `${choice.door.kind} ${choice.leavesOut.length}`;
  };
  assert.equal(kind(request(), [panel, videos, mailbox]), "panel 0");
  assert.equal(kind(request({ task: "fillGap", frames: 900 }), [panel, videos, mailbox]), "panel 0");
  assert.equal(kind(request()), "videos 0");
  assert.equal(kind(request({ codec: "prores422hq" })), "mailbox 0");
  assert.equal(kind(request({ codec: "prores422hq", variants: 2, project: "X" }), [videos]), "videos 3");
  assert.equal(kind(request({ task: "extendTail" })), "mailbox 0");
  assert.match(kind(request({ task: "fillGap" }), [videos]), /need the server's door for panels or its mailbox/);
  assert.match(kind(request({ frames: 600 }), [videos]), /more than 20 s/);
  assert.match(kind(request(), []), /no door/);
});

test("lookForServer_SaysWhenTheServerHasNoDoorForThePanel", async () => {
  const files = new MemoryFiles();
  files.files.set(`${HOME}/run/endpoint.json`, endpoint("http://127.0.0.1:9"));
  const look = (): Promise<Sighting> =>
    lookForServer({
      files,
      fetch,
      openSocket: new FakePanelServer().open,
      home: () => HOME,
      now: () => 0,
      pause: async () => {},
    });
  const connection = new Connection(look, () => 0);
  await connection.keep();
  assert.equal(connection.state.kind, "away");
});

class FakeDoor implements Door {
  readonly kind = "videos";
  open = true;

  fit(): { leavesOut: [] } {
    return { leavesOut: [] };
  }

  async probe(): Promise<void> {
    if (!this.open) {
      throw new DoorAwayError("gone");
    }
  }

  submit(): Promise<JobReport> {
    throw new DoorAwayError("gone");
  }

  job(): Promise<JobReport> {
    throw new DoorAwayError("gone");
  }

  async cancel(): Promise<void> {}

  async release(): Promise<void> {}
}

test("Connection_TriesAgainLaterAndLater_AndAtOnceWhenAsked", async () => {
  const clock = { now: 0, looks: 0 };
  const door = new FakeDoor();
  const connection = new Connection(
    async () => {
      clock.looks++;
      return { doors: [door], version: "0.1.0" };
    },
    () => clock.now,
  );
  door.open = false;
  const waits: number[] = [];
  for (let i = 0; i < 6; i++) {
    await connection.keep();
    assert.equal(connection.state.kind, "away");
    waits.push(connection.state.kind === "away" ? connection.state.retryAt - clock.now : 0);
    await connection.keep();
    clock.now += waits[i]!;
  }

  assert.deepEqual(waits, [1000, 2000, 4000, 8000, 15000, 15000]);
  assert.equal(clock.looks, 6, "nobody is asked before it is time");
  door.open = true;
  await connection.retry();
  assert.equal(connection.state.kind, "connected");
});

test("Connection_IsNotEndedByASlowCallOfAnEarlierOne", async () => {
  const door = new FakeDoor();
  const clock = { now: 0 };
  const connection = new Connection(
    async () => ({ doors: [door], version: "" }),
    () => clock.now,
  );
  await connection.keep();
  let fail: (error: Error) => void = () => {};
  const slow = connection.through("videos", () => new Promise<never>((_, reject) => (fail = reject)));
  await assert.rejects(
    connection.through("videos", (open) => open.job("x")),
    DoorAwayError,
  );
  clock.now = 60000;
  await connection.keep();
  fail(new DoorAwayError("late"));
  await assert.rejects(slow, DoorAwayError);
  assert.equal(connection.state.kind, "connected");
});

test("Connection_EndsWhenACallFindsNobody", async () => {
  const door = new FakeDoor();
  const states: string[] = [];
  const connection = new Connection(
    async () => ({ doors: [door], version: "" }),
    () => 0,
    (state) => states.push(state.kind),
  );
  await connection.keep();
  await assert.rejects(
    connection.through("videos", (open) => open.job("x")),
    DoorAwayError,
  );
  assert.deepEqual(states, ["connected", "away"]);
});

test("Connection_EndsWithTheConnectionOfADoor_AndGoesOnWithTheNext", async () => {
  const files = new MemoryFiles();
  const server = new FakePanelServer();
  const clock = { now: 0 };
  const connection = new Connection(
    () =>
      lookForServer({
        files,
        fetch: () => Promise.reject(new Error("no network")),
        openSocket: server.open,
        home: () => HOME,
        now: () => clock.now,
        pause: async () => {},
      }),
    () => clock.now,
  );
  await connection.keep();
  assert.equal(connection.state.kind, "away");
  server.start(files, HOME);
  await connection.retry();
  assert.deepEqual(
    connection.doors.map((door) => door.kind),
    ["panel"],
  );

  server.stop();
  await connection.keep();
  assert.equal(connection.state.kind, "away", "nobody had to ask for it");
  server.start(files, HOME);
  clock.now += 2000;
  await connection.keep();
  assert.equal(connection.state.kind, "connected");

  const [door] = connection.doors;
  connection.close();
  assert.deepEqual([door?.isShut, connection.doors.length], [true, 0]);
});
