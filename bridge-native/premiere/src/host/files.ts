/** The few calls on files that the panel makes; paths are the system's own. */
export interface Files {
  readText(path: string): Promise<string>;
  /** As many bytes from a position on; fails when there are fewer. */
  readPart(path: string, position: number, length: number): Promise<ArrayBuffer>;
  /** Writes beside the target and renames, so that a reader sees the old text or the new one. */
  writeText(path: string, text: string): Promise<void>;
  list(folder: string): Promise<string[]>;
  exists(path: string): Promise<boolean>;
  sizeOf(path: string): Promise<number>;
  makeFolder(path: string): Promise<void>;
  copy(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
}
