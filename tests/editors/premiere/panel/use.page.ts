import { DEFAULT_SETTINGS } from "../../../../bridge-native/premiere/src/request/shotSettings.ts";
import { FakeProject } from "../host/project.ts";
import { probeOf, publish } from "../host/shots.ts";
import { clipsOf } from "../host/timeline.ts";
import { HOME, Scene } from "./scene.ts";

const PICTURE =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/** Uses the panel as an editor does and writes what was seen into the page. */
async function use(): Promise<Record<string, unknown>> {
  const seen: Record<string, unknown> = {};
  const scene = new Scene(
    {
      playhead: 120,
      zero: 90000,
      video: [
        [
          { name: "A", start: 0, end: 100 },
          { name: "B", start: 200, end: 300 },
        ],
        [],
      ],
    },
    { storage: { "sora2.settings": JSON.stringify({ ...DEFAULT_SETTINGS, prompt: "" }) } },
  );
  FakeProject.probes.set(scene.project, probeOf(scene.files));

  await scene.panel.round();
  seen.away = scene.text(".notice-title, .notice-text");
  scene.press("Copy");
  await scene.settle();
  seen.copied = scene.copied;
  scene.files.files.set(`${HOME}/start-server.command`, "#!/bin/sh");
  await scene.panel.round();
  scene.refusal = "The user said no.";
  scene.press("Start the server");
  await scene.settle();
  seen.refused = scene.text(".message");
  scene.refusal = "";
  scene.press("Start the server");
  await scene.settle();
  seen.opened = scene.opened;
  seen.starting = scene.text(".message");
  scene.server.start(scene.files, HOME);
  scene.press("Look now");
  await scene.settle();
  seen.started = scene.text(".message");
  seen.connected = scene.text(".server-state");
  seen.sequence = scene.text(".sequence-name, .sequence-facts");

  seen.noPrompt = scene.text(".summary");
  scene.type(".prompt", "<b>rain</b> on a window");
  scene.type(".short", "0,1");
  seen.badLength = document.querySelectorAll(".invalid").length;
  scene.type(".short", "4");
  seen.proposal = scene.text(".summary");
  scene.press("Fill gap");
  seen.gap = scene.text(".summary");
  scene.press("Extend end");
  seen.noSelection = scene.text(".summary");
  scene.press("Fill gap");
  scene.press("Fill the gap");
  await scene.settle();
  seen.sent = scene.text(".card-state");
  await scene.panel.round();
  seen.queued = scene.text(".card-title, .card-state");

  const key = [...scene.server.jobs.keys()][0]!;
  scene.server.tell(key, { status: "running", progress: 0.4, stage: "denoise", secondsLeft: 8 }, PICTURE);
  await scene.settle();
  await scene.panel.round();
  seen.running = scene.text(".card-state");
  seen.picture = [...document.querySelectorAll<HTMLImageElement>(".preview")].map((image) => image.src);
  const shot = await publish(scene.files, { prompt: "<b>rain</b> on a window" });
  scene.server.tell(key, { status: "succeeded", progress: 1, shots: [shot.name] });
  await scene.settle();
  for (let i = 0; i < 6; i++) {
    await scene.panel.round();
  }

  seen.done = scene.text(".card-state, .card-message");
  seen.track = clipsOf(scene.project, "video", 0);
  seen.history = scene.text(".shot-name, .shot-prompt, .shot-facts");
  const data = new DataTransfer();
  document.querySelector(".grip")!.dispatchEvent(new DragEvent("dragstart", { dataTransfer: data, bubbles: true }));
  seen.drag = JSON.parse(data.getData("text/plain"));
  scene.press("Use again");
  seen.reused = [...document.querySelectorAll<HTMLInputElement>(".short")].map((field) => field.value).slice(0, 2);
  scene.press("Import");
  await scene.settle();
  seen.imported = scene.text(".message");
  return seen;
}

use().then(
  (seen) => (document.body.textContent = JSON.stringify(seen)),
  (error: Error) => (document.body.textContent = JSON.stringify({ error: `${error.stack}` })),
);
