import { unpacked, zipEntries } from '../../src/imports/zip.js';

/** The first sheet of a workbook: texts and numbers as they are written. */
export interface Book {
  readonly rows: string[][];
  readonly xml: string;
}

/** Reads a workbook of inline strings and numbers. */
export async function openWorkbook(bytes: Buffer): Promise<Book> {
  const sheet = (await zipEntries(bytes)).find(({ name }) => name === 'xl/worksheets/sheet1.xml')!;
  const xml = (await unpacked(sheet)).toString();
  const rows = [...xml.matchAll(/<row>(.*?)<\/row>/gs)].map(([, row = '']) =>
    [...row.matchAll(/<c(?: [^>]*)?(?:\/>|>(.*?)<\/c>)/gs)].map(([, cell = '']) =>
      cell
        .replace(/<[^<>]*>/g, '')
        .replaceAll('&quot;', '"')
        .replaceAll('&amp;', '&'),
    ),
  );
  return { rows, xml };
}
