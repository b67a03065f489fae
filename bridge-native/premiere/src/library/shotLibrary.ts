import type { Files } from "../host/files.ts";
import { joinPath, isShotName } from "../metadata/names.ts";
import { type PublishedShot, readRecipe, RECIPE_FILE } from "./publishedShot.ts";

/** A published shot and the folder that holds it. */
export interface LibraryShot extends PublishedShot {
  readonly folder: string;
}

/**
 * The server's library as files: library/PROJECT/PROJECT_SHOT_vNNN/shot.json. A shot is there whole or not at all, so it can be
 * read while the server works, and when it is away.
 */
export class ShotLibrary {
  // A published recipe never changes, so each is read once.
  readonly #read = new Map<string, LibraryShot>();

  constructor(
    private readonly files: Files,
    private readonly root: string,
  ) {}

  /** All shots, newest first. */
  async list(): Promise<LibraryShot[]> {
    const folders = new Set<string>();
    for (const project of await this.#names(this.root)) {
      for (const name of await this.#names(joinPath(this.root, project))) {
        if (isShotName(name)) {
          folders.add(joinPath(this.root, project, name));
        }
      }
    }

    for (const known of [...this.#read.keys()]) {
      if (!folders.has(known)) {
        this.#read.delete(known);
      }
    }

    for (const folder of folders) {
      await this.#load(folder);
    }

    return [...this.#read.values()].sort((a, b) => (a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0));
  }

  /** The shots of a job, in the order of their names. */
  async ofJob(job: string): Promise<LibraryShot[]> {
    return (await this.list()).filter((shot) => shot.job === job).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async #load(folder: string): Promise<void> {
    if (this.#read.has(folder)) {
      return;
    }

    try {
      const shot = readRecipe(await this.files.readText(joinPath(folder, RECIPE_FILE)));
      if (shot) {
        this.#read.set(folder, { ...shot, folder });
      }
    } catch {
      // Deleted between listing and reading: it is simply not there.
    }
  }

  async #names(folder: string): Promise<string[]> {
    try {
      return await this.files.list(folder);
    } catch {
      return [];
    }
  }
}
