import type { Project, Sequence, premierepro } from "@adobe/premierepro";
import type { Files } from "../host/files.ts";
import { filesForProject, ShotGoneError } from "../library/shotCopy.ts";
import type { LibraryShot, ShotLibrary } from "../library/shotLibrary.ts";
import type { ShotSettings } from "../request/shotSettings.ts";
import type { Delivery } from "../queue/jobQueue.ts";
import type { Target } from "../queue/trackedJob.ts";
import { type ImportedShot, importShot } from "./importShot.ts";
import { placeShot } from "./placeShot.ts";
import { comparablePath } from "./projectBin.ts";
import { transact } from "./transaction.ts";

export interface DeliveryParts {
  readonly ppro: premierepro;
  readonly files: Files;
  readonly library: () => ShotLibrary;
  readonly settings: () => ShotSettings;
  readonly pause: () => Promise<void>;
}

/** Brings published shots into the project that asked for them: bin, labels, metadata, and the tracks of its sequence. */
export class ShotDelivery {
  constructor(private readonly parts: DeliveryParts) {}

  /** Never throws: whatever goes wrong is told to the user and the shot stays in the history. */
  async deliver(target: Target, names: readonly string[]): Promise<Delivery> {
    try {
      return await this.#deliver(target, names);
    } catch (error) {
      if (error instanceof ShotGoneError) {
        return { outcome: "failed", message: error.message };
      }

      // Closing a project pulls it away from under every call; only asking again tells that from another fault.
      if (!(await this.#openProject(target))) {
        return waitingFor(target);
      }

      return { outcome: "failed", message: `${error instanceof Error ? error.message : error} The shot is in the history.` };
    }
  }

  /** Imports one shot of the history into the active project's bin. */
  async importIntoActive(shot: LibraryShot): Promise<Delivery> {
    const project = await this.#activeProject();
    if (!project) {
      return { outcome: "failed", message: "Open a project first." };
    }

    try {
      const { imported, notes } = await this.#import(project, shot);
      transact(project, `Sora2: name ${shot.name}`, imported.dress);
      return { outcome: "done", message: [`${shot.name} is in the bin Sora2/${shot.project}.`, ...notes].join(" ") };
    } catch (error) {
      return { outcome: "failed", message: error instanceof Error ? error.message : `${error}` };
    }
  }

  async #deliver(target: Target, names: readonly string[]): Promise<Delivery> {
    const project = await this.#openProject(target);
    if (!project) {
      return waitingFor(target);
    }

    const all = await this.parts.library().list();
    const messages: string[] = [];
    for (const [index, name] of names.entries()) {
      const shot = all.find((candidate) => candidate.name === name);
      if (!shot) {
        throw new ShotGoneError(name);
      }

      const { imported, notes } = await this.#import(project, shot);
      messages.push(await this.#finish(project, target, shot, imported, index), ...notes);
    }

    return names.length === 0
      ? { outcome: "failed", message: "The server named no shot." }
      : { outcome: "done", message: messages.filter((message) => message !== "").join(" ") };
  }

  // Variants of one wish would all want the same place: the first is placed, the others wait in the bin.
  async #finish(project: Project, target: Target, shot: LibraryShot, imported: ImportedShot, index: number): Promise<string> {
    if (!target.place || index > 0) {
      transact(project, `Sora2: name ${shot.name}`, imported.dress);
      return index === 0 ? `In the bin Sora2/${shot.project}.` : `${shot.name} is in the bin.`;
    }

    const sequence = await this.#sequence(project, target.sequenceId);
    if (!sequence) {
      transact(project, `Sora2: name ${shot.name}`, imported.dress);
      return `The sequence "${target.sequenceName}" is gone: ${shot.name} is in the bin.`;
    }

    const placed = await placeShot(this.parts.ppro, project, sequence, shot.name, imported, target);
    return placed.message;
  }

  async #import(project: Project, shot: LibraryShot): Promise<{ imported: ImportedShot; notes: readonly string[] }> {
    const settings = this.parts.settings();
    const files = await filesForProject(this.parts.files, shot, project.path, settings.copyToProject);
    const options = { promptInMetadata: settings.promptInMetadata, pause: this.parts.pause };
    return { imported: await importShot(this.parts.ppro, project, shot, files, options), notes: files.notes };
  }

  /** The target's project when it is the active one; it may have been closed and opened again under another id since. */
  async #openProject(target: Target): Promise<Project | null> {
    const active = await this.#activeProject();
    if (!active) {
      return null;
    }

    const same =
      target.projectPath === ""
        ? active.guid.toString() === target.projectId
        : comparablePath(active.path) === comparablePath(target.projectPath);
    return same || active.guid.toString() === target.projectId ? active : null;
  }

  async #activeProject(): Promise<Project | null> {
    try {
      return (await this.parts.ppro.Project.getActiveProject()) ?? null;
    } catch {
      return null;
    }
  }

  async #sequence(project: Project, id: string): Promise<Sequence | null> {
    try {
      return (await project.getSequences()).find((sequence) => sequence.guid.toString() === id) ?? null;
    } catch {
      return null;
    }
  }
}

function waitingFor(target: Target): Delivery {
  return { outcome: "waiting", message: `Finished. It goes in when "${target.projectName}" is the active project.` };
}
