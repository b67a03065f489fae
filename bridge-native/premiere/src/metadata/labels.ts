import type { StemKind } from "../request/shotRequest.ts";

/** Positions in the host's list of 15 label colours, VIOLET first. */
export const LABELS = { picture: 3, mix: 2, dialogue: 6, effects: 4, ambience: 9, music: 5 } as const satisfies Record<
  StemKind | "picture" | "mix",
  number
>;

/** As sound departments abbreviate them; the files carry the same words. */
export const STEM_SUFFIXES: Readonly<Record<StemKind, string>> = { dialogue: "DX", effects: "FX", ambience: "AMB", music: "MX" };
