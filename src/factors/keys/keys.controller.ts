import { Get, HttpCode, NotFoundException, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import type { Actor } from '../../audit/audit.js';
import { Form, FormBody } from '../../web/form.js';
import { type Page, redirect, view } from '../../web/page.js';
import { Id } from '../../web/request-parts.js';
import type { Challenges, KeyOwners } from './challenges.js';
import { KeyAnswerForm, KeyNameForm, KeyProofForm, NewKeyForm } from './key.forms.js';
import { newKeyQuestion } from './key-questions.js';
import { type Keys, type ListedKey, MOST_KEYS } from './keys.js';
import { keylessAt } from './relying-party.js';

const NOT_ADDED = {
  refused:
    'Ключ не добавлен: устройство его не создало, прошло больше пяти минут или пароль изменился. Попробуйте ещё раз.',
  known: 'Ключ не добавлен: им уже входят.',
  many: `Ключей уже ${MOST_KEYS}: сначала удалите лишний.`,
};

/** Who looks after their own keys. */
export interface KeyHolder {
  readonly id: string;
  /** What the device shows beside the key. */
  readonly name: string;
  readonly hasPassword: boolean;
  /** Whether a code of the app is asked for beside the password. */
  readonly hasApp: boolean;
  readonly passwordChangedAt: Date;
  /** Names the session that asks. */
  readonly session: string;
  readonly actor: Actor;
  /** What stands around their pages. */
  readonly around: object;
}

/** Where the pages of one kind of people stand, and what is said on them. */
export interface KeyPages {
  readonly of: KeyOwners;
  readonly here: string;
  readonly back: string;
  readonly portal: string;
}

/** «Ключи доступа» of one's own. Adding and removing ask for a proof: who has stolen a session must not settle in. */
export abstract class KeysController<Holder extends KeyHolder> {
  protected constructor(
    private readonly keys: Keys<{ id: string }>,
    private readonly challenges: Challenges,
    private readonly pages: KeyPages,
  ) {}

  /** Who asks, or the page that has to come first. */
  protected abstract holder(request: Request): Promise<Holder | Page>;
  /** Says on the form what was not proven, and gives the status of the page; undefined when all is right. */
  protected abstract unproven(
    request: Request,
    holder: Holder,
    form: Form<KeyProofForm>,
  ): Promise<number | undefined>;
  /** What follows when the ways in have changed. */
  protected abstract changed(request: Request, holder: Holder): Promise<void>;
  /** The name that a new key begins with. */
  protected abstract named(request: Request): string;

  @Get()
  async page(@Req() request: Request): Promise<Page> {
    const holder = await this.holder(request);
    if (!('actor' in holder)) return holder;
    return this.list(request, holder, Form.empty({ name: this.named(request) }));
  }

  @Post()
  @HttpCode(200)
  async begin(@Req() request: Request, @FormBody(NewKeyForm) form: Form<NewKeyForm>): Promise<Page> {
    const holder = await this.holder(request);
    if (!('actor' in holder)) return holder;
    // a button that fails would come next
    const nowhere = keylessAt(this.keys.party, request.headers.host);
    if (!form.data || nowhere) return this.list(request, holder, form);
    const { name } = form.data;
    const refused = await this.unproven(request, holder, form);
    if (refused !== undefined) return this.list(request, holder, form, refused);
    const { party } = this.keys;
    const challenge = this.challenges.ask(request, this.asked(holder), name);
    const known = await this.keys.credentials(holder.id);
    const options = newKeyQuestion(challenge, party, this.pages.portal, holder, known);
    return this.show(holder, 'new', 'Новый ключ доступа', { name, script: 'js/passkey.js', options });
  }

  @Post('finish')
  @HttpCode(200)
  async finish(@Req() request: Request, @FormBody(KeyAnswerForm) form: Form<KeyAnswerForm>): Promise<Page> {
    const holder = await this.holder(request);
    if (!('actor' in holder)) return holder;
    const { here } = this.pages;
    const kept = await this.challenges.take(request, this.asked(holder));
    if (!form.data || !kept) return redirect(here, NOT_ADDED.refused);
    const { challenge, name = '' } = kept;
    const end = await this.keys.add(holder, { answer: form.data.answer, challenge, name }, holder.actor);
    if (end !== 'added') return redirect(here, NOT_ADDED[end]);
    await this.changed(request, holder);
    return redirect(here, `Ключ «${name}» добавлен: теперь можно входить им, без пароля.`);
  }

  @Get(':id')
  async one(@Req() request: Request, @Id('id') id: string): Promise<Page> {
    const holder = await this.holder(request);
    if (!('actor' in holder)) return holder;
    const key = await this.find(holder, id);
    return this.showKey(holder, key, Form.empty({ name: key.name }));
  }

  @Post(':id/name')
  @HttpCode(200)
  async rename(
    @Req() request: Request,
    @Id('id') id: string,
    @FormBody(KeyNameForm) form: Form<KeyNameForm>,
  ): Promise<Page> {
    const holder = await this.holder(request);
    if (!('actor' in holder)) return holder;
    const key = await this.find(holder, id);
    if (!form.data) return this.showKey(holder, key, form);
    await this.keys.rename(holder.id, id, form.data.name, holder.actor);
    return redirect(this.pages.here, 'Название ключа изменено.');
  }

  @Post(':id/remove')
  @HttpCode(200)
  async remove(
    @Req() request: Request,
    @Id('id') id: string,
    @FormBody(KeyProofForm) form: Form<KeyProofForm>,
  ): Promise<Page> {
    const holder = await this.holder(request);
    if (!('actor' in holder)) return holder;
    const key = await this.find(holder, id);
    if (!form.data) return this.showKey(holder, key, form);
    const refused = await this.unproven(request, holder, form);
    if (refused !== undefined) return this.showKey(holder, key, form, refused);
    const end = await this.keys.remove(holder.id, id, holder.actor);
    if (end === 'last') return this.showKey(holder, key, form.reject('form', LAST), 409);
    if (end === 'gone') return redirect(this.pages.here, 'Такого ключа уже нет.');
    await this.changed(request, holder);
    return redirect(this.pages.here, `Ключ «${key.name}» удалён: им больше не войти.`);
  }

  /** The password that was shown stands in the purpose, so that what it has begun ends with it. */
  private asked({ session, passwordChangedAt }: Holder): { of: KeyOwners; kind: 'new'; session: string } {
    return { of: this.pages.of, kind: 'new', session: `${session} ${passwordChangedAt.getTime()}` };
  }

  private async find({ id: owner }: Holder, id: string): Promise<ListedKey> {
    const found = (await this.keys.list(owner)).find((key) => key.id === id);
    if (!found) throw new NotFoundException();
    return found;
  }

  private async list(request: Request, holder: Holder, form: Form<object>, status?: number): Promise<Page> {
    const keyless = keylessAt(this.keys.party, request.headers.host);
    const passkeys = await this.keys.list(holder.id);
    const { hasPassword, hasApp } = holder;
    const data = { form, passkeys, hasPassword, hasApp, keyless };
    return this.show(holder, 'list', 'Ключи доступа', data, status);
  }

  private showKey(holder: Holder, key: ListedKey, form: Form<object>, status?: number): Page {
    const { hasApp } = holder;
    return this.show(holder, 'one', `Ключ «${key.name}»`, { form, key, hasApp }, status);
  }

  private show(
    { around }: Holder,
    template: string,
    title: string,
    data: Record<string, unknown>,
    status?: number,
  ): Page {
    const { here, back } = this.pages;
    return view(`keys/${template}`, { title, here, back, ...around, ...data }, status);
  }
}

const LAST =
  'Это последнее, чем подтверждается ваш вход, без этого в кабинет офиса не войти. Сначала добавьте другой ключ или подключите приложение для кодов.';
