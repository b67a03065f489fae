import type { Storage } from "../host/storage.ts";
import type { ShotRequest } from "../request/shotRequest.ts";
import type { Connection } from "../server/connection.ts";
import { chooseDoor, type Door, DoorAwayError, DoorRefusedError, type JobReport } from "../server/door.ts";
import { isEnded, restoreJobs, type Target, type TrackedJob } from "./trackedJob.ts";

/** How a finished shot's way into its project ended. */
export interface Delivery {
  /** Waiting is tried again, for its project may be opened later. */
  readonly outcome: "done" | "waiting" | "failed";
  readonly message: string;
}

export interface QueueParts {
  readonly connection: Connection;
  readonly storage: Storage;
  readonly deliver: (job: TrackedJob, shots: readonly string[]) => Promise<Delivery>;
  readonly now: () => number;
  readonly newKey: () => string;
  readonly changed: () => void;
}

const STORAGE_KEY = "sora2.jobs";

/** Ended jobs beyond this are forgotten; their shots stay in the history. */
const MOST_ENDED = 20;

/** The wishes of this panel: sends them, follows them and has their shots delivered, across lost connections and restarts. */
export class JobQueue {
  #jobs: TrackedJob[];
  #advancing: Promise<void> | null = null;

  constructor(private readonly parts: QueueParts) {
    this.#jobs = restoreJobs(parts.storage.read(STORAGE_KEY)).map((job) =>
      // The panel was closed in the middle of a delivery. What was imported then is found again and not imported twice.
      job.phase === "delivering" ? { ...job, phase: "making" } : job,
    );
  }

  /** Newest first. */
  get jobs(): readonly TrackedJob[] {
    return this.#jobs;
  }

  add(request: ShotRequest, target: Target, summary: string): TrackedJob {
    const job: TrackedJob = {
      key: this.parts.newKey(),
      request,
      target,
      summary,
      createdAt: this.parts.now(),
      phase: "sending",
      door: null,
      id: null,
      report: null,
      message: "",
    };
    const ended = [job, ...this.#jobs].filter(isEnded);
    const forgotten = new Set(ended.slice(MOST_ENDED).map((old) => old.key));
    this.#jobs = [job, ...this.#jobs.filter((old) => !forgotten.has(old.key))];
    this.#save();
    return job;
  }

  /** Asks for every job that has not ended how far it is; called again and again. */
  async advance(): Promise<void> {
    this.#advancing ??= this.#advanceAll().finally(() => {
      this.#advancing = null;
    });
    await this.#advancing;
  }

  /** Asks the server to end a job; one that never left is simply dropped. */
  async cancel(key: string): Promise<void> {
    const job = this.#find(key);
    if (!job || isEnded(job)) {
      return;
    }

    if (job.phase === "waiting" || job.door === null || job.id === null) {
      this.#change(key, { phase: "cancelled", message: job.phase === "waiting" ? "The shot stays in the history." : "" });
      return;
    }

    const id = job.id;
    await this.#attempt(job, () => this.parts.connection.through(job.door!, (door) => door.cancel(id)));
  }

  /** Takes an ended job off the list. */
  dismiss(key: string): void {
    this.#jobs = this.#jobs.filter((job) => job.key !== key || !isEnded(job));
    this.#save();
  }

  async #advanceAll(): Promise<void> {
    // The oldest first, so that shots arrive in the order in which they were asked for.
    for (const { key } of [...this.#jobs].reverse()) {
      const job = this.#find(key);
      if (job?.phase === "sending") {
        await this.#attempt(job, () => this.#send(job));
      } else if (job?.phase === "making") {
        await this.#attempt(job, () => this.#follow(job));
      } else if (job?.phase === "waiting") {
        await this.#deliver(job);
      }
    }
  }

  async #send(job: TrackedJob): Promise<void> {
    const { connection } = this.parts;
    if (connection.doors.length === 0) {
      return;
    }

    // A wish that may have been heard is asked for at the same door again, where its key is known.
    const known = job.door === null ? null : connection.doors.find((door) => door.kind === job.door);
    const choice = known ? { door: known, leavesOut: [] } : chooseDoor(connection.doors, job.request);
    if ("refused" in choice) {
      this.#change(job.key, { phase: "failed", message: choice.refused });
      return;
    }

    const kind = choice.door.kind;
    this.#change(job.key, { door: kind, message: choice.leavesOut.join(" ") });
    const report = await connection.through(kind, (door) => door.submit(job.request, job.key));
    if (this.#find(job.key)?.phase === "cancelled") {
      await connection.through(kind, (door) => door.cancel(report.id));
      return;
    }

    await this.#took(job.key, report);
  }

  async #follow(job: TrackedJob): Promise<void> {
    const { door, id } = job;
    if (door === null || id === null || this.parts.connection.doors.length === 0) {
      return;
    }

    await this.#took(job.key, await this.parts.connection.through(door, (open) => open.job(id)));
  }

  async #took(key: string, report: JobReport): Promise<void> {
    switch (report.state) {
      case "succeeded":
        this.#change(key, { id: report.id, report, phase: "delivering" });
        await this.#deliver(this.#find(key)!);
        break;
      case "failed":
        this.#change(key, { id: report.id, report, phase: "failed", message: report.problem || "The shot could not be made." });
        break;
      case "cancelled":
        this.#change(key, { id: report.id, report, phase: "cancelled" });
        break;
      default:
        this.#change(key, { id: report.id, report, phase: "making" });
    }
  }

  async #deliver(job: TrackedJob): Promise<void> {
    const delivery = await this.parts.deliver(job, job.report?.shots ?? []);
    const notes = delivery.outcome === "done" ? (job.report?.notes ?? []) : [];
    this.#change(job.key, {
      phase: delivery.outcome,
      message: [delivery.message, ...notes].filter((text) => text !== "").join(" "),
    });
    const { door, id } = job;
    if (delivery.outcome === "done" && door !== null && id !== null) {
      // The server may be away by now; an answer that nobody takes goes by itself after a while.
      await this.parts.connection.through(door, (open: Door) => open.release(id)).catch(() => {});
    }
  }

  async #attempt(job: TrackedJob, step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      if (error instanceof DoorAwayError) {
        return;
      }

      if (!(error instanceof DoorRefusedError)) {
        throw error;
      }

      if (error.code === "job_not_found" && job.report?.stage === "reading") {
        // The connection was lost while the clips were on their way: the wish never arrived.
        this.#change(job.key, { phase: "sending", report: null });
        return;
      }

      this.#change(job.key, { phase: "failed", message: error.message });
    }
  }

  #find(key: string): TrackedJob | undefined {
    return this.#jobs.find((job) => job.key === key);
  }

  #change(key: string, change: Partial<TrackedJob>): void {
    this.#jobs = this.#jobs.map((job) => (job.key === key && job.phase !== "cancelled" ? { ...job, ...change } : job));
    this.#save();
  }

  #save(): void {
    // Pictures are many times as long as all the rest, and soon out of date.
    this.parts.storage.write(
      STORAGE_KEY,
      JSON.stringify(this.#jobs, (name, value: unknown) => (name === "preview" ? undefined : value)),
    );
    this.parts.changed();
  }
}
