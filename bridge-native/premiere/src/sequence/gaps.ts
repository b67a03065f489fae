import type { ClipFacts, FrameRange, TrackFacts } from "./facts.ts";

/** A stretch of a track without clips, and the clips beside it. */
export interface Gap extends FrameRange {
  readonly track: number;
  readonly before: ClipFacts | null;
  /** Null at the track's open end; `end` is then Infinity. */
  readonly after: ClipFacts | null;
}

/** The gap of `track` that holds `frame`; null when a clip is there. */
export function gapAt(track: TrackFacts, frame: number): Gap | null {
  let before: ClipFacts | null = null;
  let after: ClipFacts | null = null;
  for (const clip of track.clips) {
    if (clip.start <= frame && frame < clip.end) {
      return null;
    }

    if (clip.end <= frame && (!before || clip.end > before.end)) {
      before = clip;
    } else if (clip.start > frame && (!after || clip.start < after.start)) {
      after = clip;
    }
  }

  return { track: track.index, start: before?.end ?? 0, end: after?.start ?? Infinity, before, after };
}

export function isFree(track: TrackFacts, range: FrameRange): boolean {
  return track.clips.every((clip) => clip.end <= range.start || range.end <= clip.start);
}

export function clipAt(track: TrackFacts, frame: number): ClipFacts | null {
  return track.clips.find((clip) => clip.start <= frame && frame < clip.end) ?? null;
}
