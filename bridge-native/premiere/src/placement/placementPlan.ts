import { STEM_SUFFIXES } from "../metadata/labels.ts";
import type { StemKind } from "../request/shotRequest.ts";
import type { FrameRange, TrackFacts } from "../sequence/facts.ts";
import { isFree } from "../sequence/gaps.ts";

/** Where every piece of a shot goes. Only free ranges and new tracks are chosen: what is there stays. */
export interface PlacementPlan {
  /** Null when the picture lies where it should already. */
  readonly picture: TrackChoice | null;
  /**
   * A movie brings its own sound, the mix of the stems, along. It is put where the first stem goes and that stem is laid over it
   * in the same step, so that nothing is heard twice. Without stems the mix stays.
   */
  readonly mix: TrackChoice | null;
  readonly stems: readonly { readonly kind: StemKind; readonly choice: TrackChoice }[];
}

export interface TrackChoice {
  /** The track's position; for a new one the position it will have. */
  readonly index: number;
  readonly isNew: boolean;
}

export interface PlacementWish extends FrameRange {
  /** The video track that is tried first. */
  readonly track: number;
  readonly hasSound: boolean;
  readonly stems: readonly StemKind[];
}

/** What an earlier try has shown. */
export interface PlacementHistory {
  /** Tracks that took nothing, most likely because they are locked, which the host does not tell. */
  readonly deafVideo: ReadonlySet<number>;
  readonly deafAudio: ReadonlySet<number>;
  /** Pieces that lie where they should. */
  readonly pictureAt: number | null;
  readonly stemsAt: ReadonlyMap<StemKind, number>;
}

export const NOTHING_TRIED: PlacementHistory = {
  deafVideo: new Set(),
  deafAudio: new Set(),
  pictureAt: null,
  stemsAt: new Map(),
};

export function planPlacement(
  videoTracks: readonly TrackFacts[],
  audioTracks: readonly TrackFacts[],
  wish: PlacementWish,
  history: PlacementHistory = NOTHING_TRIED,
): PlacementPlan {
  let picture = history.pictureAt === null ? pictureChoice(videoTracks, wish, history) : null;
  const audio = new AudioTracks(audioTracks, wish, history);
  const missing = wish.stems.filter((kind) => !history.stemsAt.has(kind));
  if (!picture || !wish.hasSound) {
    return { picture, mix: null, stems: missing.map((kind) => ({ kind, choice: audio.take(kind) })) };
  }

  // A new video track is made by an insert, and an insert on a track with clips moves them: its sound needs a new track too, and
  // where only the sound's track would be new and no stem can make it, the picture's is new as well.
  const cover = wish.stems[0];
  const covered = cover === undefined ? undefined : history.stemsAt.get(cover);
  if (cover === undefined && !picture.isNew && !audio.hasFree) {
    picture = newTrack(videoTracks);
  }

  if (picture.isNew || covered === undefined) {
    const mix = picture.isNew ? audio.takeNew() : audio.take(cover ?? null);
    const stems = missing.map((kind) => ({ kind, choice: kind === cover ? mix : audio.take(kind) }));
    return {
      picture,
      mix,
      stems: covered === undefined || cover === undefined ? stems : [{ kind: cover, choice: mix }, ...stems],
    };
  }

  const mix = { index: covered, isNew: false };
  return { picture, mix, stems: [{ kind: cover!, choice: mix }, ...missing.map((kind) => ({ kind, choice: audio.take(kind) }))] };
}

function pictureChoice(tracks: readonly TrackFacts[], wish: PlacementWish, history: PlacementHistory): TrackChoice {
  const free = tracks.filter((track) => !history.deafVideo.has(track.index) && isFree(track, wish));
  // Upwards from the wished track, for a lower one would be hidden by it.
  const found = free.find((track) => track.index >= wish.track);
  return found ? { index: found.index, isNew: false } : newTrack(tracks);
}

function newTrack(tracks: readonly TrackFacts[]): TrackChoice {
  return { index: tracks.length, isNew: true };
}

/** Hands out free audio tracks, each once: one named like the stem before others, a new one when none is left. */
class AudioTracks {
  readonly #free: TrackFacts[];
  #next: number;

  constructor(tracks: readonly TrackFacts[], range: FrameRange, history: PlacementHistory) {
    const taken = new Set([...history.stemsAt.values(), ...history.deafAudio]);
    this.#free = tracks.filter((track) => !taken.has(track.index) && isFree(track, range));
    this.#next = tracks.length;
  }

  get hasFree(): boolean {
    return this.#free.length > 0;
  }

  take(kind: StemKind | null): TrackChoice {
    const named = kind === null ? -1 : this.#free.findIndex((track) => isNamedLike(track.name, kind));
    // A track with another stem's name is left to that stem as long as there is one without.
    const plain = this.#free.findIndex(
      (track) => !Object.keys(STEM_SUFFIXES).some((other) => isNamedLike(track.name, other as StemKind)),
    );
    const at = named >= 0 ? named : plain >= 0 ? plain : 0;
    const track = this.#free[at];
    if (!track) {
      return this.takeNew();
    }

    this.#free.splice(at, 1);
    return { index: track.index, isNew: false };
  }

  takeNew(): TrackChoice {
    return { index: this.#next++, isNew: true };
  }
}

function isNamedLike(trackName: string, kind: StemKind): boolean {
  const words = trackName.toUpperCase().split(/[^A-Z]+/);
  return words.includes(kind.toUpperCase()) || words.includes(STEM_SUFFIXES[kind]);
}
