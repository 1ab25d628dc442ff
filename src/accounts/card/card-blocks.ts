import type { CardBlock } from './card-part.js';

type Lines = NonNullable<CardBlock['lines']>;

/** A block as it is drawn: lines that are seen at once, and those behind a click. */
export interface ShownBlock extends CardBlock {
  readonly behind?: Lines;
}

/** Makes one block of those that have the same title, the first giving what there is once; in the order of the first ones. */
export function joined(blocks: readonly CardBlock[]): ShownBlock[] {
  return [...new Set(blocks.map(({ title }) => title))].map((title) => {
    const same = blocks.filter((block) => block.title === title);
    const block = same.reduceRight((known, one) => ({ ...known, ...one }));
    const lines = inOrder(same.flatMap((one) => one.lines ?? []));
    const foot = same.flatMap((one) => one.foot ?? []);
    const empty = same.flatMap((one) => one.empty ?? []).join(' ');
    const { shown = lines.length } = block;
    // a click for a single line would take its place
    const most = lines.length === shown + 1 ? lines.length : shown;
    return { ...block, lines: lines.slice(0, most), behind: lines.slice(most), foot, empty };
  });
}

/** Lines that have a moment: what waits first, then the newest; others as they came. */
function inOrder(lines: Lines): Lines {
  const moment = (line: Lines[number]): number => line.at?.getTime() ?? 0;
  return lines.toSorted(
    (one, other) => Number(other.waits ?? false) - Number(one.waits ?? false) || moment(other) - moment(one),
  );
}
