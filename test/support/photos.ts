import sharp from 'sharp';
import type { World } from './world.js';

/** Readings that a resident has sent, and the page of their photos. */
export interface Sent {
  address: string;
  certificate: string;
  readings: string[];
}

let meters = 0;

/** Readings of two meters as a resident has sent them. */
export async function giveCertificate(world: World, account: string, login: string): Promise<Sent> {
  const [certificate] = await world.database.query<{ id: string }>(
    `INSERT INTO reading_certificates (account_id, user_id, source, sent_at)
     SELECT $1, id, 'cabinet', now() FROM users WHERE login = $2 RETURNING id`,
    [account, login],
  );
  const readings: string[] = [];
  for (const resource of ['cold_water', 'hot_water']) {
    const [reading] = await world.database.query<{ id: string }>(
      `WITH meter AS (INSERT INTO meters (resource, number, place, capacity, decimals)
                      VALUES ($1, $2, 'Кухня', 5, 3) RETURNING id)
       INSERT INTO meter_readings (meter_id, period, reading, taken_on, source, status, account_id, certificate_id)
       SELECT id, '2026-11-01', '{123.456}', '2026-11-23', 'cabinet', 'accepted', $3, $4 FROM meter RETURNING id`,
      [resource, `07-${(meters += 1)}`, account, certificate!.id],
    );
    readings.push(reading!.id);
  }
  const address = `/accounts/${account}/readings/certificates/${certificate!.id}/photos`;
  return { address, certificate: certificate!.id, readings };
}

/** A picture with something on it. */
export function jpeg(width = 640, height = 480): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 30 } as const;
  return sharp({ create: { width, height, channels: 3, background: '#345', noise } })
    .jpeg()
    .toBuffer();
}

/** Reads pictures of any kind. The product lets its process read photos from files alone, and suites share theirs with it. */
export function anyPicture(): typeof sharp {
  sharp.unblock({ operation: ['VipsForeignLoad'] });
  return sharp;
}

/** A dial as a telephone sees it. */
export function dial(): Promise<Buffer> {
  return anyPicture()(
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300" width="1600" height="1200">
      <rect width="400" height="300" fill="#8a9aa5"/><circle cx="200" cy="150" r="130" fill="#f3f3ee" stroke="#555" stroke-width="8"/>
      <rect x="105" y="125" width="190" height="40" fill="#222"/><rect x="225" y="125" width="70" height="40" fill="#b3261e"/>
      <circle cx="200" cy="220" r="18" fill="none" stroke="#b3261e" stroke-width="3"/></svg>`),
  )
    .jpeg()
    .toBuffer();
}
