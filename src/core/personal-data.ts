/** What a module holds about a resident, for «Мои данные»; told by the module, which knows its own tables. */
interface HeldData {
  /** The name in JSON. */
  readonly key: string;
  readonly title: string;
  /** Rows about the resident $1, at most $2, the newest first; the names of the columns are what people read. */
  readonly sql: string;
  /** Columns with the midnight after a last day, which is told as the last day itself. */
  readonly lastDays?: readonly string[];
}

/** What of a resident is destroyed when their login is removed. */
interface DestroyedData {
  /** What an act of destruction calls it. */
  readonly what: string;
  /** Destroys what there is about the resident $1. */
  readonly sql: string;
}

/** What a module has about residents: how it is told, and what goes with a login. */
export interface PersonalData {
  readonly held: readonly HeldData[];
  readonly destroyed: readonly DestroyedData[];
}
