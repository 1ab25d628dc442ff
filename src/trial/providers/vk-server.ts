import { type Answers, type Asked, type Grant, hasOnly, ProviderServer } from './provider-server.js';

const TOKEN_FIELDS = 'client_id code code_verifier device_id grant_type redirect_uri state';

/** VK ID: OAuth 2.1 with PKCE, a device, and no secret unless the application was told to send one. */
export class VkServer extends ProviderServer {
  readonly clientId = '51234567';
  override secret = '';
  protected readonly name = 'VK\u00A0ID';
  protected readonly scope = 'vkid.personal_info email phone';

  protected answers(): Answers {
    return {
      'POST /oauth2/auth': (asked) => this.token(asked),
      'POST /oauth2/user_info': (asked) => this.userInfo(asked),
    };
  }

  protected extras({ deviceId }: Grant): Record<string, string> {
    return { device_id: deviceId, expires_in: '600', type: 'code_v2' };
  }

  private token({ fields, search }: Asked): object | undefined {
    const expected = this.secret === '' ? TOKEN_FIELDS : `${TOKEN_FIELDS} client_secret`;
    const secret = fields.get('client_secret') ?? '';
    if (search !== '' || !hasOnly(fields, expected) || secret !== this.secret) return undefined;
    const grant = this.spend(fields);
    const good =
      fields.get('client_id') === this.clientId &&
      fields.get('device_id') === grant?.deviceId &&
      fields.get('state') === grant.state;
    if (!good || !grant) return { error: 'invalid_grant', error_description: 'code is missing or invalid' };
    const more = { refresh_token: 'refresh', id_token: 'id', token_type: 'Bearer', expires_in: 3600 };
    const { person, state } = grant;
    return {
      access_token: this.tokenFor(person),
      ...more,
      ...{ user_id: person.id, state, scope: 'email phone' },
    };
  }

  private userInfo({ fields, search }: Asked): object | undefined {
    if (search !== '' || !hasOnly(fields, 'access_token client_id')) return undefined;
    const person = this.tokens.get(fields.get('access_token') ?? '');
    if (!person || fields.get('client_id') !== this.clientId) return { error: 'invalid_token' };
    const { id: user_id, firstName: first_name, lastName: last_name, email, phone } = person;
    const told = { user_id, first_name, last_name, email, phone: phone?.replace('+', '') };
    return { user: { ...told, avatar: 'https://vk.invalid/a.png', verified: false, sex: 1 } };
  }
}
