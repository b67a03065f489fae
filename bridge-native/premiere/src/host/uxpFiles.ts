import type { Files } from "./files.ts";
import type { UxpFs } from "./uxp.ts";

/** {@link Files} over UXP's fs module, which the manifest opens with localFileSystem "fullAccess". */
export class UxpFiles implements Files {
  readonly #fs: UxpFs;

  constructor(fs: UxpFs) {
    this.#fs = fs;
  }

  async readText(path: string): Promise<string> {
    return (await this.#fs.readFile(plain(path), { encoding: "utf-8" })) as string;
  }

  async readPart(path: string, position: number, length: number): Promise<ArrayBuffer> {
    const file = await this.#fs.open(plain(path), "r");
    try {
      const part = new ArrayBuffer(length);
      for (let done = 0; done < length;) {
        const { bytesRead } = await this.#fs.read(file, part, done, length - done, position + done);
        if (bytesRead <= 0) {
          throw new Error(`${path} is shorter than it was.`);
        }

        done += bytesRead;
      }

      return part;
    } finally {
      await this.#fs.close(file);
    }
  }

  async writeText(path: string, text: string): Promise<void> {
    const part = `${path.replace(/\.[^./\\]*$/, "")}.part`;
    await this.#fs.writeFile(plain(part), text, { encoding: "utf-8", mode: 0o600 });
    await this.#fs.rename(plain(part), plain(path));
  }

  async list(folder: string): Promise<string[]> {
    return this.#fs.readdir(plain(folder));
  }

  async exists(path: string): Promise<boolean> {
    try {
      await this.#fs.lstat(plain(path));
      return true;
    } catch {
      return false;
    }
  }

  async sizeOf(path: string): Promise<number> {
    return (await this.#fs.lstat(plain(path))).size;
  }

  async makeFolder(path: string): Promise<void> {
    if (!(await this.exists(path))) {
      await this.#fs.mkdir(plain(path), { recursive: true });
    }
  }

  async copy(from: string, to: string): Promise<void> {
    // A copy that is cut short must not pass for the file.
    const part = `${to}.part`;
    await this.#fs.copyFile(plain(from), plain(part));
    await this.#fs.rename(plain(part), plain(to));
  }

  async remove(path: string): Promise<void> {
    await this.#fs.unlink(plain(path));
  }
}

/** UXP's documents write drives with forward slashes. */
function plain(path: string): string {
  return /^[A-Za-z]:\\/.test(path) ? path.replace(/\\/g, "/") : path;
}
