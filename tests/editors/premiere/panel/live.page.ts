import type { Files } from "../../../../bridge-native/premiere/src/host/files.ts";
import { Panel } from "../../../../bridge-native/premiere/src/panel/panel.ts";
import { DEFAULT_SETTINGS } from "../../../../bridge-native/premiere/src/request/shotSettings.ts";
import type { Socket } from "../../../../bridge-native/premiere/src/server/panelSocket.ts";
import { FakeProject } from "../host/project.ts";
import { clipsOf, openHost } from "../host/timeline.ts";

/** Where the server's home and the project lie, from the test that serves this page. */
interface Places {
  readonly home: string;
  readonly project: string;
}

/** Node's files, called over the page's own server. */
const files = Object.fromEntries(
  ["readText", "writeText", "list", "exists", "sizeOf", "makeFolder", "copy", "remove"].map((name) => [
    name,
    async (...args: unknown[]): Promise<unknown> => {
      const answer = await fetch("/files", { method: "POST", body: JSON.stringify({ name, args }) });
      const { value, error } = (await answer.json()) as { value?: unknown; error?: string };
      if (error !== undefined) {
        throw new Error(error);
      }

      return value;
    },
  ]),
) as unknown as Files;

/** Asks for a shot in the panel and follows it into the project. */
async function live({ home, project }: Places): Promise<Record<string, unknown>> {
  const open = openHost({ playhead: 30, video: [[{ name: "A", start: 0, end: 25 }], []], audio: [[]] }, project);
  FakeProject.probes.set(open.project, (path) => ({ seconds: 2, hasVideo: !path.endsWith(".wav"), hasAudio: true }));
  const settings = {
    ...DEFAULT_SETTINGS,
    prompt: "a red ball on the grass",
    seconds: 2,
    seed: 7,
    stems: ["effects"],
    codec: "h264",
  };
  const texts = new Map([
    ["sora2.settings", JSON.stringify(settings)],
    ["sora2.home", home],
  ]);
  const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
  const panel = new Panel(document.body.appendChild(document.createElement("div")), {
    ppro: open.host.module,
    files,
    fetch: () => Promise.reject(new Error("blocked")),
    // A browser sends an Origin, which the server refuses; the page's own server takes it away.
    openSocket: () => new WebSocket(`ws://${location.host}/panel`) as Socket,
    storage: { read: (key) => texts.get(key) ?? null, write: (key, text) => void texts.set(key, text) },
    platform: "linux",
    userHome: "/",
    now: Date.now,
    pause,
    random: Math.random,
    newKey: () => `premiere-live-${Date.now().toString(36)}`,
    openPath: async () => "not here",
    copyText: async () => {},
  });
  const text = (selector: string): string =>
    [...document.querySelectorAll(selector)].map((found) => found.textContent).join(" | ");
  await panel.round();
  const seen: Record<string, unknown> = { server: text(".server-state") };
  [...document.querySelectorAll<HTMLElement>(".button.accent")].find((button) => button.textContent === "Generate")!.click();

  const states = new Set<string>();
  let drawn = 0;
  while (document.querySelectorAll(".card.done, .card.failed").length === 0) {
    await pause(50);
    await panel.round();
    states.add(text(".card-state").replace(/ ·.*/, ""));
    drawn = Math.max(drawn, ...[...document.querySelectorAll<HTMLImageElement>(".preview")].map((image) => image.naturalWidth));
  }

  // History is listed in every fifth round.
  for (let round = 0; round < 5; round++) {
    await panel.round();
  }

  return {
    ...seen,
    states: [...states],
    drawn,
    end: text(".card-state, .card-message"),
    video: [0, 1].map((index) => clipsOf(open.project, "video", index)),
    files: FakeProject.stateOf(open.project)
      .items.map((item) => item.path)
      .filter((path) => path.includes("/Sora2/")),
    history: text(".shot-prompt, .shot-facts"),
  };
}

async function run(): Promise<void> {
  const places = (await (await fetch("/places")).json()) as Places;
  const seen = await live(places).catch((error: Error) => ({ error: `${error.stack}` }));
  await fetch("/seen", { method: "POST", body: JSON.stringify(seen) });
}

void run();
