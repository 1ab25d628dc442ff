import type { PanelOption } from '../panel/declaration.js';

/** What a meter measures. */
export type Resource = 'cold_water' | 'hot_water' | 'electricity' | 'gas' | 'heat';

interface ResourceKind {
  readonly title: string;
  /** «проверяем горячую воду». */
  readonly accusative: string;
  readonly unit: string;
  /** Digits of the usual dial, where nobody has said better. */
  readonly capacity: number;
  readonly decimals: number;
  /** A month's consumption that nobody wonders at who does not know the flat, in units; ours, no rule of law. */
  readonly quietLimit: number;
  /** Whether the dial is of drums: black digits, and red ones after the point. Others have a display. */
  readonly drums: boolean;
}

/** Resources in the order in which residents know them. */
export const RESOURCES: Readonly<Record<Resource, ResourceKind>> = {
  cold_water: {
    title: 'Холодная вода',
    accusative: 'холодную воду',
    unit: 'м³',
    capacity: 5,
    decimals: 3,
    quietLimit: 30,
    drums: true,
  },
  hot_water: {
    title: 'Горячая вода',
    accusative: 'горячую воду',
    unit: 'м³',
    capacity: 5,
    decimals: 3,
    quietLimit: 20,
    drums: true,
  },
  electricity: {
    title: 'Электроэнергия',
    accusative: 'электроэнергию',
    unit: 'кВт·ч',
    capacity: 6,
    decimals: 0,
    quietLimit: 600,
    drums: false,
  },
  gas: {
    title: 'Газ',
    accusative: 'газ',
    unit: 'м³',
    capacity: 5,
    decimals: 3,
    quietLimit: 300,
    drums: true,
  },
  heat: {
    title: 'Отопление',
    accusative: 'отопление',
    unit: 'Гкал',
    capacity: 5,
    decimals: 3,
    quietLimit: 5,
    drums: false,
  },
};

const TARIFFS: readonly (readonly string[])[] = [
  [''],
  ['День', 'Ночь'],
  ['Пик', 'Полупик', 'Ночь'],
  ['Тариф 1', 'Тариф 2', 'Тариф 3', 'Тариф 4'],
];

/** What the values of a meter with so many tariffs are called; the only value has no name. */
export function tariffNames(tariffs: number): readonly string[] {
  return TARIFFS[tariffs - 1] ?? [];
}

const SERVICES: readonly (readonly [Resource, RegExp])[] = [
  ['hot_water', /горяч\S*\s+вод|гвс|подогрев/i],
  ['cold_water', /холодн\S*\s+вод|хвс|водоснабжение/i],
  ['electricity', /электр/i],
  ['gas', /газ/i],
  ['heat', /отоплен|тепло/i],
];
/** What is charged by norms or for the house has a price of its own. */
const NOT_BY_METER = /(?<!\p{L})(?:одн|сои|тко)(?!\p{L})|общедом|содержани|водоотвед|обслужив/iu;

/** The resource that a service of a receipt is the price of; undefined for all others. */
export function resourceOfService(service: string): Resource | undefined {
  return NOT_BY_METER.test(service) ? undefined : SERVICES.find(([, words]) => words.test(service))?.[0];
}

/** Which tariff of a meter a service is the price of, from 0; a service that does not say is that of all. */
export function tariffOfService(service: string, tariffs: number): number | undefined {
  if (tariffs === 1) return undefined;
  const words = service.toLowerCase();
  if (/полупик/.test(words)) return tariffs === 3 ? 1 : undefined;
  if (/ноч/.test(words)) return tariffs - 1;
  return /ден|днев|пик/.test(words) ? 0 : undefined;
}

/** Resources as a form offers them. */
export const RESOURCE_CHOICE = Object.fromEntries(
  Object.entries(RESOURCES).map(([resource, { title }]) => [resource, title]),
) as Readonly<Record<Resource, string>>;

/** Resources as values of a column. */
export const RESOURCE_OPTIONS: Record<string, PanelOption> = Object.fromEntries(
  Object.entries(RESOURCE_CHOICE).map(([resource, label]) => [resource, { label }]),
);
