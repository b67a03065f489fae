// Plays a shot: the picture follows the sound's clock. All stems are started at one moment of one audio clock, so they are in step
// to the sample; the picture is put right when it strays by more than a frame or two.
const SILENCE = -60;
const LEAD = 0.04;

export function attach(root) {
  const player = new Player(root);
  root.player = player;
  return player;
}

class Player {
  constructor(root) {
    this.root = root;
    this.video = root.querySelector("video");
    this.seekBar = root.querySelector(".seek input");
    this.clockFace = root.querySelector(".transport output");
    this.word = root.querySelector(".word");
    this.fps = Number(root.dataset.rate) / Number(root.dataset.per);
    this.at = 0;
    this.rate = 0;
    this.audio = new AudioContext();
    this.master = this.audio.createGain();
    this.master.connect(this.audio.destination);
    this.stems = [...root.querySelectorAll(".stem")].map((strip) => this.openStem(strip));
    this.hasPicture = new Promise((known) => {
      if (this.video.readyState >= 1) known();
      else this.video.addEventListener("loadedmetadata", known, { once: true });
    });
    this.leaving = new AbortController();
    const signal = this.leaving.signal;
    const on = (target, event, act) => target.addEventListener(event, act, { signal });

    this.video.muted = true;
    on(this.video, "loadedmetadata", () => this.show());
    on(this.video, "waiting", () => { if (!this.rate) this.word.textContent = "Loading …"; });
    on(this.video, "loadeddata", () => { this.word.textContent = ""; root.dataset.ready = "picture"; });
    on(this.video, "error", () => { this.word.textContent = "The picture cannot be shown: no proof could be made. The logs say more."; });
    if (this.video.readyState >= 2) { this.word.textContent = ""; root.dataset.ready = "picture"; }
    on(root.querySelector(".play"), "click", () => this.toggle());
    on(root.querySelector(".back"), "click", () => this.step(-1));
    on(root.querySelector(".on"), "click", () => this.step(1));
    on(root.querySelector(".first"), "click", () => this.seek(0));
    on(root.querySelector(".last"), "click", () => this.seek(this.lastFrame / this.fps));
    on(this.seekBar, "input", () => this.seek(Number(this.seekBar.value) / this.fps));
    on(document, "keydown", (event) => this.key(event));
    for (const stem of this.stems) {
      on(stem.mute, "click", () => this.press(stem.mute));
      on(stem.solo, "click", () => this.press(stem.solo));
      on(stem.fader, "input", () => this.mix());
      on(stem.fader, "dblclick", () => { stem.fader.value = 0; this.mix(); });
      on(stem.wave, "click", (event) => {
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

  get duration() { return Number.isFinite(this.video.duration) ? this.video.duration : 0; }
  get lastFrame() { return Math.max(0, Math.round(this.duration * this.fps) - 1); }
  get frame() { return Math.min(this.lastFrame, Math.floor(this.at * this.fps + 1e-6)); }

  openStem(strip) {
    const gain = this.audio.createGain();
    const meter = this.audio.createAnalyser();
    meter.fftSize = 1024;
    gain.connect(meter).connect(this.master);
    const part = (name) => strip.querySelector(name);
    return { strip, gain, meter, wave: part(".wave"), canvas: part("canvas"), mute: part(".mute"), solo: part(".solo"), fader: part(".fader input"), value: part(".fader output"), level: part(".level") };
  }

  async load(stem) {
    try {
      const answer = await fetch(stem.strip.dataset.src, { signal: this.leaving.signal });
      stem.sound = await this.audio.decodeAudioData(await answer.arrayBuffer());
      draw(stem);
      if (this.rate === 1) this.startSound(stem, this.audio.currentTime, this.position());
    } catch (fault) {
      if (fault.name !== "AbortError") stem.value.textContent = "missing";
    }
  }

  // ---- time

  position() {
    if (!this.rate) return this.at;
    return Math.max(0, Math.min(this.duration, this.from + (this.audio.currentTime - this.since) * this.rate));
  }

  async toggle() { if (this.rate) this.pause(); else await this.run(1); }

  async run(rate) {
    if (rate > 0 && this.at >= this.duration - 0.5 / this.fps) this.at = 0;
    if (this.rate) { this.at = this.position(); this.stopSound(); }
    await Promise.all([this.audio.resume(), this.hasPicture]);
    this.rate = rate;
    this.from = this.at;
    this.since = this.audio.currentTime + LEAD;
    this.corrected = 0;
    if (rate > 0) {
      for (const stem of this.stems) this.startSound(stem, this.since, this.from);
      this.video.currentTime = this.at;
      this.video.playbackRate = rate;
      this.video.play().catch(() => this.pause());
    } else {
      this.video.pause();
    }
    this.root.classList.add("playing");
    this.tick();
  }

  startSound(stem, when, offset) {
    if (!stem.sound || offset >= stem.sound.duration) return;
    stem.source = this.audio.createBufferSource();
    stem.source.buffer = stem.sound;
    stem.source.playbackRate.value = this.rate;
    stem.source.connect(stem.gain);
    stem.source.start(when, Math.max(0, offset));
  }

  stopSound() {
    for (const stem of this.stems) {
      stem.source?.stop();
      stem.source = null;
    }
  }

  pause() {
    if (this.rate) this.at = this.position();
    this.rate = 0;
    this.stopSound();
    this.video.pause();
    this.root.classList.remove("playing");
    this.park();
    this.show();
  }

  tick() {
    if (!this.rate) return;
    this.at = this.position();
    const isOver = this.rate > 0 ? this.at >= this.duration && this.duration > 0 : this.at <= 0;
    if (isOver) {
      this.at = this.rate > 0 ? this.lastFrame / this.fps : 0;
      this.from = this.at;
      this.since = this.audio.currentTime;
      this.pause();
      return;
    }
    if (this.rate < 0) {
      this.park();
    } else if (Math.abs(this.video.currentTime - this.at) > 2 / this.fps && this.audio.currentTime - this.corrected > 0.5) {
      this.corrected = this.audio.currentTime;
      this.video.currentTime = this.at;
    }
    this.show();
    requestAnimationFrame(() => this.tick());
  }

  // The middle of a frame: its edges belong to two.
  park() { if (!this.video.seeking || !this.rate) this.video.currentTime = (this.frame + 0.5) / this.fps; }

  seek(seconds) {
    const rate = this.rate;
    if (rate) this.pause();
    this.at = Math.max(0, Math.min(this.lastFrame / this.fps, seconds));
    this.park();
    this.show();
    if (rate) this.run(rate);
  }

  step(frames) {
    if (this.rate) this.pause();
    this.seek((this.frame + frames) / this.fps);
  }

  shuttle(direction) {
    const faster = Math.sign(this.rate) === direction ? this.rate * 2 : direction;
    this.run(Math.max(-8, Math.min(8, faster)));
  }

  // ---- sound

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
      stem.gain.gain.setTargetAtTime(gain, this.audio.currentTime, 0.008);
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

  // ---- what is seen

  show() {
    const share = this.duration ? (100 * this.at) / this.duration : 0;
    this.seekBar.max = this.lastFrame;
    this.seekBar.value = this.frame;
    const base = Math.round(this.fps);
    const two = (number) => String(number).padStart(2, "0");
    const seconds = Math.floor(this.frame / base);
    const text = `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}:${two(this.frame % base)} · frame ${this.frame + 1} of ${this.lastFrame + 1}`;
    this.clockFace.textContent = text;
    this.seekBar.setAttribute("aria-valuetext", `frame ${this.frame + 1} of ${this.lastFrame + 1}`);
    this.root.dataset.frame = this.frame;
    for (const stem of this.stems) {
      stem.wave.style.setProperty("--at", `${share}%`);
      const peak = this.rate > 0 ? this.peak(stem) : 0;
      stem.level.style.setProperty("--level", `${peak > 0 ? Math.max(0, 100 + (100 * 20 * Math.log10(peak)) / 48) : 0}%`);
    }
  }

  key(event) {
    const { target, key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || target.closest("textarea, select, input:not([type=range]), [contenteditable]")) return;
    const isRange = target.matches("input[type=range]");
    const number = ["1", "2", "3", "4"].indexOf(event.code.replace("Digit", ""));
    const second = Math.round(this.fps);
    const acts = {
      " ": () => this.toggle(),
      j: () => this.shuttle(-1), k: () => this.pause(), l: () => this.shuttle(1),
      ArrowLeft: () => this.step(event.shiftKey ? -second : -1), ArrowRight: () => this.step(event.shiftKey ? second : 1),
      Home: () => this.seek(0), End: () => this.seek(this.lastFrame / this.fps),
    };
    if (number >= 0 && this.stems[number]) {
      this.press(event.shiftKey ? this.stems[number].solo : this.stems[number].mute);
    } else {
      const act = acts[key.length === 1 ? key.toLowerCase() : key];
      const isTheirs = (isRange && key.length > 1) || (key === " " && target.closest("button, a, summary"));
      if (!act || isTheirs) return;
      act();
    }
    event.preventDefault();
  }

  dispose() {
    this.leaving.abort();
    this.resizing.disconnect();
    this.rate = 0;
    this.stopSound();
    this.video.pause();
    this.audio.close();
  }
}

// One line up and down for each column: the loudest sample in it.
function draw(stem) {
  const { canvas, sound } = stem;
  if (!sound || !canvas.clientWidth) return;
  const ratio = window.devicePixelRatio || 1;
  const [width, height] = [Math.round(canvas.clientWidth * ratio), Math.round(canvas.clientHeight * ratio)];
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext("2d");
  pen.fillStyle = getComputedStyle(stem.strip).getPropertyValue("--tint");
  const samples = sound.getChannelData(0);
  const columns = Math.floor(width / (2 * ratio));
  for (let column = 0; column < columns; column++) {
    const [start, end] = [Math.floor((column * samples.length) / columns), Math.floor(((column + 1) * samples.length) / columns)];
    let most = 0;
    for (let index = start; index < end; index++) most = Math.max(most, Math.abs(samples[index]));
    const tall = Math.max(ratio, Math.sqrt(most) * height);
    pen.fillRect(column * 2 * ratio, (height - tall) / 2, ratio, tall);
  }
}
