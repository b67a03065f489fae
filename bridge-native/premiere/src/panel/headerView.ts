import type { Absence } from "../premiere/readSequence.ts";
import type { SequenceFacts } from "../sequence/facts.ts";
import type { ConnectionState } from "../server/connection.ts";
import { rateLabel } from "../timing/frameRate.ts";
import { formatTimecode } from "../timing/timecode.ts";
import { element, mark, show } from "./elements.ts";

export const START_COMMAND = "sora2 serve";
export const INSTALL_COMMAND = "sora2 premiere install";

export interface HeaderDeeds {
  readonly lookAgain: () => void;
  readonly copyCommand: () => void;
  readonly startServer: () => void;
}

/** Which server answers, what to do when none does, and which sequence the panel works on. */
export class HeaderView {
  readonly #state = element("div", { class: "server-state" });
  readonly #dot = element("div", { class: "dot" });
  readonly #problem = element("div", { class: "notice-text" });
  readonly #retry = element("div", { class: "notice-small" });
  readonly #byHand: HTMLElement;
  readonly #byPanel: HTMLElement;
  readonly #notice: HTMLElement;
  readonly #sequence = element("div", { class: "sequence-name" });
  readonly #facts = element("div", { class: "sequence-facts" });
  readonly root: HTMLElement;

  constructor(deeds: HeaderDeeds) {
    this.#byHand = element(
      "div",
      {},
      element("div", { class: "notice-text" }, "Start it in a terminal:"),
      element(
        "div",
        { class: "command" },
        element("div", { class: "command-text" }, START_COMMAND),
        element("div", { class: "button quiet small", onClick: deeds.copyCommand }, "Copy"),
      ),
      element("div", { class: "notice-small" }, `After ${INSTALL_COMMAND} this panel can start it.`),
    );
    this.#byPanel = element(
      "div",
      {},
      element("div", { class: "button accent", onClick: deeds.startServer }, "Start the server"),
      element("div", { class: "notice-small" }, "Premiere asks you before it starts it."),
    );
    this.#notice = element(
      "div",
      { class: "notice" },
      element("div", { class: "notice-title" }, "The Sora2 server is away"),
      this.#problem,
      this.#byHand,
      this.#byPanel,
      element(
        "div",
        { class: "notice-foot" },
        this.#retry,
        element("div", { class: "button quiet small", onClick: deeds.lookAgain }, "Look now"),
      ),
    );
    this.root = element(
      "div",
      {},
      element(
        "div",
        { class: "header" },
        element("div", { class: "mark" }, "▶"),
        element("div", { class: "brand" }, "Sora2"),
        this.#dot,
        this.#state,
      ),
      this.#notice,
      element("div", { class: "sequence" }, this.#sequence, this.#facts),
    );
  }

  /** @param canStart Whether there is a file by which the panel starts the server. */
  showConnection(state: ConnectionState, now: number, canStart: boolean): void {
    show(this.#byHand, !canStart);
    show(this.#byPanel, canStart);
    mark(this.#dot, "good", state.kind === "connected");
    mark(this.#dot, "bad", state.kind === "away");
    this.#state.textContent =
      state.kind === "connected"
        ? `Server ${state.version.replace(/\+.*$/, "")}`
        : state.kind === "away"
          ? "Server away"
          : "Looking for the server";
    show(this.#notice, state.kind === "away");
    if (state.kind === "away") {
      const seconds = Math.max(0, Math.ceil((state.retryAt - now) / 1000));
      this.#problem.textContent = state.problem;
      this.#retry.textContent = seconds === 0 ? "Looking…" : `Looking again in ${seconds} s`;
    }
  }

  showSequence(facts: SequenceFacts | Absence): void {
    const open = typeof facts !== "string";
    mark(this.#sequence, "none", !open);
    this.#sequence.textContent = open
      ? `${facts.sequenceName}  ·  ${facts.projectName.replace(/\.prproj$/i, "")}`
      : facts === "noProject"
        ? "No project is open"
        : "No sequence is open";
    this.#facts.textContent = open
      ? [
          `${rateLabel(facts.frameRate)} fps`,
          `${facts.width}×${facts.height}`,
          formatTimecode(facts.zeroFrame + facts.playhead, facts.frameRate, facts.dropFrame),
        ].join("  ·  ")
      : "Open one: shots are made for its rate, size and timecode.";
  }
}
