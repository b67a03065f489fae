import type { ShotRequest } from "../request/shotRequest.ts";
import { rateText, secondsOf } from "../timing/frameRate.ts";
import type { Endpoint } from "./discovery.ts";
import { type Door, DoorAwayError, DoorRefusedError, type Fit, type JobReport, type JobState } from "./door.ts";

/** The one call of the network that this door needs; the panel's own, or a test's. */
export type Fetch = (address: string, init: RequestInit) => Promise<Response>;

/** The lengths that the Videos API has. What is made beyond the wish stays hidden behind the cut, like a handle. */
const SECONDS = [4, 8, 12, 16, 20];

const TIMEOUT_MS = 10000;

/**
 * The REST door of the server, /v1/videos over HTTP/1.1 on the loopback address. It makes new shots of a few lengths in H.264; the
 * sequence's rate, size and timecode travel as this server's own fields.
 */
export class VideosDoor implements Door {
  readonly kind = "videos";
  #model = "";

  constructor(
    private readonly endpoint: Endpoint,
    private readonly fetch: Fetch,
  ) {}

  fit(request: ShotRequest): Fit {
    if (request.task !== "shot") {
      return { refused: "Extending and filling need the server's door for panels or its mailbox, and neither is open." };
    }

    if (secondsOf(request.frames, request.frameRate) > SECONDS[SECONDS.length - 1]!) {
      return { refused: "Shots of more than 20 s need the server's door for panels or its mailbox, and neither is open." };
    }

    return {
      leavesOut: [
        ...(request.codec === "h264" ? [] : ["The picture will be H.264."]),
        ...(request.variants === 1 ? [] : ["One variant will be made."]),
        ...(request.project === "SORA2" ? [] : ["The library files it under SORA2."]),
      ],
    };
  }

  async probe(): Promise<void> {
    await this.#call("GET", "/v1/videos?limit=1");
    // Under its own name a pack takes any size; the API's names take six sizes.
    const models = (await this.#call("GET", "/v1/models").catch(() => null)) as { data?: { id?: unknown }[] } | null;
    const own = (models?.data ?? [])
      .map((model) => model.id)
      .find((id) => typeof id === "string" && !/^sora-2(-pro)?(-[0-9-]+)?$/.test(id));
    this.#model = typeof own === "string" ? own : "sora2-mini";
  }

  async submit(request: ShotRequest, key: string): Promise<JobReport> {
    const needed = secondsOf(request.frames, request.frameRate);
    const body = {
      model: this.#model,
      prompt: request.prompt,
      negative_prompt: request.negativePrompt,
      seconds: `${SECONDS.find((seconds) => seconds >= needed - 1e-9) ?? SECONDS[SECONDS.length - 1]}`,
      size: `${request.width}x${request.height}`,
      fps: rateText(request.frameRate),
      ...(request.startTimecode === "" ? {} : { timecode: request.startTimecode }),
      seed: request.seed,
      draft: request.draft,
      ...(request.stems.length === 0 ? { audio: false } : { stems: request.stems }),
    };
    return readVideo(await this.#call("POST", "/v1/videos", body, key));
  }

  async job(id: string): Promise<JobReport> {
    return readVideo(await this.#call("GET", `/v1/videos/${encodeURIComponent(id)}`));
  }

  async cancel(id: string): Promise<void> {
    await this.#call("POST", `/v1/videos/${encodeURIComponent(id)}/cancel`, {});
  }

  async release(): Promise<void> {
    // The server keeps its list of videos; nothing is waiting there.
  }

  async #call(method: string, path: string, body?: unknown, key?: string): Promise<unknown> {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), TIMEOUT_MS);
    let response: Response;
    let text: string;
    try {
      response = await this.fetch(this.endpoint.address + path, {
        method,
        headers: {
          Authorization: `Bearer ${this.endpoint.token}`,
          ...(body === undefined ? {} : { "Content-Type": "application/json" }),
          ...(key === undefined ? {} : { "Idempotency-Key": key }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: limit.signal,
      });
      text = await response.text();
    } catch {
      throw new DoorAwayError("The server does not answer.");
    } finally {
      clearTimeout(timer);
    }

    if (response.ok) {
      return parsed(text);
    }

    const error = (parsed(text) as { error?: { message?: unknown; code?: unknown } } | null)?.error;
    const message = typeof error?.message === "string" ? error.message : `The server answered ${response.status}.`;
    // 401: a server with another token took over the port. 429 and 5xx pass by themselves. All of them: look again, ask again.
    if (response.status === 401 || response.status === 429 || response.status >= 500) {
      throw new DoorAwayError(message);
    }

    throw new DoorRefusedError(message, typeof error?.code === "string" ? error.code : "");
  }
}

const STATES: Readonly<Record<string, JobState>> = {
  queued: "queued",
  in_progress: "running",
  completed: "succeeded",
  failed: "failed",
};

function readVideo(value: unknown): JobReport {
  const video = value as {
    id?: unknown;
    status?: unknown;
    progress?: unknown;
    error?: { code?: unknown; message?: unknown } | null;
    notes?: unknown;
    shot?: unknown;
  } | null;
  const state = STATES[`${video?.status}`];
  if (!video || typeof video.id !== "string" || !state) {
    throw new DoorRefusedError("The server's answer is no video.", "bad_answer");
  }

  return {
    id: video.id,
    state: video.error?.code === "cancelled" ? "cancelled" : state,
    progress: typeof video.progress === "number" ? video.progress / 100 : 0,
    stage: "",
    secondsLeft: null,
    problem: typeof video.error?.message === "string" ? video.error.message : "",
    notes: Array.isArray(video.notes) ? video.notes.filter((note): note is string => typeof note === "string") : [],
    shots: typeof video.shot === "string" ? [video.shot] : [],
    preview: null,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
