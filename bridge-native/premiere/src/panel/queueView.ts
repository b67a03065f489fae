import { isEnded, type TrackedJob } from "../queue/trackedJob.ts";
import { element, refill, show } from "./elements.ts";
import { progressText } from "./words.ts";

export interface QueueDeeds {
  readonly cancel: (key: string) => void;
  readonly dismiss: (key: string) => void;
}

/** The wishes under way and those that just ended. */
export class QueueView {
  readonly #list = element("div", { class: "list" });
  readonly #count = element("div", { class: "count" });
  readonly root = element(
    "div",
    { class: "section" },
    element("div", { class: "section-head" }, element("div", { class: "section-title" }, "Queue"), this.#count),
    this.#list,
  );
  #shown = "";

  constructor(private readonly deeds: QueueDeeds) {}

  showJobs(jobs: readonly TrackedJob[], serverIsAway: boolean): void {
    const state = JSON.stringify([serverIsAway, jobs.map((job) => [job.key, job.phase, job.message, job.report])]);
    if (state === this.#shown) {
      return;
    }

    this.#shown = state;
    const open = jobs.filter((job) => !isEnded(job)).length;
    this.#count.textContent = open === 0 ? "" : `${open} under way`;
    show(this.root, jobs.length > 0);
    refill(this.#list, ...jobs.map((job) => this.#card(job, serverIsAway)));
  }

  #card(job: TrackedJob, serverIsAway: boolean): HTMLElement {
    const ended = isEnded(job);
    const progress = job.phase === "making" ? (job.report?.progress ?? 0) : job.phase === "sending" ? 0 : 1;
    const fill = element("div", { class: "bar-fill" });
    fill.style.width = `${Math.round(progress * 100)}%`;
    const preview = ended ? null : (job.report?.preview ?? null);
    const picture = element("img", { class: "preview" });
    if (preview !== null) {
      picture.src = preview;
      picture.addEventListener("error", () => show(picture, false));
    }

    return element(
      "div",
      { class: `card ${job.phase}` },
      element(
        "div",
        { class: "card-head" },
        element("div", { class: "card-title" }, job.request.prompt || job.summary),
        element(
          "div",
          {
            class: "icon-button",
            title: ended ? "Take off the list" : "Cancel",
            onClick: () => (ended ? this.deeds.dismiss(job.key) : this.deeds.cancel(job.key)),
          },
          "✕",
        ),
      ),
      element(
        "div",
        { class: "card-body" },
        ...(preview === null ? [] : [picture]),
        element(
          "div",
          { class: "card-text" },
          element("div", { class: "card-line" }, job.request.prompt === "" ? "" : job.summary),
          ...(ended ? [] : [element("div", { class: "bar" }, fill)]),
          element("div", { class: "card-state" }, progressText(job, serverIsAway)),
          ...(job.message === "" ? [] : [element("div", { class: "card-message" }, job.message)]),
        ),
      ),
    );
  }
}
