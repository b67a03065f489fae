import { foldProject } from "../metadata/names.ts";
import type { SequenceFacts } from "../sequence/facts.ts";
import type { Proposal } from "../sequence/proposal.ts";
import type { ShotRequest } from "./shotRequest.ts";
import type { ShotSettings } from "./shotSettings.ts";

/** The request that a proposal and the user's settings make together. */
export function composeRequest(facts: SequenceFacts, proposal: Proposal, settings: ShotSettings, seed: number): ShotRequest {
  return {
    task: proposal.task,
    prompt: settings.prompt.trim(),
    negativePrompt: settings.negativePrompt.trim(),
    frames: proposal.headHandle + proposal.frames + proposal.tailHandle,
    frameRate: facts.frameRate,
    width: facts.width,
    height: facts.height,
    startTimecode: proposal.startTimecode,
    seed,
    variants: settings.variants,
    draft: settings.draft,
    stems: settings.stems,
    codec: settings.codec,
    project: foldProject(facts.projectName),
    clips: proposal.clips,
  };
}
