// Plays a shot: its picture, and its stems with a level, mute and solo each.
import { Transport } from "./transport.js";

const SILENCE = -60;

export function attach(root) {
  const player = new Player(root);
  root.player = player;
  return player;
}

class Player extends Transport {
  constructor(root) {
    super(root);
    this.video = this.videos[0];
    this.stems = [...root.querySelectorAll(".stem")].map((strip) => this.openStem(strip));
    for (const stem of this.stems) {
      this.on(stem.mute, "click", () => this.press(stem.mute));
      this.on(stem.solo, "click", () => this.press(stem.solo));
      this.on(stem.fader, "input", () => this.mix());
      this.on(stem.fader, "dblclick", () => { stem.fader.value = 0; this.mix(); });
      this.on(stem.wave, "click", (event) => {
        const box = stem.wave.getBoundingClientRect();
        this.seek(Math.max(0, Math.min(1, (event.clientX - box.left) / box.width)) * this.duration);
      });
    }
    this.loaded = Promise.all(this.stems.map((stem) => this.load(stem))).then(() => { root.dataset.sound = "ready"; });
    this.resizing = new ResizeObserver(() => this.stems.forEach(draw));
    this.resizing.observe(root);
    this.mix();
    this.show();
  }

  openStem(strip) {
    const meter = this.audio.createAnalyser();
    meter.fftSize = 1024;
    meter.connect(this.audio.destination);
    const part = (name) => strip.querySelector(name);
    return { strip, meter, sound: this.openSound(strip.dataset.src, meter), wave: part(".wave"), canvas: part("canvas"), mute: part(".mute"), solo: part(".solo"), fader: part(".fader input"), value: part(".fader output"), level: part(".level") };
  }

  async load(stem) {
    try {
      await stem.sound.loaded;
      draw(stem);
    } catch (fault) {
      if (fault.name !== "AbortError") stem.value.textContent = "missing";
    }
  }

  press(button) {
    button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
    this.mix();
  }

  mix() {
    const pressed = (button) => button.getAttribute("aria-pressed") === "true";
    const anySolo = this.stems.some((stem) => pressed(stem.solo));
    for (const stem of this.stems) {
      const decibels = Number(stem.fader.value);
      const isHeard = !pressed(stem.mute) && (!anySolo || pressed(stem.solo));
      const gain = isHeard && decibels > SILENCE ? 10 ** (decibels / 20) : 0;
      stem.sound.gain.gain.setTargetAtTime(gain, this.audio.currentTime, 0.008);
      stem.strip.classList.toggle("silent", gain === 0);
      const text = decibels <= SILENCE ? "off" : `${decibels > 0 ? "+" : ""}${decibels.toFixed(1)} dB`;
      stem.fader.setAttribute("aria-valuetext", text);
      if (stem.value.textContent !== "missing") stem.value.textContent = text;
    }
  }

  // Peak of what a stem gives now, 0 to 1.
  peak(stem) {
    const samples = new Float32Array(stem.meter.fftSize);
    stem.meter.getFloatTimeDomainData(samples);
    return samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  }

  show() {
    super.show();
    for (const stem of this.stems ?? []) {
      stem.wave.style.setProperty("--at", `${this.duration ? (100 * this.at) / this.duration : 0}%`);
      const peak = this.rate > 0 ? this.peak(stem) : 0;
      stem.level.style.setProperty("--level", `${peak > 0 ? Math.max(0, 100 + (100 * 20 * Math.log10(peak)) / 48) : 0}%`);
    }
  }

  number(index, isSolo) {
    const stem = this.stems[index];
    if (stem) this.press(isSolo ? stem.solo : stem.mute);
    return !!stem;
  }

  dispose() {
    super.dispose();
    this.resizing.disconnect();
  }
}

// One line up and down for each column: the loudest sample in it.
function draw(stem) {
  const { canvas, sound: { buffer } } = stem;
  if (!buffer || !canvas.clientWidth) return;
  const ratio = window.devicePixelRatio || 1;
  const [width, height] = [Math.round(canvas.clientWidth * ratio), Math.round(canvas.clientHeight * ratio)];
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext("2d");
  pen.fillStyle = getComputedStyle(stem.strip).getPropertyValue("--tint");
  const samples = buffer.getChannelData(0);
  const columns = Math.floor(width / (2 * ratio));
  for (let column = 0; column < columns; column++) {
    const [start, end] = [Math.floor((column * samples.length) / columns), Math.floor(((column + 1) * samples.length) / columns)];
    let most = 0;
    for (let index = start; index < end; index++) most = Math.max(most, Math.abs(samples[index]));
    const tall = Math.max(ratio, Math.sqrt(most) * height);
    pen.fillRect(column * 2 * ratio, (height - tall) / 2, ratio, tall);
  }
}
