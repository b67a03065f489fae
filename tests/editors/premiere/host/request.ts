import type { ShotRequest } from "../../../../bridge-native/premiere/src/request/shotRequest.ts";
import { frameRate } from "../../../../bridge-native/premiere/src/timing/frameRate.ts";

/** A wish with everything said, for tests of the doors. */
export function request(change: Partial<ShotRequest> = {}): ShotRequest {
  return {
    task: "shot",
    prompt: "rain on a window",
    negativePrompt: "",
    frames: 100,
    frameRate: frameRate(24000, 1001),
    width: 1280,
    height: 720,
    startTimecode: "01:00:00:00",
    seed: 9007199254740991,
    variants: 1,
    draft: false,
    stems: ["dialogue", "music"],
    codec: "h264",
    project: "SORA2",
    clips: [],
    ...change,
  };
}
