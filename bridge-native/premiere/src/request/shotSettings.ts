import { MAX_PROMPT, MAX_SECONDS, MIN_SECONDS, type PictureCodec, STEM_KINDS, type StemKind } from "./shotRequest.ts";

/** What the user sets in the panel; kept from one start to the next. */
export interface ShotSettings {
  readonly prompt: string;
  readonly negativePrompt: string;
  readonly seconds: number;
  /** Null: a new one is drawn for every shot. */
  readonly seed: number | null;
  readonly variants: number;
  readonly draft: boolean;
  readonly stems: readonly StemKind[];
  readonly codec: PictureCodec;
  /** Frames beyond each cut, so that the cut can be moved afterwards. */
  readonly handles: number;
  /** Off: the shot goes into the bin only. */
  readonly place: boolean;
  /** Copies the files beside the project, so that the project keeps them. */
  readonly copyToProject: boolean;
  /** Prompts are often confidential; they leave the machine with the metadata of a delivered file. */
  readonly promptInMetadata: boolean;
}

export const DEFAULT_SETTINGS: ShotSettings = {
  prompt: "",
  negativePrompt: "",
  seconds: 4,
  seed: null,
  variants: 1,
  draft: false,
  stems: STEM_KINDS,
  codec: "prores422hq",
  handles: 0,
  place: true,
  copyToProject: true,
  promptInMetadata: false,
};

/** Seeds travel as JSON numbers, which are exact up to here. */
export const MAX_SEED = Number.MAX_SAFE_INTEGER;

export function drawSeed(random: () => number = Math.random): number {
  return Math.floor(random() * 2 ** 31);
}

/** What was saved, as far as it can still be read; defaults for the rest. */
export function restoreSettings(text: string | null): ShotSettings {
  let saved: Partial<Record<keyof ShotSettings, unknown>>;
  try {
    const parsed: unknown = JSON.parse(text ?? "{}");
    saved = typeof parsed === "object" && parsed !== null ? parsed : {};
  } catch {
    saved = {};
  }

  const stems = Array.isArray(saved.stems) ? STEM_KINDS.filter((kind) => (saved.stems as unknown[]).includes(kind)) : null;
  return {
    prompt: textOf(saved.prompt, DEFAULT_SETTINGS.prompt),
    negativePrompt: textOf(saved.negativePrompt, DEFAULT_SETTINGS.negativePrompt),
    seconds: numberOf(saved.seconds, MIN_SECONDS, MAX_SECONDS) ?? DEFAULT_SETTINGS.seconds,
    seed: wholeOf(saved.seed, 0, MAX_SEED),
    variants: wholeOf(saved.variants, 1, 16) ?? DEFAULT_SETTINGS.variants,
    draft: saved.draft === true,
    stems: stems ?? DEFAULT_SETTINGS.stems,
    codec: saved.codec === "dnxhr-hqx" || saved.codec === "h264" ? saved.codec : DEFAULT_SETTINGS.codec,
    handles: wholeOf(saved.handles, 0, 48) ?? DEFAULT_SETTINGS.handles,
    place: saved.place !== false,
    copyToProject: saved.copyToProject !== false,
    promptInMetadata: saved.promptInMetadata === true,
  };
}

/** A field's text as a number; null when it is none that is allowed. Both decimal separators are read. */
export function readNumber(text: string, least: number, most: number, whole: boolean): number | null {
  const trimmed = text.trim().replace(",", ".");
  const value = /^[0-9]+(\.[0-9]+)?$/.test(trimmed) ? Number(trimmed) : NaN;
  return whole ? wholeOf(value, least, most) : numberOf(value, least, most);
}

function textOf(value: unknown, otherwise: string): string {
  return typeof value === "string" ? value.slice(0, MAX_PROMPT) : otherwise;
}

function numberOf(value: unknown, least: number, most: number): number | null {
  return typeof value === "number" && value >= least && value <= most ? value : null;
}

function wholeOf(value: unknown, least: number, most: number): number | null {
  return Number.isSafeInteger(value) ? numberOf(value, least, most) : null;
}
