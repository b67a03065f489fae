import { close, open, read } from "node:fs";
import { copyFile, lstat, mkdir, readdir, readFile, rename, unlink, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { UxpFiles } from "../../../../bridge-native/premiere/src/host/uxpFiles.ts";

/** The panel's own way to files, over node's fs in the place of UXP's, whose calls these are. */
export function nodeFiles(): UxpFiles {
  return new UxpFiles({
    readFile: async (path, options) => (options?.encoding ? readFile(path, "utf8") : new Uint8Array(await readFile(path)).buffer),
    open: promisify(open) as (path: string, flag: string) => Promise<number>,
    read: (file, buffer, offset, length, position) => promisify(read)(file, new Uint8Array(buffer), offset, length, position),
    close: (file) => done(promisify(close)(file)),
    writeFile: async (path, data, options) => {
      await writeFile(path, data, { mode: options?.mode ?? 0o666 });
      return data.length;
    },
    rename: async (from, to) => done(rename(from, to)),
    copyFile: async (from, to) => done(copyFile(from, to)),
    unlink: async (path) => done(unlink(path)),
    mkdir: async (path, options) => done(mkdir(path, { recursive: options?.recursive ?? false })),
    readdir: (path) => readdir(path),
    lstat: (path) => lstat(path),
  });
}

async function done(call: Promise<unknown>): Promise<number> {
  await call;
  return 0;
}
