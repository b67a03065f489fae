import { DEFAULT_SETTINGS } from "../../../../bridge-native/premiere/src/request/shotSettings.ts";
import { probeOf, publish } from "../host/shots.ts";
import { frameRate, ticksOf } from "../../../../bridge-native/premiere/src/timing/frameRate.ts";
import { FakeProject } from "../host/project.ts";
import { Scene, HOME } from "./scene.ts";

/** Recipes of published shots by the path of their shot.json, from the script that takes the picture. */
declare const SHOTS: Readonly<Record<string, string>>;
/** "work", "settings", "away" or "start". */
declare const VIEW: string;
/** A picture of a shot in the making, as a data: address. */
declare const PREVIEW: string;

const PROMPT = "A red ball bounces on a wooden floor in the rain, slow push in. A voice says “here it comes”.";

async function compose(): Promise<void> {
  const scene = new Scene(
    {
      playhead: 130,
      zero: 900000,
      video: [
        [
          { name: "Harbour wide", start: 0, end: 110 },
          { name: "Harbour close", start: 185, end: 300 },
          { name: "Gulls", start: 400, end: 520 },
        ],
        [],
      ],
    },
    {
      storage: {
        "sora2.settings": JSON.stringify({ ...DEFAULT_SETTINGS, prompt: PROMPT, stems: ["dialogue", "effects", "ambience"] }),
      },
    },
  );
  FakeProject.probes.set(scene.project, probeOf(scene.files, 3));
  for (const [path, text] of Object.entries(SHOTS)) {
    // The library of the scene is the folder that the shots really lie in, so that their posters are seen.
    scene.files.files.set(`${HOME}/library/SHOTS/${path.split("/").slice(-2)[0]}/shot.json`, text);
  }

  scene.press(VIEW === "settings" ? "Extend end" : "Fill gap");
  if (VIEW === "settings") {
    scene.server.start(scene.files, HOME);
    scene.press("▸  More settings");
    FakeProject.stateOf(scene.project).sequences[0]!.video[0]!.clips[1]!.selected = true;
    await scene.panel.round();
    return;
  }

  if (VIEW === "away" || VIEW === "start") {
    if (VIEW === "start") {
      scene.files.files.set(`${HOME}/start-server.command`, "");
    }

    await scene.panel.round();
    return;
  }

  scene.server.start(scene.files, HOME);
  await scene.panel.round();
  for (const prompt of ["A gull lands on a bollard, feathers in the wind", PROMPT]) {
    scene.type(".prompt", prompt);
    scene.press("Fill the gap");
    await scene.settle();
    FakeProject.stateOf(scene.project).sequences[0]!.playhead = ticksOf(345, frameRate(25));
    await scene.panel.round();
  }

  const [first, second] = [...scene.server.jobs.keys()];
  const shot = await publish(scene.files, { name: "KUSTE_SH0090_v001", stems: [] });
  scene.server.tell(first!, { status: "succeeded", progress: 1, shots: [shot.name] });
  scene.server.tell(second!, { status: "running", progress: 0.62, stage: "denoise", secondsLeft: 9 }, PREVIEW);
  await scene.settle();
  await scene.panel.round();
  [...scene.files.files.keys()].filter((path) => path.startsWith(shot.folder)).forEach((path) => scene.files.files.delete(path));
  for (let i = 0; i < 5; i++) {
    await scene.panel.round();
  }
}

void compose();
