// @ts-check
// Round numbers along an axis.

/** A round distance, so that about so many of them span a range.
 * @param {number} range @param {number} count */
export function tickStep(range, count) {
  const rough = range / count;
  const power = 10 ** Math.floor(Math.log10(rough) + 1e-9);
  return [1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999) * power;
}

/** The multiples of a step from low to high.
 * @param {number} low @param {number} high @param {number} step @returns {number[]} */
export function multiples(low, high, step) {
  const ticks = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k += 1) {
    ticks.push(Number((k * step).toPrecision(10)));
  }
  return ticks;
}

/** Round numbers from low to high, at most so many.
 * @param {number} low @param {number} high @param {number} most @returns {number[]} */
export function axisTicks(low, high, most) {
  if (!(high > low) || most < 2) return [low];
  return multiples(low, high, tickStep(high - low, most - 1));
}

/** The same, and no closer than so many pixels of those that the axis is long.
 * @param {number} low @param {number} high @param {number} most
 * @param {number} room @param {number} apart @returns {number[]} */
export function ticksApart(low, high, most, room, apart) {
  for (; ; most -= 1) {
    const ticks = axisTicks(low, high, most);
    if (ticks.length < 2 || (ticks[1] - ticks[0]) / (high - low) * room >= apart) return ticks;
  }
}
