/** The host's times: ticks in text, 254016000000 a second. */
export class FakeTickTime {
  readonly #ticks: bigint;

  constructor(ticks: bigint) {
    this.#ticks = ticks;
  }

  get ticks(): string {
    return `${this.#ticks}`;
  }

  get ticksNumber(): number {
    return Number(this.#ticks);
  }

  get seconds(): number {
    return Number(this.#ticks) / 254016000000;
  }
}

export const TickTime = {
  createWithTicks: (ticks: string): FakeTickTime => new FakeTickTime(BigInt(ticks)),
  createWithSeconds: (seconds: number): FakeTickTime => new FakeTickTime(BigInt(Math.round(seconds * 254016000000))),
};

export class FakeGuid {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}
