import type { Endpoint } from "./discovery.ts";
import { DoorAwayError, DoorRefusedError } from "./door.ts";

/** The part of a browser's WebSocket that is used; UXP has the same. */
export interface Socket {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onclose: ((event: { readonly reason?: string }) => void) | null;
  onerror: ((event: never) => void) | null;
  send(data: string | ArrayBuffer): void;
  close(): void;
}

export type OpenSocket = (address: string) => Socket;

/** One answer of the server: its fields beside the number. */
export type Answer = Readonly<Record<string, unknown>>;

interface Listener {
  readonly answered: (answer: Answer) => void;
  readonly failed: (error: Error) => void;
}

/** A call that may still be answered. */
interface Waiting extends Listener {
  readonly patienceMs: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

const VERSION = 1;
const CONNECT_MS = 5000;
const ANSWER_MS = 10000;

/** Of a part; the last one is answered when all of the movie is on the disk. */
const PART_MS = 60000;

/** The conversation of docs/panel-door.md: the token first, then calls by number, some with many answers. */
export class PanelSocket {
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #closed = "";

  private constructor(private readonly socket: Socket) {}

  /** Connects and shows the token. Throws {@link DoorAwayError} when nobody welcomes us. */
  static connect(open: OpenSocket, endpoint: Endpoint): Promise<PanelSocket> {
    return new Promise((resolve, reject) => {
      let panel: PanelSocket;
      let timer: ReturnType<typeof setTimeout> | undefined;
      const fail = (reason: string): void => {
        clearTimeout(timer);
        panel?.close(reason);
        reject(new DoorAwayError(reason));
      };
      try {
        const socket = open(`${endpoint.address.replace("http:", "ws:")}/panel`);
        panel = new PanelSocket(socket);
        timer = setTimeout(() => fail("The server does not welcome the panel."), CONNECT_MS);
        socket.onopen = () =>
          socket.send(JSON.stringify({ op: "hello", version: VERSION, client: "premiere", token: endpoint.token }));
        socket.onclose = (event) => fail(event.reason || "The server has no door for panels.");
        socket.onerror = () => fail("The server has no door for panels.");
        socket.onmessage = (event) => {
          if (parsed(event.data)?.op !== "welcome") {
            fail("The server's welcome cannot be read.");
            return;
          }

          clearTimeout(timer);
          panel.#listen();
          resolve(panel);
        };
      } catch {
        fail("The host opens no connection.");
      }
    });
  }

  get isClosed(): boolean {
    return this.#closed !== "";
  }

  /** The first answer to a call. Throws {@link DoorRefusedError}, or {@link DoorAwayError} when none comes in time. */
  call(op: string, fields: Answer, patienceMs = ANSWER_MS): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const id = this.follow(
        op,
        fields,
        {
          answered: (answer) => {
            this.#waiting.delete(id);
            resolve(answer);
          },
          failed: reject,
        },
        patienceMs,
      );
    });
  }

  /** Sends a call whose answers are all heard, until one is an error. The first one must come in time. */
  follow(op: string, fields: Answer, listener: Listener, patienceMs = ANSWER_MS): number {
    const id = ++this.#lastId;
    this.#waiting.set(id, { ...listener, patienceMs, timer: undefined });
    this.#send(id, JSON.stringify({ id, op, ...fields }));
    return id;
  }

  /** Sends a movie part by part, each when the one before it has arrived. Answers with its media id. */
  upload(bytes: number, read: (position: number) => Promise<ArrayBuffer>): Promise<string> {
    return new Promise((resolve, reject) => {
      const answered = (answer: Answer): void => {
        if (typeof answer.mediaId === "string") {
          this.#waiting.delete(id);
          resolve(answer.mediaId);
        } else {
          void next(Number(answer.received));
        }
      };
      const id = this.follow("upload", { bytes }, { answered, failed: reject }, PART_MS);
      const next = async (position: number): Promise<void> => {
        try {
          this.#send(id, await read(position));
        } catch (error) {
          // Half a movie is of no use; a new connection begins with none.
          this.close("A clip cannot be read.");
          reject(error instanceof Error ? error : new Error(`${error}`));
        }
      };
      void next(0);
    });
  }

  /** Ends the conversation; what still waits for an answer fails with this reason. */
  close(reason: string): void {
    if (this.#closed !== "") {
      return;
    }

    this.#closed = reason;
    this.socket.close();
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const call of waiting) {
      clearTimeout(call.timer);
      call.failed(new DoorAwayError(reason));
    }
  }

  #listen(): void {
    this.socket.onclose = (event) => this.close(event.reason || "The server has closed the connection.");
    this.socket.onerror = () => this.close("The connection to the server broke.");
    this.socket.onmessage = (event) => {
      const answer = parsed(event.data);
      const id = Number(answer?.re);
      const call = this.#waiting.get(id);
      if (!answer || !call) {
        return;
      }

      clearTimeout(call.timer);

      const error = answer.error as { code?: unknown; message?: unknown; field?: unknown } | undefined;
      if (error) {
        this.#waiting.delete(id);
        call.failed(
          new DoorRefusedError(`${error.message ?? "The server refused it."}`, `${error.code ?? ""}`, `${error.field ?? ""}`),
        );
      } else {
        call.answered(answer);
      }
    };
  }

  #send(id: number, data: string | ArrayBuffer): void {
    const call = this.#waiting.get(id);
    if (!call) {
      return;
    }

    if (this.#closed !== "") {
      this.#waiting.delete(id);
      call.failed(new DoorAwayError(this.#closed));
      return;
    }

    clearTimeout(call.timer);
    call.timer = setTimeout(() => this.close("The server does not answer."), call.patienceMs);
    try {
      this.socket.send(data);
    } catch {
      this.close("The connection to the server broke.");
    }
  }
}

function parsed(data: unknown): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(`${data}`);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
