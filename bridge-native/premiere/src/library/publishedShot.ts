import { isFileName, isShotName } from "../metadata/names.ts";
import { STEM_KINDS, type StemKind } from "../request/shotRequest.ts";
import { type FrameRate, parseFrameRate } from "../timing/frameRate.ts";

/** A published shot as its recipe tells it; files are bare names in its folder. */
export interface PublishedShot {
  readonly name: string;
  readonly project: string;
  readonly job: string;
  readonly createdAt: string;
  readonly prompt: string;
  readonly seed: number;
  readonly seconds: number;
  readonly frameRate: FrameRate;
  readonly width: number;
  readonly height: number;
  readonly draft: boolean;
  readonly pack: string;
  readonly notes: readonly string[];
  readonly picture: string;
  readonly poster: string;
  /** Whether the picture's movie holds the mix of the stems. */
  readonly hasSound: boolean;
  readonly stems: readonly { readonly kind: StemKind; readonly file: string }[];
}

export const RECIPE_FILE = "shot.json";
const RECIPE_FORMAT = "sora2.shot/1";

/** Reads the text of a shot.json; null when it is none, or when a name in it is a path. */
export function readRecipe(text: string): PublishedShot | null {
  let recipe: unknown;
  try {
    recipe = JSON.parse(text);
  } catch {
    return null;
  }

  const request = at(recipe, "request");
  const sequence = at(request, "sequence");
  const files = at(recipe, "files");
  const name = textAt(recipe, "name");
  const picture = textAt(files, "picture");
  const poster = textAt(files, "poster");
  const rate = parseFrameRate(textAt(sequence, "frameRate"));
  if (textAt(recipe, "format") !== RECIPE_FORMAT || !isShotName(name) || !isFileName(picture) || !rate) {
    return null;
  }

  const stems = STEM_KINDS.flatMap((kind) => {
    const file = textAt(at(files, "stems"), kind);
    return isFileName(file) ? [{ kind, file }] : [];
  });
  const notes = at(recipe, "notes");
  return {
    name,
    project: textAt(recipe, "project"),
    job: textAt(recipe, "job"),
    createdAt: textAt(recipe, "createdAt"),
    prompt: textAt(request, "prompt"),
    seed: numberAt(request, "seed"),
    seconds: numberAt(request, "seconds"),
    frameRate: rate,
    width: numberAt(sequence, "width"),
    height: numberAt(sequence, "height"),
    draft: at(request, "draft") === true,
    pack: textAt(at(recipe, "pack"), "name"),
    notes: Array.isArray(notes) ? notes.filter((note): note is string => typeof note === "string") : [],
    picture,
    hasSound: textAt(files, "mix") !== "",
    poster: isFileName(poster) ? poster : "",
    stems,
  };
}

function at(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

function textAt(value: unknown, key: string): string {
  const found = at(value, key);
  return typeof found === "string" ? found : "";
}

function numberAt(value: unknown, key: string): number {
  const found = at(value, key);
  return typeof found === "number" && Number.isFinite(found) ? found : 0;
}
