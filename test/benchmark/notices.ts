import { createHmac } from 'node:crypto';

/** What both the receiver and the senders know. */
export const secretOf = (hook: string): string => `secret-of-${hook}`;
export const hookOf = (account: number, side: 'left' | 'right'): string => `hook-${side}-${account}`;

/** One delivery: what is sent, and what has to come of it. */
export type Delivery = {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** What it is about, when it is genuine. */
  readonly about?: { readonly sync: string; readonly side: 'left' | 'right'; readonly id: string };
  readonly expected: number;
};

const oversized = 'x'.repeat(1024 * 1024 + 1);
/** One in so many is none of theirs: half forged, half too large. */
const everyHostile = 47;

/** The n-th delivery for so many accounts: by turns of Clio, signed, and of Microsoft, with its secret. */
export function deliveryAt(n: number, accounts: number): Delivery {
  const account = Math.floor(n / 2) % accounts;
  const side = n % 2 === 0 ? 'left' : 'right';
  if (n % everyHostile === everyHostile - 1) return hostile(n, hookOf(account, side), side);
  const about = { sync: `s${account}`, side, id: String(1_000_000 + n) } as const;
  return side === 'left' ? ofClio(account, about) : ofMicrosoft(account, about);
}

type About = NonNullable<Delivery['about']>;

function ofClio(account: number, about: About): Delivery {
  const hook = hookOf(account, 'left');
  const body = JSON.stringify({
    data: { id: Number(about.id), etag: '"1"' },
    meta: { event: 'updated', webhook_id: account },
  });
  const signature = createHmac('sha256', secretOf(hook)).update(body).digest('hex');
  return { path: `/webhooks/clio/${hook}`, headers: { 'x-hook-signature': signature }, body, about, expected: 200 };
}

function ofMicrosoft(account: number, about: About): Delivery {
  const hook = hookOf(account, 'right');
  const entry = {
    subscriptionId: `sub-${hook}`,
    clientState: secretOf(hook),
    changeType: 'updated',
    resourceData: { id: about.id },
  };
  return {
    path: `/webhooks/microsoft/${hook}`,
    headers: {},
    body: JSON.stringify({ value: [entry] }),
    about,
    expected: 202,
  };
}

function hostile(n: number, hook: string, side: 'left' | 'right'): Delivery {
  const path = `/webhooks/${side === 'left' ? 'clio' : 'microsoft'}/${hook}`;
  if (n % (2 * everyHostile) === everyHostile - 1) return { path, headers: {}, body: oversized, expected: 413 };
  return {
    path: path.replace('microsoft', 'clio').replace('right', 'left'),
    headers: { 'x-hook-signature': '0'.repeat(64) },
    body: '{}',
    expected: 401,
  };
}
