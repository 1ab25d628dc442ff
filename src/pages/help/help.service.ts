import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import { Manual } from './manual.js';
import { ownCabinet } from './own-cabinet.js';
import { questions } from './questions.js';
import { services } from './services.js';
import { waysIn } from './ways-in.js';

/** «Инструкция по работе с личным кабинетом» of this company. */
@Injectable()
export class HelpService {
  readonly manual: Manual;

  constructor(@Inject(CONFIG) config: Config, database: DataSource) {
    const { company, publicUrl } = config;
    const said = { name: company.name, host: company.host, phone: company.phone, site: publicUrl };
    const sections = [...waysIn(said), ...services(said), ...ownCabinet(said), questions(said)];
    this.manual = new Manual('Инструкция по работе с личным кабинетом', sections, 'help', config, database);
  }
}
