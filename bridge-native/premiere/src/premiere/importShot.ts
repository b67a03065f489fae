import type { FolderItem, Project, ProjectItem, premierepro } from "@adobe/premierepro";
import type { LibraryShot } from "../library/shotLibrary.ts";
import type { ShotFiles } from "../library/shotCopy.ts";
import { LABELS, STEM_SUFFIXES } from "../metadata/labels.ts";
import { ROOT_BIN } from "../metadata/names.ts";
import { withShot } from "../metadata/xmp.ts";
import type { StemKind } from "../request/shotRequest.ts";
import { comparablePath, ensureBin, itemsByPath } from "./projectBin.ts";
import { type ActionMaker } from "./transaction.ts";

/** A shot in the project panel, and what is still to be done to its items. */
export interface ImportedShot {
  readonly picture: ProjectItem;
  /** Whether the movie itself holds the mix. */
  readonly hasSound: boolean;
  readonly stems: readonly { readonly kind: StemKind; readonly item: ProjectItem }[];
  /** Names, labels and metadata; not done yet, so that they can share an undo step with the placement. */
  readonly dress: readonly ActionMaker[];
}

export interface ImportOptions {
  readonly promptInMetadata: boolean;
  /** Waits a moment: the host may list an item only after the import has answered. */
  readonly pause: () => Promise<void>;
}

const LISTING_TRIES = 20;

/** Imports picture and stems into Sora2/PROJECT. What is there already is taken, so that nothing is imported twice. */
export async function importShot(
  ppro: premierepro,
  project: Project,
  shot: LibraryShot,
  files: ShotFiles,
  options: ImportOptions,
): Promise<ImportedShot> {
  const bin = await ensureBin(ppro, project, [ROOT_BIN, shot.project]);
  const paths = [files.picture, ...files.stems.map((stem) => stem.path)];
  const present = await itemsByPath(ppro, bin);
  const missing = paths.filter((path) => !present.has(comparablePath(path)));
  if (missing.length > 0 && !(await project.importFiles(missing, true, ppro.ProjectItem.cast(bin), false))) {
    throw new Error(`Premiere could not import ${shot.name}. Is the project read-only?`);
  }

  const items = await listed(ppro, project, bin, paths, options);
  const dress: ActionMaker[] = [];
  for (const [index, item] of items.entries()) {
    const stem = index === 0 ? null : files.stems[index - 1]!.kind;
    const wasThere = !missing.includes(paths[index]!);
    dress.push(...(await dressing(ppro, item, shot, stem, files.areCopies && !wasThere, options.promptInMetadata)));
  }

  const stems = files.stems.map((stem, index) => ({ kind: stem.kind, item: items[index + 1]! }));
  return { picture: items[0]!, hasSound: shot.hasSound, stems, dress };
}

async function listed(
  ppro: premierepro,
  project: Project,
  bin: FolderItem,
  paths: readonly string[],
  options: ImportOptions,
): Promise<ProjectItem[]> {
  for (let attempt = 0; ; attempt++) {
    const present = await itemsByPath(ppro, bin);
    const found = paths.map((path) => present.get(comparablePath(path)));
    if (found.every((item) => item !== undefined)) {
      return found;
    }

    if (attempt === LISTING_TRIES) {
      const root = await itemsByPath(ppro, await project.getRootItem());
      const astray = paths.some((path) => root.has(comparablePath(path)));
      throw new Error(
        astray
          ? "Premiere imported the files beside the bin. Move them, then import again."
          : "Premiere reported an import, but the files are not in the bin.",
      );
    }

    await options.pause();
  }
}

async function dressing(
  ppro: premierepro,
  item: ProjectItem,
  shot: LibraryShot,
  stem: StemKind | null,
  withMetadata: boolean,
  withPrompt: boolean,
): Promise<ActionMaker[]> {
  const name = stem === null ? shot.name : `${shot.name}_${STEM_SUFFIXES[stem]}`;
  const makers: ActionMaker[] = [
    () => item.createSetNameAction(name),
    () => item.createSetColorLabelAction(LABELS[stem ?? "picture"]),
  ];
  if (withMetadata) {
    const packet = withShot(await ppro.Metadata.getXMPMetadata(item), shot, stem ?? "picture", withPrompt);
    makers.push(() => ppro.Metadata.createSetXMPMetadataAction(item, packet));
  }

  return makers;
}
