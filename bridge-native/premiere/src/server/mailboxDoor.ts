import type { Files } from "../host/files.ts";
import { joinPath } from "../metadata/names.ts";
import type { PictureCodec, ShotRequest, ShotTask, StemKind } from "../request/shotRequest.ts";
import { secondsOf } from "../timing/frameRate.ts";
import { type Door, DoorAwayError, DoorRefusedError, type Fit, type JobReport, type JobState } from "./door.ts";

const VERSION = 1;

/** A letter that lies this long was not read: the server is away. */
const PATIENCE_MS = 10000;
const LOOK_EVERY_MS = 200;

/**
 * The server's mailbox of files (docs/mailbox.md). It carries every task, with clips by their paths, and works where the host
 * blocks HTTP. It is open on macOS and Linux.
 */
export class MailboxDoor implements Door {
  readonly kind = "mailbox";

  constructor(
    private readonly files: Files,
    /** HOME/mailbox. */
    private readonly folder: string,
    /** Process id of the running server: the box file of one that died stays behind. */
    private readonly pid: number,
    private readonly now: () => number,
    private readonly pause: (milliseconds: number) => Promise<void>,
  ) {}

  fit(): Fit {
    return { leavesOut: [] };
  }

  async probe(): Promise<void> {
    const box = (await this.#read("box")) as { version?: unknown; pid?: unknown } | null;
    if (box?.version !== VERSION || box.pid !== this.pid) {
      throw new DoorAwayError("The server's mailbox is not open.");
    }
  }

  async submit(request: ShotRequest, key: string): Promise<JobReport> {
    const answered = await this.#answer(key);
    if (answered) {
      return answered;
    }

    await this.#send(key, {
      op: "submit",
      request: toMessage(request),
      clips: request.clips.map((clip) => ({ path: clip.path, start: clip.inSeconds, end: clip.outSeconds })),
    });
    for (const until = this.now() + PATIENCE_MS; this.now() < until; ) {
      await this.pause(LOOK_EVERY_MS);
      const answer = await this.#answer(key);
      if (answer) {
        return answer;
      }
    }

    // Taken back, so that nothing is made later that nobody waits for.
    await this.files.remove(this.#letter(key)).catch(() => {});
    throw new DoorAwayError("The server does not read its mailbox.");
  }

  async job(id: string): Promise<JobReport> {
    const answer = await this.#answer(id);
    if (!answer) {
      throw new DoorRefusedError("The server has forgotten this job.", "not_found");
    }

    return answer;
  }

  async cancel(id: string): Promise<void> {
    await this.#send(this.#nameFor(id, "stop"), { op: "cancel", of: id });
  }

  async release(id: string): Promise<void> {
    await this.#send(this.#nameFor(id, "done"), { op: "forget", of: id });
  }

  async #send(name: string, content: Record<string, unknown>): Promise<void> {
    const letter = {
      version: VERSION,
      name,
      client: "premiere",
      answer: "json",
      written: Math.floor(this.now() / 1000),
      ...content,
    };
    try {
      await this.files.writeText(this.#letter(name), JSON.stringify(letter));
    } catch (error) {
      throw new DoorAwayError(`The server's mailbox cannot be written: ${error instanceof Error ? error.message : `${error}`}`);
    }
  }

  async #answer(name: string): Promise<JobReport | null> {
    const answer = await this.#read(name);
    return answer === null ? null : readAnswer(name, answer);
  }

  async #read(name: string): Promise<Record<string, unknown> | null> {
    try {
      const value: unknown = JSON.parse(await this.files.readText(joinPath(this.folder, "out", `${name}.json`)));
      return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
    } catch {
      return null;
    }
  }

  /**
   * A name of its own for a letter about another: 8 to 64 of a-z, 0-9 and "-", each used once. The server does not hear a cancel
   * while it still reads the clips, so the user may send a second one.
   */
  #nameFor(id: string, word: string): string {
    return `${word}-${this.now().toString(36)}-${id}`.slice(0, 64);
  }

  #letter(name: string): string {
    return joinPath(this.folder, "in", `${name}.json`);
  }
}

const TASKS: Readonly<Record<ShotTask, string>> = {
  shot: "SHOT_TASK_SHOT",
  extendTail: "SHOT_TASK_EXTEND_TAIL",
  extendHead: "SHOT_TASK_EXTEND_HEAD",
  fillGap: "SHOT_TASK_FILL_GAP",
};

const CODECS: Readonly<Record<PictureCodec, string>> = {
  prores422hq: "PICTURE_CODEC_PRORES_422_HQ",
  "dnxhr-hqx": "PICTURE_CODEC_DNXHR_HQX",
  h264: "PICTURE_CODEC_H264",
};

/** A GenerationRequest in the JSON form of protocol buffers. Its CLIPs are added by the server, from the letter's paths. */
function toMessage(request: ShotRequest): Record<string, unknown> {
  return {
    task: TASKS[request.task],
    prompt: request.prompt,
    negativePrompt: request.negativePrompt,
    seconds: secondsOf(request.frames, request.frameRate),
    sequence: {
      frameRate: { numerator: request.frameRate.numerator, denominator: request.frameRate.denominator },
      width: request.width,
      height: request.height,
      ...(request.startTimecode === "" ? {} : { startTimecode: request.startTimecode }),
    },
    seed: `${request.seed}`,
    variants: request.variants,
    draft: request.draft,
    codec: CODECS[request.codec],
    project: request.project,
    ...(request.stems.length === 0 ? { silent: true } : { stems: request.stems.map(stemWord) }),
  };
}

function stemWord(kind: StemKind): string {
  return `STEM_KIND_${kind.toUpperCase()}`;
}

const STATES: Readonly<Record<string, JobState>> = {
  reading: "queued",
  queued: "queued",
  running: "running",
  succeeded: "succeeded",
  failed: "failed",
  cancelled: "cancelled",
  quarantined: "failed",
};

function readAnswer(name: string, answer: Record<string, unknown>): JobReport {
  const error = answer.error as { code?: unknown; message?: unknown } | undefined;
  const message = typeof error?.message === "string" ? error.message : "";
  if (answer.status === "refused") {
    throw new DoorRefusedError(message || "The server refused the request.", `${error?.code ?? ""}`);
  }

  if (typeof answer.status !== "string") {
    throw new DoorRefusedError("The server's answer cannot be read.", "bad_answer");
  }

  // A word that a later server may say for a job under way must not end it here; the words for its end are known.
  const state = STATES[answer.status] ?? "running";

  const shots = Array.isArray(answer.shots) ? (answer.shots as { name?: unknown }[]) : [];
  return {
    id: name,
    state,
    progress: typeof answer.progress === "number" ? answer.progress : 0,
    stage: answer.status === "reading" ? "reading" : typeof answer.stage === "string" ? answer.stage : "",
    secondsLeft: typeof answer.secondsLeft === "number" ? answer.secondsLeft : null,
    problem: message,
    notes: Array.isArray(answer.notes) ? answer.notes.filter((note): note is string => typeof note === "string") : [],
    shots: shots.map((shot) => shot.name).filter((shot): shot is string => typeof shot === "string"),
  };
}
