const MEGABYTE = 1024 * 1024;

/** What a resident may send, and what is kept of it. */
export const PHOTO_LIMITS = {
  /** Of one file as it comes. */
  bytes: 10 * MEGABYTE,
  /** With the readings of one certificate. */
  photos: 5,
  /** Decoded; a small file can hold a picture that fills all memory. */
  pixels: 50_000_000,
  /** Of the longer side of what is kept. */
  side: 2560,
  /** All that one resident has stored. */
  quota: 200 * MEGABYTE,
} as const;

/** Why a picture is not taken. */
export type PhotoRefusal = 'none' | 'kind' | 'large' | 'pixels' | 'broken' | 'many' | 'quota' | 'gone';

/** The same in words for residents. */
export const PHOTO_REFUSALS: Readonly<Record<PhotoRefusal, string>> = {
  none: 'Выберите хотя бы один снимок',
  kind: 'Это не снимок. Подойдут файлы JPEG, PNG и WebP',
  large: 'Файл больше 10\u00a0МБ. Сделайте снимок поменьше или выберите другой',
  pixels: 'На снимке больше 50 мегапикселей. Сделайте его поменьше или выберите другой',
  broken: 'Снимок повреждён или сохранён не полностью. Сделайте его ещё раз',
  many: 'К одной передаче показаний можно приложить не больше 5 снимков',
  quota: 'Ваши снимки уже занимают 200\u00a0МБ. Удалите ненужные и попробуйте ещё раз',
  gone: 'Этот лицевой счет у вас больше не привязан',
};

/** Where forms with photos are sent to; the parser of forms with files listens there and nowhere else. */
export const PHOTO_ADDRESS = /^\/accounts\/[^/]+\/readings\/certificates\/[^/]+\/photos\/?$/;
