import type { AudioTrack, Project, ProjectItem, Sequence, VideoTrack, premierepro } from "@adobe/premierepro";
import {
  NOTHING_TRIED,
  type PlacementHistory,
  type PlacementPlan,
  planPlacement,
  type TrackChoice,
} from "../placement/placementPlan.ts";
import type { StemKind } from "../request/shotRequest.ts";
import type { FrameRange, SequenceFacts, TrackFacts } from "../sequence/facts.ts";
import { type FrameRate, frameAt, rateLabel, sameRate, ticksOf } from "../timing/frameRate.ts";
import type { ImportedShot } from "./importShot.ts";
import { readSequence, ticksOfProperty, ticksOfTime } from "./readSequence.ts";
import { type ActionMaker, transact } from "./transaction.ts";

/** Where a shot was asked for. Kept with its job, for the sequence may look different when it is finished. */
export interface PlacementIntent extends FrameRange {
  readonly track: number;
  readonly headHandle: number;
  readonly frameRate: FrameRate;
}

export interface PlacementResult {
  readonly placed: boolean;
  /** For the user: what was done, or why nothing was. */
  readonly message: string;
}

const CLIP_ITEMS = 1;

// Each try leaves out the tracks that took nothing; more locked tracks than this are the user's wish to be left alone.
const TRIES = 6;

/** Puts picture and stems on tracks that are free, in one undo step, and reads back what the host made of it. */
export async function placeShot(
  ppro: premierepro,
  project: Project,
  sequence: Sequence,
  name: string,
  shot: ImportedShot,
  intent: PlacementIntent,
): Promise<PlacementResult> {
  let facts = await readSequence(ppro, project, sequence);
  if (!sameRate(facts.frameRate, intent.frameRate)) {
    transact(project, `Sora2: name ${name}`, shot.dress);
    return {
      placed: false,
      message:
        `"${facts.sequenceName}" runs at ${rateLabel(facts.frameRate)} now and the shot at ${rateLabel(intent.frameRate)}: ` +
        "it is in the bin and was not placed.",
    };
  }

  const media = await mediaFrames(ppro, shot.picture, intent.frameRate);
  const visible = Math.min(intent.end - intent.start, Math.max(0, media - intent.headHandle));
  if (visible === 0) {
    throw new Error(`${name} has ${media} frames, fewer than its handle.`);
  }

  const trims = media === visible ? [] : trimming(ppro, shot, intent.headHandle, visible, intent.frameRate);
  let dress = shot.dress;
  if (trims.length > 0) {
    // The host may measure an item when the placing action is made: trimmed ones must be trimmed before.
    transact(project, `Sora2: name and trim ${name}`, [...dress, ...trims]);
    dress = [];
  }

  const range = { start: intent.start, end: intent.start + visible };
  const wish = { ...range, track: intent.track, hasSound: shot.hasSound, stems: shot.stems.map((stem) => stem.kind) };
  let history: PlacementHistory = NOTHING_TRIED;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const plan = planPlacement(facts.videoTracks, facts.audioTracks, wish, history);
    const before = facts;
    const makers = await placing(ppro, sequence, facts, plan, shot, range.start);
    if (!transact(project, `Sora2: place ${name}`, [...dress, ...makers.actions], makers.stillTrue)) {
      facts = await readSequence(ppro, project, sequence);
      continue;
    }

    dress = [];
    facts = await readSequence(ppro, project, sequence);
    if (!keepsClips(before, facts, range)) {
      return { placed: true, message: "Premiere moved other clips while it placed the shot. Undo once to have them back." };
    }

    history = await readBack(sequence, plan, shot, range, history, intent.frameRate);
    if (history.pictureAt !== null && wish.stems.every((kind) => history.stemsAt.has(kind))) {
      const passed = [...history.deafVideo]
        .map((index) => `V${index + 1}`)
        .concat([...history.deafAudio].map((index) => `A${index + 1}`));
      const locked = passed.length > 0 ? ` ${passed.join(", ")} took nothing (locked?) and was passed by.` : "";
      return { placed: true, message: `On V${history.pictureAt + 1}.${locked}` };
    }
  }

  return {
    placed: history.pictureAt !== null,
    message: "Premiere took the shot into the bin, but not onto the tracks. Are they locked?",
  };
}

async function placing(
  ppro: premierepro,
  sequence: Sequence,
  facts: SequenceFacts,
  plan: PlacementPlan,
  shot: ImportedShot,
  start: number,
): Promise<{ actions: ActionMaker[]; stillTrue: () => boolean }> {
  const editor = ppro.SequenceEditor.getEditor(sequence);
  const time = ppro.TickTime.createWithTicks(ticksOf(start, facts.frameRate).toString());
  const tracks = { video: facts.videoTracks.length, audio: facts.audioTracks.length };
  const actions: ActionMaker[] = [];
  const itemOf = (kind: StemKind): ProjectItem => shot.stems.find((stem) => stem.kind === kind)!.item;
  const anyVideo = { index: 0, isNew: false };
  if (plan.picture) {
    let mix = plan.mix ?? { index: 0, isNew: false };
    if (mix.isNew && !plan.picture.isNew) {
      // The new track is made with the stem alone: an insert of the picture would move what follows it on its own track.
      actions.push(putting(editor, itemOf(plan.stems[0]!.kind), time, anyVideo, mix));
      mix = { index: mix.index, isNew: false };
    }

    actions.push(putting(editor, shot.picture, time, plan.picture, mix));
  }

  for (const stem of plan.stems) {
    // The track of the mix was made a moment before.
    const made = plan.mix?.isNew === true && stem.choice.index === plan.mix.index;
    actions.push(
      putting(editor, itemOf(stem.kind), time, anyVideo, made ? { index: stem.choice.index, isNew: false } : stem.choice),
    );
  }

  const watched = await Promise.all([
    ...facts.videoTracks.map(async (track) => [await sequence.getVideoTrack(track.index), track] as const),
    ...facts.audioTracks.map(async (track) => [await sequence.getAudioTrack(track.index), track] as const),
  ]);
  const counts = await Promise.all([sequence.getVideoTrackCount(), sequence.getAudioTrackCount()]);
  return {
    actions,
    // Times cannot be read while the project is locked; an edit since the reading shows in the number of items almost always.
    stillTrue: () =>
      counts[0] === tracks.video &&
      counts[1] === tracks.audio &&
      watched.every(([track, read]) => countOf(track) === read.clips.length),
  };
}

function putting(
  editor: ReturnType<premierepro["SequenceEditor"]["getEditor"]>,
  item: ProjectItem,
  time: ReturnType<premierepro["TickTime"]["createWithTicks"]>,
  video: TrackChoice,
  audio: TrackChoice,
): ActionMaker {
  if (!video.isNew && !audio.isNew) {
    // The range is free, so nothing is overwritten; an insert would push later clips along.
    return () => editor.createOverwriteItemAction(item, time, video.index, audio.index);
  }

  // A number greater than that of the tracks makes a new one: one more than the position, for that is greater by any counting.
  const past = (choice: TrackChoice): number => (choice.isNew ? choice.index + 1 : choice.index);
  return () => editor.createInsertProjectItemAction(item, time, past(video), past(audio), true);
}

function trimming(ppro: premierepro, shot: ImportedShot, head: number, visible: number, rate: FrameRate): ActionMaker[] {
  const from = ppro.TickTime.createWithTicks(ticksOf(head, rate).toString());
  const to = ppro.TickTime.createWithTicks(ticksOf(head + visible, rate).toString());
  return [shot.picture, ...shot.stems.map((stem) => stem.item)].map((item) => {
    const clip = ppro.ClipProjectItem.cast(item);
    return () => clip.createSetInOutPointsAction(from, to);
  });
}

async function mediaFrames(ppro: premierepro, item: ProjectItem, rate: FrameRate): Promise<number> {
  const media = await ppro.ClipProjectItem.cast(item).getMedia();
  return frameAt(await ticksOfProperty(media.duration), rate);
}

/** Which pieces lie where they should now, and which tracks took nothing. */
async function readBack(
  sequence: Sequence,
  plan: PlacementPlan,
  shot: ImportedShot,
  range: FrameRange,
  history: PlacementHistory,
  rate: FrameRate,
): Promise<PlacementHistory> {
  const deafVideo = new Set(history.deafVideo);
  const deafAudio = new Set(history.deafAudio);
  const stemsAt = new Map<StemKind, number>(history.stemsAt);
  let pictureAt = history.pictureAt;
  if (plan.picture) {
    const lies = await liesOn(sequence, "video", plan.picture.index, shot.picture, range, rate);
    pictureAt = lies ? plan.picture.index : null;
    if (!lies) {
      deafVideo.add(plan.picture.index);
    }
  }

  for (const { kind, choice } of plan.stems) {
    const item = shot.stems.find((stem) => stem.kind === kind)!.item;
    if (await liesOn(sequence, "audio", choice.index, item, range, rate)) {
      stemsAt.set(kind, choice.index);
    } else {
      deafAudio.add(choice.index);
    }
  }

  return { deafVideo, deafAudio, pictureAt, stemsAt };
}

async function liesOn(
  sequence: Sequence,
  kind: "video" | "audio",
  index: number,
  item: ProjectItem,
  range: FrameRange,
  rate: FrameRate,
): Promise<boolean> {
  const count = kind === "video" ? await sequence.getVideoTrackCount() : await sequence.getAudioTrackCount();
  if (index >= count) {
    return false;
  }

  const track = kind === "video" ? await sequence.getVideoTrack(index) : await sequence.getAudioTrack(index);
  for (const placed of track.getTrackItems(CLIP_ITEMS, false)) {
    const start = frameAt(ticksOfTime(await placed.getStartTime()), rate);
    if (start === range.start && (await placed.getProjectItem()).getId() === item.getId()) {
      return true;
    }
  }

  return false;
}

/** Whether every clip that was there is still where it was. */
function keepsClips(before: SequenceFacts, after: SequenceFacts, range: FrameRange): boolean {
  const keeps = (earlier: readonly TrackFacts[], later: readonly TrackFacts[]): boolean =>
    earlier.every((track) =>
      track.clips.every((clip) => {
        const own = clip.start === range.start && clip.end === range.end;
        return (
          own ||
          later[track.index]?.clips.some((now) => now.start === clip.start && now.end === clip.end && now.name === clip.name)
        );
      }),
    );
  return keeps(before.videoTracks, after.videoTracks) && keeps(before.audioTracks, after.audioTracks);
}

function countOf(track: VideoTrack | AudioTrack): number {
  return track.getTrackItems(CLIP_ITEMS, false).length;
}
