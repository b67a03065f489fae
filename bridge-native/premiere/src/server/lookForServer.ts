import type { Files } from "../host/files.ts";
import { joinPath } from "../metadata/names.ts";
import type { Sighting } from "./connection.ts";
import { discover } from "./discovery.ts";
import { MailboxDoor } from "./mailboxDoor.ts";
import { PanelDoor } from "./panelDoor.ts";
import type { OpenSocket } from "./panelSocket.ts";
import { type Fetch, VideosDoor } from "./videosDoor.ts";

export interface Surroundings {
  readonly files: Files;
  readonly fetch: Fetch;
  readonly openSocket: OpenSocket;
  /** The server's home. */
  readonly home: () => string;
  readonly now: () => number;
  readonly pause: (milliseconds: number) => Promise<void>;
}

/** Reads the discovery file and names the doors of the server that wrote it. Which of them are open is asked afterwards. */
export async function lookForServer(around: Surroundings): Promise<Sighting> {
  const home = around.home();
  const found = await discover(around.files, home);
  if ("problem" in found) {
    return found;
  }

  const { endpoint } = found;
  return {
    version: endpoint.version,
    doors: [
      new PanelDoor(endpoint, around.openSocket, around.files, around.now),
      new VideosDoor(endpoint, around.fetch),
      new MailboxDoor(around.files, joinPath(home, "mailbox"), endpoint.pid, around.now, around.pause),
    ],
  };
}
