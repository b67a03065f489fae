import { type LibraryShot, ShotLibrary } from "../../../../bridge-native/premiere/src/library/shotLibrary.ts";
import type { MemoryFiles } from "./memoryFiles.ts";
import type { MediaProbe } from "./project.ts";

export const LIBRARY = "/Users/ann/Library/Application Support/sora2/library";

export interface TestShot {
  readonly name?: string;
  readonly job?: string;
  readonly rate?: string;
  readonly stems?: readonly string[];
  readonly createdAt?: string;
  readonly prompt?: string;
}

/** Puts a published shot into a library in memory, as the server lays it out. */
export async function publish(files: MemoryFiles, wish: TestShot = {}): Promise<LibraryShot> {
  const name = wish.name ?? "KUSTE_2_SH0010_v001";
  const project = name.replace(/_[^_]+_v[0-9]+$/, "");
  const stems = wish.stems ?? ["dialogue", "effects", "ambience", "music"];
  const suffix: Record<string, string> = { dialogue: "DX", effects: "FX", ambience: "AMB", music: "MX" };
  const folder = `${LIBRARY}/${project}/${name}`;
  const recipe = {
    format: "sora2.shot/1",
    name,
    project,
    shot: "SH0010",
    version: 1,
    job: wish.job ?? "abcdefghijkm",
    createdAt: wish.createdAt ?? "2026-11-28T07:17:03+00:00",
    request: {
      prompt: wish.prompt ?? 'A red ball rolls over the grass & "hello"',
      seconds: 4,
      seed: 7,
      draft: false,
      sequence: { frameRate: wish.rate ?? "25", width: 1920, height: 1080 },
    },
    pack: { name: "sora2-mini", hash: "00" },
    notes: [],
    files: {
      picture: `${name}.mov`,
      mix: stems.length > 0 ? `${name}_MIX.wav` : null,
      stems: Object.fromEntries(stems.map((kind) => [kind, `${name}_${suffix[kind]}.wav`])),
      poster: `${name}.jpg`,
    },
  };
  files.files.set(`${folder}/shot.json`, JSON.stringify(recipe));
  for (const file of [recipe.files.picture, ...Object.values(recipe.files.stems), recipe.files.poster]) {
    files.files.set(`${folder}/${file}`, "media");
  }

  return (await new ShotLibrary(files, LIBRARY).list()).find((shot) => shot.name === name)!;
}

/** What the fake host finds in a shot's files. */
export function probeOf(files: MemoryFiles, seconds = 4, withMix = true): MediaProbe {
  return (path) => {
    if (!files.files.has(path)) {
      return null;
    }

    return path.endsWith(".wav") ? { seconds, hasVideo: false, hasAudio: true } : { seconds, hasVideo: true, hasAudio: withMix };
  };
}
