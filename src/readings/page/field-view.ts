import type { Meter } from '../../meters/meter.js';
import { dialNames, type ReadingsForm } from './readings-form.js';
import { tariffNames } from '../../meters/resource.js';

/** One value of a meter as a page asks for it. */
export interface FieldView {
  readonly whole: string;
  readonly fraction: string;
  readonly label: string;
  /** «День»; empty where the meter has one tariff. */
  readonly tariff: string;
  readonly typed: { whole: string; fraction: string };
  readonly error: string | undefined;
}

/** The fields of a meter with what was typed and what is wrong with it. */
export function fieldsOf(meter: Meter, form: ReadingsForm): FieldView[] {
  return tariffNames(meter.tariffs).map((name, tariff) => {
    const names = dialNames(meter.id, tariff);
    return {
      ...names,
      label: name === '' ? 'Сейчас на счетчике' : name,
      tariff: name,
      typed: form.typedFor(meter.id, tariff),
      error: form.errors[names.whole],
    };
  });
}
