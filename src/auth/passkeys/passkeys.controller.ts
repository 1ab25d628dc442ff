import { Controller, Get, HttpCode, Inject, NotFoundException, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import type { Config } from '../../core/config.js';
import type { RequestContext } from '../../core/request-context.js';
import { CONFIG } from '../../core/tokens.js';
import { UsersService } from '../../users/users.service.js';
import { Form, FormBody } from '../../web/form.js';
import { type Page, redirect, view } from '../../web/page.js';
import { CurrentContext, Id } from '../../web/request-parts.js';
import { residentActor } from '../actor.js';
import { PasswordProof } from '../passwords/password-proof.service.js';
import { deviceName } from '../sessions/device-name.js';
import { Challenges } from './challenges.js';
import { NewPasskeyForm, PasskeyAnswerForm, PasskeyNameForm, PasskeyRemovalForm } from './passkey.forms.js';
import { type ListedPasskey, MOST_PASSKEYS, Passkeys } from './passkeys.service.js';

const HERE = '/profile/passkeys';
const WRONG_PASSWORD = 'Пароль не подошёл';
const NOT_ADDED = {
  refused:
    'Ключ не добавлен: устройство его не создало, прошло больше пяти минут или пароль изменился. Попробуйте ещё раз.',
  known: 'Ключ не добавлен: он уже открывает кабинет.',
  many: `Ключей уже ${MOST_PASSKEYS}: сначала удалите лишний.`,
};

/** «Ключи доступа» of the profile. Adding and removing ask for the password: who has stolen a session must not settle in. */
@Controller('profile/passkeys')
export class PasskeysController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly passkeys: Passkeys,
    private readonly challenges: Challenges,
    private readonly proof: PasswordProof,
  ) {}

  @Get()
  page(@Req() request: Request): Promise<Page> {
    return this.ask(request, Form.empty({ name: deviceName(request.get('user-agent') ?? '').slice(0, 60) }));
  }

  @Post()
  @HttpCode(200)
  async begin(@Req() request: Request, @FormBody(NewPasskeyForm) form: Form<NewPasskeyForm>): Promise<Page> {
    if (!form.data) return this.ask(request, form);
    const { id } = request.context.user!;
    const user = await this.proof.of(id, form.data.current);
    if (!user) return this.ask(request, form.reject('current', WRONG_PASSWORD));
    // The password that was shown stands in the purpose, so that what it has begun ends with it.
    const asked = this.asked(request, user.passwordChangedAt);
    const { party } = this.passkeys;
    const known = await this.passkeys.credentials(id);
    const options = {
      challenge: this.challenges.ask(request, asked, form.data.name),
      rp: { id: party.id, name: this.config.company.name },
      user: { id: Buffer.from(id).toString('base64url'), name: user.login, displayName: user.login },
      pubKeyCredParams: [-8, -7, -257].map((alg) => ({ type: 'public-key', alg })),
      excludeCredentials: known.map((credential) => ({ type: 'public-key', id: credential })),
      authenticatorSelection: {
        ...{ residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
      },
      ...{ attestation: 'none', timeout: 300_000 },
    };
    return view('profile/passkey-new', {
      ...{ title: 'Новый ключ доступа', name: form.data.name, script: 'js/passkey.js' },
      options: JSON.stringify(options),
    });
  }

  @Post('finish')
  @HttpCode(200)
  async finish(
    @Req() request: Request,
    @FormBody(PasskeyAnswerForm) form: Form<PasskeyAnswerForm>,
  ): Promise<Page> {
    const { context } = request;
    const user = await this.users.get(this.database.manager, context.user!.id);
    const kept = await this.challenges.take(request, this.asked(request, user.passwordChangedAt));
    if (!form.data || !kept) return redirect(HERE, NOT_ADDED.refused);
    const { challenge, name = '' } = kept;
    const shown = { answer: form.data.answer, challenge, name };
    const end = await this.passkeys.add(user, shown, residentActor(context));
    return redirect(
      HERE,
      end === 'added' ? `Ключ «${name}» добавлен: теперь можно входить им, без пароля.` : NOT_ADDED[end],
    );
  }

  @Get(':id')
  async one(@CurrentContext() context: RequestContext, @Id('id') id: string): Promise<Page> {
    const key = await this.find(context, id);
    return show(key, Form.empty({ name: key.name }));
  }

  @Post(':id/name')
  @HttpCode(200)
  async rename(
    @CurrentContext() context: RequestContext,
    @Id('id') id: string,
    @FormBody(PasskeyNameForm) form: Form<PasskeyNameForm>,
  ): Promise<Page> {
    const key = await this.find(context, id);
    if (!form.data) return show(key, form);
    await this.passkeys.rename(context.user!.id, id, form.data.name, residentActor(context));
    return redirect(HERE, 'Название ключа изменено.');
  }

  @Post(':id/remove')
  @HttpCode(200)
  async remove(
    @CurrentContext() context: RequestContext,
    @Id('id') id: string,
    @FormBody(PasskeyRemovalForm) form: Form<PasskeyRemovalForm>,
  ): Promise<Page> {
    const key = await this.find(context, id);
    if (!form.data) return show(key, form);
    const user = await this.proof.of(context.user!.id, form.data.current);
    if (!user) return show(key, form.reject('current', WRONG_PASSWORD));
    const removed = await this.passkeys.remove(user.id, id, residentActor(context));
    return redirect(
      HERE,
      removed ? `Ключ «${key.name}» удалён и больше не откроет кабинет.` : 'Такого ключа уже нет.',
    );
  }

  private asked({ context }: Request, passwordChangedAt: Date): { kind: 'new'; session: string } {
    return { kind: 'new', session: `${context.session!.publicId} ${passwordChangedAt.getTime()}` };
  }

  private async find({ user }: RequestContext, id: string): Promise<ListedPasskey> {
    const found = (await this.passkeys.list(user!.id)).find((key) => key.id === id);
    if (!found) throw new NotFoundException();
    return found;
  }

  private async ask({ context }: Request, form: Form<NewPasskeyForm>): Promise<Page> {
    const { id } = context.user!;
    const hasPassword = await this.proof.isAsked(id);
    const passkeys = await this.passkeys.list(id);
    return view('profile/passkeys', { title: 'Ключи доступа', form, passkeys, hasPassword });
  }
}

function show(key: ListedPasskey, form: Form<object>): Page {
  return view('profile/passkey', { title: `Ключ «${key.name}»`, form, key });
}
