import type { ShotRequest } from "../request/shotRequest.ts";

export type DoorKind = "panel" | "videos" | "mailbox";

export type JobState = "queued" | "running" | "succeeded" | "failed" | "cancelled";

/** A job as the server tells it. */
export interface JobReport {
  /** What the door knows it by. */
  readonly id: string;
  readonly state: JobState;
  /** 0 to 1. */
  readonly progress: number;
  /** What the job is at, in a word; empty when the door does not tell. */
  readonly stage: string;
  readonly secondsLeft: number | null;
  /** Why it failed; empty otherwise. */
  readonly problem: string;
  readonly notes: readonly string[];
  /** Names of the published shots. */
  readonly shots: readonly string[];
  /** A picture of the shot in the making, as a data: address; null when there is none. */
  readonly preview: string | null;
}

/** How well a door carries a request: not at all, or with what it has to leave out; nothing left out is best. */
export type Fit = { readonly refused: string } | { readonly leavesOut: readonly string[] };

/** One way to the server. */
export interface Door {
  readonly kind: DoorKind;
  fit(request: ShotRequest): Fit;
  /** Answers when the server does. Throws {@link DoorAwayError} otherwise. */
  probe(): Promise<void>;
  /** Queues a request. The same request under the same key is the same job. */
  submit(request: ShotRequest, key: string): Promise<JobReport>;
  job(id: string): Promise<JobReport>;
  cancel(id: string): Promise<void>;
  /** Says that the shots were taken and nobody will ask for the job again. */
  release(id: string): Promise<void>;
  /** Whether the connection that the door stands on has ended; doors that stand on none do not say. */
  readonly isShut?: boolean;
  /** Ends that connection. */
  close?(): void;
}

/** Nobody answers. What was asked may have been heard: ask again under the same key. */
export class DoorAwayError extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = "DoorAwayError";
  }
}

/** The server understood and said no; asking again does not help. */
export class DoorRefusedError extends Error {
  constructor(
    message: string,
    /** The server's word for programs. */
    readonly code: string,
    /** The part of the request that it is about; empty when it is about none. */
    readonly field = "",
  ) {
    super(message);
    this.name = "DoorRefusedError";
  }
}

/** The open door that carries a request with the least left out, the earlier one of equals; or why there is none. */
export function chooseDoor(
  doors: readonly Door[],
  request: ShotRequest,
): { readonly door: Door; readonly leavesOut: readonly string[] } | { readonly refused: string } {
  let best: { door: Door; leavesOut: readonly string[] } | null = null;
  let refused = "The server offers no door that this panel knows.";
  for (const door of doors) {
    const fit = door.fit(request);
    if ("refused" in fit) {
      refused = fit.refused;
    } else if (!best || fit.leavesOut.length < best.leavesOut.length) {
      best = { door, leavesOut: fit.leavesOut };
    }
  }

  return best ?? { refused };
}
