import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Row } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { refuseNewer, shapeOf, stamp } from '../shapes/read-shape.ts';
import type { ShapeName } from '../shapes/shapes.ts';

/** Small JSON compresses well only when the words that always occur are known beforehand. Never change it: rows depend on it. */
const dictionary = Buffer.from(
  '"kind":"person","kind":"company","firstName":"","lastName":"","middleName":"","prefix":"","company":"","jobTitle":"","birthday":"19' +
    '"emails":[{"key":"@gmail.com","value":"@example.com","slot":"work","primary":true,"ref":""}],"phones":[{"key":"+1","value":"+1","slot":"mobile"},' +
    '"slot":"home"},{"slot":"other","primary":false,"addresses":[{"key":"","value":{"street":"","city":"","province":"","postalCode":"","country":""},' +
    '"sites":[],"messengers":[],"id":"","version":"","modifiedAt":17,"seenAt":17,"shown":{},"keep":{"displayName":"","fileAs":""},"left":{},"right":{},' +
    '"base":{"left":"=","right":"="},"state":"linked","generation":1,',
);

type Stamp = ReturnType<typeof stamp>;

/** What a row holds as deflated JSON. */
export function packed(shape: ShapeName, value: unknown): { readonly body: Uint8Array } & Stamp {
  return { body: pack(value), ...stamp(shape) };
}

/** Throws `newer`. */
export function unpacked<T>(shape: ShapeName, row: Row): T {
  refuseNewer(shape, row);
  return shapeOf<T>(shape, row, unpack(row['body'] as Uint8Array));
}

/** For rows that hold people's data apart from the mapping itself: scans, plans, intents, history. */
export async function sealed(
  { vault }: Pick<EnginePorts, 'vault'>,
  firm: string,
  shape: ShapeName,
  value: unknown,
): Promise<{ readonly sealed: string } & Stamp> {
  const text = await vault.seal(Buffer.from(pack(value)).toString('base64url'), `firm:${firm}`);
  return { sealed: text, ...stamp(shape) };
}

/** Throws `newer`. */
export async function unsealed<T>(
  { vault }: Pick<EnginePorts, 'vault'>,
  firm: string,
  shape: ShapeName,
  row: Row,
): Promise<T> {
  refuseNewer(shape, row);
  const text = await vault.open(String(row['sealed']), `firm:${firm}`);
  return shapeOf<T>(shape, row, unpack(Buffer.from(text, 'base64url')));
}

export const pack = (value: unknown): Uint8Array => deflateRawSync(JSON.stringify(value), { dictionary, level: 6 });

export const unpack = (bytes: Uint8Array): unknown =>
  JSON.parse(inflateRawSync(bytes, { dictionary }).toString('utf8'));
