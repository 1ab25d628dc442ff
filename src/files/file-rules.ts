import type { PdfRefusal } from './pdf-check.js';

const MEGABYTE = 1024 * 1024;

/** What a file may be as it comes, and what is kept of a picture. */
export const FILE_LIMITS = {
  /** Of one file as it comes. */
  bytes: 10 * MEGABYTE,
  /** Decoded; a small file can hold a picture that fills all memory. Telephones make up to 108 megapixels. */
  pixels: 110_000_000,
  /** Of the longer side of what is kept. */
  side: 2560,
} as const;

/** What is kept: a picture made anew, or a document as it came. */
export type FileKind = 'photo' | 'pdf';

/** What a form may bring. */
export interface FileRules<Kind extends FileKind = FileKind> {
  /** Its file inputs; a file of another one was not sent by our page. */
  readonly fields: readonly string[];
  readonly kinds: readonly Kind[];
  readonly most: number;
  /** The words for more than that. */
  readonly tooMany: string;
}

/** Why a picture is not taken. */
export type PhotoRefusal = 'pixels' | 'broken';

/** Why a file is not taken. */
export type FileRefusal = PhotoRefusal | PdfRefusal | 'empty' | 'heic' | 'office' | 'large' | 'large-pdf';

const PRINT = 'напечатайте его в файл («Печать», «Сохранить как PDF») и приложите то, что получилось';
const NO_PHOTO = 'Это не снимок. Подойдут файлы JPEG, PNG и WebP';
const HEIC =
  'Снимок сохранён в формате HEIC, а подойдут JPEG, PNG и WebP. Сделайте снимок экрана с этой фотографией и приложите его';

/** The same in words for people. */
const WORDS: Readonly<Record<FileRefusal, string>> = {
  kind: 'Это не фото и не PDF. Подойдут фото JPEG, PNG и WebP и документы PDF',
  empty: 'Файл пустой. Выберите другой',
  heic: HEIC,
  office: 'Подойдут фото и PDF. Сохраните документ как PDF и приложите его ещё раз',
  large: 'Файл больше 10\u00a0МБ. Сделайте снимок поменьше или выберите другой',
  'large-pdf': 'Файл больше 10\u00a0МБ. Сохраните документ поменьше или разделите его на части',
  pixels: 'На снимке больше 110 мегапикселей. Сделайте его поменьше или выберите другой',
  broken: 'Снимок повреждён или сохранён не полностью. Сделайте его ещё раз',
  locked: 'Файл закрыт паролем. Сохраните документ без пароля и приложите его ещё раз',
  active: `В документе есть программа или команда, таких мы не открываем. Откройте его сами, ${PRINT}`,
  enclosed: `В документ вложены другие файлы. Приложите их отдельно, а документ ${PRINT}`,
  damaged:
    'Документ повреждён или сохранён не полностью. Сохраните его как PDF ещё раз или приложите фото страниц',
  heavy:
    'Документ слишком сложный, проверить его не удалось. Приложите фото страниц или разделите его на части',
};

/** Why a file is not taken, in words that fit what the form takes. */
export function refusalWords(why: FileRefusal, kinds: readonly FileKind[]): string {
  const takesPhotosOnly = !kinds.includes('pdf');
  return takesPhotosOnly && ['kind', 'empty', 'office'].includes(why) ? NO_PHOTO : WORDS[why];
}
