/** All that a fake project holds, as plain data: an undo step is a copy of it. Times are ticks. */
export interface ProjectState {
  items: ItemData[];
  sequences: SequenceData[];
}

export interface ItemData {
  id: string;
  name: string;
  kind: "root" | "bin" | "clip" | "sequence";
  parent: string;
  path: string;
  label: number;
  xmp: string;
  inPoint: bigint;
  outPoint: bigint;
  duration: bigint;
  hasVideo: boolean;
  hasAudio: boolean;
  offline: boolean;
}

export interface SequenceData {
  id: string;
  name: string;
  ticksPerFrame: bigint;
  width: number;
  height: number;
  aspect: string;
  display: number;
  playhead: bigint;
  inPoint: bigint;
  outPoint: bigint;
  zero: bigint;
  video: TrackData[];
  audio: TrackData[];
}

export interface TrackData {
  id: number;
  name: string;
  locked: boolean;
  clips: ClipData[];
}

export interface ClipData {
  id: string;
  item: string;
  name: string;
  start: bigint;
  end: bigint;
  inPoint: bigint;
  speed: number;
  reversed: boolean;
  selected: boolean;
}

export function lengthOf(clip: ClipData): bigint {
  return clip.end - clip.start;
}

/** Takes [start, end) out of a track, as an overwrite does: what lies across an edge is trimmed, what lies across both is split. */
export function clear(track: TrackData, start: bigint, end: bigint, newId: () => string): void {
  track.clips = track.clips.flatMap((clip) => {
    if (clip.end <= start || clip.start >= end) {
      return [clip];
    }

    const head = clip.start < start ? [{ ...clip, end: start }] : [];
    const tail = clip.end > end ? [{ ...clip, id: newId(), start: end, inPoint: clip.inPoint + (end - clip.start) }] : [];
    return [...head, ...tail];
  });
}

/** Moves what begins at `time` or later by `by`, as an insert does; a clip that lies across is split. */
export function ripple(track: TrackData, time: bigint, by: bigint, newId: () => string): void {
  track.clips = track.clips.flatMap((clip) => {
    if (clip.end <= time) {
      return [clip];
    }

    if (clip.start >= time) {
      return [{ ...clip, start: clip.start + by, end: clip.end + by }];
    }

    const tail = { ...clip, id: newId(), start: time + by, end: clip.end + by, inPoint: clip.inPoint + (time - clip.start) };
    return [{ ...clip, end: time }, tail];
  });
}
