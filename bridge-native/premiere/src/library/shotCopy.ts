import type { Files } from "../host/files.ts";
import { folderOf, joinPath } from "../metadata/names.ts";
import type { StemKind } from "../request/shotRequest.ts";
import type { LibraryShot } from "./shotLibrary.ts";

/** The files of a shot as an editor imports them. */
export interface ShotFiles {
  readonly picture: string;
  readonly stems: readonly { readonly kind: StemKind; readonly path: string }[];
  /** Copies belong to the project and may be written to; the library's own files carry their hashes in the recipe. */
  readonly areCopies: boolean;
  readonly notes: readonly string[];
}

/** The library does not have the shot any more. */
export class ShotGoneError extends Error {
  constructor(readonly shot: string) {
    super(`${shot} is not in the library any more. Make it again with the same prompt and seed.`);
    this.name = "ShotGoneError";
  }
}

// MAX_PATH of Windows less its end mark; programs without the long-path manifest read no longer one.
const LONGEST_WINDOWS_PATH = 259;

export function libraryFiles(shot: LibraryShot): ShotFiles {
  return {
    picture: joinPath(shot.folder, shot.picture),
    stems: shot.stems.map((stem) => ({ kind: stem.kind, path: joinPath(shot.folder, stem.file) })),
    areCopies: false,
    notes: [],
  };
}

/**
 * Copies a shot's files into Sora2/NAME beside the project, or answers with the library's own where that cannot be: an unsaved
 * project, a read-only or full volume, a path that is too long. Files that are there already are kept.
 */
export async function filesForProject(
  files: Files,
  shot: LibraryShot,
  projectPath: string,
  copyWanted: boolean,
): Promise<ShotFiles> {
  const originals = libraryFiles(shot);
  for (const path of [originals.picture, ...originals.stems.map((stem) => stem.path)]) {
    if (!(await files.exists(path))) {
      throw new ShotGoneError(shot.name);
    }
  }

  if (!copyWanted) {
    return originals;
  }

  const beside = folderOf(projectPath);
  if (beside === "") {
    return withNote(originals, "The project was never saved, so its files stay in the library.");
  }

  const folder = joinPath(beside, "Sora2", shot.name);
  const copies: ShotFiles = {
    picture: joinPath(folder, shot.picture),
    stems: shot.stems.map((stem) => ({ kind: stem.kind, path: joinPath(folder, stem.file) })),
    areCopies: true,
    notes: [],
  };
  const pairs = [
    [originals.picture, copies.picture] as const,
    ...originals.stems.map((stem, index) => [stem.path, copies.stems[index]!.path] as const),
  ];
  const tooLong = pairs.find(([, copy]) => /^[A-Za-z]:\\/.test(copy) && copy.length > LONGEST_WINDOWS_PATH);
  if (tooLong) {
    return withNote(originals, `The path beside the project has ${tooLong[1].length} characters; the files stay in the library.`);
  }

  try {
    await files.makeFolder(folder);
    for (const [original, copy] of pairs) {
      if (!(await files.exists(copy)) || (await files.sizeOf(copy)) === 0) {
        await files.copy(original, copy);
      }
    }
  } catch (error) {
    return withNote(
      originals,
      `Nothing could be written beside the project (${messageOf(error)}); the files stay in the library.`,
    );
  }

  return copies;
}

function withNote(files: ShotFiles, note: string): ShotFiles {
  return { ...files, notes: [note] };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : `${error}`;
}
