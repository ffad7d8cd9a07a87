/**
 * `$batch` built and read by hand: the SDK's `BatchRequestContent` 3.0.7 leaves the version inside the items' addresses
 * (400 from Graph), and its `BatchResponseContent` throws on a 204 with a body and looks headers up case-sensitively.
 */
import type { HttpRequest } from '@concord/core';
import { type Answer, garbled, recordOf } from './errors.ts';
import { type BatchItem, requestOf } from './graph-requests.ts';
import { maxBatchItems } from './profile.ts';

/** At most `maxBatchItems`, all independent of each other: Graph runs four of them at a time. */
export function batchRequest(items: readonly BatchItem[]): HttpRequest {
  if (items.length === 0 || items.length > maxBatchItems) throw new RangeError(`${items.length} batch items`);
  return requestOf('POST', '/$batch', {
    requests: items.map((item, index) => ({ id: String(index + 1), ...item })),
  });
}

/** Answers come in any order; `undefined` for an item that has none, so nothing is known of it. */
export function parseBatch(answer: Answer, count: number): readonly (Answer | undefined)[] {
  const responses = recordOf(answer.body)?.responses;
  if (!Array.isArray(responses)) throw garbled('a batch without responses');
  const { date } = answer.headers;
  const byId = new Map(responses.map((response) => [String(recordOf(response)?.id), parseItemAnswer(response, date)]));
  return Array.from({ length: count }, (_, index) => byId.get(String(index + 1)));
}

/** Documented both ways: a throttled batch is a 200 with per-item answers, or itself a 424 that carries them. */
export function hasItemAnswers(answer: Answer): boolean {
  return answer.status === 200 || (answer.status === 424 && Array.isArray(recordOf(answer.body)?.responses));
}

/** `date`: when the whole batch was answered; a wait that an item names may be reckoned from it. */
function parseItemAnswer(response: unknown, date: string | undefined): Answer | undefined {
  const record = recordOf(response);
  if (typeof record?.status !== 'number') return undefined;
  const headers = Object.entries(recordOf(record.headers) ?? {}).map(([name, value]) => [
    name.toLowerCase(),
    String(value),
  ]);
  const own = Object.fromEntries(headers) as Record<string, string>;
  return { status: record.status, headers: date === undefined ? own : { date, ...own }, body: record.body };
}
