import { type FrameRate, timecodeBase } from "./frameRate.ts";

/** Only these two rates have drop-frame timecode. */
export function allowsDropFrame(rate: FrameRate): boolean {
  return rate.denominator === 1001 && (rate.numerator === 30000 || rate.numerator === 60000);
}

/**
 * A frame number since midnight as "hh:mm:ss:ff", with ";" before ff for drop-frame; runs on past midnight.
 *
 * SMPTE ST 12-1: drop-frame leaves out frame numbers, never frames: 00 and 01 of each minute but each tenth at 29.97, 00 to
 * 03 at 59.94.
 */
export function formatTimecode(frame: number, rate: FrameRate, dropFrame: boolean): string {
  const base = timecodeBase(rate);
  const dropped = dropFrame && allowsDropFrame(rate) ? base / 15 : 0;
  const tenMinutes = 600 * base - 9 * dropped;
  const day = 144 * tenMinutes;
  let number = ((frame % day) + day) % day;
  if (dropped > 0) {
    const blocks = Math.floor(number / tenMinutes);
    const rest = number % tenMinutes;
    // Inside a block of ten minutes the first minute has all its numbers.
    const minutes = rest < 60 * base ? 0 : 1 + Math.floor((rest - 60 * base) / (60 * base - dropped));
    number += dropped * (9 * blocks + minutes);
  }

  const seconds = Math.floor(number / base);
  const fields = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `${fields.map(twoDigits).join(":")}${dropped > 0 ? ";" : ":"}${twoDigits(number % base)}`;
}

function twoDigits(value: number): string {
  return `${value}`.padStart(2, "0");
}
