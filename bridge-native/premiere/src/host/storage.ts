/** Small texts that outlive the panel. */
export interface Storage {
  read(key: string): string | null;
  write(key: string, text: string): void;
}
