import { MAX_SECONDS, MIN_SECONDS, type PictureCodec, STEM_KINDS, type StemKind } from "../request/shotRequest.ts";
import { MAX_SEED, readNumber, type ShotSettings } from "../request/shotSettings.ts";
import type { ProposalMode } from "../sequence/proposal.ts";
import { element, labelled, mark, refill, segments, show, textArea, textField, toggle } from "./elements.ts";

/** What the proposal says to the user now. */
export interface ProposalText {
  readonly summary: string;
  readonly notes: readonly string[];
  /** Why nothing can be made; empty when all is well. */
  readonly problem: string;
}

export interface ComposeDeeds {
  readonly change: (change: Partial<ShotSettings>) => void;
  readonly chooseMode: (mode: ProposalMode) => void;
  readonly generate: () => void;
  /** Where the server's home is, when it is not at its usual place. */
  readonly changeHome: (home: string) => void;
}

const STEM_LABELS: Readonly<Record<StemKind, string>> = {
  dialogue: "Dialogue",
  effects: "Effects",
  ambience: "Ambience",
  music: "Music",
};

const CODECS: readonly (readonly [PictureCodec, string])[] = [
  ["prores422hq", "ProRes 422 HQ"],
  ["dnxhr-hqx", "DNxHR HQX"],
  ["h264", "H.264"],
];

const BUTTONS: Readonly<Record<ProposalMode, string>> = {
  insert: "Generate",
  fill: "Fill the gap",
  extendTail: "Extend the clip",
  extendHead: "Extend the clip",
};

/** Prompt and settings, the proposal that the sequence makes, and the button. */
export class ComposeView {
  readonly #prompt: HTMLTextAreaElement;
  readonly #negative: HTMLTextAreaElement;
  readonly #seconds: HTMLInputElement;
  readonly #seed: HTMLInputElement;
  readonly #variants: HTMLInputElement;
  readonly #handles: HTMLInputElement;
  readonly #mode;
  readonly #quality;
  readonly #codec;
  readonly #stems = new Map<StemKind, HTMLElement>();
  readonly #place;
  readonly #copy;
  readonly #metadata;
  readonly #length: HTMLElement;
  readonly #summary = element("div", { class: "summary" });
  readonly #notes = element("div", { class: "notes" });
  readonly #button: HTMLElement;
  readonly #more = element("div", { class: "more" });
  readonly #moreButton: HTMLElement;
  #settings: ShotSettings;
  readonly root: HTMLElement;

  constructor(settings: ShotSettings, home: string, deeds: ComposeDeeds) {
    this.#settings = settings;
    const change = (changes: Partial<ShotSettings>): void => {
      this.#settings = { ...this.#settings, ...changes };
      this.#showChoices();
      deeds.change(changes);
    };
    // A field whose text is no number that is allowed is marked and keeps its last good value.
    const numeric =
      (field: () => HTMLInputElement, read: (text: string) => Partial<ShotSettings> | null) =>
      (text: string): void => {
        const changes = read(text);
        mark(field(), "invalid", changes === null);
        if (changes) {
          change(changes);
        }
      };
    const number =
      (key: "seconds" | "variants" | "handles", least: number, most: number, whole: boolean) =>
      (text: string): Partial<ShotSettings> | null => {
        const value = readNumber(text, least, most, whole);
        return value === null ? null : { [key]: value };
      };

    this.#mode = segments<ProposalMode>(
      [
        ["insert", "Insert"],
        ["fill", "Fill gap"],
        ["extendTail", "Extend end"],
        ["extendHead", "Extend start"],
      ],
      deeds.chooseMode,
    );
    this.#prompt = textArea("prompt", "What the shot shows and sounds like. Words in “quotation marks” are spoken.", (prompt) =>
      change({ prompt }),
    );
    this.#seconds = textField(
      "short",
      "4",
      numeric(() => this.#seconds, number("seconds", MIN_SECONDS, MAX_SECONDS, false)),
    );
    this.#variants = textField(
      "short",
      "1",
      numeric(() => this.#variants, number("variants", 1, 16, true)),
    );
    this.#handles = textField(
      "short",
      "0",
      numeric(() => this.#handles, number("handles", 0, 48, true)),
    );
    this.#seed = textField(
      "short",
      "Random",
      numeric(
        () => this.#seed,
        (text) => {
          const seed = readNumber(text, 0, MAX_SEED, true);
          return text.trim() === "" ? { seed: null } : seed === null ? null : { seed };
        },
      ),
    );
    this.#quality = segments<"final" | "draft">(
      [
        ["final", "Final"],
        ["draft", "Draft"],
      ],
      (value) => change({ draft: value === "draft" }),
    );
    this.#codec = segments(CODECS, (codec) => change({ codec }));
    for (const kind of STEM_KINDS) {
      const flip = (): void => {
        const chosen = this.#settings.stems.includes(kind)
          ? this.#settings.stems.filter((other) => other !== kind)
          : [...this.#settings.stems, kind];
        change({ stems: STEM_KINDS.filter((other) => chosen.includes(other)) });
      };
      this.#stems.set(kind, element("div", { class: `chip ${kind}`, onClick: flip }, STEM_LABELS[kind]));
    }

    this.#negative = textArea("negative", "What the shot should not be", (negativePrompt) => change({ negativePrompt }));
    this.#place = toggle("Place on free tracks", (place) => change({ place }));
    this.#copy = toggle("Keep the files beside the project", (copyToProject) => change({ copyToProject }));
    this.#metadata = toggle("Write the prompt into the metadata", (promptInMetadata) => change({ promptInMetadata }));
    const homeField = textField("", "The usual folder", deeds.changeHome);
    homeField.value = home;
    refill(
      this.#more,
      labelled("Leave out", this.#negative),
      labelled("Codec", this.#codec.root),
      element("div", { class: "row" }, labelled("Variants", this.#variants), labelled("Handles, frames", this.#handles)),
      this.#place.root,
      this.#copy.root,
      this.#metadata.root,
      labelled("Server folder", homeField),
    );
    show(this.#more, false);
    this.#moreButton = element("div", { class: "disclosure", onClick: () => this.#openMore() }, "▸  More settings");
    this.#button = element("div", { class: "button accent", onClick: deeds.generate });
    this.#length = labelled("Seconds", this.#seconds);
    this.root = element(
      "div",
      { class: "compose" },
      this.#mode.root,
      element("div", { class: "proposal" }, this.#summary, this.#notes),
      this.#prompt,
      element("div", { class: "row" }, this.#length, labelled("Seed", this.#seed), labelled("Quality", this.#quality.root)),
      labelled("Sound", element("div", { class: "chips" }, ...this.#stems.values())),
      this.#moreButton,
      this.#more,
      this.#button,
    );
    this.showSettings(settings);
  }

  /** Puts settings into all fields. */
  showSettings(settings: ShotSettings): void {
    this.#settings = settings;
    this.#prompt.value = settings.prompt;
    this.#negative.value = settings.negativePrompt;
    this.#seconds.value = `${settings.seconds}`;
    this.#seed.value = settings.seed === null ? "" : `${settings.seed}`;
    this.#variants.value = `${settings.variants}`;
    this.#handles.value = `${settings.handles}`;
    this.#place.set(settings.place);
    this.#copy.set(settings.copyToProject);
    this.#metadata.set(settings.promptInMetadata);
    this.#showChoices();
  }

  showProposal(mode: ProposalMode, text: ProposalText): void {
    this.#mode.set(mode);
    this.#summary.textContent = text.problem === "" ? text.summary : text.problem;
    mark(this.#summary, "refused", text.problem !== "");
    // A gap has its length.
    show(this.#length, mode !== "fill");
    this.#button.textContent = BUTTONS[mode];
    mark(this.#button, "disabled", text.problem !== "");
    refill(this.#notes, ...text.notes.map((note) => element("div", { class: "note" }, note)));
  }

  #showChoices(): void {
    this.#quality.set(this.#settings.draft ? "draft" : "final");
    this.#codec.set(this.#settings.codec);
    this.#stems.forEach((chip, kind) => mark(chip, "chosen", this.#settings.stems.includes(kind)));
  }

  #openMore(): void {
    const open = this.#more.style.display === "none";
    show(this.#more, open);
    this.#moreButton.textContent = open ? "▾  More settings" : "▸  More settings";
  }
}
