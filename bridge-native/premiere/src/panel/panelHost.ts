import type { premierepro } from "@adobe/premierepro";
import type { Files } from "../host/files.ts";
import type { Storage } from "../host/storage.ts";
import type { OpenSocket } from "../server/panelSocket.ts";
import type { Fetch } from "../server/videosDoor.ts";

/** Everything around the panel: the editor, the system, time and chance. */
export interface PanelHost {
  readonly ppro: premierepro;
  readonly files: Files;
  readonly fetch: Fetch;
  readonly openSocket: OpenSocket;
  readonly storage: Storage;
  /** "darwin", "win32" and the like. */
  readonly platform: string;
  readonly userHome: string;
  readonly now: () => number;
  readonly pause: (milliseconds: number) => Promise<void>;
  readonly random: () => number;
  readonly newKey: () => string;
  /** Asks the user, and opens a file as the system does. Answers with nothing, or with what went wrong. */
  readonly openPath: (path: string, reason: string) => Promise<string>;
  readonly copyText: (text: string) => Promise<void>;
}
