// Timecode as Clips/Timecode.cs counts it (SMPTE ST 12-1): drop-frame leaves out numbers, never frames.
export class Timecode {
  /** @param start "hh:mm:ss:ff", ";" before ff for drop-frame: of frame 0. */
  constructor(start, numerator, denominator) {
    this.base = Math.ceil(numerator / denominator);
    this.isDrop = start.includes(";");
    this.dropped = this.isDrop ? this.base / 15 : 0;
    this.day = 24 * 3600 * this.base - this.dropped * (24 * 60 - 24 * 6);
    this.start = this.#count(...start.split(/[:;]/).map(Number));
  }

  /** Of a frame counted from 0. */
  at(frame) {
    let number = (this.start + frame) % this.day;
    if (this.isDrop) {
      const minute = 60 * this.base;
      const block = 10 * minute - 9 * this.dropped;
      const rest = number % block;
      number += this.dropped * (9 * Math.floor(number / block) + (rest < minute ? 0 : 1 + Math.floor((rest - minute) / (minute - this.dropped))));
    }
    const two = (value) => String(value).padStart(2, "0");
    const seconds = Math.floor(number / this.base);
    return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}${this.isDrop ? ";" : ":"}${two(number % this.base)}`;
  }

  /** The frame of a timecode, counted from 0, or null where it is none; digits alone are filled up with zeros from the left. */
  frameOf(text) {
    const digits = text.trim();
    const fields = /^\d{1,8}$/.test(digits) ? digits.padStart(8, "0").match(/../g) : digits.split(/[:;.,]/);
    if (fields.length !== 4 || !fields.every((field) => /^\d{1,3}$/.test(field))) return null;
    const [hours, minutes, seconds, frames] = fields.map(Number);
    if (hours > 23 || minutes > 59 || seconds > 59 || frames >= this.base) return null;
    if (this.isDrop && seconds === 0 && minutes % 10 !== 0 && frames < this.dropped) return null;
    const frame = this.#count(hours, minutes, seconds, frames) - this.start;
    return frame < -this.day / 2 ? frame + this.day : frame;
  }

  #count(hours, minutes, seconds, frames) {
    const minute = hours * 60 + minutes;
    return (minute * 60 + seconds) * this.base + frames - this.dropped * (minute - Math.floor(minute / 10));
  }
}
