/** How a state is coloured; the word itself always says the same. */
export type PanelTone = 'good' | 'bad' | 'wait' | 'muted';

/** A number of the menu and of the first page: how many records the filtered list behind it holds. */
export interface PanelCard {
  tone?: PanelTone;
  /** Filters of the list; `today` is the company's date, `2026-11-23`. */
  filters: (today: string) => Record<string, string>;
  /** How «Сегодня» of the office tells of it, while there is any: as work to do, or as a figure of the day. */
  todo?: PanelTodo;
  /** Another card of its list counts the same records too: the menu adds up the others. */
  part?: true;
  figure?: readonly [one: string, few: string, many: string];
}

/** How urgent work is: it burns, it is for today, or for when there is time. */
export type Urgency = 'now' | 'today' | 'later';

/** A line of work to do. */
interface PanelTodo {
  urgency: Urgency;
  /** What one, two and five of it are called. */
  words: readonly [one: string, few: string, many: string];
  /** The word on its button. */
  button: string;
  /** SQL over `from` of when a record began to wait. */
  since?: string;
}

/** A line of a board: what was done last; one that worries stands among the work to do. */
export interface PanelBoardRow {
  label: string;
  lines: string[];
  /** Why somebody should look, in words. */
  warning?: string;
  /** `bad` where it cannot wait: it burns. */
  tone?: 'bad';
}

/** A few sentences of «Сегодня», shown to whoever may open the resource; none while it has no rows. */
export interface PanelBoard {
  title: string;
  read(now: Date): Promise<PanelBoardRow[]>;
}

/** What somebody should do about their own way in; the first pages say it until it is done. */
export interface PanelNotice {
  urgency: Urgency;
  what: string;
  more: string;
  button: string;
  href: string;
}
