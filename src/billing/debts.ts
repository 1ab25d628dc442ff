/** What a part of a debt is for: a service of a former month (`2026-08-01`), where the file tells it. */
export interface DebtLine {
  readonly service: string;
  readonly period: string | null;
  readonly kopecks: number;
  /** «ОГРН 1023800000000, КПП 380001001». */
  readonly supplier?: string;
}

/** A payment document about debts of former months («долговой»), beside the current one. */
export interface DebtDocument {
  readonly number: string;
  readonly total: number;
  readonly lines: readonly DebtLine[];
}
