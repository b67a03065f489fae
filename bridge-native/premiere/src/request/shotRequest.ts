import { type FrameRate, rateText, secondsOf } from "../timing/frameRate.ts";

export type StemKind = "dialogue" | "effects" | "ambience" | "music";

export const STEM_KINDS: readonly StemKind[] = ["dialogue", "effects", "ambience", "music"];

export type PictureCodec = "prores422hq" | "dnxhr-hqx" | "h264";

export type ShotTask = "shot" | "extendTail" | "extendHead" | "fillGap";

/** A stretch of a movie file that a shot hangs on. */
export interface ClipPart {
  readonly path: string;
  readonly inSeconds: number;
  readonly outSeconds: number;
}

/** What the user asks for, complete in itself. */
export interface ShotRequest {
  readonly task: ShotTask;
  readonly prompt: string;
  readonly negativePrompt: string;
  /** Length of what is made new, handles included. */
  readonly frames: number;
  readonly frameRate: FrameRate;
  readonly width: number;
  readonly height: number;
  /** Empty: where the clip's own timecode puts the shot. */
  readonly startTimecode: string;
  readonly seed: number;
  readonly variants: number;
  readonly draft: boolean;
  /** None of them: a silent shot. */
  readonly stems: readonly StemKind[];
  readonly codec: PictureCodec;
  /** Project of the library, already folded. */
  readonly project: string;
  /** One for an extension, the earlier one first for a gap. */
  readonly clips: readonly ClipPart[];
}

export const MIN_SECONDS = 0.5;
export const MAX_SECONDS = 60;
export const MAX_PROMPT = 4000;

/** What is wrong with a request, in words for the user; null when it may be sent. The server has the last word. */
export function problemOf(request: ShotRequest): string | null {
  const prompt = request.prompt.trim();
  if (prompt.length === 0 && request.task === "shot") {
    return "Type what the shot should be.";
  }

  if (request.prompt.length > MAX_PROMPT || request.negativePrompt.length > MAX_PROMPT) {
    return `The prompt has ${Math.max(request.prompt.length, request.negativePrompt.length)} characters; at most ${MAX_PROMPT} are allowed.`;
  }

  const seconds = secondsOf(request.frames, request.frameRate);
  if (seconds < MIN_SECONDS || seconds > MAX_SECONDS) {
    return `${request.frames} frames at ${rateText(request.frameRate)} are ${seconds.toFixed(2)} s; ${MIN_SECONDS} to ${MAX_SECONDS} s can be made.`;
  }

  for (const [name, value] of [
    ["width", request.width],
    ["height", request.height],
  ] as const) {
    if (value % 2 !== 0 || value < 16 || value > 8192) {
      return `The sequence's ${name} is ${value}; an even number from 16 to 8192 is needed.`;
    }
  }

  return null;
}
