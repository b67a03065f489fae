import type { Socket } from "../../../../bridge-native/premiere/src/server/panelSocket.ts";
import type { MemoryFiles } from "./memoryFiles.ts";

interface Job {
  readonly name: string;
  status: string;
  progress: number;
  stage: string;
  secondsLeft: number;
  shots: string[];
}

interface Call {
  readonly id: number;
  readonly op: string;
  readonly name?: string;
  readonly bytes?: number;
  readonly letter?: {
    readonly op: string;
    readonly name: string;
    readonly of?: string;
    readonly clips?: { readonly path: string }[];
  };
}

/** The server's side of docs/panel-door.md in memory, moved on by the test. */
export class FakePanelServer {
  readonly jobs = new Map<string, Job>();
  /** Letters as they came. */
  readonly letters: Readonly<Record<string, unknown>>[] = [];
  /** Lengths of the parts of every upload. */
  readonly uploads: number[][] = [];
  /** Clips below these folders are read by their path. */
  readonly allowed: string[] = ["/"];
  /** Whether anything listens. */
  listens = false;
  /** Takes letters and loses the answers. */
  isSilent = false;
  readonly #sockets: FakeSocket[] = [];
  #watches: { readonly socket: FakeSocket; readonly id: number; readonly name: string }[] = [];

  constructor(readonly token = "secret") {}

  /** Connects, as the host's WebSocket does. */
  readonly open = (address: string): Socket => {
    const socket = new FakeSocket(this, address);
    this.#sockets.push(socket);
    return socket;
  };

  /** Listens, and writes what a server that runs leaves in its home. */
  start(files: MemoryFiles, home: string): void {
    this.listens = true;
    const endpoint = { address: "http://127.0.0.1:9", token: this.token, pid: 4711, version: "0.1.0", contract: 1 };
    files.files.set(`${home}/run/endpoint.json`, JSON.stringify(endpoint));
  }

  /** Ends all connections, as a server that stops does. Its jobs stay. */
  stop(): void {
    this.listens = false;
    this.#watches = [];
    for (const socket of this.#sockets.splice(0)) {
      socket.end("The server stops.");
    }
  }

  /** Moves a job on and tells its watchers. */
  tell(name: string, change: Partial<Job>, preview?: string): void {
    Object.assign(this.jobs.get(name)!, change);
    for (const watch of this.#watches.filter((candidate) => candidate.name === name)) {
      watch.socket.answer(watch.id, { answer: this.#answerOf(name), ...(preview === undefined ? {} : { preview }) });
    }
  }

  hear(socket: FakeSocket, call: Call): void {
    switch (call.op) {
      case "letter":
        this.letters.push(call.letter as unknown as Record<string, unknown>);
        this.#take(socket, call.id, call.letter!);
        break;
      case "watch":
        if (this.jobs.has(call.name!)) {
          this.#watches.push({ socket, id: call.id, name: call.name! });
          socket.answer(call.id, { answer: this.#answerOf(call.name!) });
        } else {
          socket.answer(call.id, { error: { code: "job_not_found", message: "No job was submitted under this key." } });
        }

        break;
      case "upload":
        this.uploads.push([]);
        socket.upload = { id: call.id, left: call.bytes! };
        break;
      default:
        throw new Error(`Nobody knows ${call.op}.`);
    }
  }

  #take(socket: FakeSocket, id: number, letter: NonNullable<Call["letter"]>): void {
    const outside = (letter.clips ?? []).findIndex(({ path }) => !this.allowed.some((folder) => path.startsWith(folder)));
    if (outside >= 0) {
      const message = `clips[${outside}].path: got a file outside the allowed folders.`;
      socket.answer(id, { error: { code: "invalid_request", message, field: `clips[${outside}].path` } });
      return;
    }

    if (letter.op === "submit" && !this.jobs.has(letter.name)) {
      this.jobs.set(letter.name, {
        name: letter.name,
        status: "queued",
        progress: 0,
        stage: "queued",
        secondsLeft: 0,
        shots: [],
      });
    } else if (letter.op === "cancel") {
      this.tell(letter.of!, { status: "cancelled" });
    }

    if (!this.isSilent) {
      socket.answer(id, { answer: this.#answerOf(letter.of ?? letter.name) });
    }
  }

  #answerOf(name: string): object {
    const job = this.jobs.get(name)!;
    return { version: 1, client: "premiere", notes: [], ...job, shots: job.shots.map((shot) => ({ name: shot })) };
  }
}

class FakeSocket implements Socket {
  onopen: Socket["onopen"] = null;
  onmessage: Socket["onmessage"] = null;
  onclose: Socket["onclose"] = null;
  onerror: Socket["onerror"] = null;
  upload: { readonly id: number; left: number } | null = null;
  #isWelcome = false;
  #isOpen = false;

  constructor(
    private readonly server: FakePanelServer,
    address: string,
  ) {
    queueMicrotask(() => {
      this.#isOpen = server.listens && /^ws:\/\/127\.0\.0\.1:[0-9]+\/panel$/.test(address);
      (this.#isOpen ? this.onopen : this.onerror)?.({} as never);
    });
  }

  send(data: string | ArrayBuffer): void {
    if (!this.#isOpen) {
      throw new Error("The connection is not open.");
    }

    queueMicrotask(() => (typeof data === "string" ? this.#hear(data) : this.#take(data.byteLength)));
  }

  close(): void {
    this.#isOpen = false;
  }

  answer(id: number, fields: object): void {
    this.#say({ re: id, ...fields });
  }

  end(reason: string): void {
    if (this.#isOpen) {
      this.#isOpen = false;
      this.onclose?.({ reason });
    }
  }

  #hear(text: string): void {
    const message = JSON.parse(text) as Call & { readonly token?: string };
    if (this.#isWelcome) {
      this.server.hear(this, message);
    } else if (message.op === "hello" && message.token === this.server.token) {
      this.#isWelcome = true;
      this.#say({ op: "welcome", version: 1 });
    } else {
      this.end("The token is another.");
    }
  }

  #take(bytes: number): void {
    const upload = this.upload!;
    upload.left -= bytes;
    const parts = this.server.uploads[this.server.uploads.length - 1]!;
    parts.push(bytes);
    const received = parts.reduce((sum, part) => sum + part, 0);
    this.answer(upload.id, upload.left > 0 ? { received } : { mediaId: `media-${this.server.uploads.length}` });
  }

  #say(message: object): void {
    queueMicrotask(() => this.#isOpen && this.onmessage?.({ data: JSON.stringify(message) }));
  }
}
