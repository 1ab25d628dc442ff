import { oneSType } from '../import/resource-names.js';
import type { ExportFormat, ExportRow } from './export-row.js';

/** Why a reading finds no place in a format, to follow «у счетчика»; undefined where it does. */
export function misfit(
  format: ExportFormat,
  { resource, tariffs, values, gisNumber }: Pick<ExportRow, 'resource' | 'tariffs' | 'values' | 'gisNumber'>,
): string | undefined {
  switch (format) {
    case 'csv':
    case 'xlsx':
      return undefined;
    case 'gis':
      if (values.length > 3) return `тарифов ${values.length}, а в шаблоне ГИС ЖКХ места для трёх`;
      // ГИС ЖКХ takes only the numbers that it has given itself.
      return gisNumber === '' ? 'нет номера ПУ в ГИС ЖКХ' : undefined;
    case 'csv_1s':
      return values.every((_value, tariff) => oneSType(resource, tariffs, tariff) !== undefined)
        ? undefined
        : `тарифов ${tariffs}, а в файле для 1С для такого счетчика нет кода`;
  }
}
