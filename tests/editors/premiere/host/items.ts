import { blankItem, FakeProject } from "./project.ts";
import type { ItemData } from "./state.ts";
import { type FakeTickTime, FakeTickTime as Time } from "./time.ts";

const TYPES = { clip: 1, bin: 2, root: 3, sequence: 1 } as const;

/** What every form of an item has: the host tells one item in three of them. */
export class FakeItem {
  readonly #project: FakeProject;
  readonly #id: string;

  constructor(project: FakeProject, id: string) {
    this.#project = project;
    this.#id = id;
  }

  get name(): string {
    return FakeItem.dataOf(this).name;
  }

  static projectOf(item: FakeItem): FakeProject {
    return item.#project;
  }

  static idOf(item: FakeItem): string {
    return item.#id;
  }

  static dataOf(item: FakeItem): ItemData {
    return FakeProject.itemOf(item.#project, item.#id);
  }

  /** An action that changes an item. */
  static change(item: FakeItem, change: (data: ItemData) => void): object {
    return FakeProject.action(item.#project, () => change(FakeItem.dataOf(item)));
  }
}

/** An item of the project panel, of any kind. */
export class FakeProjectItem extends FakeItem {
  getId(): string {
    return FakeItem.idOf(this);
  }

  get type(): number {
    return TYPES[FakeItem.dataOf(this).kind];
  }

  async getColorLabelIndex(): Promise<number> {
    return FakeItem.dataOf(this).label;
  }

  createSetNameAction(name: string): object {
    return FakeItem.change(this, (data) => {
      data.name = name;
    });
  }

  createSetColorLabelAction(index: number): object {
    return FakeItem.change(this, (data) => {
      data.label = index;
    });
  }
}

export class FakeFolder extends FakeItem {
  async getItems(): Promise<FakeProjectItem[]> {
    const project = FakeItem.projectOf(this);
    return FakeProject.childrenOf(project, FakeItem.idOf(this)).map((item) => new FakeProjectItem(project, item.id));
  }

  createBinAction(name: string, makeUnique: boolean): object {
    const project = FakeItem.projectOf(this);
    const parent = FakeItem.idOf(this);
    return FakeProject.action(project, () => {
      const taken = FakeProject.childrenOf(project, parent).some((item) => item.name === name);
      const bin = blankItem(FakeProject.newId(project), taken && makeUnique ? `${name} 1` : name, "bin", parent);
      FakeProject.stateOf(project).items.push(bin);
    });
  }
}

export class FakeClipItem extends FakeItem {
  async isSequence(): Promise<boolean> {
    return FakeItem.dataOf(this).kind === "sequence";
  }

  async isOffline(): Promise<boolean> {
    return FakeItem.dataOf(this).offline;
  }

  async getMediaFilePath(): Promise<string> {
    return FakeItem.dataOf(this).path;
  }

  async getMedia(): Promise<{ readonly start: FakeTickTime; readonly duration: FakeTickTime }> {
    return { start: new Time(0n), duration: new Time(FakeItem.dataOf(this).duration) };
  }

  createSetInOutPointsAction(inPoint: FakeTickTime, outPoint: FakeTickTime): object {
    return FakeItem.change(this, (data) => {
      data.inPoint = BigInt(inPoint.ticks);
      data.outPoint = BigInt(outPoint.ticks);
    });
  }
}
