import { randomUUID } from 'node:crypto';
import type { StandIn } from './dynamo.ts';
import { type JsonAnswer, serveJson } from './json-server.ts';

type Version = { readonly id: string; readonly value: string };
type Versions = { readonly present: Version; readonly previous?: Version };
type Input = { readonly SecretId?: string; readonly SecretString?: string; readonly VersionStage?: string };

/**
 * Secrets Manager on 127.0.0.1, as far as Concord uses it: values by name, the present one and the one before. `keepers`: secrets
 * that can be put, and who keeps the new value.
 */
export async function startSecrets(
  values: ReadonlyMap<string, string>,
  keepers: ReadonlyMap<string, (value: string) => void> = new Map(),
): Promise<StandIn> {
  const put = new Map<string, Versions>();
  const versionsOf = (id: string): Versions | undefined => {
    const value = values.get(id);
    return put.get(id) ?? (value === undefined ? undefined : { present: { id: 'first', value } });
  };
  const get = ({ SecretId: id = '', VersionStage: stage = 'AWSCURRENT' }: Input): JsonAnswer => {
    const versions = versionsOf(id);
    const version = stage === 'AWSPREVIOUS' ? versions?.previous : versions?.present;
    if (version === undefined) return refusal('ResourceNotFoundException', `No secret ${id} at ${stage}.`);
    return { status: 200, body: { Name: id, SecretString: version.value, VersionId: version.id } };
  };
  const change = ({ SecretId: id = '', SecretString: value = '' }: Input): JsonAnswer => {
    const versions = versionsOf(id);
    const keep = keepers.get(id);
    if (versions === undefined || keep === undefined)
      return refusal('AccessDeniedException', `${id} is not to be put.`);
    keep(value);
    const present = { id: randomUUID(), value };
    put.set(id, { present, previous: versions.present });
    return { status: 200, body: { Name: id, VersionId: present.id } };
  };
  const operations: Readonly<Record<string, (input: Input) => JsonAnswer>> = {
    'secretsmanager.GetSecretValue': get,
    'secretsmanager.PutSecretValue': change,
  };
  return await serveJson(({ target, body }) => {
    const run = Object.hasOwn(operations, target) ? operations[target] : undefined;
    return run?.(body as Input) ?? { status: 400, body: { __type: 'UnknownOperationException' } };
  });
}

const refusal = (type: string, Message: string): JsonAnswer => ({ status: 400, body: { __type: type, Message } });
