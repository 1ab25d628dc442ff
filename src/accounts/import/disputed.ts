import { area } from '../../text/russian.js';
import { BY_HAND, type ByHandField } from '../by-hand/by-hand.js';

/** What a load does with values that were set by hand and stand otherwise in the file. */
export type ByHandChoice = 'keep' | 'overwrite';

/** A value that the file has otherwise than it was set by hand. */
export interface Disputed {
  readonly row: number;
  readonly account: string;
  readonly account_id: string;
  readonly field: ByHandField;
  readonly by_hand: string | null;
  readonly in_file: string | null;
  readonly ground: string;
  readonly staff: string;
  readonly made_at: Date;
  /** The same as a day; missing in reports of earlier versions. */
  readonly day?: string;
}

/** A value of a field in words. */
export function disputedValue(field: ByHandField, value: string | null): string {
  if (field === 'closed') return value === 'true' ? 'закрыт' : 'открыт';
  if (value === null || value === '') return 'не указано';
  return field === 'total_area' ? area(value) : value;
}

/** «Владелец: вручную «Ким Вера», в файле «Белова Ирина»». */
export function disputedWords({ field, by_hand: byHand, in_file: inFile }: Disputed): string {
  return `${BY_HAND[field]}: вручную «${disputedValue(field, byHand)}», в файле «${disputedValue(field, inFile)}»`;
}
