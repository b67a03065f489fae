import { FakeProjectItem } from "./items.ts";
import { FakeProject } from "./project.ts";
import { type ClipData, clear, ripple, type SequenceData, type TrackData } from "./state.ts";
import { FakeGuid, FakeTickTime } from "./time.ts";

export type TrackKind = "video" | "audio";

export class FakeSequence {
  readonly #project: FakeProject;
  readonly #id: string;

  constructor(project: FakeProject, id: string) {
    this.#project = project;
    this.#id = id;
  }

  get guid(): FakeGuid {
    return new FakeGuid(this.#id);
  }

  get name(): string {
    return this.#data.name;
  }

  async getTimebase(): Promise<string> {
    return `${this.#data.ticksPerFrame}`;
  }

  async getSettings(): Promise<{
    getVideoFrameRect(): Promise<{ width: number; height: number }>;
    getVideoPixelAspectRatio(): Promise<string>;
  }> {
    const { width, height, aspect } = this.#data;
    return { getVideoFrameRect: async () => ({ width, height }), getVideoPixelAspectRatio: async () => aspect };
  }

  async getSequenceVideoTimeDisplayFormat(): Promise<{ type: number }> {
    return { type: this.#data.display };
  }

  async getPlayerPosition(): Promise<FakeTickTime> {
    return new FakeTickTime(this.#data.playhead);
  }

  async getInPoint(): Promise<FakeTickTime> {
    return new FakeTickTime(this.#data.inPoint);
  }

  async getOutPoint(): Promise<FakeTickTime> {
    return new FakeTickTime(this.#data.outPoint);
  }

  async getZeroPoint(): Promise<FakeTickTime> {
    return new FakeTickTime(this.#data.zero);
  }

  async getEndTime(): Promise<FakeTickTime> {
    const ends = [...this.#data.video, ...this.#data.audio].flatMap((track) => track.clips.map((clip) => clip.end));
    return new FakeTickTime(ends.reduce((last, end) => (end > last ? end : last), 0n));
  }

  async getVideoTrackCount(): Promise<number> {
    return this.#data.video.length;
  }

  async getAudioTrackCount(): Promise<number> {
    return this.#data.audio.length;
  }

  async getVideoTrack(index: number): Promise<FakeTrack> {
    return this.#track("video", index);
  }

  async getAudioTrack(index: number): Promise<FakeTrack> {
    return this.#track("audio", index);
  }

  async getSelection(): Promise<{ getTrackItems(): Promise<FakeTrackItem[]> }> {
    return {
      getTrackItems: async () =>
        (["video", "audio"] as const).flatMap((kind) =>
          this.#data[kind].flatMap((track) =>
            track.clips.filter((clip) => clip.selected).map((clip) => new FakeTrackItem(this.#project, this.#id, kind, clip.id)),
          ),
        ),
    };
  }

  #track(kind: TrackKind, index: number): FakeTrack {
    const track = this.#data[kind][index];
    if (!track) {
      throw new Error(`There is no ${kind} track ${index}.`);
    }

    return new FakeTrack(this.#project, this.#id, kind, track.id);
  }

  get #data(): SequenceData {
    return FakeSequence.dataOf(this.#project, this.#id);
  }

  static dataOf(project: FakeProject, id: string): SequenceData {
    const data = FakeProject.stateOf(project).sequences.find((sequence) => sequence.id === id);
    if (!data) {
      throw new Error("The sequence is gone.");
    }

    return data;
  }

  static placeOf(sequence: FakeSequence): { project: FakeProject; id: string } {
    return { project: sequence.#project, id: sequence.#id };
  }
}

export class FakeTrack {
  readonly #data: () => TrackData;
  readonly #itemOf: (clip: ClipData) => FakeTrackItem;
  readonly #kind: TrackKind;

  constructor(project: FakeProject, sequence: string, kind: TrackKind, id: number) {
    this.#data = () => FakeSequence.dataOf(project, sequence)[kind].find((track) => track.id === id)!;
    this.#itemOf = (clip) => new FakeTrackItem(project, sequence, kind, clip.id);
    this.#kind = kind;
  }

  get name(): string {
    return this.#data().name;
  }

  async getMediaType(): Promise<FakeGuid> {
    return new FakeGuid(this.#kind);
  }

  getTrackItems(type: number, _includeEmpty: boolean): FakeTrackItem[] {
    return type === 1 ? this.#data().clips.map(this.#itemOf) : [];
  }
}

export class FakeTrackItem {
  readonly #project: FakeProject;
  readonly #sequence: string;
  readonly #kind: TrackKind;
  readonly #id: string;

  constructor(project: FakeProject, sequence: string, kind: TrackKind, id: string) {
    this.#project = project;
    this.#sequence = sequence;
    this.#kind = kind;
    this.#id = id;
  }

  async getName(): Promise<string> {
    return this.#data.name;
  }

  async getStartTime(): Promise<FakeTickTime> {
    return new FakeTickTime(this.#data.start);
  }

  async getEndTime(): Promise<FakeTickTime> {
    return new FakeTickTime(this.#data.end);
  }

  async getInPoint(): Promise<FakeTickTime> {
    return new FakeTickTime(this.#data.inPoint);
  }

  async getOutPoint(): Promise<FakeTickTime> {
    return new FakeTickTime(this.#data.inPoint + this.#data.end - this.#data.start);
  }

  async getSpeed(): Promise<number> {
    return this.#data.speed;
  }

  async isSpeedReversed(): Promise<number> {
    return this.#data.reversed ? 1 : 0;
  }

  async getMediaType(): Promise<FakeGuid> {
    return new FakeGuid(this.#kind);
  }

  async getTrackIndex(): Promise<number> {
    return FakeSequence.dataOf(this.#project, this.#sequence)[this.#kind].findIndex((track) =>
      track.clips.some((clip) => clip.id === this.#id),
    );
  }

  async getProjectItem(): Promise<FakeProjectItem> {
    return new FakeProjectItem(this.#project, this.#data.item);
  }

  get #data(): ClipData {
    const tracks = FakeSequence.dataOf(this.#project, this.#sequence)[this.#kind];
    const clip = tracks.flatMap((track) => track.clips).find((candidate) => candidate.id === this.#id);
    if (!clip) {
      throw new Error("The track item is gone.");
    }

    return clip;
  }
}

/** Edits a sequence with the host's ways: locked tracks take nothing in silence, a movie brings its sound, an insert ripples. */
export class FakeSequenceEditor {
  readonly #project: FakeProject;
  readonly #id: string;

  constructor(sequence: FakeSequence) {
    const { project, id } = FakeSequence.placeOf(sequence);
    this.#project = project;
    this.#id = id;
  }

  createOverwriteItemAction(item: FakeProjectItem, time: FakeTickTime, video: number, audio: number): object {
    return FakeProject.action(this.#project, () => {
      for (const [kind, index] of this.#parts(item, video, audio)) {
        // Only an insert is said to make tracks.
        this.#put(this.#sequence[kind][index], item, BigInt(time.ticks), (track, start, end) =>
          clear(track, start, end, this.#newId),
        );
      }
    });
  }

  createInsertProjectItemAction(
    item: FakeProjectItem,
    time: FakeTickTime,
    video: number,
    audio: number,
    limitShift: boolean,
  ): object {
    return FakeProject.action(this.#project, () => {
      const parts = this.#parts(item, video, audio).map(([kind, index]) => [kind, this.#trackFor(kind, index)] as const);
      const targets = new Set(parts.map(([, track]) => track));
      const start = BigInt(time.ticks);
      const data = FakeProject.itemOf(this.#project, item.getId());
      if (!limitShift) {
        for (const track of [...this.#sequence.video, ...this.#sequence.audio].filter((other) => !targets.has(other))) {
          ripple(track, start, data.outPoint - data.inPoint, this.#newId);
        }
      }

      for (const [, track] of parts) {
        this.#put(track, item, start, (target, from, to) => ripple(target, from, to - from, this.#newId));
      }
    });
  }

  #parts(item: FakeProjectItem, video: number, audio: number): [TrackKind, number][] {
    const { hasVideo, hasAudio } = FakeProject.itemOf(this.#project, item.getId());
    return [
      ...(hasVideo ? [["video", video] as [TrackKind, number]] : []),
      ...(hasAudio ? [["audio", audio] as [TrackKind, number]] : []),
    ];
  }

  // "Greater than the number of existing tracks" makes one; the number itself is read as the last track, the worst that it could mean.
  #trackFor(kind: TrackKind, index: number): TrackData {
    const tracks = this.#sequence[kind];
    if (index > tracks.length) {
      const id = 1000 + tracks.length;
      tracks.push({ id, name: `${kind === "video" ? "Video" : "Audio"} ${tracks.length + 1}`, locked: false, clips: [] });
      return tracks[tracks.length - 1]!;
    }

    return tracks[Math.min(index, tracks.length - 1)]!;
  }

  #put(
    track: TrackData | undefined,
    item: FakeProjectItem,
    start: bigint,
    makeRoom: (track: TrackData, start: bigint, end: bigint) => void,
  ): void {
    if (!track || track.locked) {
      return;
    }

    const data = FakeProject.itemOf(this.#project, item.getId());
    const end = start + data.outPoint - data.inPoint;
    makeRoom(track, start, end);
    track.clips.push({
      id: this.#newId(),
      item: data.id,
      name: data.name,
      start,
      end,
      inPoint: data.inPoint,
      speed: 1,
      reversed: false,
      selected: false,
    });
  }

  get #sequence(): SequenceData {
    return FakeSequence.dataOf(this.#project, this.#id);
  }

  readonly #newId = (): string => FakeProject.newId(this.#project);
}
