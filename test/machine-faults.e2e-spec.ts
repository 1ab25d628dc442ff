import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from './support/client.js';
import { createDatabase } from './support/database.js';
import { eventually } from './support/eventually.js';
import { canBeFaulty, FaultyMachine } from './support/faulty-machine.js';
import { startMailServer } from './support/mail-server.js';
import { startProduct } from './support/product.js';
import { giveResident, register, registration, signIn } from './support/resident.js';
import type { World } from './support/world.js';

const OUTAGE = { outage: true };
/** Longer than any pause between two tries of a letter or a password, and shorter than people may rest. */
const AHEAD_SECONDS = 40 * 60;

// Where there is no gcc these are said to be skipped.
(canBeFaulty ? describe : describe.skip)('On a machine', () => {
  let machine: FaultyMachine;
  let world: World;
  beforeAll(async () => {
    machine = await FaultyMachine.make();
    const database = await createDatabase({ server: await machine.startPostgres() });
    const mail = await startMailServer();
    const product = await startProduct({
      ...{ databaseUrl: database.url, smtpUrl: mail.url, env: machine.settings },
    });
    const visitor = (from?: string) => new Client(product.url, { from });
    const stop = () => product.stop().then(() => mail.stop());
    world = { mail, database, product, visitor, stop };
  });
  afterAll(async () => {
    await world?.stop();
    await machine?.stop();
  });

  const opened = async (from: string) =>
    (await world.visitor(from).get('/auth/?register=yes')).form('/auth/registration');

  it('whose disk does not keep what it is given, nobody is told yes for nothing, and all is well when it does', async () => {
    await giveResident(world, 'witness');
    const witness = await signIn(world, 'witness');
    const names = Array.from({ length: 8 }, (_, index) => `disk${index}`);
    const forms = await Promise.all(names.map((_, index) => opened(`127.0.1.${index + 1}`)));
    const accepted: string[] = [];
    const send = async (index: number): Promise<number> => {
      const { status } = await forms[index]!.submit(registration(names[index]!), OUTAGE);
      if (status === 303) accepted.push(names[index]!);
      return status;
    };
    expect([await send(0), await send(1)]).toEqual([303, 303]);
    await machine.spoilDisk();
    for (const index of [2, 3, 4, 5]) expect(await send(index)).toBe(503);
    expect((await witness.get('/accounts', OUTAGE)).status).toBe(503);
    await machine.mendDisk();
    await eventually(async () => (await witness.get('/accounts', OUTAGE)).status === 200);
    await eventually(() => world.database.query('SELECT').catch(() => undefined));
    expect([await send(6), await send(7)]).toEqual([303, 303]);
    const rows = await world.database.query<{ login: string }>('SELECT login FROM users');
    expect(accepted.filter((login) => rows.filter((row) => row.login === login).length !== 1)).toEqual([]);
  });

  it('whose clock is put forward for a while and back, people stay in, letters leave, and nobody is shut out', async () => {
    await giveResident(world, 'irina');
    await giveResident(world, 'guessed');
    const irina = await signIn(world, 'irina');

    await machine.setClock(AHEAD_SECONDS);
    expect((await irina.get('/accounts')).status).toBe(200);
    await register(world, 'ahead');
    const ahead = await signIn(world, 'ahead');
    // One letter is tried in vain now, and whoever guesses has to wait.
    await world.mail.stop();
    expect((await (await opened('127.0.2.1')).submit(registration('tried'))).status).toBe(303);
    await eventually(async () => {
      const tried = "SELECT FROM letters WHERE recipient = 'tried@example.test' AND last_error IS NOT NULL";
      return (await world.database.query(tried)).length > 0;
    });
    const guess = async (password: string) => {
      const form = (await world.visitor('127.0.2.2').get('/auth/')).form('/auth/login');
      return (await form.submit({ login: 'guessed', password })).status;
    };
    await eventually(async () => (await guess('wrong and wrong')) === 429);

    await machine.setClock(0);
    await world.mail.start();
    await world.mail.waitForLetter({ to: 'tried@example.test' });
    await register(world, 'after');
    for (const visitor of [irina, ahead]) expect((await visitor.get('/accounts')).status).toBe(200);
    expect(await guess('wrong again')).toBe(422);
    expect(world.mail.letters.filter(({ to }) => to[0] === 'tried@example.test')).toHaveLength(1);
  });

  it('nothing of this is an error of the portal: its log knows the outage and the disk', () => {
    const told = world.product.errors().map(({ msg }) => String(msg));
    expect(told.filter((msg) => !/^PostgreSQL is away|: Input\/output error$/.test(msg))).toEqual([]);
    // whose connection ends before the server has said why knows only that it is away
    expect(told.some((msg) => /^(could not f\w*sync file|PostgreSQL is away)/.test(msg))).toBe(true);
  });
});
