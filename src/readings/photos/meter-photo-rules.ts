const MEGABYTE = 1024 * 1024;

/** How many photos of dials there may be. */
export const METER_PHOTO_LIMITS = {
  /** With the readings of one certificate. */
  photos: 5,
  /** Bytes of all that one resident has stored. */
  quota: 200 * MEGABYTE,
} as const;

/** Why photos are not kept, however good they are. */
export type MeterPhotoRefusal = 'none' | 'many' | 'quota' | 'gone';

/** The same in words for residents. */
export const METER_PHOTO_REFUSALS: Readonly<Record<MeterPhotoRefusal, string>> = {
  none: 'Выберите хотя бы один снимок',
  many: 'К одной передаче показаний можно приложить не больше 5 снимков',
  quota: 'Ваши снимки уже занимают 200\u00a0МБ. Удалите ненужные и попробуйте ещё раз',
  gone: 'Этот лицевой счет у вас больше не привязан',
};
