import type * as real from "@adobe/premierepro";
import { FakeClipItem, FakeFolder, FakeProjectItem } from "./items.ts";
import { FakeProject, type Traps } from "./project.ts";
import { FakeSequence, FakeSequenceEditor, FakeTrack, FakeTrackItem } from "./sequence.ts";
import { type FakeTickTime, TickTime } from "./time.ts";

/** The module "premierepro" as the panel finds it at run time, with a project to work on. */
export class FakePremiere {
  active: FakeProject | null = null;
  readonly listeners = new Map<string, (() => void)[]>();

  get module(): real.premierepro {
    const host = this;
    return {
      TickTime,
      Project: {
        async getActiveProject(): Promise<FakeProject> {
          if (!host.active) {
            throw new Error("No project is open.");
          }

          return host.active;
        },
      },
      ProjectItem: {
        TYPE_CLIP: 1,
        TYPE_BIN: 2,
        TYPE_ROOT: 3,
        cast: (item: FakeFolder | FakeClipItem): FakeProjectItem =>
          item instanceof FakeFolder
            ? new FakeProjectItem(FakeFolder.projectOf(item), FakeFolder.idOf(item))
            : new FakeProjectItem(FakeClipItem.projectOf(item), FakeClipItem.idOf(item)),
      },
      FolderItem: { cast: (item: FakeProjectItem): FakeFolder => new FakeFolder(FakeProjectItem.projectOf(item), item.getId()) },
      ClipProjectItem: {
        cast: (item: FakeProjectItem): FakeClipItem => new FakeClipItem(FakeProjectItem.projectOf(item), item.getId()),
      },
      SequenceEditor: { getEditor: (sequence: FakeSequence): FakeSequenceEditor => new FakeSequenceEditor(sequence) },
      Metadata: {
        getXMPMetadata: async (item: FakeProjectItem): Promise<string> =>
          FakeProject.itemOf(FakeProjectItem.projectOf(item), item.getId()).xmp,
        createSetXMPMetadataAction: (item: FakeProjectItem, packet: string): object =>
          FakeProject.action(FakeProjectItem.projectOf(item), () => {
            FakeProject.itemOf(FakeProjectItem.projectOf(item), item.getId()).xmp = packet;
          }),
      },
      EventManager: {
        addGlobalEventListener: (name: string, handler: () => void): void => {
          host.listeners.set(name, [...(host.listeners.get(name) ?? []), handler]);
        },
      },
      Constants: {
        ProjectEvent: { OPENED: "opened", CLOSED: "closed", ACTIVATED: "activated" },
        SequenceEvent: { ACTIVATED: "sequence", SELECTION_CHANGED: "selection" },
        VideoDisplayFormatType: { FPS_29_97: 102 },
      },
    } as unknown as real.premierepro;
  }
}

export function trapsOf(project: FakeProject): Traps {
  let traps = FakeProject.traps.get(project);
  if (!traps) {
    traps = { listingDelay: 0, ignoresTargetBin: false, readOnly: false, afterImport: () => {}, beforeLock: () => {} };
    FakeProject.traps.set(project, traps);
  }

  return traps;
}

// The fake may lack what the host has, never have what the host lacks: a name that is only here does not compile.
type OnlyIn<Fake, Real> = Exclude<keyof Fake, keyof Real>;
type Nothing<Names extends never> = Names;
export type FakeHasNothingOfItsOwn = [
  Nothing<OnlyIn<FakeProject, real.Project>>,
  Nothing<OnlyIn<FakeSequence, real.Sequence>>,
  Nothing<OnlyIn<FakeTrack, real.VideoTrack & real.AudioTrack>>,
  Nothing<OnlyIn<FakeTrackItem, real.VideoClipTrackItem & real.AudioClipTrackItem>>,
  Nothing<OnlyIn<FakeProjectItem, real.ProjectItem>>,
  Nothing<OnlyIn<FakeFolder, real.FolderItem>>,
  Nothing<OnlyIn<FakeClipItem, real.ClipProjectItem>>,
  Nothing<OnlyIn<FakeSequenceEditor, real.SequenceEditor>>,
  Nothing<OnlyIn<FakeTickTime, real.TickTime>>,
  Nothing<OnlyIn<typeof TickTime, real.TickTimeStatic>>,
];
