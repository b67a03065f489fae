import { Panel } from "../../../../bridge-native/premiere/src/panel/panel.ts";
import { MemoryFiles } from "../host/memoryFiles.ts";
import { FakePanelServer } from "../host/panelServer.ts";
import { openHost, type TestSequence } from "../host/timeline.ts";
import type { FakeProject } from "../host/project.ts";

export const HOME = "/Users/ann/Library/Application Support/sora2";

/** The whole panel in a browser page, with the fake editor and a fake server behind it. */
export class Scene {
  readonly files = new MemoryFiles();
  readonly server = new FakePanelServer();
  readonly project: FakeProject;
  readonly panel: Panel;
  now = 1795936800000;
  copied = "";
  /** What the user was asked to open, and what the host answers. */
  opened = "";
  refusal = "";
  #keys = 0;

  constructor(sequence: TestSequence, storage: Readonly<Record<string, string>> = {}) {
    const open = openHost(sequence, "/Users/ann/Film/Küste.prproj");
    this.project = open.project;
    const texts = new Map(Object.entries(storage));
    this.panel = new Panel(document.body, {
      ppro: open.host.module,
      files: this.files,
      fetch: () => Promise.reject(new Error("no network")),
      openSocket: this.server.open,
      storage: { read: (key) => texts.get(key) ?? null, write: (key, text) => void texts.set(key, text) },
      platform: "darwin",
      userHome: "/Users/ann",
      now: () => this.now,
      pause: async (milliseconds) => {
        this.now += milliseconds;
      },
      random: () => 0.5,
      newKey: () => `premiere-00${++this.#keys}`,
      openPath: async (path, reason) => {
        this.opened = `${path} | ${reason}`;
        return this.refusal;
      },
      copyText: async (text) => {
        this.copied = text;
      },
    });
  }

  /** Presses what carries this text. */
  press(text: string): void {
    const found = [...document.querySelectorAll("div")].find(
      (candidate) => candidate.children.length === 0 && candidate.textContent?.trim() === text,
    );
    if (!found) {
      throw new Error(`Nothing says "${text}".`);
    }

    found.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  }

  type(selector: string, text: string): void {
    const field = document.querySelector<HTMLInputElement | HTMLTextAreaElement>(selector)!;
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  text(selector: string): string {
    return [...document.querySelectorAll(selector)].map((found) => found.textContent).join(" | ");
  }

  /** Lets everything that was begun come to its end. */
  async settle(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
