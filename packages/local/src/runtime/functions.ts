import { randomUUID } from 'node:crypto';
import type { FunctionPart } from '../template/parts.ts';
import { type Container, createContainer, FunctionFailed } from './container.ts';

export type FunctionsOptions = {
  readonly parts: readonly FunctionPart[];
  readonly environmentOf: (part: FunctionPart) => Readonly<Record<string, string>>;
  readonly log: (text: string) => void;
};

export type Functions = {
  /** Runs a function with an event as Lambda would; a warm container is used again. Throws `FunctionFailed`. */
  readonly invoke: (name: string, event: unknown) => Promise<unknown>;
  readonly close: () => Promise<void>;
};

export function createFunctions({ parts, environmentOf, log }: FunctionsOptions): Functions {
  const idle = new Map<string, Container[]>(parts.map(({ name }) => [name, []]));
  const all = new Set<Container>();
  const byName = new Map(parts.map((part) => [part.name, part]));
  let isClosed = false;
  let count = 0;
  const take = (part: FunctionPart): Container => {
    const warm = idle.get(part.name)?.pop();
    if (warm !== undefined && !warm.isGone()) return warm;
    const container = createContainer({ part, environment: environmentOf(part), log });
    all.add(container);
    return container;
  };
  const giveBack = (name: string, container: Container): void => {
    if (container.isGone()) all.delete(container);
    else idle.get(name)?.push(container);
  };
  const invoke = async (name: string, event: unknown): Promise<unknown> => {
    const part = byName.get(name);
    if (part === undefined) throw new Error(`There is no function ${name}.`);
    if (isClosed) throw new FunctionFailed(`${name} was asked after the end.`);
    const container = take(part);
    count += 1;
    const context = {
      functionName: name,
      awsRequestId: randomUUID(),
      memoryLimitInMB: String(part.memoryMb),
      deadline: Date.now() + part.timeoutMs,
    };
    try {
      return await container.run({ id: count, event, context }, part.timeoutMs);
    } finally {
      giveBack(name, container);
    }
  };
  const close = async (): Promise<void> => {
    isClosed = true;
    await Promise.all([...all].map((container) => container.close()));
  };
  return { invoke, close };
}
