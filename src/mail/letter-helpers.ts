import Handlebars from 'handlebars';
import { ended } from '../text/russian.js';

const BUTTON =
  'display:inline-block;padding:12px 24px;border-radius:10px;background:#0a6273;color:#ffffff;font-weight:bold;text-decoration:none';

/** What templates of letters in HTML may use beside what Handlebars has. */
export const letterHelpers: Record<string, Handlebars.HelperDelegate> = {
  ended: (words: string) => ended(words),
  /** `{{#button "Посмотреть"}}address{{/button}}`: a button, and below it the address to read and to copy. */
  button(this: unknown, words: string, { fn }: Handlebars.HelperOptions) {
    const address = fn(this).trim();
    const label = Handlebars.escapeExpression(words);
    return new Handlebars.SafeString(
      `<p style="margin:0 0 8px"><a class="button" style="${BUTTON}" href="${address}">${label}</a></p>` +
        `<p style="margin:0 0 16px;font-size:14px;overflow-wrap:anywhere"><a style="color:#0a6273" href="${address}">${address}</a></p>`,
    );
  },
};
