import type { FolderItem, Project, ProjectItem, premierepro } from "@adobe/premierepro";
import { transact } from "./transaction.ts";

/** The bin at `path` below the project's root; bins that are missing are made, each its own undo step. */
export async function ensureBin(ppro: premierepro, project: Project, path: readonly string[]): Promise<FolderItem> {
  let folder = await project.getRootItem();
  for (const name of path) {
    const parent = folder;
    let found = await binIn(ppro, parent, name);
    if (!found) {
      transact(project, `Sora2: make the bin ${name}`, [() => parent.createBinAction(name, false)]);
      found = await binIn(ppro, parent, name);
    }

    if (!found) {
      throw new Error(`Premiere did not make the bin "${name}". Is the project locked or read-only?`);
    }

    folder = found;
  }

  return folder;
}

async function binIn(ppro: premierepro, parent: FolderItem, name: string): Promise<FolderItem | null> {
  const items = await parent.getItems();
  const bin = items.find((item) => item.type === ppro.ProjectItem.TYPE_BIN && item.name === name);
  return bin ? ppro.FolderItem.cast(bin) : null;
}

/** Items of a bin by the file that they show. */
export async function itemsByPath(ppro: premierepro, bin: FolderItem): Promise<Map<string, ProjectItem>> {
  const found = new Map<string, ProjectItem>();
  for (const item of await bin.getItems()) {
    const clip = item.type === ppro.ProjectItem.TYPE_CLIP ? ppro.ClipProjectItem.cast(item) : null;
    if (clip) {
      found.set(comparablePath(await clip.getMediaFilePath()), item);
    }
  }

  return found;
}

/** macOS writes umlauts in two ways, Windows separators and capitals; the host may answer with another than it was given. */
export function comparablePath(path: string): string {
  return path.replace(/\\/g, "/").normalize("NFC").toLowerCase();
}
