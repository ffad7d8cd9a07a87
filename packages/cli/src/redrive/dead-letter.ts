import type { Message as SqsMessage } from '@aws-sdk/client-sqs';
import type { Message } from '@concord/core';

/** What is said of a message that nobody could work off: never what it holds beyond names of ours. */
export type DeadLetter = {
  readonly id: string;
  /** When it was sent first. Epoch milliseconds. */
  readonly sentAt: number;
  /** `unknown`: of a schema version or kind that this code does not know, so that it is not for this code to put back. */
  readonly kind: Message['kind'] | 'unknown';
  readonly version?: string;
  /** Why somebody was to look again. */
  readonly why?: string;
  /** Whom it is about: a sync or a connection. */
  readonly about?: string;
  readonly received: SqsMessage;
};

const abouts = {
  change: 'sync',
  connection: 'connection',
  watches: 'connection',
  calendars: 'connection',
  mail: 'connection',
} as const satisfies Record<Message['kind'], string>;
const isKind = (kind: unknown): kind is Message['kind'] => typeof kind === 'string' && Object.hasOwn(abouts, kind);

const knownVersion = 1 satisfies Message['v'];

export function readDeadLetter(received: SqsMessage): DeadLetter {
  const fields = fieldsOf(received.Body ?? '');
  const { v, kind, why } = fields;
  const said = { id: received.MessageId ?? '', sentAt: Number(received.Attributes?.SentTimestamp ?? 0), received };
  if (v !== knownVersion || !isKind(kind)) return { ...said, kind: 'unknown', version: versionWord(v) };
  const about = fields[abouts[kind]];
  return {
    ...said,
    kind,
    ...(typeof why === 'string' ? { why } : {}),
    ...(typeof about === 'string' ? { about } : {}),
  };
}

/** A number is all that is said of it: whatever else stands there may be anything. */
const versionWord = (v: unknown): string =>
  v === knownVersion ? `${v} and an unknown kind` : typeof v === 'number' ? String(v) : 'none';

function fieldsOf(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
