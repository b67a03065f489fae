import type { FrameRate } from "../timing/frameRate.ts";

/** What the active sequence is like now. All positions are frames of the sequence from its zero point. */
export interface SequenceFacts {
  readonly projectId: string;
  readonly projectName: string;
  /** Path of the project file; empty for one that was never saved. */
  readonly projectPath: string;
  readonly sequenceId: string;
  readonly sequenceName: string;
  readonly frameRate: FrameRate;
  readonly dropFrame: boolean;
  /** Timecode of the sequence's first frame, in frames since midnight. */
  readonly zeroFrame: number;
  readonly width: number;
  readonly height: number;
  /** Width of a pixel against its height. */
  readonly pixelAspect: number;
  readonly playhead: number;
  /** The range between in and out point; null when none is set. */
  readonly range: FrameRange | null;
  readonly end: number;
  readonly videoTracks: readonly TrackFacts[];
  readonly audioTracks: readonly TrackFacts[];
  /** The selected clips of video tracks. */
  readonly selection: readonly ClipFacts[];
}

/** `end` is not part of it. */
export interface FrameRange {
  readonly start: number;
  readonly end: number;
}

export interface TrackFacts {
  /** Absolute, from 0. */
  readonly index: number;
  readonly name: string;
  readonly clips: readonly ClipFacts[];
}

export interface ClipFacts extends FrameRange {
  readonly name: string;
  readonly track: number;
  /** Read only where a proposal needs it. */
  readonly source: ClipSource | null;
}

/** What a clip of the sequence shows of its media. */
export interface ClipSource {
  readonly path: string;
  /** The part that is used, in seconds from the media's start. */
  readonly inSeconds: number;
  readonly outSeconds: number;
  readonly mediaSeconds: number;
  /** 1 is as recorded. */
  readonly speed: number;
  readonly reversed: boolean;
  readonly offline: boolean;
  /** A nested sequence, a title and the like have no media of their own. */
  readonly hasMedia: boolean;
}
