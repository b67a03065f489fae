import type { Files } from "./files.ts";
import type { UxpFs } from "./uxp.ts";

/** {@link Files} over UXP's fs module, which the manifest opens with localFileSystem "fullAccess". */
export class UxpFiles implements Files {
  constructor(private readonly fs: UxpFs) {}

  async readText(path: string): Promise<string> {
    return (await this.fs.readFile(path, { encoding: "utf-8" })) as string;
  }

  async writeText(path: string, text: string): Promise<void> {
    const part = `${path.replace(/\.[^./\\]*$/, "")}.part`;
    await this.fs.writeFile(part, text, { encoding: "utf-8", mode: 0o600 });
    await this.fs.rename(part, path);
  }

  async list(folder: string): Promise<string[]> {
    return this.fs.readdir(folder);
  }

  async exists(path: string): Promise<boolean> {
    try {
      await this.fs.lstat(path);
      return true;
    } catch {
      return false;
    }
  }

  async sizeOf(path: string): Promise<number> {
    return (await this.fs.lstat(path)).size;
  }

  async makeFolder(path: string): Promise<void> {
    if (!(await this.exists(path))) {
      await this.fs.mkdir(path, { recursive: true });
    }
  }

  async copy(from: string, to: string): Promise<void> {
    // A copy that is cut short must not pass for the file.
    const part = `${to}.part`;
    await this.fs.copyFile(from, part);
    await this.fs.rename(part, to);
  }

  async remove(path: string): Promise<void> {
    await this.fs.unlink(path);
  }
}
