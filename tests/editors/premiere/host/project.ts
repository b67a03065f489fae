import { FakeFolder, FakeProjectItem } from "./items.ts";
import { FakeSequence } from "./sequence.ts";
import type { ItemData, ProjectState, SequenceData } from "./state.ts";
import { FakeGuid } from "./time.ts";

/** What a file is when it is imported; null: the host cannot import it. */
export type MediaProbe = (
  path: string,
) => { readonly seconds: number; readonly hasVideo: boolean; readonly hasAudio: boolean } | null;

/** Ways of the real host that cost others weeks. Each is off until a test turns it on. */
export interface Traps {
  /** A new item is listed only after this many looks. */
  listingDelay: number;
  /** An import lands beside the target. */
  ignoresTargetBin: boolean;
  /** Transactions are refused, as in a project that is read-only. */
  readOnly: boolean;
  /** Called when an import has answered: the user does something meanwhile. */
  afterImport: () => void;
  /** Called when the project is about to be locked. */
  beforeLock: () => void;
}

interface Lock {
  readonly number: number;
}

interface Deed {
  readonly lock: Lock;
  readonly run: () => void;
}

/** A project that enforces the rules of 26.3: actions are made in lockedAccess, added in executeTransaction, and nothing waits. */
export class FakeProject {
  readonly #guid: string;
  #state: ProjectState;
  #undo: { step: string; state: ProjectState }[] = [];
  #lock: Lock | null = null;
  #inTransaction = false;
  #closed = false;
  #locks = 0;
  #ids = 0;
  #hidden: { item: ItemData; looks: number }[] = [];

  constructor(
    readonly name: string,
    readonly path: string,
    guid: string,
  ) {
    this.#guid = guid;
    this.#state = { items: [blankItem("root", "Root", "root", "")], sequences: [] };
  }

  static readonly probes = new WeakMap<FakeProject, MediaProbe>();
  static readonly traps = new WeakMap<FakeProject, Traps>();

  get guid(): FakeGuid {
    return new FakeGuid(this.#guid);
  }

  lockedAccess(callback: () => void): void {
    this.#needOpen();
    if (this.#lock) {
      throw new Error("lockedAccess inside lockedAccess");
    }

    FakeProject.traps.get(this)?.beforeLock();
    this.#lock = { number: ++this.#locks };
    try {
      refusePromise(callback(), "lockedAccess");
    } finally {
      this.#lock = null;
    }
  }

  executeTransaction(
    callback: (compound: { addAction(action: object): boolean; readonly empty: boolean }) => void,
    step = "",
  ): boolean {
    this.#needOpen();
    if (this.#inTransaction) {
      throw new Error("executeTransaction inside executeTransaction");
    }

    const deeds: Deed[] = [];
    this.#inTransaction = true;
    try {
      const compound = {
        addAction: (action: object): boolean => {
          if (!this.#inTransaction) {
            throw new Error("addAction outside executeTransaction");
          }

          const deed = action as Deed;
          if (deed.lock === null || deed.lock !== this.#lock) {
            throw new Error("The action was made under another lock.");
          }

          deeds.push(deed);
          return true;
        },
        get empty(): boolean {
          return deeds.length === 0;
        },
      };
      refusePromise(callback(compound), "executeTransaction");
    } finally {
      this.#inTransaction = false;
    }

    if (FakeProject.traps.get(this)?.readOnly) {
      return false;
    }

    this.#remember(step);
    for (const deed of deeds) {
      deed.run();
    }

    return true;
  }

  async getRootItem(): Promise<FakeFolder> {
    this.#needOpen();
    return new FakeFolder(this, "root");
  }

  async getActiveSequence(): Promise<FakeSequence | null> {
    this.#needOpen();
    const first = this.#state.sequences[0];
    return first ? new FakeSequence(this, first.id) : null;
  }

  async getSequences(): Promise<FakeSequence[]> {
    this.#needOpen();
    return this.#state.sequences.map((sequence) => new FakeSequence(this, sequence.id));
  }

  async importFiles(
    paths: string[],
    suppressUI = false,
    targetBin?: FakeProjectItem,
    _asNumberedStills = false,
  ): Promise<boolean> {
    this.#needOpen();
    if (!suppressUI) {
      throw new Error("A dialog is open and waits for the user.");
    }

    const traps = FakeProject.traps.get(this);
    const probe = FakeProject.probes.get(this);
    const media = paths.map((path) => probe?.(path) ?? null);
    if (media.includes(null) || traps?.readOnly) {
      return false;
    }

    this.#remember("Import");
    const parent = targetBin && !traps?.ignoresTargetBin ? targetBin.getId() : "root";
    for (const [index, path] of paths.entries()) {
      const { seconds, hasVideo, hasAudio } = media[index]!;
      const duration = BigInt(Math.round(seconds * 254016000000));
      const name = path.slice(path.lastIndexOf("/") + 1);
      const item = { ...blankItem(this.newId(), name, "clip", parent), path, duration, outPoint: duration, hasVideo, hasAudio };
      if (traps && traps.listingDelay > 0) {
        this.#hidden.push({ item, looks: traps.listingDelay });
      } else {
        this.#state.items.push(item);
      }
    }

    traps?.afterImport();
    return true;
  }

  // What follows is the fake's own and is no part of the host; symbols keep it out of the interface.

  /** Everything in the project, to read and, in a test's preparation, to change. */
  static stateOf(project: FakeProject): ProjectState {
    project.#needOpen();
    return project.#state;
  }

  static undoStepsOf(project: FakeProject): readonly string[] {
    return project.#undo.map((entry) => entry.step);
  }

  static undo(project: FakeProject): void {
    const last = project.#undo.pop();
    if (last) {
      project.#state = last.state;
    }
  }

  static close(project: FakeProject): void {
    project.#closed = true;
  }

  static addSequence(project: FakeProject, sequence: SequenceData): void {
    project.#state.sequences.push(sequence);
  }

  static itemOf(project: FakeProject, id: string): ItemData {
    project.#needOpen();
    const item = project.#state.items.find((candidate) => candidate.id === id);
    if (!item) {
      throw new Error("The project item is gone.");
    }

    return item;
  }

  static childrenOf(project: FakeProject, id: string): ItemData[] {
    project.#needOpen();
    project.#hidden = project.#hidden.filter((hidden) => {
      if (hidden.looks-- > 0) {
        return true;
      }

      project.#state.items.push(hidden.item);
      return false;
    });
    return project.#state.items.filter((item) => item.parent === id && item.kind !== "root");
  }

  /** Makes an action, or throws where the host would. */
  static action(project: FakeProject, run: () => void): object {
    project.#needOpen();
    if (!project.#lock) {
      throw new Error("create…Action outside lockedAccess");
    }

    return { lock: project.#lock, run } satisfies Deed;
  }

  static newId(project: FakeProject): string {
    return project.newId();
  }

  private newId(): string {
    return `${this.#guid}-${++this.#ids}`;
  }

  #remember(step: string): void {
    this.#undo.push({ step, state: structuredClone(this.#state) });
  }

  #needOpen(): void {
    if (this.#closed) {
      throw new Error("The project is closed.");
    }
  }
}

export function blankItem(id: string, name: string, kind: ItemData["kind"], parent: string): ItemData {
  return {
    id,
    name,
    kind,
    parent,
    path: "",
    label: 0,
    xmp: "",
    inPoint: 0n,
    outPoint: 0n,
    duration: 0n,
    hasVideo: false,
    hasAudio: false,
    offline: false,
  };
}

function refusePromise(value: unknown, where: string): void {
  if (value instanceof Promise) {
    throw new Error(`The callback of ${where} waits for something.`);
  }
}
