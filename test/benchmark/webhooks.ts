import { type ChildProcess, fork } from 'node:child_process';
import { Agent, request } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Delivery, deliveryAt } from './notices.ts';
import type { Options } from './options.ts';
import type { Answer, Bell, Command } from './receiver-process.ts';
import { atMost, type Measured, percentile, rounded, say } from './report.ts';

const accounts = 100;
/** A notice is rung for again when nobody looked for a minute; so a minute without workers rings twice a side. */
const ringsPerMinute = 4;

type Exchange = { readonly delivery: Delivery; readonly status: number; readonly ms: number };
type Counted = Extract<Answer, { readonly kind: 'counted' }>;

/**
 * The receiver with workers off. Deliveries leave by the clock, whether earlier ones were answered or not, and their time is
 * counted from when they should have left: a slow answer cannot hide those behind it.
 */
export async function webhooks({ rate, seconds }: Options): Promise<Measured> {
  const receiver = fork(fileURLToPath(new URL('./receiver-process.ts', import.meta.url)), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  try {
    const opened = await ask(receiver, { kind: 'open', accounts });
    if (opened.kind !== 'opened') throw new Error('The receiver did not open.');
    await deliverAll(opened.port, rate, Math.min(rate, 200));
    const bareSeconds = Math.min(seconds, 10);
    say(`${rate} notices a second for ${bareSeconds} s, and nobody looks at them`);
    await ask(receiver, { kind: 'answerBlindly', blindly: true });
    const bare = await deliverAll(opened.port, rate, rate * bareSeconds);
    await ask(receiver, { kind: 'answerBlindly', blindly: false });
    say(`${rate} notices a second for ${seconds} s`);
    const exchanges = await deliverAll(opened.port, rate, rate * seconds);
    const counted = await ask(receiver, { kind: 'count' });
    if (counted.kind !== 'counted') throw new Error('The receiver did not count.');
    return judge({ exchanges, bare, counted, rate, seconds });
  } finally {
    receiver.kill();
  }
}

function ask(receiver: ChildProcess, command: Command): Promise<Answer> {
  return new Promise((resolve, reject) => {
    receiver.once('message', (answer: Answer) => resolve(answer));
    receiver.once('exit', () => reject(new Error('The receiver ended.')));
    receiver.send(command);
  });
}

async function deliverAll(port: number, rate: number, count: number): Promise<readonly Exchange[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const begunAt = performance.now();
  const running: Promise<Exchange>[] = [];
  for (let n = 0; n < count; n += 1) {
    const leavesAt = begunAt + (n * 1_000) / rate;
    const waitMs = leavesAt - performance.now();
    if (waitMs > 1) await setTimeout(waitMs);
    running.push(deliver(agent, port, deliveryAt(n, accounts), leavesAt));
  }
  const exchanges = await Promise.all(running);
  agent.destroy();
  return exchanges;
}

/** Status 0 for what was not answered. */
function deliver(agent: Agent, port: number, delivery: Delivery, leavesAt: number): Promise<Exchange> {
  const { path, headers, body } = delivery;
  return new Promise((resolve) => {
    const end = (status: number): void => resolve({ delivery, status, ms: performance.now() - leavesAt });
    const options = {
      agent,
      host: '127.0.0.1',
      port,
      path,
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
    };
    const outgoing = request(options, (incoming) => {
      incoming.resume().once('end', () => end(incoming.statusCode ?? 0));
    });
    outgoing.once('error', () => end(0)).end(body);
  });
}

type Judged = {
  /** The same deliveries, answered without a look: what the machine and the sender take. */
  readonly bare: readonly Exchange[];
  readonly exchanges: readonly Exchange[];
  readonly counted: Counted;
  readonly rate: number;
  readonly seconds: number;
};

function judge({ exchanges, bare, counted, rate, seconds }: Judged): Measured {
  const genuine = exchanges.filter(({ delivery }) => delivery.about !== undefined);
  const ms = exchanges.map((exchange) => exchange.ms);
  const accepted = genuine.filter(({ status }) => status >= 200 && status < 300);
  const lost = accepted.filter(({ delivery }) => !isNoted(delivery, counted.bells)).length;
  const otherwise = exchanges.filter(({ status, delivery }) => status !== delivery.expected);
  for (const [status, some] of Map.groupBy(otherwise, (exchange) => exchange.status))
    say(`${some.length} answered ${status}`);
  const rings = Math.max(0, ...Object.values(counted.rings));
  const result = {
    of: 'receiver',
    rate_per_s: rate,
    seconds,
    accounts,
    notices: genuine.length,
    accepted: accepted.length,
    hostile: exchanges.length - genuine.length,
    p50_ms: rounded(percentile(ms, 0.5)),
    p95_ms: rounded(percentile(ms, 0.95)),
    p99_ms: rounded(percentile(ms, 0.99)),
    slowest_ms: rounded(Math.max(...ms)),
    bare_p99_ms: rounded(
      percentile(
        bare.map((exchange) => exchange.ms),
        0.99,
      ),
    ),
    own_p50_ms: rounded(percentile(counted.ownMs, 0.5)),
    own_p99_ms: rounded(percentile(counted.ownMs, 0.99)),
    own_slowest_ms: rounded(Math.max(...counted.ownMs)),
    cpu_ms_per_notice: rounded(counted.cpuMs / exchanges.length),
    rings: Object.values(counted.rings).reduce((sum, each) => sum + each, 0),
    most_rings_of_an_account: rings,
  };
  return {
    results: [result],
    targets: [
      atMost('webhook_p99_ms', 100, percentile(ms, 0.99)),
      atMost('own_part_p99_ms', 100, percentile(counted.ownMs, 0.99)),
      atMost('accepted_and_lost', 0, lost),
      atMost('answered_otherwise', 0, otherwise.length),
      atMost('rings_of_an_account', ringsPerMinute * Math.ceil(seconds / 60), rings),
    ],
  };
}

/** Whether the worker that comes will look at it. */
function isNoted({ about }: Delivery, bells: readonly Bell[]): boolean {
  return bells.some(
    ({ sync, side, all, ids }) => sync === about?.sync && side === about.side && (all || ids.includes(about.id)),
  );
}
