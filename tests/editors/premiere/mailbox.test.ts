import assert from "node:assert/strict";
import { test } from "node:test";
import { DoorAwayError } from "../../../bridge-native/premiere/src/server/door.ts";
import { MailboxDoor } from "../../../bridge-native/premiere/src/server/mailboxDoor.ts";
import { MemoryFiles } from "./host/memoryFiles.ts";
import { request } from "./host/request.ts";

const HOME = "/home/ann/.local/share/sora2";

class Mailbox {
  readonly files = new MemoryFiles();
  time = 1795936800000;
  /** What the server does when it looks into its mailbox. */
  serve: () => void = () => {};
  readonly door = new MailboxDoor(
    this.files,
    `${HOME}/mailbox`,
    4711,
    () => this.time,
    async (milliseconds) => {
      this.time += milliseconds;
      this.serve();
    },
  );

  letter(name: string): Record<string, unknown> | null {
    const text = this.files.files.get(`${HOME}/mailbox/in/${name}.json`);
    return text === undefined ? null : (JSON.parse(text) as Record<string, unknown>);
  }

  answer(name: string, content: Record<string, unknown>): void {
    this.files.files.delete(`${HOME}/mailbox/in/${name}.json`);
    this.files.files.set(
      `${HOME}/mailbox/out/${name}.json`,
      JSON.stringify({ version: 1, name, client: "premiere", ...content }),
    );
  }
}

test("MailboxDoor_WritesALetterAsTheProtocolHasIt", async () => {
  const box = new Mailbox();
  let letter: Record<string, unknown> | null = null;
  box.serve = () => {
    letter = box.letter("premiere-01");
    box.answer("premiere-01", { status: "queued", job: "k3m9abcdefgh", progress: 0 });
  };
  const clip = { path: "/Users/ann/Küste.mov", inSeconds: 2, outSeconds: 6 };
  const report = await box.door.submit(
    request({ task: "extendTail", startTimecode: "", clips: [clip], codec: "prores422hq" }),
    "premiere-01",
  );
  assert.deepEqual([report.id, report.state], ["premiere-01", "queued"]);
  assert.deepEqual(letter, {
    version: 1,
    name: "premiere-01",
    client: "premiere",
    answer: "json",
    written: 1795936800,
    op: "submit",
    request: {
      task: "SHOT_TASK_EXTEND_TAIL",
      prompt: "rain on a window",
      negativePrompt: "",
      seconds: (100 * 1001) / 24000,
      sequence: { frameRate: { numerator: 24000, denominator: 1001 }, width: 1280, height: 720 },
      seed: "9007199254740991",
      variants: 1,
      draft: false,
      codec: "PICTURE_CODEC_PRORES_422_HQ",
      project: "SORA2",
      stems: ["STEM_KIND_DIALOGUE", "STEM_KIND_MUSIC"],
    },
    clips: [{ path: "/Users/ann/Küste.mov", start: 2, end: 6 }],
  });
});

test("MailboxDoor_TakesALetterBackThatNobodyReads", async () => {
  const box = new Mailbox();
  await assert.rejects(box.door.submit(request(), "premiere-02"), DoorAwayError);
  assert.equal(box.letter("premiere-02"), null);
});

test("MailboxDoor_DoesNotSendTwiceWhatIsAnswered", async () => {
  const box = new Mailbox();
  box.answer("premiere-03", { status: "running", job: "k3m9abcdefgh", progress: 0.5, stage: "denoise", secondsLeft: 7 });
  const report = await box.door.submit(request(), "premiere-03");
  assert.deepEqual([report.stage, report.secondsLeft, box.letter("premiere-03")], ["denoise", 7, null]);
});

test("MailboxDoor_ReadsRefusalsAndShots", async () => {
  const box = new Mailbox();
  box.answer("a", {
    status: "refused",
    error: { code: "invalid_request", message: "sequence.size: got 15x180; allowed: even numbers.", allowed: "even numbers" },
  });
  await assert.rejects(box.door.job("a"), /^DoorRefusedError: sequence\.size: got 15x180; allowed: even numbers\.$/);
  box.answer("b", { status: "succeeded", progress: 1, shots: [{ name: "SORA2_SH0010_v001", folder: "/x" }] });
  assert.deepEqual((await box.door.job("b")).shots, ["SORA2_SH0010_v001"]);
  await assert.rejects(box.door.job("c"), /forgotten/);
});

test("MailboxDoor_CancelsByLettersOfTheirOwn", async () => {
  const box = new Mailbox();
  await box.door.cancel("premiere-04");
  box.time += 1000;
  await box.door.cancel("premiere-04");
  const letters = [...box.files.files.values()].map((text) => JSON.parse(text) as Record<string, unknown>);
  assert.deepEqual(
    letters.map((letter) => [letter.op, letter.of]),
    [
      ["cancel", "premiere-04"],
      ["cancel", "premiere-04"],
    ],
  );
  for (const letter of letters) {
    assert.match(`${letter.name}`, /^[a-z0-9-]{8,64}$/);
  }
});

test("MailboxDoor_KeepsAJobWhoseStateItDoesNotKnow", async () => {
  const box = new Mailbox();
  box.answer("a", { status: "reading" });
  assert.deepEqual([(await box.door.job("a")).state, (await box.door.job("a")).stage], ["queued", "reading"]);
  box.answer("a", { status: "resting" });
  assert.equal((await box.door.job("a")).state, "running");
});

test("MailboxDoor_IsShutWhenItsServerDied", async () => {
  const box = new Mailbox();
  await assert.rejects(box.door.probe(), DoorAwayError);
  box.files.files.set(`${HOME}/mailbox/out/box.json`, JSON.stringify({ version: 1, server: "0.1.0", pid: 1, open: [] }));
  await assert.rejects(box.door.probe(), DoorAwayError);
  box.files.files.set(`${HOME}/mailbox/out/box.json`, JSON.stringify({ version: 1, server: "0.1.0", pid: 4711, open: [] }));
  await box.door.probe();
});
