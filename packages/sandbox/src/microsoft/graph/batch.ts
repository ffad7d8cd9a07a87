import type { World } from '../../kernel/world.ts';
import type { Answer } from './call.ts';
import { badRequest, GraphRefusal } from './refusal.ts';

/** One item of a batch as the client wrote it. */
export type BatchItem = {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly dependsOn: readonly string[];
};

export type ItemAnswer = Answer & { readonly id: string };

const maxItems = 20;
const atOnce = 4;

/** Refuses the whole batch when it is malformed. */
export function readBatch(body: unknown): readonly BatchItem[] {
  const requests = (body as { requests?: unknown } | null | undefined)?.requests;
  if (!Array.isArray(requests) || requests.length === 0) throw badRequest('Invalid batch payload format.');
  if (requests.length > maxItems) {
    throw badRequest(`Number of batch request steps exceeds the maximum value of ${maxItems}.`, 'MaximumValueExceeded');
  }
  const items = requests.map(readItem);
  const ids = new Set(items.map(({ id }) => id));
  if (ids.size < items.length) throw badRequest('Batch request ids must be unique.');
  const lost = items.flatMap(({ dependsOn }) => dependsOn).find((id) => !ids.has(id));
  if (lost !== undefined) throw badRequest(`A batch request depends on '${lost}', which is not in the batch.`);
  return items;
}

function readItem(entry: unknown): BatchItem {
  const { id, method, url, headers, body, dependsOn } = (entry ?? {}) as Partial<Record<string, unknown>>;
  if (typeof id !== 'string' || typeof method !== 'string' || typeof url !== 'string') {
    throw badRequest('Every batch request needs an id, a method and a url.');
  }
  const names = Object.entries((headers ?? {}) as Record<string, unknown>);
  const lowered = Object.fromEntries(names.map(([name, value]) => [name.toLowerCase(), String(value)]));
  if (body !== undefined && lowered['content-type'] === undefined) {
    throw badRequest(`Write request id : ${id} does not contain Content-Type header or body.`);
  }
  const parents = Array.isArray(dependsOn) ? dependsOn.map(String) : [];
  return { id, method: method.toUpperCase(), url, headers: lowered, body, dependsOn: parents };
}

/**
 * Runs the items four at a time, each after those it depends on; one whose dependency failed gets 424. Answers in any
 * order. Stops after `most` items, for a connection that breaks half-way.
 */
export async function runBatch(
  world: World,
  items: readonly BatchItem[],
  run: (item: BatchItem) => Promise<Answer>,
  most = items.length,
): Promise<readonly ItemAnswer[]> {
  const answers = new Map<string, ItemAnswer>();
  // Every turn answers one item at least, unless they wait for each other in a circle.
  for (let turn = 0; turn < items.length && answers.size < most; turn += 1) {
    const ready = items.filter((item) => !answers.has(item.id) && item.dependsOn.every((id) => answers.has(id)));
    const lanes = ready.slice(0, Math.min(atOnce, most - answers.size));
    const done = await Promise.all(lanes.map((item) => runItem(item, answers, run)));
    for (const answer of done) answers.set(answer.id, answer);
  }
  const circular = items.filter((item) => !answers.has(item.id) && most === items.length);
  for (const { id } of circular) answers.set(id, { id, ...failedDependency() });
  return shuffled(world, [...answers.values()]);
}

async function runItem(
  item: BatchItem,
  answers: ReadonlyMap<string, ItemAnswer>,
  run: (item: BatchItem) => Promise<Answer>,
): Promise<ItemAnswer> {
  const failed = item.dependsOn.some((id) => (answers.get(id)?.status ?? 500) >= 400);
  return { id: item.id, ...(failed ? failedDependency() : await run(item)) };
}

function failedDependency(): Answer {
  const error = { code: 'FailedDependency', message: 'A request that this one depends on failed.' };
  return { status: 424, body: { error } };
}

/** A url relative to the version: the version itself inside a batch is a mistake that the SDK makes. */
export function refuseItemUrl(url: string): GraphRefusal | undefined {
  if (/^\/?v1\.0(\/|$)/u.test(url)) return badRequest("Resource not found for the segment 'v1.0'.");
  if (/^https?:/iu.test(url)) return badRequest('Invalid batch url: it must be relative.');
  if (/^\/?\$batch/u.test(url)) return badRequest('Batches cannot be nested.');
  return undefined;
}

function shuffled<T>(world: World, values: readonly T[]): readonly T[] {
  const rest = [...values];
  return values.map(() => rest.splice(Math.floor(world.random() * rest.length), 1)[0] as T);
}
