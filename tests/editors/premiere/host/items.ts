import { blankItem, FakeProject } from "./project.ts";
import { type FakeTickTime, FakeTickTime as Time } from "./time.ts";

const TYPES = { clip: 1, bin: 2, root: 3, sequence: 1 } as const;

/** An item of the project panel, of any kind. */
export class FakeProjectItem {
  readonly #project: FakeProject;
  readonly #id: string;

  constructor(project: FakeProject, id: string) {
    this.#project = project;
    this.#id = id;
  }

  getId(): string {
    return this.#id;
  }

  get name(): string {
    return FakeProject.itemOf(this.#project, this.#id).name;
  }

  get type(): number {
    return TYPES[FakeProject.itemOf(this.#project, this.#id).kind];
  }

  async getColorLabelIndex(): Promise<number> {
    return FakeProject.itemOf(this.#project, this.#id).label;
  }

  createSetNameAction(name: string): object {
    return FakeProject.action(this.#project, () => {
      FakeProject.itemOf(this.#project, this.#id).name = name;
    });
  }

  createSetColorLabelAction(index: number): object {
    return FakeProject.action(this.#project, () => {
      FakeProject.itemOf(this.#project, this.#id).label = index;
    });
  }

  static projectOf(item: FakeProjectItem): FakeProject {
    return item.#project;
  }
}

export class FakeFolder {
  readonly #project: FakeProject;
  readonly #id: string;

  constructor(project: FakeProject, id: string) {
    this.#project = project;
    this.#id = id;
  }

  get name(): string {
    return FakeProject.itemOf(this.#project, this.#id).name;
  }

  async getItems(): Promise<FakeProjectItem[]> {
    return FakeProject.childrenOf(this.#project, this.#id).map((item) => new FakeProjectItem(this.#project, item.id));
  }

  createBinAction(name: string, makeUnique: boolean): object {
    return FakeProject.action(this.#project, () => {
      const taken = FakeProject.childrenOf(this.#project, this.#id).some((item) => item.name === name);
      const bin = blankItem(FakeProject.newId(this.#project), taken && makeUnique ? `${name} 1` : name, "bin", this.#id);
      FakeProject.stateOf(this.#project).items.push(bin);
    });
  }

  static idOf(folder: FakeFolder): string {
    return folder.#id;
  }

  static projectOf(folder: FakeFolder): FakeProject {
    return folder.#project;
  }
}

export class FakeClipItem {
  readonly #project: FakeProject;
  readonly #id: string;

  constructor(project: FakeProject, id: string) {
    this.#project = project;
    this.#id = id;
  }

  get name(): string {
    return FakeProject.itemOf(this.#project, this.#id).name;
  }

  async isSequence(): Promise<boolean> {
    return FakeProject.itemOf(this.#project, this.#id).kind === "sequence";
  }

  async isOffline(): Promise<boolean> {
    return FakeProject.itemOf(this.#project, this.#id).offline;
  }

  async getMediaFilePath(): Promise<string> {
    return FakeProject.itemOf(this.#project, this.#id).path;
  }

  async getMedia(): Promise<{ readonly start: FakeTickTime; readonly duration: FakeTickTime }> {
    return { start: new Time(0n), duration: new Time(FakeProject.itemOf(this.#project, this.#id).duration) };
  }

  createSetInOutPointsAction(inPoint: FakeTickTime, outPoint: FakeTickTime): object {
    return FakeProject.action(this.#project, () => {
      const item = FakeProject.itemOf(this.#project, this.#id);
      item.inPoint = BigInt(inPoint.ticks);
      item.outPoint = BigInt(outPoint.ticks);
    });
  }

  static idOf(clip: FakeClipItem): string {
    return clip.#id;
  }

  static projectOf(clip: FakeClipItem): FakeProject {
    return clip.#project;
  }
}
