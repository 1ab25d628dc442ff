/** A page to be rendered from `templates/<template>.hbs`. */
export class View {
  constructor(
    readonly template: string,
    readonly data: ViewData,
    readonly status = 200,
    readonly headers: Record<string, string> = {},
  ) {}
}

/** An answer that sends the browser on, perhaps with a message that the next page shows once. */
export class Redirect {
  constructor(
    readonly url: string,
    readonly flash?: string,
  ) {}
}

/** What a page needs: a title, and whatever its template names. */
export interface ViewData {
  title: string;
  [name: string]: unknown;
}

/** What a controller answers with. */
export type Page = View | Redirect;

/** Answers with a page. A refused `form` among the data makes the status 422. */
export function view(
  template: string,
  data: ViewData,
  status?: number,
  headers?: Record<string, string>,
): View {
  return new View(template, data, status, headers);
}

/** Answers with 303 See Other. */
export function redirect(url: string, flash?: string): Redirect {
  return new Redirect(url, flash);
}
