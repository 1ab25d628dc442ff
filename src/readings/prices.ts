import { cost, decimalOf } from '../billing/decimal.js';
import { type Dial, dialText } from '../meters/dial.js';
import { type Resource, resourceOfService, tariffOfService } from '../meters/resource.js';

/** A line of the latest receipt: what a unit of a service costs, in roubles. */
export interface ServicePrice {
  readonly service: string;
  readonly tariff: string;
}

/** What a unit costs by the latest receipt, in roubles (`41.52`); null where it does not tell one price. */
export function priceOf(
  lines: readonly ServicePrice[],
  meter: { readonly resource: Resource; readonly tariffs: number },
  tariff: number,
): string | null {
  const own = lines.filter(({ service }) => resourceOfService(service) === meter.resource);
  const named = own.filter(({ service }) => tariffOfService(service, meter.tariffs) === tariff);
  const general = own.filter(({ service }) => tariffOfService(service, meter.tariffs) === undefined);
  const prices = new Set((named.length > 0 ? named : general).map((line) => line.tariff));
  return prices.size === 1 ? [...prices][0]! : null;
}

/** What so much costs, in kopecks. */
export function costOf(consumption: bigint, dial: Pick<Dial, 'decimals'>, price: string): bigint {
  return cost(decimalOf(dialText(consumption, dial)), decimalOf(price));
}
