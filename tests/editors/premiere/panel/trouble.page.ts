import { DEFAULT_SETTINGS } from "../../../../bridge-native/premiere/src/request/shotSettings.ts";
import { FakeProject } from "../host/project.ts";
import { probeOf, publish } from "../host/shots.ts";
import { clipsOf } from "../host/timeline.ts";
import { HOME, Scene } from "./scene.ts";

const STORAGE = { "sora2.settings": JSON.stringify({ ...DEFAULT_SETTINGS, prompt: "rain", copyToProject: false }) };
const SEQUENCE = {
  playhead: 50,
  video: [
    [
      { name: "A", start: 0, end: 100 },
      { name: "B", start: 200, end: 300 },
    ],
    [],
  ],
};
const KEY = "premiere-a-001";

/** What goes wrong in an editor's day, seen from the panel, and written into the page. */
async function suffer(): Promise<Record<string, unknown>> {
  const seen: Record<string, unknown> = {};
  const scene = new Scene(SEQUENCE, { storage: STORAGE });
  const project = scene.host.active;
  FakeProject.probes.set(scene.project, probeOf(scene.files));
  scene.server.start(scene.files, HOME);

  scene.host.active = null;
  await scene.rounds(1);
  seen.noProject = scene.text(".summary, .sequence-name");
  scene.press("Generate");
  await scene.settle();
  scene.host.active = new FakeProject("Leer.prproj", "/Users/ann/Leer.prproj", "project-2");
  await scene.rounds(1);
  seen.noSequence = scene.text(".summary, .sequence-name");
  seen.nothingSent = scene.server.letters.length;

  scene.host.active = project;
  await scene.rounds(1);
  seen.insertOnClip = scene.text(".note");
  scene.press("Fill gap");
  seen.fillOnClip = scene.text(".summary");
  scene.press("Insert");
  scene.press("Generate");
  await scene.rounds(1);

  // The user closes the project, the server is stopped and started, the editor is closed and opened: the shot is not lost.
  scene.host.active = null;
  scene.server.stop();
  await scene.rounds(1);
  seen.away = scene.text(".card-state");
  scene.panel.stop();
  scene.openPanel();
  scene.server.start(scene.files, HOME);
  await scene.rounds();
  const shot = await publish(scene.files, { prompt: "rain" });
  scene.server.tell(KEY, { status: "succeeded", progress: 1, shots: [shot.name] });
  await scene.rounds();
  seen.closed = scene.text(".card-state, .card-message");
  scene.host.active = new FakeProject("Leer.prproj", "/Users/ann/Leer.prproj", "project-2");
  await scene.rounds();
  seen.another = scene.text(".card-state");
  scene.host.active = project;
  await scene.rounds();
  seen.open = scene.text(".card-state, .card-message");
  seen.tracks = [0, 1].map((index) => clipsOf(scene.project, "video", index));
  seen.letters = scene.server.letters.length;

  FakeProject.undo(scene.project);
  await scene.rounds();
  seen.undone = [0, 1].map((index) => clipsOf(scene.project, "video", index));

  // A second editor asks for a shot of its own; each goes into the project that asked.
  const second = new Scene(SEQUENCE, { storage: STORAGE, projectPath: "/Users/bob/Wüste.prproj", beside: scene });
  FakeProject.probes.set(second.project, probeOf(second.files));
  await second.rounds(1);
  second.press("Generate");
  await second.rounds(1);
  const theirs = await publish(scene.files, { name: "WUSTE_SH0010_v001", job: "bbbbbbbbbbbb" });
  scene.server.tell("premiere-b-001", { status: "succeeded", progress: 1, shots: [theirs.name] });
  await scene.rounds();
  await second.rounds();
  seen.mine = clipsOf(scene.project, "video", 1);
  seen.theirs = clipsOf(second.project, "video", 1);
  seen.sameHistory = [scene.text(".shot-name"), second.text(".shot-name")];

  // The shot is deleted in the library before it is brought in.
  second.press("Generate");
  await second.rounds(1);
  scene.server.tell("premiere-b-002", { status: "succeeded", progress: 1, shots: ["WUSTE_SH0020_v001"] });
  await second.rounds();
  seen.deleted = second.text(".card.failed .card-message");
  return seen;
}

suffer().then(
  (seen) => (document.body.textContent = JSON.stringify(seen)),
  (error: Error) => (document.body.textContent = JSON.stringify({ error: `${error.stack}` })),
);
