import type { PictureCodec, ShotRequest, ShotTask, StemKind } from "../request/shotRequest.ts";
import { secondsOf } from "../timing/frameRate.ts";
import { DoorRefusedError, type JobReport, type JobState } from "./door.ts";

/** Letters and answers of the server (docs/mailbox.md), which travel as files and through a WebSocket. */
export const LETTER_VERSION = 1;

export interface Letter {
  readonly version: number;
  /** 8 to 64 of a-z, 0-9 and "-", each used once. */
  readonly name: string;
  readonly client: string;
  readonly answer: "json";
  /** Seconds since 1970. */
  readonly written: number;
  readonly [field: string]: unknown;
}

/** Asks for a shot. The server reads the clips by their paths. */
export function submitLetter(request: ShotRequest, key: string, now: number): Letter {
  return letter(key, now, {
    op: "submit",
    request: toMessage(request),
    clips: request.clips.map((clip) => ({ path: clip.path, start: clip.inSeconds, end: clip.outSeconds })),
  });
}

/** Asks for a shot of clips that were sent to the server before. */
export function uploadedLetter(request: ShotRequest, mediaIds: readonly string[], key: string, now: number): Letter {
  const conditioning = request.clips.map((clip, index) => ({
    role: "CONDITIONING_ROLE_CLIP",
    mediaId: mediaIds[index],
    part: { start: clip.inSeconds, end: clip.outSeconds },
  }));
  return letter(key, now, { op: "submit", request: { ...toMessage(request), conditioning }, clips: [] });
}

/**
 * Is about another letter, and has a name of its own. The server does not hear a cancel while it still reads the clips, so the
 * user may send a second one.
 */
export function aboutLetter(op: "cancel" | "forget", of: string, now: number): Letter {
  return letter(`${op}-${now.toString(36)}-${of}`.slice(0, 64), now, { op, of });
}

function letter(name: string, now: number, content: Readonly<Record<string, unknown>>): Letter {
  return { version: LETTER_VERSION, name, client: "premiere", answer: "json", written: Math.floor(now / 1000), ...content };
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

/** What the server says of a letter's job. Throws {@link DoorRefusedError} where it said no. */
export function readAnswer(name: string, answer: Readonly<Record<string, unknown>>): JobReport {
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
    preview: null,
  };
}
