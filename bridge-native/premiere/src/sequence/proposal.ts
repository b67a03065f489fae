import type { ClipPart, ShotTask } from "../request/shotRequest.ts";
import { MAX_SECONDS, MIN_SECONDS } from "../request/shotRequest.ts";
import { framesIn, rateLabel, secondsOf } from "../timing/frameRate.ts";
import { formatTimecode } from "../timing/timecode.ts";
import type { ClipFacts, SequenceFacts } from "./facts.ts";
import { clipAt, gapAt, isFree } from "./gaps.ts";

export type ProposalMode = "insert" | "fill" | "extendTail" | "extendHead";

/** What would be asked for and where it would go, read from the sequence. */
export interface Proposal {
  readonly mode: ProposalMode;
  readonly task: ShotTask;
  /** Where the shot's first visible frame goes, and how many of its frames are visible. */
  readonly start: number;
  readonly frames: number;
  /** Frames that are made beyond the cuts and stay hidden. */
  readonly headHandle: number;
  readonly tailHandle: number;
  /** The video track that is tried first. */
  readonly track: number;
  readonly startTimecode: string;
  readonly clips: readonly ClipPart[];
  /** In one line for the user. */
  readonly summary: string;
  /** What the user should know, in plain words. */
  readonly notes: readonly string[];
}

/** Why nothing can be proposed, and what to do. */
export interface Refusal {
  readonly reason: string;
}

export function isRefusal(value: Proposal | Refusal): value is Refusal {
  return "reason" in value;
}

export interface ProposalWish {
  readonly seconds: number;
  readonly handles: number;
}

export function propose(facts: SequenceFacts, mode: ProposalMode, wish: ProposalWish): Proposal | Refusal {
  switch (mode) {
    case "insert":
      return insertAtPlayhead(facts, wish);
    case "fill":
      return fillGap(facts);
    default:
      return extendClip(facts, mode, wish);
  }
}

function insertAtPlayhead(facts: SequenceFacts, wish: ProposalWish): Proposal | Refusal {
  const start = facts.range?.start ?? facts.playhead;
  const frames = facts.range ? facts.range.end - facts.range.start : framesIn(wish.seconds, facts.frameRate);
  const refusal = lengthRefusal(facts, frames + 2 * wish.handles, facts.range ? "The range from in to out point" : "The shot");
  if (refusal) {
    return refusal;
  }

  const range = { start, end: start + frames };
  const track = facts.videoTracks.find((candidate) => isFree(candidate, range))?.index ?? facts.videoTracks.length;
  const covered = facts.videoTracks.map((candidate) => clipAt(candidate, start)).find((clip) => clip !== null);
  const notes = covered ? [`"${covered.name}" is at this place and stays as it is; the shot goes on V${track + 1}.`] : [];
  return {
    mode: "insert",
    task: "shot",
    start,
    frames,
    headHandle: wish.handles,
    tailHandle: wish.handles,
    track,
    startTimecode: timecodeAt(facts, start - wish.handles),
    clips: [],
    summary: `${facts.range ? "In to out point" : "At the playhead"}, ${timecodeAt(facts, start)}, ${lengthText(facts, frames)}`,
    notes: [...notes, ...pictureNotes(facts)],
  };
}

function fillGap(facts: SequenceFacts): Proposal | Refusal {
  const wanted = facts.selection.length === 1 ? facts.selection[0]?.track : undefined;
  const tracks = facts.videoTracks.filter((track) => wanted === undefined || track.index === wanted);
  const gaps = tracks.map((track) => gapAt(track, facts.playhead)).filter((gap) => gap !== null);
  const gap = gaps.find((candidate) => candidate.before && candidate.after);
  if (!gap?.before || !gap.after) {
    const clip = tracks.map((track) => clipAt(track, facts.playhead)).find((found) => found !== null);
    return {
      reason: clip
        ? `The playhead is on "${clip.name}". Put it over a gap between two clips.`
        : "There is no gap between two clips of one track under the playhead. To go on from one clip, select it and use Extend.",
    };
  }

  const frames = gap.end - gap.start;
  const refusal = lengthRefusal(facts, frames, "The gap") ?? sourceRefusal(gap.before) ?? sourceRefusal(gap.after);
  if (refusal) {
    return refusal;
  }

  const above = facts.videoTracks.filter((track) => track.index > gap.track && !isFree(track, gap));
  return {
    mode: "fill",
    task: "fillGap",
    start: gap.start,
    frames,
    headHandle: 0,
    tailHandle: 0,
    track: gap.track,
    startTimecode: timecodeAt(facts, gap.start),
    clips: [partOf(gap.before), partOf(gap.after)],
    summary: `Gap on V${gap.track + 1} from ${timecodeAt(facts, gap.start)}, ${lengthText(facts, frames)}`,
    notes: [...(above.length > 0 ? [`V${(above[0]?.index ?? 0) + 1} has a clip over this gap.`] : []), ...pictureNotes(facts)],
  };
}

function extendClip(facts: SequenceFacts, mode: "extendTail" | "extendHead", wish: ProposalWish): Proposal | Refusal {
  const clip = facts.selection[0];
  if (!clip || facts.selection.length > 1) {
    return {
      reason: clip ? `${facts.selection.length} video clips are selected; select one.` : "Select the clip that is too short.",
    };
  }

  const tail = mode === "extendTail";
  const asked = framesIn(wish.seconds, facts.frameRate);
  const frames = tail ? asked : Math.min(asked, clip.start);
  if (frames === 0) {
    return { reason: `"${clip.name}" begins at the sequence's start; there is no room before it. Move it first.` };
  }

  const refusal = lengthRefusal(facts, frames + wish.handles, "The extension") ?? sourceRefusal(clip);
  if (refusal) {
    return refusal;
  }

  const start = tail ? clip.end : clip.start - frames;
  const own = facts.videoTracks.find((track) => track.index === clip.track);
  const next = own && !isFree(own, { start, end: start + frames });
  return {
    mode,
    task: mode,
    start,
    frames,
    // The cut to the clip itself has no handle: the clip's own frames lie there.
    headHandle: tail ? 0 : wish.handles,
    tailHandle: tail ? wish.handles : 0,
    track: clip.track,
    startTimecode: "",
    clips: [partOf(clip)],
    summary: `${tail ? "After" : "Before"} "${clip.name}" at ${timecodeAt(facts, tail ? clip.end : clip.start)}, ${lengthText(facts, frames)}`,
    notes: [
      ...(frames < asked ? [`Only ${frames} frames fit before the clip.`] : []),
      ...(next
        ? [`V${clip.track + 1} has no room ${tail ? "after" : "before"} the clip; the extension goes on another track.`]
        : []),
      ...pictureNotes(facts),
    ],
  };
}

function partOf(clip: ClipFacts): ClipPart {
  const source = clip.source;
  if (!source) {
    throw new Error(`The source of "${clip.name}" was not read.`);
  }

  return { path: source.path, inSeconds: source.inSeconds, outSeconds: source.outSeconds };
}

function sourceRefusal(clip: ClipFacts): Refusal | null {
  const source = clip.source;
  if (!source || !source.hasMedia || source.path === "") {
    return { reason: `"${clip.name}" has no media file of its own. Render it to a file, or use a clip.` };
  }

  if (source.offline) {
    return { reason: `The media of "${clip.name}" is offline. Relink it first.` };
  }

  if (source.reversed || source.speed !== 1) {
    return { reason: `"${clip.name}" plays at another speed than it was recorded. Render it to a file first.` };
  }

  return null;
}

function lengthRefusal(facts: SequenceFacts, frames: number, what: string): Refusal | null {
  const seconds = secondsOf(frames, facts.frameRate);
  if (seconds >= MIN_SECONDS && seconds <= MAX_SECONDS) {
    return null;
  }

  return { reason: `${what} has ${frames} frames, ${seconds.toFixed(2)} s; ${MIN_SECONDS} to ${MAX_SECONDS} s can be made.` };
}

function pictureNotes(facts: SequenceFacts): string[] {
  return Math.abs(facts.pixelAspect - 1) < 0.001
    ? []
    : [`The sequence's pixels are ${facts.pixelAspect.toFixed(3)} wide; shots are made with square pixels.`];
}

function timecodeAt(facts: SequenceFacts, frame: number): string {
  return formatTimecode(facts.zeroFrame + frame, facts.frameRate, facts.dropFrame);
}

function lengthText(facts: SequenceFacts, frames: number): string {
  return `${secondsOf(frames, facts.frameRate).toFixed(2)} s (${frames} frames at ${rateLabel(facts.frameRate)})`;
}
