import { Controller, Get, HttpCode, Inject, Post, StreamableFile } from '@nestjs/common';
import { IsIn, IsNotEmpty } from 'class-validator';
import { residentActor } from '../auth/actor.js';
import { PasswordProof } from '../auth/passwords/password-proof.service.js';
import type { Config } from '../core/config.js';
import { Clock } from '../core/clock.js';
import type { RequestContext, SignedInUser } from '../core/request-context.js';
import { CONFIG } from '../core/tokens.js';
import { dateTime, duration } from '../text/russian.js';
import { BeforeAllElse } from '../web/before-all-else.js';
import { Password, Text } from '../web/field.js';
import { Form, FormBody } from '../web/form.js';
import { type Page, view } from '../web/page.js';
import { CurrentContext, CurrentUser } from '../web/request-parts.js';
import { HeldDataService } from './held-data.service.js';
import { heldJson } from './held-json.js';
import { sectionText } from './held-text.js';

class TakeDataForm {
  @IsNotEmpty({ message: 'Введите ваш пароль' })
  @Password()
  current!: string;

  @IsIn(['pdf', 'json'], { message: 'Выберите вид файла' })
  @Text(4)
  format!: 'pdf' | 'json';
}

const TYPES = { pdf: 'application/pdf', json: 'application/json; charset=utf-8' };

/** «Мои данные»: everything that is held about a resident, as a file. */
@BeforeAllElse()
@Controller('profile/data')
export class HeldDataController {
  constructor(
    private readonly held: HeldDataService,
    private readonly proof: PasswordProof,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  async page(@CurrentUser() { id }: SignedInUser): Promise<Page> {
    return this.ask(id, Form.empty({ format: 'pdf' }));
  }

  @Post()
  @HttpCode(200)
  async take(
    @CurrentContext() context: RequestContext,
    @FormBody(TakeDataForm) form: Form<TakeDataForm>,
  ): Promise<Page | StreamableFile> {
    const { id } = context.user!;
    if (!form.data) return this.ask(id, form);
    const { current, format } = form.data;
    if (!(await this.proof.of(id, current))) {
      return this.ask(id, form.reject('current', 'Пароль не подошёл'));
    }
    const wait = await this.held.wait(id);
    if (wait > 0) {
      const words = `За сутки файл уже выдан пять раз, следующий можно взять через ${duration(wait)}.`;
      return this.ask(id, form.reject('form', words), wait);
    }
    const sections = await this.held.download(id, format, residentActor(context));
    const at = this.clock.now();
    const { company, timeZone } = this.config;
    const bytes =
      format === 'json'
        ? heldJson(sections, company.legalName, at)
        : await (
            await import('./held-pdf.js')
          ).linesPdf(
            {
              title: 'Мои данные',
              subject: `Всё, что хранит о вас личный кабинет ${company.host}. Составлено ${dateTime(at, timeZone)}.`,
              above: [`Оператор: ${company.legalName}, ИНН ${company.inn}, ${company.address}.`],
              sections: sections.map((section) => sectionText(section, timeZone)),
              below: [
                'Начисления, платежи и счетчики относятся к лицевому счету, а не к вам лично: они на его страницах. Пароль хранится так, что восстановить его нельзя, поэтому здесь его нет.',
              ],
            },
            company.name,
            at,
          );
    const disposition = `attachment; filename="moi-dannye.${format}"; filename*=UTF-8''${encodeURIComponent(`Мои данные.${format}`)}`;
    return new StreamableFile(bytes, { type: TYPES[format], length: bytes.length, disposition });
  }

  /** Whoever comes by a social network sets a password first. */
  private async ask(id: string, form: Form<TakeDataForm>, wait?: number): Promise<Page> {
    const data = { title: 'Мои данные', form, hasPassword: await this.proof.isAsked(id) };
    return wait === undefined
      ? view('personal/data', data)
      : view('personal/data', data, 429, { 'Retry-After': String(wait) });
  }
}
