import type { HTMLElement } from 'node-html-parser';
import type { RequestOptions } from './client.js';
import type { Page } from './page.js';
import { plain } from './html.js';

/** A file that a person chooses. */
interface ChosenFile {
  name: string;
  content: string | Buffer;
  type?: string;
}

/** What a person fills in; true and false tick a box, undefined takes a field away. */
type Filling = Record<string, string | string[] | boolean | ChosenFile | ChosenFile[] | undefined>;

interface SubmitOptions extends RequestOptions {
  /** The text of the button, when there are several. */
  button?: string;
}

/** A form as a browser sees it: what was not filled in is sent as the page has it. */
export class PageForm {
  readonly method: string;
  readonly action: string;

  constructor(
    private readonly page: Page,
    private readonly element: HTMLElement,
  ) {
    this.method = (element.getAttribute('method') ?? 'get').toUpperCase();
    this.action = page.resolve(element.getAttribute('action') ?? '');
  }

  leadsTo(action: string | RegExp): boolean {
    if (typeof action !== 'string') return action.test(this.action);
    return this.action === action || this.action.split('?')[0] === action;
  }

  /** The names of all fields, hidden ones included. */
  names(): string[] {
    return [...new Set(this.controls().map((it) => it.getAttribute('name') ?? ''))];
  }

  /** What would be sent as the page stands. */
  values(): Record<string, string[]> {
    const values: Record<string, string[]> = {};
    for (const control of this.controls()) {
      const value = initialValue(control);
      if (value !== undefined) (values[control.getAttribute('name') ?? ''] ??= []).push(value);
    }
    return values;
  }

  /** The value of one field as the page has it. */
  value(name: string): string | undefined {
    return this.values()[name]?.[0];
  }

  /** Fills in and sends; a field or a choice that the form does not have is an error of the test. */
  async submit(filling: Filling = {}, { button, ...options }: SubmitOptions = {}): Promise<Page> {
    const data = new FormData();
    const { name, value } = this.button(button);
    const values: Filling = { ...this.values(), ...this.checked(filling), ...(name && { [name]: value }) };
    for (const [field, filled] of Object.entries(values)) append(data, field, filled);
    const { client } = this.page;
    const fields = [...data].filter((pair): pair is [string, string] => typeof pair[1] === 'string');
    if (this.method === 'GET') {
      return client.get(`${this.action.split('?')[0]}?${new URLSearchParams(fields).toString()}`, options);
    }
    const multipart = this.element.getAttribute('enctype') === 'multipart/form-data';
    const encoded = new Response(multipart ? data : new URLSearchParams(fields));
    return client.request('POST', this.action, {
      ...options,
      headers: {
        'content-type': encoded.headers.get('content-type') ?? '',
        ...client.sameOrigin(),
        ...options.headers,
      },
      body: Buffer.from(await encoded.arrayBuffer()),
    });
  }

  private checked(filling: Filling): Filling {
    const checked: Filling = {};
    for (const [name, wanted] of Object.entries(filling)) {
      const controls = this.controls().filter((it) => it.getAttribute('name') === name);
      const [control] = controls;
      if (!control) {
        throw new Error(
          `No field «${name}» in the form ${this.action}; there are: ${this.names().join(', ')}`,
        );
      }
      const value = wanted === true ? boxValue(control) : wanted === false ? undefined : wanted;
      assertOffered(name, value, controls);
      checked[name] = value;
    }
    return checked;
  }

  /** What stands in the form, but for what says to belong to another, and what elsewhere says to belong to this one. */
  private owned(selector: string): HTMLElement[] {
    return this.page.html.querySelectorAll(selector).filter((it) => {
      const owner = it.getAttribute('form');
      return owner === undefined ? it.closest('form') === this.element : owner === this.element.id;
    });
  }

  private controls(): HTMLElement[] {
    return this.owned('input[name], select[name], textarea[name]').filter(
      (it) => !it.hasAttribute('disabled') && !['submit', 'image', 'reset', 'button'].includes(typeOf(it)),
    );
  }

  private button(text?: string): { name?: string; value: string } {
    const buttons = this.owned('button, input[type=submit]').filter(
      (it) => !/^(button|reset)$/.test(typeOf(it)),
    );
    const label = (it: HTMLElement) => plain(it.text) || it.getAttribute('value') || '';
    const pressed = text === undefined ? buttons[0] : buttons.find((it) => label(it) === text);
    if (!pressed) {
      throw new Error(
        `No button ${text ?? ''} in the form ${this.action}; there are: ${buttons.map(label).join(', ')}`,
      );
    }
    return { name: pressed.getAttribute('name'), value: pressed.getAttribute('value') ?? '' };
  }
}

function typeOf(control: HTMLElement): string {
  return (control.getAttribute('type') ?? '').toLowerCase();
}

function boxValue(control: HTMLElement): string {
  return control.getAttribute('value') ?? 'on';
}

function initialValue(control: HTMLElement): string | undefined {
  if (control.tagName === 'TEXTAREA') return control.text.replace(/^\r?\n/, '');
  if (control.tagName === 'SELECT') {
    const chosen = control.querySelector('option[selected]') ?? control.querySelector('option');
    return chosen ? (chosen.getAttribute('value') ?? plain(chosen.text)) : undefined;
  }
  if (typeOf(control) === 'file') return undefined;
  if (!/^(checkbox|radio)$/.test(typeOf(control))) return control.getAttribute('value') ?? '';
  return control.hasAttribute('checked') ? boxValue(control) : undefined;
}

function assertOffered(
  name: string,
  value: Exclude<Filling[string], boolean>,
  controls: HTMLElement[],
): void {
  const offered = choices(controls);
  if (!offered || value === undefined) return;
  for (const one of all<string | ChosenFile>(value)) {
    if (typeof one === 'string' && offered.includes(one)) continue;
    throw new Error(`«${name}» does not offer ${JSON.stringify(one)}, only: ${offered.join(', ')}`);
  }
}

function choices(controls: HTMLElement[]): string[] | undefined {
  const [control] = controls;
  if (control?.tagName === 'SELECT') {
    return control.querySelectorAll('option').map((it) => it.getAttribute('value') ?? plain(it.text));
  }
  return control && /^(checkbox|radio)$/.test(typeOf(control)) ? controls.map(boxValue) : undefined;
}

function all<T>(given: T | T[]): T[] {
  return Array.isArray(given) ? given : [given];
}

function append(data: FormData, name: string, filled: Filling[string]): void {
  if (filled === undefined || typeof filled === 'boolean') return;
  for (const one of all<string | ChosenFile>(filled)) {
    if (typeof one === 'string') data.append(name, one);
    else {
      const bytes = typeof one.content === 'string' ? one.content : new Uint8Array(one.content);
      data.append(name, new Blob([bytes], { type: one.type ?? 'text/csv' }), one.name);
    }
  }
}
