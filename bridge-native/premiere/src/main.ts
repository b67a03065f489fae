import type { premierepro } from "@adobe/premierepro";
import type { Uxp, UxpFs, UxpOs } from "./host/uxp.ts";
import { UxpFiles } from "./host/uxpFiles.ts";
import { Panel } from "./panel/panel.ts";
import type { Socket } from "./server/panelSocket.ts";

declare const require: (name: string) => unknown;

const { entrypoints, shell } = require("uxp") as Uxp;
const os = require("os") as UxpOs;

let panel: Panel | null = null;

function open(root: HTMLElement): Panel {
  return new Panel(root, {
    ppro: require("premierepro") as premierepro,
    files: new UxpFiles(require("fs") as UxpFs),
    fetch: (address, init) => fetch(address, init),
    openSocket: (address) => new WebSocket(address) as Socket,
    storage: {
      read: (key) => localStorage.getItem(key),
      write: (key, text) => localStorage.setItem(key, text),
    },
    platform: os.platform(),
    userHome: os.homedir(),
    now: () => Date.now(),
    pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    random: () => Math.random(),
    newKey,
    openPath: (path, reason) => shell.openPath(path, reason),
    copyText: (text) => navigator.clipboard.writeText(text),
  });
}

/** 96 bits of chance: the server knows a wish again by it, and nobody else's wish may have the same. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return `premiere-${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

// Late calls of setup have been seen to fail: nothing is waited for before it.
entrypoints.setup({
  panels: {
    sora2: {
      show(root) {
        panel ??= open(root ?? document.body);
        panel.setVisible(true);
        panel.start();
      },
      hide() {
        panel?.setVisible(false);
      },
      destroy() {
        panel?.stop();
        panel = null;
      },
    },
  },
});
