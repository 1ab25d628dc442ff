import { type Answers, type Asked, hasOnly, ProviderServer } from './provider-server.js';

/** Яндекс ID: a token for a code, a secret and the verifier; the profile for a token in the header, never in the address. */
export class YandexServer extends ProviderServer {
  readonly clientId = '0123456789abcdef0123456789abcdef';
  protected readonly name = 'Яндекс\u00A0ID';
  protected readonly scope = 'login:info login:email login:default_phone';

  protected answers(): Answers {
    return {
      'POST /token': (asked) => this.token(asked),
      'GET /info': (asked) => this.info(asked),
    };
  }

  protected extras(): Record<string, string> {
    return { cid: 'cid' };
  }

  private token({ fields, search }: Asked): object | undefined {
    const known = 'client_id client_secret code code_verifier grant_type redirect_uri';
    if (search !== '' || !hasOnly(fields, known)) return undefined;
    const [id, secret] = [fields.get('client_id'), fields.get('client_secret')];
    if (id !== this.clientId || secret !== this.secret) return { error: 'invalid_client' };
    const grant = this.spend(fields);
    if (!grant) return { error: 'invalid_grant', error_description: 'Code has expired' };
    return {
      ...{ token_type: 'bearer', access_token: this.tokenFor(grant.person) },
      ...{ expires_in: 31_536_000, refresh_token: 'refresh', scope: this.scope },
    };
  }

  private info({ headers, search }: Asked): object | undefined {
    const [, token = ''] = /^OAuth (\S+)$/.exec(headers.authorization ?? '') ?? [];
    if (search !== '?format=json') return undefined;
    const person = this.tokens.get(token);
    if (!person) return { error: 'invalid_token' };
    const { id, firstName: first_name, lastName: last_name, email: default_email, phone: number } = person;
    return {
      ...{ id, login: `user${id}`, client_id: this.clientId, psuid: `1.${id}`, first_name, last_name },
      ...{ display_name: first_name, sex: null, default_email, emails: [default_email] },
      default_phone: number === undefined ? null : { id: 1, number },
    };
  }
}
