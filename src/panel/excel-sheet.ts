import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';

/** A value of a cell: words, a number with a style, a day or moment with a style. */
export type ExcelCell = string | { readonly number: number; readonly style: ExcelStyle } | null;

/** How numbers are shown: their place among `cellXfs` below. */
export const STYLES = { plain: 0, head: 1, money: 2, number: 3, date: 4, datetime: 5, month: 6 } as const;
type ExcelStyle = (typeof STYLES)[keyof typeof STYLES];

/** A sheet has no more rows (ECMA-376 names none, Excel opens no more); one is the heading. */
export const MOST_ROWS = 1_048_575;

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

const PARTS: Readonly<Record<string, string>> = {
  '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`,
  '_rels/.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`,
  'xl/styles.xml': `<styleSheet xmlns="${MAIN}"><numFmts count="5"><numFmt numFmtId="164" formatCode="#,##0.00"/><numFmt numFmtId="165" formatCode="General"/><numFmt numFmtId="166" formatCode="dd\\.mm\\.yyyy"/><numFmt numFmtId="167" formatCode="dd\\.mm\\.yyyy\\ hh:mm"/><numFmt numFmtId="168" formatCode="mm\\.yyyy"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="7"><xf quotePrefix="1"/><xf fontId="1" applyFont="1"/>${[164, 165, 166, 167, 168].map((format) => `<xf numFmtId="${format}" applyNumberFormat="1"/>`).join('')}</cellXfs></styleSheet>`,
};

/** A workbook of one sheet, written while its rows come: no more than a portion of them is in memory. */
export function excelSheet(
  name: string,
  head: readonly string[],
  portions: AsyncIterable<readonly (readonly ExcelCell[])[]>,
): Readable {
  const zip = new ZipFile();
  for (const [path, xml] of Object.entries(PARTS)) zip.addBuffer(Buffer.from(XML + xml), path);
  const sheets = `<sheets><sheet name="${escape(name.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31))}" sheetId="1" r:id="rId1"/></sheets>`;
  zip.addBuffer(
    Buffer.from(`${XML}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}">${sheets}</workbook>`),
    'xl/workbook.xml',
  );
  const rows = Readable.from(sheet(head, portions), { objectMode: false });
  const out = zip.outputStream as Readable;
  rows.on('error', (error) => out.destroy(error));
  out.on('close', () => rows.destroy());
  zip.addReadStream(rows, 'xl/worksheets/sheet1.xml');
  zip.end();
  return out;
}

async function* sheet(
  head: readonly string[],
  portions: AsyncIterable<readonly (readonly ExcelCell[])[]>,
): AsyncGenerator<string> {
  const view =
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>';
  const widths = head
    .map((_, n) => `<col min="${n + 1}" max="${n + 1}" width="22" customWidth="1"/>`)
    .join('');
  yield `${XML}<worksheet xmlns="${MAIN}">${view}<cols>${widths}</cols><sheetData>${row(head.map((text) => textCell(text, STYLES.head)))}`;
  for await (const portion of portions) {
    yield portion.map((cells) => row(cells.map(written))).join('');
  }
  yield '</sheetData></worksheet>';
}

const row = (cells: readonly string[]): string => `<row>${cells.join('')}</row>`;

function written(cell: ExcelCell): string {
  if (cell === null || cell === '') return '<c/>';
  return typeof cell === 'string'
    ? textCell(cell, STYLES.plain)
    : `<c s="${cell.style}"><v>${cell.number}</v></c>`;
}

/** Words are never a formula, whatever they begin with: `t` says so to Excel, `quotePrefix` keeps it when they are edited. */
function textCell(text: string, style: ExcelStyle): string {
  return `<c t="inlineStr" s="${style}"><is><t xml:space="preserve">${escape(text.slice(0, 32_767))}</t></is></c>`;
}

/** Also without what XML cannot hold at all. */
function escape(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}
