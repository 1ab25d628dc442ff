/** An exact decimal: `units` divided by ten to the power of `scale`. */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

/** Reads a decimal as PostgreSQL writes it: `12.3450`, `-3`. */
export function decimalOf(text: string): Decimal {
  const [whole = '', fraction = ''] = text.split('.');
  return { units: BigInt(whole + fraction), scale: fraction.length };
}

/** The sum of two decimals. */
export function plus(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { units: at(a, scale) + at(b, scale), scale };
}

/** The difference of two decimals. */
export function minus(a: Decimal, b: Decimal): Decimal {
  return plus(a, { units: -b.units, scale: b.scale });
}

/** What so many units cost at a price in roubles, in kopecks; half a kopeck goes away from zero. */
export function cost(volume: Decimal, price: Decimal): bigint {
  const units = volume.units * price.units * 100n;
  const divisor = 10n ** BigInt(volume.scale + price.scale);
  const half = units < 0n ? -divisor : divisor;
  return (units * 2n + half) / (divisor * 2n);
}

/** The decimal as text: `12.3450`. */
export function decimalText({ units, scale }: Decimal): string {
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  return `${units < 0n ? '-' : ''}${whole}${scale === 0 ? '' : '.'}${digits.slice(digits.length - scale)}`;
}

function at({ units, scale }: Decimal, wanted: number): bigint {
  return units * 10n ** BigInt(wanted - scale);
}
