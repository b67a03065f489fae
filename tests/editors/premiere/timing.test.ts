import assert from "node:assert/strict";
import { test } from "node:test";
import {
  frameAt,
  frameRate,
  framesIn,
  fromTicksPerFrame,
  parseFrameRate,
  rateLabel,
  ticksOf,
} from "../../../bridge-native/premiere/src/timing/frameRate.ts";
import { formatTimecode } from "../../../bridge-native/premiere/src/timing/timecode.ts";

test("fromTicksPerFrame_ReadsRatesExactly", () => {
  for (const [ticks, numerator, denominator] of [
    ["10594584000", 24000, 1001],
    ["10584000000", 24, 1],
    ["10160640000", 25, 1],
    ["8475667200", 30000, 1001],
    ["5080320000", 50, 1],
    ["4237833600", 60000, 1001],
  ] as const) {
    assert.deepEqual(fromTicksPerFrame(ticks), { numerator, denominator }, ticks);
  }
});

test("frameAt_IsTheInverseOfTicksOf_AtEveryRateOverADay", () => {
  for (const rate of [frameRate(24000, 1001), frameRate(25), frameRate(30000, 1001), frameRate(60000, 1001), frameRate(12)]) {
    for (const frame of [-1, 0, 1, 2, 1799, 1800, 17982, 107892, 2589408]) {
      assert.equal(frameAt(ticksOf(frame, rate), rate), frame, `${rateLabel(rate)} ${frame}`);
    }
  }
});

test("formatTimecode_CountsAsSmpteDoes", () => {
  const ntsc = frameRate(30000, 1001);
  const double = frameRate(60000, 1001);
  assert.equal(formatTimecode(1799, ntsc, true), "00:00:59;29");
  assert.equal(formatTimecode(1800, ntsc, true), "00:01:00;02");
  assert.equal(formatTimecode(17982, ntsc, true), "00:10:00;00");
  assert.equal(formatTimecode(107892, ntsc, true), "01:00:00;00");
  assert.equal(formatTimecode(3600, double, true), "00:01:00;04");
  assert.equal(formatTimecode(215784, double, true), "01:00:00;00");
  assert.equal(formatTimecode(107892, ntsc, false), "00:59:56:12");
  assert.equal(formatTimecode(86400, frameRate(24000, 1001), true), "01:00:00:00", "23.976 has no drop-frame");
  assert.equal(formatTimecode(900000, frameRate(25), false), "10:00:00:00");
  assert.equal(formatTimecode(-12, frameRate(25), false), "23:59:59:13", "handles before midnight run back");
});

test("framesIn_RoundsToTheNearest", () => {
  assert.equal(framesIn(4, frameRate(24000, 1001)), 96);
  assert.equal(framesIn(4, frameRate(30000, 1001)), 120);
  assert.equal(framesIn(0.5, frameRate(25)), 13);
});

test("parseFrameRate_TakesWhatRecipesWrite", () => {
  assert.deepEqual(parseFrameRate("24000/1001"), frameRate(24000, 1001));
  assert.deepEqual(parseFrameRate("25"), frameRate(25));
  for (const bad of ["", "23.976", "24/0", "0", "-24", "24/1001/2", "1e3"]) {
    assert.equal(parseFrameRate(bad), null, bad);
  }
});
