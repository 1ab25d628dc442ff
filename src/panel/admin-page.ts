import type { RequestHandler, Response } from 'express';
import { ROOT } from './settings.js';
import { variables } from './theme.js';

// JSON has no raw line breaks, so the marks between the parts cannot be forged by a value
const STATE = /(window\.REDUX_STATE = )([^]*)(;\n\s*window\.THEME = )([^]*)(;\n\s*window\.THEME_COMPONENTS)/;
const GOOGLE = /<link[^>]*fonts\.googleapis\.com[^>]*>/g;
const BUNDLE = new RegExp(`${ROOT}/frontend/assets/([a-z-]+\\.bundle\\.js)`, 'g');

/** Mends the page that AdminJS makes: safe state, nonces, our assets, nothing from foreign hosts. */
export function rewriteAdminPage(version: string, accent: string): RequestHandler {
  const assets = `${ROOT}/assets/${version}`;
  const head =
    `<style>${variables(accent)}</style><link rel="stylesheet" href="${assets}/panel.css">` +
    `<link rel="icon" href="data:,">`;

  return (_request, response, next) => {
    const send = response.send.bind(response);
    response.send = (body: unknown) => {
      if (typeof body !== 'string' || !body.includes('window.REDUX_STATE')) return send(body);
      if (!STATE.test(body)) throw new Error('AdminJS has changed its page: its state cannot be made safe');
      // the state is JSON in a script: without this a «</script>» in any name would end it
      const safe = body.trim().replace(STATE, (_all, ...parts: string[]) =>
        parts
          .slice(0, 5)
          .map((part, index) => (index % 2 ? escapeJson(part) : part))
          .join(''),
      );
      return send(
        safe
          .replace(GOOGLE, head)
          .replace(BUNDLE, `${assets}/$1`)
          .replaceAll('<script', `<script nonce="${response.locals.nonce}"`)
          .replace(/<body\b/, refusedIn(response))
          .replace('</body>', `<noscript>${NO_SCRIPT}</noscript></body>`),
      );
    };
    next();
  };
}

/** What components/top-bar.tsx shows in place of a page that there is not. */
function refusedIn({ locals }: Response): string {
  const message = locals.refused as string | undefined;
  return message === undefined ? '<body' : `<body data-refused="${message.replace(/[<>&"]/g, '')}"`;
}

const NO_SCRIPT =
  '<p>Эта страница панели работает только с включённым JavaScript. <a href="/office">Рабочие страницы офиса</a> открываются и без него.</p>';

function escapeJson(json: string): string {
  return json.replace(
    /[<\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
