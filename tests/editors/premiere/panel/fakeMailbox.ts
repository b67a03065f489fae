import type { MemoryFiles } from "../host/memoryFiles.ts";

interface Job {
  readonly name: string;
  status: string;
  progress: number;
  stage: string;
  secondsLeft: number;
  shots: string[];
}

/** The server's side of the mailbox (docs/mailbox.md), in memory and moved on by the test. */
export class FakeMailbox {
  readonly jobs = new Map<string, Job>();

  constructor(
    private readonly files: MemoryFiles,
    private readonly home: string,
  ) {
    files.onWrite = (path) => this.#read(path);
  }

  /** Writes what a server that answers leaves behind; nobody listens on its port, so the mailbox is the open door. */
  start(): void {
    const endpoint = { address: "http://127.0.0.1:9", token: "secret", pid: 4711, version: "0.1.0", contract: 1 };
    this.files.files.set(`${this.home}/run/endpoint.json`, JSON.stringify(endpoint));
    this.files.files.set(
      `${this.home}/mailbox/out/box.json`,
      JSON.stringify({ version: 1, server: "0.1.0", pid: 4711, open: [] }),
    );
  }

  tell(name: string, change: Partial<Job>): void {
    const job = Object.assign(this.jobs.get(name)!, change);
    const shots = job.shots.map((shot) => ({ name: shot }));
    this.files.files.set(
      `${this.home}/mailbox/out/${name}.json`,
      JSON.stringify({ version: 1, client: "premiere", ...job, shots }),
    );
  }

  #read(path: string): void {
    if (!path.startsWith(`${this.home}/mailbox/in/`)) {
      return;
    }

    const letter = JSON.parse(this.files.files.get(path)!) as { name: string; op: string; of: string };
    this.files.files.delete(path);
    if (letter.op === "submit") {
      this.jobs.set(letter.name, { name: letter.name, status: "queued", progress: 0, stage: "", secondsLeft: 0, shots: [] });
      this.tell(letter.name, {});
    } else if (letter.op === "cancel") {
      this.tell(letter.of, { status: "cancelled" });
    } else {
      this.files.files.delete(`${this.home}/mailbox/out/${letter.of}.json`);
    }
  }
}
