import type { LibraryShot } from "../library/shotLibrary.ts";
import { libraryFiles } from "../library/shotCopy.ts";
import { dragPayload } from "../metadata/drag.ts";
import { fileUri, joinPath } from "../metadata/names.ts";
import { element, mark, refill } from "./elements.ts";
import { shotText } from "./words.ts";

export interface HistoryDeeds {
  readonly importShot: (shot: LibraryShot) => void;
  /** Takes prompt and seed over into the form. */
  readonly reuse: (shot: LibraryShot) => void;
}

/** More rows than this make the panel slow and nobody reads them; the library has them all. */
const MOST_ROWS = 60;

/** The shots of the library, newest first, to be dragged, imported or made again. */
export class HistoryView {
  readonly #list = element("div", { class: "list" });
  readonly #count = element("div", { class: "count" });
  readonly root = element(
    "div",
    { class: "section" },
    element("div", { class: "section-head" }, element("div", { class: "section-title" }, "History"), this.#count),
    this.#list,
  );
  #shown = "";

  constructor(private readonly deeds: HistoryDeeds) {}

  showShots(shots: readonly LibraryShot[]): void {
    const state = shots.map((shot) => shot.folder).join("\n");
    if (state === this.#shown && state !== "") {
      return;
    }

    this.#shown = state;
    this.#count.textContent = shots.length === 0 ? "" : `${shots.length} shot${shots.length === 1 ? "" : "s"}`;
    refill(
      this.#list,
      ...(shots.length === 0
        ? [element("div", { class: "empty" }, "Finished shots appear here.")]
        : shots.slice(0, MOST_ROWS).map((shot) => this.#row(shot))),
    );
  }

  #row(shot: LibraryShot): HTMLElement {
    const files = libraryFiles(shot);
    const poster = element("img", { class: "poster" });
    if (shot.poster !== "") {
      poster.src = fileUri(joinPath(shot.folder, shot.poster));
      poster.addEventListener("error", () => mark(poster, "lost", true));
    }

    // Only the grip is dragged: the host wants the children of what is dragged to take no events, and the buttons need theirs.
    const grip = element(
      "div",
      { class: "grip", title: "Drag into the project or onto the time line" },
      poster,
      element(
        "div",
        { class: "shot-text" },
        element("div", { class: "shot-name" }, shot.name),
        element("div", { class: "shot-prompt" }, shot.prompt === "" ? "(no prompt)" : shot.prompt),
        element("div", { class: "shot-facts" }, `Seed ${shot.seed}  ·  ${shotText(shot)}`),
      ),
    );
    grip.setAttribute("draggable", "true");
    grip.addEventListener("dragstart", (event) => {
      const payload = dragPayload([files.picture, ...files.stems.map((stem) => stem.path)]);
      // Some versions of the host read the second name.
      event.dataTransfer?.setData("text/plain", payload);
      event.dataTransfer?.setData("text", payload);
      if (event.dataTransfer) {
        event.dataTransfer.effectAllowed = "copyMove";
        event.dataTransfer.dropEffect = "copy";
      }
    });
    return element(
      "div",
      { class: "shot" },
      grip,
      element(
        "div",
        { class: "shot-buttons" },
        element(
          "div",
          { class: "link", title: "Into the bin of the open project", onClick: () => this.deeds.importShot(shot) },
          "Import",
        ),
        element("div", { class: "link", title: "Take over prompt and seed", onClick: () => this.deeds.reuse(shot) }, "Use again"),
      ),
    );
  }
}
