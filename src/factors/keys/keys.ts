import type { DataSource, EntityManager } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import type { Clock } from '../../core/clock.js';
import { isTaken } from '../../core/database-errors.js';
import { affected, one, rowsOf, touched } from '../../core/query.js';
import { credentialOf, type KnownKey, madeBy, signedBy } from './answers.js';
import { type KeySql, keySql } from './keys.sql.js';
import { type RelyingParty, relyingParty } from './relying-party.js';

/** So many keys somebody may have. */
export const MOST_KEYS = 10;

/** A key as its owner sees it. */
export interface ListedKey {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

/** What happens to a key. */
export type KeyNews = 'passkey-added' | 'passkey-renamed' | 'passkey-removed';

/** Why a key was not added, or that it was. */
export type KeyAdded = 'added' | 'refused' | 'known' | 'many';

/** How a removal ended; `last`: nothing else would be left to come in by. */
export type KeyRemoved = 'removed' | 'gone' | 'last';

/** Keys of the devices of one kind of people, which open what is theirs in the place of the password. */
export abstract class Keys<Owner extends { readonly id: string }> {
  readonly party: RelyingParty;
  private readonly sql: KeySql;

  protected constructor(
    protected readonly database: DataSource,
    protected readonly clock: Clock,
    publicUrl: string,
    private readonly table: string,
    owner: string,
  ) {
    this.party = relyingParty(publicUrl);
    this.sql = keySql(table, owner);
  }

  /** The owner as they are now. */
  protected abstract load(id: string): Promise<Owner>;
  /** Locks the owner, who may add a key only while the password that was shown for it is the password. */
  protected abstract mayAdd(tx: EntityManager, id: string, passwordChangedAt: Date): Promise<boolean>;
  /** Locks the owner, and says why none of their keys may go. */
  protected abstract staying(tx: EntityManager, id: string): Promise<'gone' | 'last' | undefined>;
  /** Writes the journal, and the letter where there is one to write. */
  protected abstract tell(
    tx: EntityManager,
    id: string,
    news: KeyNews,
    key: string,
    actor: Actor,
  ): Promise<void>;
  /** Writes the journal of a key that goes with all others, of which the caller's letter tells. */
  protected abstract record(tx: EntityManager, id: string, key: string, actor: Actor): Promise<void>;

  /** The keys of somebody, the oldest first. */
  list(ownerId: string): Promise<ListedKey[]> {
    return rowsOf<ListedKey>(this.database, this.sql.list, [ownerId]);
  }

  /** What devices are told not to make a second key for. */
  async credentials(ownerId: string): Promise<string[]> {
    const rows = await rowsOf<{ credential: string }>(this.database, this.sql.credentials, [ownerId]);
    return rows.map(({ credential }) => credential);
  }

  /**
   * Makes a key a way in, and tells its owner by letter. Only while the password that was shown for it is the password:
   * whoever changes it meanwhile shuts everybody else out.
   */
  async add(
    { id, passwordChangedAt }: { id: string; passwordChangedAt: Date },
    shown: { answer: string; challenge: string; name: string },
    actor: Actor,
  ): Promise<KeyAdded> {
    const key = await madeBy(shown.answer, shown.challenge, this.party);
    if (!key) return 'refused';
    try {
      return await this.database.transaction(async (tx) => {
        if (!(await this.mayAdd(tx, id, passwordChangedAt))) return 'refused';
        if ((await this.count(tx, id)) >= MOST_KEYS) return 'many';
        const { credential, publicKey, counter } = key;
        await tx.query(this.sql.add, [id, credential, publicKey, counter, shown.name, this.clock.now()]);
        await this.tell(tx, id, 'passkey-added', shown.name, actor);
        return 'added';
      });
    } catch (error) {
      if (isTaken(error, `${this.table}_credential`)) return 'known';
      throw error;
    }
  }

  /** Whom an answer to this question lets in, by which key; every key counts its uses, and one that was copied falls behind. */
  async opened(answer: string, challenge: string): Promise<{ owner: Owner; key: string } | undefined> {
    const credential = await credentialOf(answer);
    const key =
      credential && (await one<KnownKey & { id: string }>(this.database, this.sql.find, [credential]));
    if (!key) return undefined;
    // Before the count: a password that is changed from now on ends what comes of it.
    const owner = await this.load(key.ownerId);
    const counter = await signedBy(answer, challenge, this.party, { ...key, counter: Number(key.counter) });
    if (counter === undefined) return undefined;
    const used = await affected(this.database, this.sql.use, [key.id, counter, this.clock.now()]);
    return used === 1 ? { owner, key: key.id } : undefined;
  }

  /** Gives a key another name; false when there is no such key of theirs. */
  async rename(ownerId: string, id: string, name: string, actor: Actor): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      if ((await affected(tx, this.sql.rename, [ownerId, id, name])) === 0) return false;
      await this.tell(tx, ownerId, 'passkey-renamed', name, actor);
      return true;
    });
  }

  /** Takes a key away, if something is left to come in by, and tells so by letter. */
  async remove(ownerId: string, id: string, actor: Actor): Promise<KeyRemoved> {
    return this.database.transaction(async (tx) => {
      // Whoever takes away another way in meanwhile waits, or has done so: the last one stays.
      const why = await this.staying(tx, ownerId);
      if (why) return why;
      const [gone] = await touched<{ name: string }>(tx, this.sql.remove, [ownerId, id]);
      if (!gone) return 'gone';
      await this.tell(tx, ownerId, 'passkey-removed', gone.name, actor);
      return 'removed';
    });
  }

  /** Takes all keys away within the caller's transaction, whose letter tells of it; gives how many there were. */
  async removeAll(tx: EntityManager, ownerId: string, actor: Actor): Promise<number> {
    const gone = await touched<{ name: string }>(tx, this.sql.removeAll, [ownerId]);
    for (const { name } of gone) await this.record(tx, ownerId, name, actor);
    return gone.length;
  }

  /** How many somebody has. */
  async count(tx: EntityManager, ownerId: string): Promise<number> {
    return (await one<{ count: number }>(tx, this.sql.count, [ownerId]))!.count;
  }
}
