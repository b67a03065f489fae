import { type Door, DoorAwayError, type DoorKind, DoorRefusedError } from "./door.ts";

export type ConnectionState =
  | { readonly kind: "looking" }
  | { readonly kind: "connected"; readonly doors: readonly Door[]; readonly version: string }
  | { readonly kind: "away"; readonly problem: string; readonly retryAt: number };

/** What looking for the server found: the doors to try, or why there is none. */
export type Sighting = { readonly doors: readonly Door[]; readonly version: string } | { readonly problem: string };

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 15000;

/**
 * Finds the server, keeps the doors that answer and finds them again after the server went away: tries follow at 1, 2, 4, 8 and
 * then every 15 seconds. Time comes from outside, so nothing here waits.
 */
export class Connection {
  #state: ConnectionState = { kind: "looking" };
  #failures = 0;
  #looking: Promise<void> | null = null;

  constructor(
    private readonly look: () => Promise<Sighting>,
    private readonly now: () => number,
    private readonly changed: (state: ConnectionState) => void = () => {},
  ) {}

  get state(): ConnectionState {
    return this.#state;
  }

  /** The open doors; none while the server is away. */
  get doors(): readonly Door[] {
    return this.#state.kind === "connected" ? this.#state.doors : [];
  }

  /** Looks for the server when it is time to; called again and again. */
  async keep(): Promise<void> {
    if (this.doors.some((door) => door.isShut)) {
      this.#lost("The server has closed the connection.");
    }

    if (this.#state.kind === "connected" || (this.#state.kind === "away" && this.now() < this.#state.retryAt)) {
      return;
    }

    this.#looking ??= this.#find().finally(() => {
      this.#looking = null;
    });
    await this.#looking;
  }

  /** The user asks to look now. */
  async retry(): Promise<void> {
    if (this.#state.kind === "away") {
      this.#state = { kind: "looking" };
    }

    await this.keep();
  }

  /** A server is about to come up: looks for it now and soon again. */
  async expect(): Promise<void> {
    this.#failures = 0;
    await this.retry();
  }

  /** Leaves the server; looking begins with the next {@link keep}. */
  close(): void {
    this.#become({ kind: "looking" });
  }

  /** Runs a call through one of the open doors; one that finds nobody there ends the connection. */
  async through<T>(kind: DoorKind, call: (door: Door) => Promise<T>): Promise<T> {
    const state = this.#state;
    const door = this.doors.find((candidate) => candidate.kind === kind);
    if (!door) {
      throw new DoorAwayError("The server is away.");
    }

    try {
      return await call(door);
    } catch (error) {
      // A slower call that fails later must not end a connection that was made anew in between.
      if (error instanceof DoorAwayError && this.#state === state) {
        this.#lost(error.message);
      }

      throw error;
    }
  }

  async #find(): Promise<void> {
    const sighting = await this.look();
    if ("problem" in sighting) {
      this.#lost(sighting.problem);
      return;
    }

    const open: Door[] = [];
    let problem = "The server runs, but it has no door for this panel. Update the server.";
    for (const door of sighting.doors) {
      try {
        await door.probe();
        open.push(door);
      } catch (error) {
        if (!(error instanceof DoorAwayError) && !(error instanceof DoorRefusedError)) {
          throw error;
        }

        problem = error.message;
      }
    }

    if (open.length === 0) {
      this.#lost(problem);
      return;
    }

    this.#failures = 0;
    this.#become({ kind: "connected", doors: open, version: sighting.version });
  }

  #lost(problem: string): void {
    const wait = Math.min(FIRST_WAIT_MS * 2 ** this.#failures, LONGEST_WAIT_MS);
    this.#failures++;
    this.#become({ kind: "away", problem, retryAt: this.now() + wait });
  }

  #become(state: ConnectionState): void {
    for (const door of this.doors) {
      door.close?.();
    }

    this.#state = state;
    this.changed(state);
  }
}
