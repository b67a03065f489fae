import type { ShotRequest } from "../request/shotRequest.ts";
import type { DoorKind, JobReport } from "../server/door.ts";
import type { FrameRate } from "../timing/frameRate.ts";

/** Where a finished shot is to go, written down when it was asked for. */
export interface Target {
  readonly projectId: string;
  readonly projectPath: string;
  readonly projectName: string;
  readonly sequenceId: string;
  readonly sequenceName: string;
  readonly start: number;
  readonly end: number;
  readonly headHandle: number;
  readonly track: number;
  readonly frameRate: FrameRate;
  /** False: into the bin only. */
  readonly place: boolean;
}

/**
 * - sending: not known to have reached the server.
 * - making: the server has it.
 * - delivering: finished, on its way into the project.
 * - waiting: finished, and its project is not open.
 * - done, failed, cancelled: ended.
 */
export type Phase = "sending" | "making" | "delivering" | "waiting" | "done" | "failed" | "cancelled";

/** One wish of this panel and how far it is. */
export interface TrackedJob {
  /** Drawn by the panel; under it the server knows the same wish again. */
  readonly key: string;
  readonly request: ShotRequest;
  readonly target: Target;
  readonly summary: string;
  readonly createdAt: number;
  readonly phase: Phase;
  readonly door: DoorKind | null;
  readonly id: string | null;
  readonly report: JobReport | null;
  /** For the user: what happened last. */
  readonly message: string;
}

export function isEnded(job: TrackedJob): boolean {
  return job.phase === "done" || job.phase === "failed" || job.phase === "cancelled";
}

const PHASES: readonly Phase[] = ["sending", "making", "delivering", "waiting", "done", "failed", "cancelled"];

/** What was saved; anything that is not as this version writes it is left out. */
export function restoreJobs(text: string | null): TrackedJob[] {
  try {
    const saved: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(saved) ? saved.filter(isJob) : [];
  } catch {
    return [];
  }
}

function isJob(value: unknown): value is TrackedJob {
  const job = value as Partial<TrackedJob> | null;
  return (
    typeof job === "object" &&
    job !== null &&
    typeof job.key === "string" &&
    typeof job.summary === "string" &&
    typeof job.message === "string" &&
    PHASES.includes(job.phase as Phase) &&
    typeof job.request?.prompt === "string" &&
    typeof job.request.frameRate?.numerator === "number" &&
    Array.isArray(job.request.clips) &&
    typeof job.target?.projectId === "string" &&
    typeof job.target.start === "number"
  );
}
