import { refuseFile } from '../imports/book-file.js';
import { recogniseDelimiter } from '../imports/delimiter.js';
import { fileType } from '../imports/file-type.js';
import { ImportRefused } from '../imports/import-refused.js';
import { encodingOf, lookThrough, textOf } from '../imports/local-file.js';
import { readCsv } from './calendar-csv.js';
import { readXml } from './calendar-xml.js';
import { checked, type CheckedCalendar } from './file-calendar.js';

const ADVICE = 'Загрузите календарь года: XML с xmlcalendar.ru или CSV с data.gov.ru';

/** Reads the calendar of a year from a file, XML or CSV by what is in it; one that cannot be is an ImportRefused. */
export async function readCalendar(path: string, year: number): Promise<CheckedCalendar> {
  const file = await lookThrough(path);
  const type = fileType(file.head);
  if (type === 'zip') throw new ImportRefused(`Это книга Excel (XLSX) или архив. ${ADVICE}`);
  if (type !== 'text') return refuseFile(file, type, ADVICE);
  const encoding = await encodingOf(file);
  const head = new TextDecoder(encoding).decode(file.head);
  if (head.trim() === '') throw new ImportRefused('Файл пустой');
  const text = textOf(file, encoding);
  const told = head.trimStart().startsWith('<')
    ? await readXml(text)
    : await readCsv(text, recogniseDelimiter(head), year);
  return checked(told, year);
}
