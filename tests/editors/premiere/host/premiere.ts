import type * as real from "@adobe/premierepro";
import { FakeClipItem, FakeFolder, FakeItem, FakeProjectItem } from "./items.ts";
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
        cast: (item: FakeItem): FakeProjectItem => new FakeProjectItem(FakeItem.projectOf(item), FakeItem.idOf(item)),
      },
      FolderItem: { cast: (item: FakeItem): FakeFolder => new FakeFolder(FakeItem.projectOf(item), FakeItem.idOf(item)) },
      ClipProjectItem: {
        cast: (item: FakeItem): FakeClipItem => new FakeClipItem(FakeItem.projectOf(item), FakeItem.idOf(item)),
      },
      SequenceEditor: { getEditor: (sequence: FakeSequence): FakeSequenceEditor => new FakeSequenceEditor(sequence) },
      Metadata: {
        getXMPMetadata: async (item: FakeProjectItem): Promise<string> => FakeItem.dataOf(item).xmp,
        createSetXMPMetadataAction: (item: FakeProjectItem, packet: string): object =>
          FakeItem.change(item, (data) => {
            data.xmp = packet;
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
