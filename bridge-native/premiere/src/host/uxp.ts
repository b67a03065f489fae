/** The modules of UXP that the panel uses, as far as it uses them. The host provides them at run time. */
export interface UxpFs {
  readFile(path: string, options?: { encoding?: string }): Promise<string | ArrayBuffer>;
  open(path: string, flag: string): Promise<number>;
  /** Of a file of open, into a buffer; may be fewer bytes than asked for. */
  read(file: number, buffer: ArrayBuffer, offset: number, length: number, position: number): Promise<{ bytesRead: number }>;
  close(file: number): Promise<number>;
  writeFile(path: string, data: string, options?: { encoding?: string; mode?: number }): Promise<number>;
  rename(from: string, to: string): Promise<number>;
  copyFile(from: string, to: string): Promise<number>;
  unlink(path: string): Promise<number>;
  mkdir(path: string, options?: { recursive?: boolean }): Promise<number>;
  readdir(path: string): Promise<string[]>;
  lstat(path: string): Promise<{ size: number }>;
}

export interface UxpOs {
  platform(): string;
  homedir(): string;
}

export interface Uxp {
  readonly shell: {
    /** Asks the user, and opens a file as the system does. Answers with nothing, or with what went wrong. */
    openPath(path: string, reason: string): Promise<string>;
  };
  readonly entrypoints: {
    setup(entrypoints: { panels: Record<string, { show(root?: HTMLElement): void; hide?(): void; destroy?(): void }> }): void;
  };
}
