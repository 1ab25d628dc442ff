import { squeezed } from '../../imports/cells.js';
import { type Resource, RESOURCES } from '../../meters/resource.js';

/** Names of resources in files, squeezed: of condo, of ГИС ЖКХ, of accountings; ours besides. */
const NAMES: Readonly<Record<Resource, readonly string[]>> = {
  cold_water: ['хвс', 'холодноеводоснабжение', 'вода', 'coldwater'],
  hot_water: ['гвс', 'горячееводоснабжение', 'hotwater'],
  electricity: ['эл', 'ээ', 'электроснабжение', 'электрическаяэнергия', 'электричество', 'свет'],
  gas: ['газоснабжение', 'природныйгаз'],
  heat: ['тепло', 'теплоснабжение', 'тепловаяэнергия', 'от', 'heating'],
};

const KNOWN = new Map(
  (Object.keys(NAMES) as Resource[]).flatMap((resource) =>
    [resource, RESOURCES[resource].title, ...NAMES[resource]].map((name): [string, Resource] => [
      squeezed(name),
      resource,
    ]),
  ),
);

/** The resource that a file calls so; undefined for a word that nobody uses. */
export function resourceNamed(text: string): Resource | undefined {
  return KNOWN.get(squeezed(text));
}

/** What ГИС ЖКХ calls resources in «Импорт показаний ИПУ». */
export const GIS_RESOURCES: Readonly<Record<Resource, string>> = {
  cold_water: 'Холодная вода',
  hot_water: 'Горячая вода',
  electricity: 'Электрическая энергия',
  gas: 'Газ',
  heat: 'Тепловая энергия',
};

/** What condo calls resources in its files of meters. */
export const CONDO_RESOURCES: Readonly<Record<Resource, string>> = {
  cold_water: 'ХВС',
  hot_water: 'ГВС',
  electricity: 'ЭЛ',
  gas: 'ГАЗ',
  heat: 'ТЕПЛО',
};

/** Codes of csv_1s: the resource, the number of tariffs, and which of them the value is of (from 0). */
export const ONE_S_TYPES: Readonly<Record<string, readonly [Resource, tariffs: number, tariff: number]>> = {
  '1': ['gas', 1, 0],
  '2': ['electricity', 1, 0],
  '3': ['electricity', 2, 0],
  '4': ['electricity', 2, 1],
  '5': ['electricity', 3, 0],
  '6': ['electricity', 3, 1],
  '7': ['electricity', 3, 2],
  '8': ['hot_water', 1, 0],
  '9': ['cold_water', 1, 0],
  '10': ['heat', 1, 0],
};

/** The code of csv_1s for a tariff; undefined for what the format has no code for. */
export function oneSType(resource: Resource, tariffs: number, tariff: number): string | undefined {
  const wanted = [resource, tariffs, tariff].join();
  return Object.keys(ONE_S_TYPES).find((code) => ONE_S_TYPES[code]!.join() === wanted);
}
