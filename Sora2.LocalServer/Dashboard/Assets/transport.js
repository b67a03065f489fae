// Plays pictures and sounds on one clock, that of the sound: all sounds are started at one moment of one audio clock, so they are
// in step to the sample; a picture is put right when it strays by more than a frame or two.
import { Timecode } from "./timecode.js";

const LEAD = 0.04;
const H264 = 'video/mp4; codecs="avc1.640028"';

export class Transport {
  /** @param root Holds the pictures and the controls of TransportBar, and data-rate and data-per. */
  constructor(root) {
    this.root = root;
    this.videos = [...root.querySelectorAll("video")];
    this.seekBar = root.querySelector(".seek input");
    this.counter = root.querySelector(".transport output");
    this.timecodeField = root.querySelector(".transport .timecode");
    this.word = root.querySelector(".word");
    this.fps = Number(root.dataset.rate) / Number(root.dataset.per);
    this.at = 0;
    this.rate = 0;
    this.sounds = [];
    this.audio = new AudioContext();
    this.leaving = new AbortController();
    this.setStart(root.dataset.timecode);
    this.hasPicture = Promise.all(this.videos.map((video) => this.openPicture(video)));
    this.on(root.querySelector(".play"), "click", () => this.toggle());
    this.on(root.querySelector(".back"), "click", () => this.step(-1));
    this.on(root.querySelector(".on"), "click", () => this.step(1));
    this.on(root.querySelector(".first"), "click", () => this.seek(0));
    this.on(root.querySelector(".last"), "click", () => this.seek(this.lastFrame / this.fps));
    this.on(this.seekBar, "input", () => this.seek(Number(this.seekBar.value) / this.fps));
    this.on(this.timecodeField, "keydown", (event) => this.typed(event));
    this.on(this.timecodeField, "focus", () => this.timecodeField.select());
    this.on(this.timecodeField, "blur", () => this.showTime());
    this.on(document, "keydown", (event) => this.key(event));
  }

  on(target, event, act) { target.addEventListener(event, act, { signal: this.leaving.signal }); }

  // Browsers without H.264 say so; the server makes another proof for them.
  openPicture(video) {
    video.muted = true;
    this.on(video, "loadedmetadata", () => this.show());
    this.on(video, "waiting", () => { if (!this.rate) this.word.textContent = "Loading …"; });
    this.on(video, "loadeddata", () => {
      if (this.videos.every(({ readyState }) => readyState >= 2)) { this.word.textContent = ""; this.root.dataset.ready = "picture"; }
    });
    this.on(video, "error", () => { this.word.textContent = "The picture cannot be shown: no proof could be made. The logs say more."; });
    const known = new Promise((resolve) => this.on(video, "loadedmetadata", resolve));
    video.src = video.canPlayType(H264) ? video.dataset.proof : video.dataset.open;
    return known;
  }

  /** A sound that plays along; its gain is its owner's. */
  openSound(source, target) {
    const sound = { gain: this.audio.createGain(), buffer: null, node: null };
    sound.gain.connect(target);
    this.sounds.push(sound);
    sound.loaded = (async () => {
      const answer = await fetch(source, { signal: this.leaving.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      sound.buffer = await this.audio.decodeAudioData(await answer.arrayBuffer());
      if (this.rate === 1) this.startSound(sound, this.audio.currentTime, this.position());
    })();
    return sound;
  }

  // ---- time

  lengthOf(video) { return Number.isFinite(video.duration) ? video.duration : 0; }
  get duration() { return Math.max(...this.videos.map(this.lengthOf)); }
  get lastFrame() { return this.lastFrameIn(this.duration); }
  get frame() { return Math.min(this.lastFrame, Math.floor(this.at * this.fps + 1e-6)); }
  lastFrameIn(seconds) { return Math.max(0, Math.round(seconds * this.fps) - 1); }

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
    if (rate > 0) {
      for (const sound of this.sounds) this.startSound(sound, this.since, this.from);
      for (const video of this.videos) this.startPicture(video);
    } else {
      this.videos.forEach((video) => video.pause());
    }
    this.root.classList.add("playing");
    this.tick();
  }

  startPicture(video) {
    video.corrected = 0;
    // Played from its end, it would begin anew.
    if (this.at >= this.lengthOf(video) - 0.5 / this.fps) return;
    video.currentTime = this.at;
    video.playbackRate = this.rate;
    video.play().catch(() => this.pause());
  }

  startSound(sound, when, offset) {
    if (!sound.buffer || offset >= sound.buffer.duration) return;
    sound.node = this.audio.createBufferSource();
    sound.node.buffer = sound.buffer;
    sound.node.playbackRate.value = this.rate;
    sound.node.connect(sound.gain);
    sound.node.start(when, Math.max(0, offset));
  }

  stopSound() {
    for (const sound of this.sounds) {
      sound.node?.stop();
      sound.node = null;
    }
  }

  pause() {
    if (this.rate) this.at = this.position();
    this.rate = 0;
    this.stopSound();
    this.videos.forEach((video) => video.pause());
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
    if (this.rate < 0) this.park();
    else this.videos.forEach((video) => this.correct(video));
    this.show();
    requestAnimationFrame(() => this.tick());
  }

  correct(video) {
    const isOff = this.at < this.lengthOf(video) && Math.abs(video.currentTime - this.at) > 2 / this.fps;
    if (!isOff || this.audio.currentTime - video.corrected < 0.5) return;
    video.corrected = this.audio.currentTime;
    video.currentTime = this.at;
  }

  // The middle of a frame: its edges belong to two. A shorter picture stays at its last.
  park() {
    for (const video of this.videos) {
      if (!video.seeking || !this.rate) video.currentTime = (Math.min(this.frame, this.lastFrameIn(this.lengthOf(video))) + 0.5) / this.fps;
    }
  }

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

  // ---- timecode

  /** @param text Timecode of the first frame. */
  setStart(text) { this.timecode = new Timecode(text, Number(this.root.dataset.rate), Number(this.root.dataset.per)); }

  typed(event) {
    if (event.key === "Enter") this.goTo(this.timecodeField.value);
    else if (event.key === "Escape") this.timecodeField.blur();
  }

  goTo(text) {
    const frame = this.timecode.frameOf(text);
    const isHere = frame !== null && frame >= 0 && frame <= this.lastFrame;
    this.timecodeField.setAttribute("aria-invalid", String(!isHere));
    this.word.textContent = isHere ? "" : `${text} is not in this shot: ${this.timecode.at(0)} to ${this.timecode.at(this.lastFrame)}`;
    if (!isHere) return;
    this.timecodeField.blur();
    this.seek(frame / this.fps);
  }

  // ---- what is seen

  show() {
    this.seekBar.max = this.lastFrame;
    this.seekBar.value = this.frame;
    this.counter.textContent = `frame ${this.frame + 1} of ${this.lastFrame + 1}`;
    this.seekBar.setAttribute("aria-valuetext", `${this.counter.textContent}, ${this.timecode.at(this.frame)}`);
    this.root.dataset.frame = this.frame;
    if (document.activeElement !== this.timecodeField) this.showTime();
  }

  showTime() {
    if (this.timecodeField.getAttribute("aria-invalid") === "true") this.word.textContent = "";
    this.timecodeField.setAttribute("aria-invalid", "false");
    this.timecodeField.value = this.timecode.at(this.frame);
  }

  /** @returns Whether a digit's key is taken. */
  number() { return false; }

  key(event) {
    const { target, key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || target.closest("textarea, select, input:not([type=range]), [contenteditable]")) return;
    const isRange = target.matches("input[type=range]");
    const number = ["1", "2", "3", "4"].indexOf(event.code.replace("Digit", ""));
    const second = Math.round(this.fps);
    const acts = {
      " ": () => this.toggle(), t: () => this.timecodeField.focus(),
      j: () => this.shuttle(-1), k: () => this.pause(), l: () => this.shuttle(1),
      ArrowLeft: () => this.step(event.shiftKey ? -second : -1), ArrowRight: () => this.step(event.shiftKey ? second : 1),
      Home: () => this.seek(0), End: () => this.seek(this.lastFrame / this.fps),
    };
    if (number < 0 || !this.number(number, event.shiftKey)) {
      const act = acts[key.length === 1 ? key.toLowerCase() : key];
      const isTheirs = (isRange && key.length > 1) || (key === " " && target.closest("button, a, summary"));
      if (!act || isTheirs) return;
      act();
    }
    event.preventDefault();
  }

  dispose() {
    this.leaving.abort();
    this.rate = 0;
    this.stopSound();
    // A picture that still loads would hold one of the few connections until it is collected.
    for (const video of this.videos) {
      video.pause();
      video.removeAttribute("src");
      video.load();
    }
    this.audio.close();
  }
}
