import type { Files } from "../host/files.ts";
import type { ShotRequest } from "../request/shotRequest.ts";
import type { Endpoint } from "./discovery.ts";
import { type Door, DoorAwayError, DoorRefusedError, type Fit, type JobReport } from "./door.ts";
import { aboutLetter, type Letter, readAnswer, submitLetter, uploadedLetter } from "./letters.ts";
import { type Answer, type OpenSocket, PanelSocket } from "./panelSocket.ts";

/** Of one binary message; the server takes no longer ones. */
const PART_BYTES = 1 << 20;

/** The server takes no longer clip, by whatever way. */
const MOST_BYTES = 2 ** 31;

/** The server copies clips before it answers, up to two of 2 GiB. */
const COPY_MS = 600000;

const PICTURE = "data:image/png;base64,";

/**
 * The server's WebSocket for panels (docs/panel-door.md): every task on every system, with pictures of the shot in the making.
 * Clips that the server may not read by their path are sent to it.
 */
export class PanelDoor implements Door {
  readonly kind = "panel";
  #socket: PanelSocket | null = null;

  /** The newest of every job that was asked for, or why there is none. */
  readonly #known = new Map<string, JobReport | Error>();

  /** Wishes that were cancelled while their clips were on their way. */
  readonly #dropped = new Set<string>();

  constructor(
    private readonly endpoint: Endpoint,
    private readonly open: OpenSocket,
    private readonly files: Files,
    private readonly now: () => number,
  ) {}

  get isShut(): boolean {
    return this.#socket?.isClosed ?? false;
  }

  close(): void {
    this.#socket?.close("The panel looks for the server anew.");
  }

  fit(): Fit {
    return { leavesOut: [] };
  }

  async probe(): Promise<void> {
    this.#socket = await PanelSocket.connect(this.open, this.endpoint);
  }

  /** Clips take their time, so a wish with clips is answered before it has arrived: its stage is "reading" until it has. */
  async submit(request: ShotRequest, key: string): Promise<JobReport> {
    if (request.clips.length === 0) {
      return this.#submitLetter(submitLetter(request, key, this.now()));
    }

    if (!this.#known.has(key)) {
      this.#known.set(key, READING(key));
      this.#submitWithClips(request, key).catch((error: Error) => this.#known.set(key, error));
    }

    return this.job(key);
  }

  async job(id: string): Promise<JobReport> {
    this.#needSocket();
    const known = this.#known.get(id) ?? (await this.#watch(id));
    if (known instanceof Error) {
      this.#known.delete(id);
      throw known;
    }

    return known;
  }

  async cancel(id: string): Promise<void> {
    const known = this.#known.get(id);
    if (known && !(known instanceof Error) && known.stage === "reading") {
      this.#dropped.add(id);
      this.#known.set(id, { ...known, state: "cancelled" });
      return;
    }

    await this.#call(aboutLetter("cancel", id, this.now()));
  }

  async release(id: string): Promise<void> {
    this.#known.delete(id);
  }

  async #submitWithClips(request: ShotRequest, key: string): Promise<void> {
    try {
      await this.#submitLetter(submitLetter(request, key, this.now()));
    } catch (error) {
      if (!(error instanceof DoorRefusedError) || !/^clips\[[0-9]+\]\.path$/.test(error.field)) {
        throw error;
      }

      const mediaIds: string[] = [];
      for (const { path } of request.clips) {
        mediaIds.push(await this.#upload(path));
      }

      if (this.#dropped.has(key)) {
        return;
      }

      await this.#submitLetter(uploadedLetter(request, mediaIds, key, this.now()));
    }
  }

  async #submitLetter(letter: Letter): Promise<JobReport> {
    const report = readAnswer(letter.name, await this.#call(letter));
    if (this.#dropped.delete(letter.name)) {
      await this.#call(aboutLetter("cancel", letter.name, this.now()));
      return report;
    }

    this.#known.set(letter.name, report);
    // What is wrong with the watch is told to whoever asks for the job next.
    void this.#watch(letter.name).catch(() => {});
    return report;
  }

  async #call(letter: Letter): Promise<Record<string, unknown>> {
    const copies = Array.isArray(letter.clips) && letter.clips.length > 0;
    const { answer } = await this.#needSocket().call("letter", { letter }, copies ? COPY_MS : undefined);
    return answer as Record<string, unknown>;
  }

  /** Follows a job to its end; answers with its first state. */
  #watch(id: string): Promise<JobReport> {
    return new Promise((resolve, reject) => {
      this.#needSocket().follow(
        "watch",
        { name: id },
        {
          answered: (answer) => {
            const report = this.#read(id, answer);
            this.#known.set(id, report);
            resolve(report);
          },
          failed: (error) => {
            this.#known.set(id, error);
            reject(error);
          },
        },
      );
    });
  }

  #read(id: string, { answer, preview }: Answer): JobReport {
    const before = this.#known.get(id);
    const picture = typeof preview === "string" && preview.startsWith(PICTURE) ? preview : null;
    return {
      ...readAnswer(id, answer as Record<string, unknown>),
      preview: picture ?? (before && !(before instanceof Error) ? before.preview : null),
    };
  }

  async #upload(path: string): Promise<string> {
    let bytes: number;
    try {
      bytes = await this.files.sizeOf(path);
    } catch {
      throw new DoorRefusedError(`${path} cannot be read.`, "invalid_media");
    }

    if (bytes > MOST_BYTES) {
      throw new DoorRefusedError(`${path} has more than 2 GiB. Render the part that is needed to a file of its own.`, "invalid_media");
    }

    return this.#needSocket().upload(bytes, (position) =>
      this.files.readPart(path, position, Math.min(PART_BYTES, bytes - position)),
    );
  }

  #needSocket(): PanelSocket {
    if (!this.#socket || this.#socket.isClosed) {
      throw new DoorAwayError("The connection to the server is closed.");
    }

    return this.#socket;
  }
}

const READING = (id: string): JobReport => ({
  id,
  state: "queued",
  progress: 0,
  stage: "reading",
  secondsLeft: null,
  problem: "",
  notes: [],
  shots: [],
  preview: null,
});
