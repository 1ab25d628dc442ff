const MEGABYTE = 1024 * 1024;

/** What a picture may be as it comes, and what is kept of it. */
export const PHOTO_LIMITS = {
  /** Of one file as it comes. */
  bytes: 10 * MEGABYTE,
  /** Decoded; a small file can hold a picture that fills all memory. */
  pixels: 50_000_000,
  /** Of the longer side of what is kept. */
  side: 2560,
} as const;

/** Why a picture is not taken. */
export type FileRefusal = 'kind' | 'large' | 'pixels' | 'broken';

/** The same in words for residents. */
export const PHOTO_REFUSALS: Readonly<Record<FileRefusal, string>> = {
  kind: 'Это не снимок. Подойдут файлы JPEG, PNG и WebP',
  large: 'Файл больше 10\u00a0МБ. Сделайте снимок поменьше или выберите другой',
  pixels: 'На снимке больше 50 мегапикселей. Сделайте его поменьше или выберите другой',
  broken: 'Снимок повреждён или сохранён не полностью. Сделайте его ещё раз',
};
