import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Year, decree, working days, and the days as `MMDD`: off, off and moved there from another day, short. */
const YEARS = [
  {
    year: 2025,
    decree: 'Постановление Правительства РФ от 04.10.2024 № 1335',
    off: '0101 0102 0103 0106 0107 0108 0501 0509 0612 1104',
    moved: '0502<0104 0508<0223 0613<0308 1103<1101 1231<0105',
    short: '0307 0430 0611 1101',
  },
  {
    year: 2026,
    decree: 'Постановление Правительства РФ от 24.09.2025 № 1466',
    off: '0101 0102 0105 0106 0107 0108 0223 0501 0612 1104',
    moved: '0109<0103 0309<0308 0511<0509 1231<0104',
    short: '0430 0508 0611 1103',
  },
  {
    year: 2027,
    decree: 'Постановление Правительства РФ от 17.09.2026 № 1187',
    off: '0101 0104 0105 0106 0107 0108 0223 0308 1104',
    moved: '0222<0220 0503<0501 0510<0509 0614<0612 1105<0102 1231<0103',
    short: '0220 0430 0611 1103',
  },
];
/** Each of the three. */
const WORKING_DAYS = 247;

/** The production calendar, a row for a year: 2025 to 2027 are supplied, others are loaded in the panel. */
export class WorkingCalendars1700000000363 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE working_calendars (
        year smallint PRIMARY KEY CHECK (year BETWEEN 2000 AND 2100),
        -- {day, kind, from}: weekdays off, short days, weekends of work; what is not here is as its weekday says
        days jsonb NOT NULL CHECK (jsonb_typeof(days) = 'array'),
        working_days smallint NOT NULL CHECK (working_days BETWEEN 200 AND 300),
        -- who has set it: the decree
        source text NOT NULL CHECK (length(source) BETWEEN 1 AND 200),
        -- both null where it came with the portal
        file_name text CHECK (length(file_name) <= 255),
        loaded_by uuid REFERENCES staff,
        loaded_at timestamptz NOT NULL DEFAULT now(),
        version integer NOT NULL DEFAULT 1
      );
      -- years whose calendar somebody wanted and did not find, and years that a letter has asked for
      CREATE TABLE calendar_alarms (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        year smallint NOT NULL,
        kind text NOT NULL CHECK (kind IN ('wanted', 'told')),
        happened_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE UNIQUE INDEX calendar_alarms_told ON calendar_alarms (year) WHERE kind = 'told';
    `);
    for (const { year, decree, off, moved, short } of YEARS) {
      const iso = (day: string) => `${year}-${day.slice(0, 2)}-${day.slice(2)}`;
      const days = [
        ...off.split(' ').map((day) => ({ day: iso(day), kind: 'off' })),
        ...moved.split(' ').map((pair) => {
          const [day, from] = pair.split('<') as [string, string];
          return { day: iso(day), kind: 'off', from: iso(from) };
        }),
        ...short.split(' ').map((day) => ({ day: iso(day), kind: 'short' })),
      ].sort((one, other) => one.day.localeCompare(other.day));
      await runner.query(
        'INSERT INTO working_calendars (year, days, working_days, source) VALUES ($1, $2, $3, $4)',
        [year, JSON.stringify(days), WORKING_DAYS, decree],
      );
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE calendar_alarms, working_calendars');
  }
}
