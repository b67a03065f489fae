/** Frames a second as an exact rational in lowest terms: 24000/1001, never 23.976. */
export interface FrameRate {
  readonly numerator: number;
  readonly denominator: number;
}

/** Premiere counts time in these; every common rate divides them evenly. */
export const TICKS_PER_SECOND = 254016000000n;

export function frameRate(numerator: number, denominator = 1): FrameRate {
  if (!Number.isSafeInteger(numerator) || !Number.isSafeInteger(denominator) || numerator <= 0 || denominator <= 0) {
    throw new RangeError(`A frame rate of ${numerator}/${denominator}; both must be whole and above 0.`);
  }

  const divisor = Number(greatestCommonDivisor(BigInt(numerator), BigInt(denominator)));
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

/** From what the host calls a timebase: the ticks of one frame, as text. */
export function fromTicksPerFrame(ticks: string): FrameRate {
  const perFrame = BigInt(ticks);
  if (perFrame <= 0n) {
    throw new RangeError(`${ticks} ticks for a frame; above 0 is needed.`);
  }

  const divisor = greatestCommonDivisor(TICKS_PER_SECOND, perFrame);
  return frameRate(Number(TICKS_PER_SECOND / divisor), Number(perFrame / divisor));
}

/** "24" or "24000/1001", as recipes write it. */
export function parseFrameRate(text: string): FrameRate | null {
  const match = /^([0-9]{1,9})(?:\/([0-9]{1,9}))?$/.exec(text);
  if (!match || Number(match[1]) === 0 || Number(match[2] ?? "1") === 0) {
    return null;
  }

  return frameRate(Number(match[1]), Number(match[2] ?? "1"));
}

export function sameRate(a: FrameRate, b: FrameRate): boolean {
  return a.numerator * b.denominator === b.numerator * a.denominator;
}

export function rateText(rate: FrameRate): string {
  return rate.denominator === 1 ? `${rate.numerator}` : `${rate.numerator}/${rate.denominator}`;
}

/** As editors say it: 23.976, 25, 29.97. */
export function rateLabel(rate: FrameRate): string {
  return `${Number((rate.numerator / rate.denominator).toFixed(3))}`;
}

/** The number that timecode counts to in a second: 24 for 23.976. */
export function timecodeBase(rate: FrameRate): number {
  return Math.round(rate.numerator / rate.denominator);
}

export function secondsOf(frames: number, rate: FrameRate): number {
  return (frames * rate.denominator) / rate.numerator;
}

/** The nearest whole number of frames. */
export function framesIn(seconds: number, rate: FrameRate): number {
  return Math.round((seconds * rate.numerator) / rate.denominator);
}

/** The tick at which a frame begins; exact where the rate divides the ticks, else rounded to the nearest. */
export function ticksOf(frames: number, rate: FrameRate): bigint {
  const scaled = BigInt(frames) * TICKS_PER_SECOND * BigInt(rate.denominator);
  return divideRounded(scaled, BigInt(rate.numerator));
}

/** The frame nearest to a tick. */
export function frameAt(ticks: bigint, rate: FrameRate): number {
  return Number(divideRounded(ticks * BigInt(rate.numerator), TICKS_PER_SECOND * BigInt(rate.denominator)));
}

export function secondsOfTicks(ticks: bigint): number {
  return Number(ticks) / Number(TICKS_PER_SECOND);
}

function divideRounded(dividend: bigint, divisor: bigint): bigint {
  const half = divisor / 2n;
  return dividend >= 0n ? (dividend + half) / divisor : -((-dividend + half) / divisor);
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestCommonDivisor(b, a % b);
}
