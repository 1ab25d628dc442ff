/**
 * A benefit as what it takes away, in kopecks. Some programs write it with a minus, some without: a total that only one
 * of the two adds up to (`totals`: what it may be) tells which is meant; without such a one a benefit makes the sum less.
 */
export function benefitOf(told: number, rest: number, totals: readonly number[]): number {
  const size = Math.abs(told);
  // a benefit that is taken back
  return size !== 0 && totals.includes(rest + size) && !totals.includes(rest - size) ? -size : size;
}

/** Which signs the benefits of a file have: both in one file are more likely a slip than meant. */
export class BenefitSigns {
  private readonly plus = { count: 0, first: '' };
  private readonly minus = { count: 0, first: '' };

  /** Takes down a benefit as it stands in the file; `where` tells its row. */
  note(told: number, where: string): void {
    if (told === 0) return;
    const sign = told < 0 ? this.minus : this.plus;
    if (sign.count++ === 0) sign.first = where;
  }

  /** What the report says of them. */
  notices(): string[] {
    const { plus, minus } = this;
    if (plus.count === 0 || minus.count === 0) return [];
    return [
      `Льготы в файле и с минусом, и без: с минусом ${minus.count} (первая — ${minus.first}), без минуса ${plus.count} ` +
        `(первая — ${plus.first}). Все они уменьшают сумму, если «Итого» строки не говорит иного. Проверьте знаки`,
    ];
  }
}
