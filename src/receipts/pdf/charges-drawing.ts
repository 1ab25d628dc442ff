import type { Cell, ChargesRow, ChargesTable } from '../charges-table.js';
import type { Sizes } from './parts-drawing.js';
import { GROUND, type Sheet, SOFT, type Style } from './sheet.js';

/** What the table looks like for this paper and these sums. */
interface Shape {
  readonly size: number;
  readonly widths: readonly number[];
  /** Above and below the words of a row. */
  readonly room: number;
}

const PADDING = 2.5;
const SMALLEST = 4.5;
const STEP = 0.5;
/** The least of the width that is left for the name of the service. */
const SERVICE_SHARE = 0.22;

/** Draws the table of charges, with so much room above and below words; its heading is repeated on each sheet. */
export function drawCharges(
  sheet: Sheet,
  table: ChargesTable,
  { small, row: room }: Pick<Sizes, 'small' | 'row'>,
): void {
  const shape = { ...shapeOf(sheet, table, small), room };
  const { tags } = sheet;
  const head: ChargesRow = { cells: table.columns, sum: true, words: '' };
  const heading = () => drawRow(sheet, shape, head, 'heading');
  tags.group('Table', () => {
    tags.group('TR', heading);
    const rows = table.groups.flatMap(({ title, rows }): readonly (string | ChargesRow)[] =>
      title === '' ? rows : [title, ...rows],
    );
    for (const row of [...rows, table.total]) {
      const height = typeof row === 'string' ? titleHeight(sheet, shape, row) : rowHeight(sheet, shape, row);
      // A title never stands alone at the foot of a sheet.
      if (!sheet.fits(typeof row === 'string' ? height * 3 : height)) {
        sheet.turn();
        tags.artifact(() => drawRow(sheet, shape, head, 'artifact'));
      }
      tags.group('TR', () =>
        typeof row === 'string' ? drawTitle(sheet, shape, row) : drawRow(sheet, shape, row, 'body'),
      );
    }
  });
}

/** Draws the charges for large print: each service with its total, and how that was got. */
export function drawChargesAsList(sheet: Sheet, { groups, total }: ChargesTable, size: number): void {
  for (const { title, rows } of groups) {
    // A title never stands alone at the foot of a sheet.
    if (!sheet.fits(6 * sheet.lineHeight({ face: 'bold', size }))) sheet.turn();
    sheet.paragraph('H2', title, { face: 'bold', size }, size / 3);
    for (const row of rows) drawEntry(sheet, row, size);
    sheet.y += size / 3;
  }
  drawEntry(sheet, total, size);
}

function drawEntry(sheet: Sheet, { cells, sum, words }: ChargesRow, size: number): void {
  const style: Style = { face: sum ? 'bold' : 'regular', size };
  const soft: Style = { face: 'regular', size, color: SOFT };
  const sumText = `${cells.at(-1)!.text} ₽`;
  const room = sheet.width - sheet.textWidth(sumText, style) - size;
  const names = sheet.wrap(cells[0]!.text, room, style);
  // Beside the name if they fit there: with a line more for each service a flat would not do with two sheets.
  const beside = sheet.textWidth(names.at(-1)!, style) + size;
  const areBeside = beside + sheet.textWidth(words, soft) <= room;
  const details = words === '' || areBeside ? [] : sheet.wrap(words, sheet.width, soft);
  const lineHeight = sheet.lineHeight(style);
  const height = (names.length + details.length) * lineHeight + size / 3;
  if (!sheet.fits(height)) sheet.turn();
  const below = sheet.y + names.length * lineHeight;
  sheet.tags.leaf('P', () => {
    sheet.lines(names, sheet.left, sheet.y, style);
    if (areBeside) sheet.lines([words], sheet.left + beside, below - lineHeight, soft);
    sheet.lines([sumText], sheet.left, sheet.y, style, { width: sheet.width });
    sheet.lines(details, sheet.left, below, soft);
  });
  sheet.y += height;
  sheet.tags.artifact(() => sheet.rule(sheet.y - size / 6));
}

function drawRow(sheet: Sheet, shape: Shape, row: ChargesRow, kind: 'heading' | 'body' | 'artifact'): void {
  const style = styleOf(shape, row.sum);
  const top = sheet.y;
  const height = rowHeight(sheet, shape, row);
  const ground = () => {
    if (row.sum) sheet.document.rect(sheet.left, top, sheet.width, height).fill(GROUND);
    sheet.rule(top + height);
  };
  if (kind === 'artifact') ground();
  else sheet.tags.artifact(ground);
  let x = sheet.left;
  row.cells.forEach((cell, index) => {
    const width = shape.widths[index]!;
    const inner = width - 2 * PADDING;
    const right = cell.numeric ? { width: inner } : undefined;
    const at = x + PADDING;
    const draw = () => sheet.lines(sheet.wrap(cell.text, inner, style), at, top + shape.room, style, right);
    if (kind === 'artifact') draw();
    else if (kind === 'heading') sheet.tags.leaf('TH', draw, { scope: 'Column' });
    else if (index === 0) sheet.tags.leaf('TH', draw, { scope: 'Row' });
    else sheet.tags.leaf('TD', draw);
    x += width;
  });
  sheet.y = top + height;
}

function drawTitle(sheet: Sheet, shape: Shape, title: string): void {
  const style = styleOf(shape, true);
  const height = titleHeight(sheet, shape, title);
  sheet.tags.leaf('TH', () =>
    sheet.lines(
      sheet.wrap(title, sheet.width - 2 * PADDING, style),
      sheet.left + PADDING,
      sheet.y + shape.room,
      style,
    ),
  );
  sheet.tags.artifact(() => sheet.rule(sheet.y + height));
  sheet.y += height;
}

/** The largest type at which all numbers stand unbroken; the service gets what is left. */
function shapeOf(sheet: Sheet, { columns, groups, total }: ChargesTable, size: number): Omit<Shape, 'room'> {
  const rows = [...groups.flatMap((group) => group.rows), total];
  for (let tried = size; ; tried -= STEP) {
    const natural = columns.map((column, index) =>
      index === 0 ? 0 : columnWidth(sheet, column, rows, index, tried),
    );
    const others = natural.reduce((sum, width) => sum + width, 0);
    const service = sheet.width - others;
    if (service >= sheet.width * SERVICE_SHARE) {
      return { size: tried, widths: [service, ...natural.slice(1)] };
    }
    if (tried <= SMALLEST) {
      const share = (sheet.width * (1 - SERVICE_SHARE)) / others;
      return {
        size: tried,
        widths: [sheet.width * SERVICE_SHARE, ...natural.slice(1).map((width) => width * share)],
      };
    }
  }
}

/** As wide as the widest number or unit, and as the longest word of the heading that cannot be broken. */
function columnWidth(
  sheet: Sheet,
  column: Cell,
  rows: readonly ChargesRow[],
  index: number,
  size: number,
): number {
  const heads = column.text.split(' ').flatMap((word) => {
    const pieces = word.split('\u00AD');
    return pieces.map((piece, place) => (place < pieces.length - 1 ? `${piece}-` : piece));
  });
  const bold = { face: 'bold', size } as const;
  const widths = [
    ...heads.map((word) => sheet.textWidth(word, bold)),
    ...rows.map(({ cells, sum }) => {
      const style = sum ? bold : ({ face: 'regular', size } as const);
      const text = cells[index]!.text;
      // Units such as «кВт·ч» stay whole; a long one, «Гкал на кв. метр», may be broken.
      return Math.max(
        ...(column.numeric ? [text] : text.split(' ')).map((part) => sheet.textWidth(part, style)),
      );
    }),
  ];
  const widest = Math.max(...widths);
  return (column.numeric ? widest : Math.min(widest, size * 8)) + 2 * PADDING + 0.1;
}

function rowHeight(sheet: Sheet, shape: Shape, row: ChargesRow): number {
  const style = styleOf(shape, row.sum);
  const most = Math.max(
    ...row.cells.map(
      (cell, index) => sheet.wrap(cell.text, shape.widths[index]! - 2 * PADDING, style).length,
    ),
  );
  return most * sheet.lineHeight(style) + 2 * shape.room;
}

function titleHeight(sheet: Sheet, shape: Shape, title: string): number {
  const style = styleOf(shape, true);
  return (
    sheet.wrap(title, sheet.width - 2 * PADDING, style).length * sheet.lineHeight(style) + 2 * shape.room
  );
}

function styleOf(shape: Shape, bold: boolean): Style {
  return { face: bold ? 'bold' : 'regular', size: shape.size };
}
