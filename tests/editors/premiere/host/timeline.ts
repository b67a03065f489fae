import { ticksOf, type FrameRate, frameRate, TICKS_PER_SECOND } from "../../../../bridge-native/premiere/src/timing/frameRate.ts";
import { FakePremiere, trapsOf } from "./premiere.ts";
import { blankItem, FakeProject } from "./project.ts";
import type { SequenceData, TrackData } from "./state.ts";

/** A clip of a test's sequence, in frames. */
export interface TestClip {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly selected?: boolean;
  readonly sourceStart?: number;
  readonly speed?: number;
  readonly reversed?: boolean;
  readonly offline?: boolean;
  readonly nested?: boolean;
  readonly path?: string;
}

export interface TestSequence {
  readonly rate?: FrameRate;
  readonly width?: number;
  readonly height?: number;
  readonly zero?: number;
  readonly display?: number;
  readonly playhead?: number;
  readonly range?: readonly [number, number];
  readonly video?: readonly (readonly TestClip[])[];
  readonly audio?: readonly (readonly TestClip[])[];
  readonly audioNames?: readonly string[];
}

/** A host with one open project and one sequence. */
export function openHost(
  sequence: TestSequence = {},
  projectPath = "/Users/ann/Film/Küste 2.prproj",
): { host: FakePremiere; project: FakeProject; sequence: SequenceData } {
  const host = new FakePremiere();
  const project = new FakeProject(projectPath.slice(projectPath.lastIndexOf("/") + 1), projectPath, "project-1");
  trapsOf(project);
  host.active = project;
  const data = addSequence(project, sequence);
  return { host, project, sequence: data };
}

export function addSequence(project: FakeProject, wish: TestSequence, id = "sequence-1"): SequenceData {
  const rate = wish.rate ?? frameRate(25);
  const at = (frame: number): bigint => ticksOf(frame, rate);
  let number = 0;
  const trackOf = (kind: string, clips: readonly TestClip[], index: number, name?: string): TrackData => ({
    id: kind === "video" ? index : 100 + index,
    name: name ?? `${kind === "video" ? "Video" : "Audio"} ${index + 1}`,
    locked: false,
    clips: clips.map((clip) => {
      const item = `media-${id}-${kind}-${index}-${++number}`;
      FakeProject.stateOf(project).items.push({
        ...blankItem(item, clip.name, clip.nested ? "sequence" : "clip", "root"),
        path: clip.nested ? "" : (clip.path ?? `/Users/ann/Film/Rushes/${clip.name}.mov`),
        duration: 600n * TICKS_PER_SECOND,
        outPoint: 600n * TICKS_PER_SECOND,
        hasVideo: kind === "video",
        hasAudio: kind === "audio",
        offline: clip.offline ?? false,
      });
      return {
        id: `clip-${id}-${kind}-${index}-${number}`,
        item,
        name: clip.name,
        start: at(clip.start),
        end: at(clip.end),
        inPoint: at(clip.sourceStart ?? 0),
        speed: clip.speed ?? 1,
        reversed: clip.reversed ?? false,
        selected: clip.selected ?? false,
      };
    }),
  });
  const data: SequenceData = {
    id,
    name: "Reel 1",
    ticksPerFrame: at(1),
    width: wish.width ?? 1920,
    height: wish.height ?? 1080,
    aspect: "1.0",
    display: wish.display ?? 101,
    playhead: at(wish.playhead ?? 0),
    // What the host answers when no point is set.
    inPoint: wish.range ? at(wish.range[0]) : -400000n * TICKS_PER_SECOND,
    outPoint: wish.range ? at(wish.range[1]) : -400000n * TICKS_PER_SECOND,
    zero: at(wish.zero ?? 0),
    video: (wish.video ?? [[], [], []]).map((clips, index) => trackOf("video", clips, index)),
    audio: (wish.audio ?? [[], [], [], [], []]).map((clips, index) => trackOf("audio", clips, index, wish.audioNames?.[index])),
  };
  FakeProject.addSequence(project, data);
  return data;
}

/** The clips of a track as "NAME@start-end", in order of time. */
export function clipsOf(
  project: FakeProject,
  kind: "video" | "audio",
  index: number,
  rate = frameRate(25),
  id = "sequence-1",
): string[] {
  const track = FakeProject.stateOf(project).sequences.find((sequence) => sequence.id === id)![kind][index];
  const frame = (ticks: bigint): number =>
    Number((ticks * BigInt(rate.numerator)) / (TICKS_PER_SECOND * BigInt(rate.denominator)));
  return [...(track?.clips ?? [])]
    .sort((a, b) => Number(a.start - b.start))
    .map((clip) => `${clip.name}@${frame(clip.start)}-${frame(clip.end)}`);
}
