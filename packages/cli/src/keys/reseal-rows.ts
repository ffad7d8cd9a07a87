import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { createVault } from '@concord/aws';
import { isSyncError, type Vault } from '@concord/core';
import type { Deployment } from '../deployment.ts';
import { type ScannedRow, scanRows } from './scan-rows.ts';
import { type SealedText, sealedTextsIn } from './sealed-texts.ts';
import { readRing } from './stored-ring.ts';

export type Resealed = {
  /** Sealed again with the current key. */
  readonly done: number;
  /** Somebody wrote them meanwhile: most likely with the current key. */
  readonly changed: number;
  /** That no key of the ring opens. They are left as they are. */
  readonly unopened: number;
};

export type ResealOptions = {
  /** Goes on behind this mark. */
  readonly after?: string;
  /** After each page, with what was done so far and the mark behind it. */
  readonly onPage?: (soFar: Resealed, mark: string | undefined) => void;
};

const atOnce = 8;

/**
 * Seals again, with the current key, every text of the table that another key seals. Safe while syncs run, to repeat, and to end at
 * any moment. Only the text changes, on the condition that it is the one that was read, and never the row's `rev`: a worker that
 * holds the row, perhaps with a rotated refresh token that is saved nowhere yet, is not turned away by it. If that worker puts
 * the old text back, it still opens, and the next pass finds it.
 */
export async function resealRows(
  deployment: Deployment,
  { after, onPage = () => undefined }: ResealOptions = {},
): Promise<Resealed> {
  const { current } = await readRing(deployment);
  const vault = createVault({ secretId: deployment.keysSecretId, client: deployment.secrets });
  let soFar: Resealed = { done: 0, changed: 0, unopened: 0 };
  for await (const { rows, mark } of scanRows(deployment, after)) {
    const old = rows.flatMap((row) =>
      sealedTextsIn(row).flatMap((sealed) => (sealed.kid === current ? [] : [{ row, sealed }])),
    );
    for (let from = 0; from < old.length; from += atOnce) {
      const group = old.slice(from, from + atOnce);
      const outcomes = await Promise.all(group.map(({ row, sealed }) => reseal(deployment, vault, row, sealed)));
      for (const outcome of outcomes) soFar = { ...soFar, [outcome]: soFar[outcome] + 1 };
    }
    onPage(soFar, mark);
  }
  return soFar;
}

async function reseal(
  deployment: Deployment,
  vault: Vault,
  { pk, sk }: ScannedRow,
  { path, text, owner }: SealedText,
): Promise<keyof Resealed> {
  const plain = await openOrNot(vault, text, owner);
  if (plain === undefined) return 'unopened';
  const { place, names } = placeOf(path);
  const command = new UpdateCommand({
    TableName: deployment.tableName,
    Key: { pk, sk },
    UpdateExpression: `SET ${place} = :fresh`,
    ConditionExpression: `${place} = :read`,
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: { ':fresh': await vault.seal(plain, owner), ':read': text },
  });
  try {
    await deployment.dynamo.send(command);
    return 'done';
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return 'changed';
    throw error;
  }
}

async function openOrNot(vault: Vault, text: string, owner: string): Promise<string | undefined> {
  try {
    return await vault.open(text, owner);
  } catch (error) {
    if (isSyncError(error) && error.code === 'misconfigured') return undefined;
    throw error;
  }
}

/** A path in the words of DynamoDB: `#p0.#p1[2]`. */
function placeOf(path: SealedText['path']): { readonly place: string; readonly names: Record<string, string> } {
  const names: Record<string, string> = {};
  let place = '';
  for (const [index, step] of path.entries()) {
    if (typeof step === 'string') names[`#p${index}`] = step;
    place += typeof step === 'number' ? `[${step}]` : `${index === 0 ? '' : '.'}#p${index}`;
  }
  return { place, names };
}
