import { ACCOUNTANTS } from '../panel/person.js';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { staffActor } from '../audit/audit.js';
import { AuditService } from '../audit/audit.service.js';
import { Jobs } from '../core/jobs.service.js';
import {
  PanelPart,
  type PanelAddition,
  type PanelDefinition,
  panelAction,
  type PanelAction,
  type PanelContext,
  type PanelOutcome,
} from '../panel/declaration.js';
import { monthAndYear } from '../text/month.js';
import { HOUSE_RECEIPTS_JOB, type HouseReceiptsParams } from './house-receipts.job.js';

const LATEST = `SELECT h.address, max(d.period)::text AS period
  FROM house_addresses h
  LEFT JOIN account_places a ON a.house_id = h.id
  LEFT JOIN current_documents d ON d.account_id = a.id AND d.period = coalesce($2, d.period)
  WHERE h.id = $1 GROUP BY h.address`;

/** «Квитанции на печать»: all receipts of a house in one file, made by a job. */
@PanelPart()
@Injectable()
export class ReceiptsAdmin implements PanelDefinition {
  constructor(
    private readonly database: DataSource,
    private readonly jobs: Jobs,
    private readonly audit: AuditService,
  ) {}

  additions(): Record<string, PanelAddition> {
    return { houses: { actions: { printReceipts: this.print() } } };
  }

  private print(): PanelAction {
    return panelAction({
      label: 'Квитанции на печать',
      on: 'record',
      roles: ACCOUNTANTS,
      intro: 'Портал соберёт квитанции всех лицевых счетов дома в один файл PDF.',
      fields: {
        month: {
          type: 'month',
          label: 'Месяц',
          hint: 'Сначала здесь стоит последний, за который есть квитанции.',
        },
      },
      initial: async (houseId) => {
        const house = await this.latest(houseId, null);
        return house?.period ? { month: house.period.slice(0, 7) } : {};
      },
      button: 'Подготовить',
      run: ({ month }, context) => this.start(month, context),
    });
  }

  private async start(given: string, context: PanelContext): Promise<PanelOutcome> {
    const wanted = given === '' ? null : `${given}-01`;
    const house = await this.latest(context.recordId, wanted);
    if (!house?.period) {
      return {
        errors: {
          month: given === '' ? 'У этого дома ещё нет квитанций' : 'За этот месяц у дома нет квитанций',
        },
      };
    }
    const params: HouseReceiptsParams = { houseId: context.recordId, period: house.period };
    const month = monthAndYear(house.period);
    const { id, fresh } = await this.queue(params, month, `Квитанции: ${house.address}, ${month}`, context);
    if (fresh) this.jobs.begin();
    return {
      message: fresh ? 'Квитанции готовятся.' : 'Эти квитанции уже готовятся.',
      redirect: `/admin/resources/jobs/records/${id}/show`,
    };
  }

  /** The house and its last month with receipts; with a month that one, if it has some. */
  private async latest(
    houseId: string,
    period: string | null,
  ): Promise<{ address: string; period: string | null } | undefined> {
    const [house] = await this.database.query<{ address: string; period: string | null }[]>(LATEST, [
      houseId,
      period,
    ]);
    return house;
  }

  /** The job and its line in the journal, which tells of each print but once. */
  private queue(
    params: HouseReceiptsParams,
    month: string,
    title: string,
    context: PanelContext,
  ): Promise<{ id: string; fresh: boolean }> {
    const { houseId, period } = params;
    return this.database.transaction(async (tx) => {
      const job = await this.jobs.queueSingle(tx, {
        kind: HOUSE_RECEIPTS_JOB,
        single: `${houseId} ${period}`,
        title,
        params,
        staffId: context.staff.id,
      });
      const house = { kind: 'house', id: houseId } as const;
      if (job.fresh) {
        const details = { month, jobId: job.id };
        await this.audit.record(tx, staffActor(context), 'receipts.printed', house, details);
      }
      return job;
    });
  }
}
