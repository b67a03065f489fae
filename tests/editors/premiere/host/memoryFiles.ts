import type { Files } from "../../../../bridge-native/premiere/src/host/files.ts";

/** Files in memory, with the faults that volumes have. */
export class MemoryFiles implements Files {
  readonly files = new Map<string, string>();
  /** Paths that begin with one of these cannot be written. */
  readonly readOnly: string[] = [];
  /** Called after every write, as another program would see it. */
  onWrite: (path: string) => void = () => {};

  async readText(path: string): Promise<string> {
    const text = this.files.get(path);
    if (text === undefined) {
      throw new Error(`ENOENT: ${path}`);
    }

    return text;
  }

  async readPart(path: string, position: number, length: number): Promise<ArrayBuffer> {
    return new TextEncoder().encode(await this.readText(path)).slice(position, position + length).buffer;
  }

  async writeText(path: string, text: string): Promise<void> {
    this.#needWritable(path);
    this.files.set(path, text);
    this.onWrite(path);
  }

  async list(folder: string): Promise<string[]> {
    const prefix = `${folder}/`;
    const names = new Set(
      [...this.files.keys()].filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length).split("/")[0]!),
    );
    if (names.size === 0) {
      throw new Error(`ENOENT: ${folder}`);
    }

    return [...names];
  }

  async exists(path: string): Promise<boolean> {
    return this.files.has(path);
  }

  async sizeOf(path: string): Promise<number> {
    return (await this.readText(path)).length;
  }

  async makeFolder(path: string): Promise<void> {
    this.#needWritable(path);
  }

  async copy(from: string, to: string): Promise<void> {
    await this.writeText(to, await this.readText(from));
  }

  async remove(path: string): Promise<void> {
    if (!this.files.delete(path)) {
      throw new Error(`ENOENT: ${path}`);
    }
  }

  #needWritable(path: string): void {
    if (this.readOnly.some((prefix) => path.startsWith(prefix))) {
      throw new Error("EROFS: read-only file system");
    }
  }
}
