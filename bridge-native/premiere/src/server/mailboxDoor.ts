import type { Files } from "../host/files.ts";
import { joinPath } from "../metadata/names.ts";
import type { ShotRequest } from "../request/shotRequest.ts";
import { type Door, DoorAwayError, DoorRefusedError, type Fit, type JobReport } from "./door.ts";
import { aboutLetter, type Letter, LETTER_VERSION, readAnswer, submitLetter } from "./letters.ts";

/** A letter that lies this long was not read: the server is away. */
const PATIENCE_MS = 10000;
const LOOK_EVERY_MS = 200;

/**
 * The server's mailbox of files (docs/mailbox.md). It carries every task, with clips by their paths, and works where the host
 * blocks HTTP. It is open on macOS and Linux.
 */
export class MailboxDoor implements Door {
  readonly kind = "mailbox";

  constructor(
    private readonly files: Files,
    /** HOME/mailbox. */
    private readonly folder: string,
    /** Process id of the running server: the box file of one that died stays behind. */
    private readonly pid: number,
    private readonly now: () => number,
    private readonly pause: (milliseconds: number) => Promise<void>,
  ) {}

  fit(): Fit {
    return { leavesOut: [] };
  }

  async probe(): Promise<void> {
    const box = (await this.#read("box")) as { version?: unknown; pid?: unknown } | null;
    if (box?.version !== LETTER_VERSION || box.pid !== this.pid) {
      throw new DoorAwayError("The server's mailbox is not open.");
    }
  }

  async submit(request: ShotRequest, key: string): Promise<JobReport> {
    const answered = await this.#answer(key);
    if (answered) {
      return answered;
    }

    await this.#send(submitLetter(request, key, this.now()));
    for (const until = this.now() + PATIENCE_MS; this.now() < until;) {
      await this.pause(LOOK_EVERY_MS);
      const answer = await this.#answer(key);
      if (answer) {
        return answer;
      }
    }

    // Taken back, so that nothing is made later that nobody waits for.
    await this.files.remove(this.#letter(key)).catch(() => {});
    throw new DoorAwayError("The server does not read its mailbox.");
  }

  async job(id: string): Promise<JobReport> {
    const answer = await this.#answer(id);
    if (!answer) {
      throw new DoorRefusedError("The server has forgotten this job.", "not_found");
    }

    return answer;
  }

  async cancel(id: string): Promise<void> {
    await this.#send(aboutLetter("cancel", id, this.now()));
  }

  async release(id: string): Promise<void> {
    await this.#send(aboutLetter("forget", id, this.now()));
  }

  async #send(letter: Letter): Promise<void> {
    try {
      await this.files.writeText(this.#letter(letter.name), JSON.stringify(letter));
    } catch (error) {
      throw new DoorAwayError(`The server's mailbox cannot be written: ${error instanceof Error ? error.message : `${error}`}`);
    }
  }

  async #answer(name: string): Promise<JobReport | null> {
    const answer = await this.#read(name);
    return answer === null ? null : readAnswer(name, answer);
  }

  async #read(name: string): Promise<Record<string, unknown> | null> {
    try {
      const value: unknown = JSON.parse(await this.files.readText(joinPath(this.folder, "out", `${name}.json`)));
      return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
    } catch {
      return null;
    }
  }

  #letter(name: string): string {
    return joinPath(this.folder, "in", `${name}.json`);
  }
}
