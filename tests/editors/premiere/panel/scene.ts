import { Panel } from "../../../../bridge-native/premiere/src/panel/panel.ts";
import { MemoryFiles } from "../host/memoryFiles.ts";
import { FakePanelServer } from "../host/panelServer.ts";
import type { FakePremiere } from "../host/premiere.ts";
import type { FakeProject } from "../host/project.ts";
import { openHost, type TestSequence } from "../host/timeline.ts";

export const HOME = "/Users/ann/Library/Application Support/sora2";

interface Surroundings {
  readonly storage?: Readonly<Record<string, string>>;
  readonly projectPath?: string;
  /** Another scene whose server and files are shared: a second editor on the same machine. */
  readonly beside?: Scene;
}

/** The whole panel in a browser page, with the fake editor and a fake server behind it. */
export class Scene {
  readonly files: MemoryFiles;
  readonly server: FakePanelServer;
  readonly host: FakePremiere;
  readonly project: FakeProject;
  readonly root = document.createElement("div");
  readonly texts: Map<string, string>;
  panel: Panel;
  now = 1795936800000;
  copied = "";
  /** What the user was asked to open, and what the host answers. */
  opened = "";
  refusal = "";
  readonly #name: string;
  #keys = 0;

  constructor(sequence: TestSequence, around: Surroundings = {}) {
    this.files = around.beside?.files ?? new MemoryFiles();
    this.server = around.beside?.server ?? new FakePanelServer();
    this.#name = around.beside ? "premiere-b" : "premiere-a";
    const open = openHost(sequence, around.projectPath ?? "/Users/ann/Film/Küste.prproj");
    this.host = open.host;
    this.project = open.project;
    this.texts = new Map(Object.entries(around.storage ?? {}));
    document.body.appendChild(this.root);
    this.panel = this.openPanel();
  }

  /** Opens the panel, anew after the editor was closed. */
  openPanel(): Panel {
    this.panel = new Panel(this.root, {
      ppro: this.host.module,
      files: this.files,
      fetch: () => Promise.reject(new Error("no network")),
      openSocket: this.server.open,
      storage: { read: (key) => this.texts.get(key) ?? null, write: (key, text) => void this.texts.set(key, text) },
      platform: "darwin",
      userHome: "/Users/ann",
      now: () => this.now,
      pause: async (milliseconds) => {
        this.now += milliseconds;
      },
      random: () => 0.5,
      newKey: () => `${this.#name}-00${++this.#keys}`,
      openPath: async (path, reason) => {
        this.opened = `${path} | ${reason}`;
        return this.refusal;
      },
      copyText: async (text) => {
        this.copied = text;
      },
    });
    return this.panel;
  }

  /** Presses what carries this text. */
  press(text: string): void {
    const found = [...this.root.querySelectorAll("div")].find(
      (candidate) => candidate.children.length === 0 && candidate.textContent?.trim() === text,
    );
    if (!found) {
      throw new Error(`Nothing says "${text}".`);
    }

    found.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  }

  type(selector: string, text: string): void {
    const field = this.root.querySelector<HTMLInputElement | HTMLTextAreaElement>(selector)!;
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  text(selector: string): string {
    return [...this.root.querySelectorAll(selector)].map((found) => found.textContent).join(" | ");
  }

  /** Lets everything that was begun come to its end. */
  async settle(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }

  /** As often as it takes until nothing is under way any more, time going on. */
  async rounds(count = 4): Promise<void> {
    for (let i = 0; i < count; i++) {
      this.now += 20000;
      await this.panel.round();
      await this.settle();
    }
  }
}
