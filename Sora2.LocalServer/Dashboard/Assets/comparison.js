// Plays two to four shots at once, from their first frames on, with the sound of one of them.
import { Transport } from "./transport.js";

export function attach(root) {
  const comparison = new Comparison(root);
  root.player = comparison;
  return comparison;
}

class Comparison extends Transport {
  constructor(root) {
    super(root);
    this.cells = [...root.querySelectorAll(".cell")].map((cell) => ({
      cell, hear: cell.querySelector(".hear"), sound: cell.dataset.src ? this.openSound(cell.dataset.src, this.audio.destination) : null,
    }));
    for (const [index, { hear }] of this.cells.entries()) this.on(hear, "click", () => this.choose(index));
    Promise.allSettled(this.cells.map(({ sound }) => sound?.loaded)).then(() => { root.dataset.sound = "ready"; });
    this.heard = null;
    this.choose(Math.max(0, this.cells.findIndex(({ sound }) => sound)));
    this.show();
  }

  /** Hears one alone; chosen again, none. The timecode is that of the shot that was chosen last. */
  choose(index) {
    this.heard = this.heard === index || !this.cells[index].sound ? null : index;
    this.setStart(this.cells[index].cell.dataset.timecode);
    for (const [at, { cell, hear, sound }] of this.cells.entries()) {
      sound?.gain.gain.setTargetAtTime(at === this.heard ? 1 : 0, this.audio.currentTime, 0.008);
      hear.setAttribute("aria-pressed", String(at === this.heard));
      cell.classList.toggle("heard", at === this.heard);
    }
    this.show();
  }

  number(index) {
    if (this.cells[index]) this.choose(index);
    return !!this.cells[index];
  }
}
