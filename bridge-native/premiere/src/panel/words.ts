import type { LibraryShot } from "../library/shotLibrary.ts";
import type { TrackedJob } from "../queue/trackedJob.ts";
import { rateLabel } from "../timing/frameRate.ts";

const STAGES: Readonly<Record<string, string>> = {
  load: "Loading the model",
  text: "Reading the prompt",
  denoise: "Making picture and sound",
  decode: "Developing the picture",
  speech: "Speaking",
  upscale: "Making the picture larger",
  encode: "Writing the files",
  publish: "Filing the shot",
};

/** What a job is at, in one line. */
export function progressText(job: TrackedJob, serverIsAway: boolean): string {
  if (serverIsAway && (job.phase === "sending" || job.phase === "making")) {
    return "Waiting for the server";
  }

  switch (job.phase) {
    case "sending":
      return "Sending";
    case "making": {
      if (job.report?.stage === "reading") {
        return "The server copies the clips";
      }

      if (!job.report || job.report.state === "queued") {
        return "In the server's queue";
      }

      const stage = STAGES[job.report.stage] ?? "Making the shot";
      const left = job.report.secondsLeft;
      const percent = `${Math.round(job.report.progress * 100)} %`;
      return [stage, percent, ...(left === null ? [] : [`${durationText(left)} left`])].join(" · ");
    }

    case "delivering":
      return "Going into the project";
    case "waiting":
      return "Waiting for its project";
    case "done":
      return "In the project";
    case "failed":
      return "Failed";
    case "cancelled":
      return "Cancelled";
  }
}

export function durationText(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** The facts of a shot in one line. */
export function shotText(shot: LibraryShot): string {
  const length = `${Number(shot.seconds.toFixed(2))} s`;
  return [length, `${rateLabel(shot.frameRate)} fps`, `${shot.width}×${shot.height}`, ...(shot.draft ? ["draft"] : [])].join(
    " · ",
  );
}
