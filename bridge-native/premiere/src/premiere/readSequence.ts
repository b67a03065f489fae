import type {
  AudioClipTrackItem,
  Project,
  ProjectItem,
  Sequence,
  TickTime,
  VideoClipTrackItem,
  premierepro,
} from "@adobe/premierepro";
import type { ClipFacts, ClipSource, FrameRange, SequenceFacts, TrackFacts } from "../sequence/facts.ts";
import { type FrameRate, frameAt, fromTicksPerFrame, secondsOfTicks } from "../timing/frameRate.ts";
import { allowsDropFrame } from "../timing/timecode.ts";

/** Why there is no sequence to read. */
export type Absence = "noProject" | "noSequence";

export interface OpenSequence {
  readonly project: Project;
  readonly sequence: Sequence;
  readonly facts: SequenceFacts;
}

type TrackItem = VideoClipTrackItem | AudioClipTrackItem;

const CLIP_ITEMS = 1;
const LOOKS_PER_READING = 8;

/** The host's codes of display formats with drop-frame numbers, 29.97 and 59.94; its list of names holds the first alone. */
const DROP_FRAME_DISPLAYS: readonly number[] = [102, 106];

/**
 * Reads the active sequence. Sources are read for the selected clips and for those beside the playhead only.
 *
 * @param cache Spares the reading of all clips while nothing seems to have changed; what is to be exact is read without one.
 */
export async function readActiveSequence(ppro: premierepro, cache?: TrackCache): Promise<OpenSequence | Absence> {
  const project = await orNull(() => ppro.Project.getActiveProject());
  if (!project) {
    return "noProject";
  }

  const sequence = await orNull(() => project.getActiveSequence());
  return sequence ? { project, sequence, facts: await readSequence(ppro, project, sequence, cache) } : "noSequence";
}

export async function readSequence(
  ppro: premierepro,
  project: Project,
  sequence: Sequence,
  cache?: TrackCache,
): Promise<SequenceFacts> {
  const settings = await sequence.getSettings();
  const [timebase, rect, aspect, display, playhead, inPoint, outPoint, zero, end, selected] = await Promise.all([
    sequence.getTimebase(),
    settings.getVideoFrameRect(),
    settings.getVideoPixelAspectRatio(),
    sequence.getSequenceVideoTimeDisplayFormat(),
    sequence.getPlayerPosition(),
    sequence.getInPoint(),
    sequence.getOutPoint(),
    sequence.getZeroPoint(),
    sequence.getEndTime(),
    readSelection(sequence),
  ]);
  const rate = fromTicksPerFrame(timebase);
  const playheadFrame = frameOf(playhead, rate);
  const [videoTracks, audioTracks] = await Promise.all([
    openTracks(await sequence.getVideoTrackCount(), (index) => sequence.getVideoTrack(index)),
    openTracks(await sequence.getAudioTrackCount(), (index) => sequence.getAudioTrack(index)),
  ]).then((opened) => {
    const read = async (): Promise<[ReadTrack[], ReadTrack[]]> => [
      await readTracks(opened[0], rate),
      await readTracks(opened[1], rate),
    ];
    const state = [
      sequence.guid.toString(),
      timebase,
      end.ticks,
      ...opened.map((tracks) => tracks.map((track) => countOf(track)).join()),
    ];
    return cache ? cache.tracks(state.join(" "), read) : read();
  });
  const wanted = new Map<TrackItem, ClipFacts>();
  const selection: TrackItem[] = [];
  for (const track of videoTracks) {
    for (const item of besidePlayhead(track, playheadFrame)) {
      wanted.set(item.item, item.facts);
    }

    for (const { item, facts } of track.items) {
      if (selected.has(placeOf(facts))) {
        wanted.set(item, facts);
        selection.push(item);
      }
    }
  }

  const sources = new Map<ClipFacts, ClipFacts>();
  for (const [item, facts] of wanted) {
    sources.set(facts, { ...facts, source: await readSource(ppro, item, facts, rate) });
  }

  const withSources = (track: ReadTrack): TrackFacts => ({
    ...track.facts,
    clips: track.facts.clips.map((clip) => sources.get(clip) ?? clip),
  });
  const endFrame = frameOf(end, rate);
  return {
    projectId: project.guid.toString(),
    projectName: project.name,
    projectPath: project.path,
    sequenceId: sequence.guid.toString(),
    sequenceName: sequence.name,
    frameRate: rate,
    dropFrame:
      allowsDropFrame(rate) &&
      [...DROP_FRAME_DISPLAYS, ppro.Constants.VideoDisplayFormatType.FPS_29_97 as number].includes(display.type),
    zeroFrame: frameOf(zero, rate),
    width: Math.round(rect.width),
    height: Math.round(rect.height),
    pixelAspect: readAspect(aspect),
    playhead: playheadFrame,
    range: rangeOf(inPoint, outPoint, endFrame, rate),
    end: endFrame,
    videoTracks: videoTracks.map(withSources),
    audioTracks: audioTracks.map((track) => track.facts),
    selection: selection.map((item) => sources.get(wanted.get(item)!)!),
  };
}

interface ReadTrack {
  readonly facts: TrackFacts;
  readonly items: readonly { readonly item: TrackItem; readonly facts: ClipFacts }[];
}

interface HostTrack {
  readonly name: string;
  getTrackItems(type: number, includeEmpty: boolean): TrackItem[];
}

/**
 * The clips of a sequence as they were read a moment ago. The host tells three times of every clip by calls of their own, so a
 * long sequence cannot be read twice a second; a clip that was only moved is seen after a few looks.
 */
export class TrackCache {
  #state = "";
  #looks = 0;
  #tracks: [ReadTrack[], ReadTrack[]] = [[], []];

  /** @internal */
  async tracks(state: string, read: () => Promise<[ReadTrack[], ReadTrack[]]>): Promise<[ReadTrack[], ReadTrack[]]> {
    if (state !== this.#state || ++this.#looks > LOOKS_PER_READING) {
      this.#tracks = await read();
      this.#state = state;
      this.#looks = 0;
    }

    return this.#tracks;
  }
}

async function openTracks(count: number, trackAt: (index: number) => Promise<HostTrack>): Promise<HostTrack[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => trackAt(index)));
}

function countOf(track: HostTrack): number {
  return track.getTrackItems(CLIP_ITEMS, false).length;
}

async function readTracks(opened: readonly HostTrack[], rate: FrameRate): Promise<ReadTrack[]> {
  const tracks: ReadTrack[] = [];
  for (const [index, track] of opened.entries()) {
    const items = await Promise.all(
      track.getTrackItems(CLIP_ITEMS, false).map(async (item) => {
        const [start, end, name] = await Promise.all([item.getStartTime(), item.getEndTime(), item.getName()]);
        return { item, facts: { name, track: index, start: frameOf(start, rate), end: frameOf(end, rate), source: null } };
      }),
    );
    items.sort((a, b) => a.facts.start - b.facts.start);
    tracks.push({ facts: { index, name: track.name, clips: items.map((item) => item.facts) }, items });
  }

  return tracks;
}

/** Where the selected items of video tracks lie. */
async function readSelection(sequence: Sequence): Promise<ReadonlySet<string>> {
  const selection = await orNull(() => sequence.getSelection());
  const items = selection ? await selection.getTrackItems() : [];
  const video =
    (await sequence.getVideoTrackCount()) > 0 ? (await (await sequence.getVideoTrack(0)).getMediaType()).toString() : "";
  const rate = fromTicksPerFrame(await sequence.getTimebase());
  const places = new Set<string>();
  for (const item of items) {
    // A linked clip selects its sound as well, and that has a start and a track number just like this.
    if ((await item.getMediaType()).toString() === video) {
      places.add(placeOf({ track: await item.getTrackIndex(), start: frameOf(await item.getStartTime(), rate) }));
    }
  }

  return places;
}

function placeOf(clip: { readonly track: number; readonly start: number }): string {
  return `${clip.track}:${clip.start}`;
}

function besidePlayhead(track: ReadTrack, playhead: number): readonly { readonly item: TrackItem; readonly facts: ClipFacts }[] {
  const before = track.items.filter((entry) => entry.facts.end <= playhead).slice(-1);
  const after = track.items.filter((entry) => entry.facts.start > playhead).slice(0, 1);
  return [...before, ...after];
}

async function readSource(ppro: premierepro, item: TrackItem, clip: ClipFacts, rate: FrameRate): Promise<ClipSource> {
  const projectItem = await orNull(() => item.getProjectItem());
  const media = projectItem ? await orNull(() => mediaOf(ppro, projectItem)) : null;
  const [inPoint, outPoint, speed, reversed] = await Promise.all([
    item.getInPoint(),
    item.getOutPoint(),
    item.getSpeed(),
    item.isSpeedReversed(),
  ]);
  const inSeconds = secondsOfTicks(ticksOfTime(inPoint));
  return {
    path: media?.path ?? "",
    inSeconds,
    // The out point is read too, but the length on the track is what the viewer sees.
    outSeconds:
      speed === 1
        ? inSeconds + ((clip.end - clip.start) * rate.denominator) / rate.numerator
        : secondsOfTicks(ticksOfTime(outPoint)),
    mediaSeconds: media?.seconds ?? 0,
    speed,
    reversed: Number(reversed) !== 0,
    offline: media?.offline ?? false,
    hasMedia: media !== null,
  };
}

async function mediaOf(
  ppro: premierepro,
  item: ProjectItem,
): Promise<{ path: string; seconds: number; offline: boolean } | null> {
  const clip = ppro.ClipProjectItem.cast(item);
  if (!clip || (await clip.isSequence())) {
    return null;
  }

  const [path, offline, media] = await Promise.all([clip.getMediaFilePath(), clip.isOffline(), orNull(() => clip.getMedia())]);
  return { path, offline, seconds: media ? secondsOfTicks(await ticksOfProperty(media.duration)) : 0 };
}

/** The host's later betas turn some properties into functions; both are read. */
export async function ticksOfProperty(value: TickTime | (() => TickTime | Promise<TickTime>)): Promise<bigint> {
  return ticksOfTime(typeof value === "function" && !("ticks" in value) ? await value() : (value as TickTime));
}

export function ticksOfTime(time: TickTime): bigint {
  return BigInt(time.ticks);
}

function frameOf(time: TickTime, rate: FrameRate): number {
  return frameAt(ticksOfTime(time), rate);
}

/** Without an in or out point the host answers with the sequence's ends, or with a time far below 0. */
function rangeOf(inPoint: TickTime, outPoint: TickTime, end: number, rate: FrameRate): FrameRange | null {
  const start = frameOf(inPoint, rate);
  const stop = frameOf(outPoint, rate);
  const whole = start <= 0 && stop >= end;
  return start < 0 || stop <= start || whole ? null : { start, end: stop };
}

/** "1.0", or "1.4587 (…)", or "16:11" as versions of the host have written it. */
function readAspect(text: string): number {
  const ratio = /^\s*([0-9.]+)\s*[:/]\s*([0-9.]+)/.exec(text);
  const value = ratio ? Number(ratio[1]) / Number(ratio[2]) : parseFloat(text);
  return Number.isFinite(value) && value > 0 ? value : 1;
}

async function orNull<T>(read: () => Promise<T> | T): Promise<T | null> {
  try {
    return (await read()) ?? null;
  } catch {
    return null;
  }
}
