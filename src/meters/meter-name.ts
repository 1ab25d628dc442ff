import { RESOURCES, type Resource } from './resource.js';

/** What tells a meter from the others of a flat. */
export interface NamedMeter {
  readonly resource: Resource;
  readonly place: string;
  readonly number: string;
}

/** «Холодная вода, кухня». */
export function meterTitle({ resource, place }: NamedMeter): string {
  return place === '' ? RESOURCES[resource].title : `${RESOURCES[resource].title}, ${place}`;
}

/** «…4417»: the end of a serial number, enough to recognise one's own meter; of a short one no more than half. */
export function numberTail(number: string): string {
  return `…${number.slice(-Math.min(4, Math.ceil(number.length / 2)))}`;
}

/** In the order in which residents know resources, then by place and number. */
export function byName(one: NamedMeter, other: NamedMeter): number {
  const order = Object.keys(RESOURCES);
  return (
    order.indexOf(one.resource) - order.indexOf(other.resource) ||
    one.place.localeCompare(other.place, 'ru') ||
    one.number.localeCompare(other.number, 'ru')
  );
}
