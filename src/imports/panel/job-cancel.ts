import { CLERKS } from '../../panel/person.js';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { staffActor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { Jobs } from '../../core/jobs.service.js';
import {
  panelAction,
  type PanelAction,
  type PanelContext,
  type PanelOutcome,
} from '../../panel/declaration.js';

/** «Убрать из очереди»: a job that waits and is no longer wanted. */
@Injectable()
export class JobCancel {
  constructor(
    private readonly database: DataSource,
    private readonly jobs: Jobs,
    private readonly audit: AuditService,
  ) {}

  /** The action of a job. */
  action(): PanelAction {
    return panelAction({
      label: 'Убрать из очереди',
      on: 'record',
      many: true,
      roles: CLERKS,
      intro: 'Задание не будет выполнено. Ничего не изменится.',
      when: (row) => row['state'] === 'queued',
      run: (_input, context) => this.cancel(context),
    });
  }

  private async cancel(context: PanelContext): Promise<PanelOutcome> {
    const id = context.recordId;
    const cancelled = await this.database.transaction(async (tx) => {
      if (!(await this.jobs.cancel(tx, id))) return false;
      await this.audit.record(tx, staffActor(context), 'job.cancelled', { kind: 'job', id });
      return true;
    });
    return cancelled
      ? { message: 'Задание убрано из очереди.' }
      : { errors: { '': 'Задание уже выполняется.' } };
  }
}
