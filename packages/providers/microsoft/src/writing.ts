import type { Collection, Operation, Outcome } from '@concord/core';
import { writeContact } from './contacts.ts';
import type { Graph } from './graph.ts';
import { type BatchItem, parseRow } from './graph-requests.ts';
import { etagOf, toPresent } from './observations.ts';
import { outcomeOf } from './outcomes.ts';
import type { Looking } from './reading.ts';
import { createItem, deleteItem, readItem, updateItem } from './requests.ts';
import { sendBatch } from './sending.ts';

/** One `$batch` for all of it, sent once: what went wrong is said per operation, and trying again is the engine's. */
export function createWriting(graph: Graph, { clock, phoneRegion, group }: Looking): Pick<Collection, 'write'> {
  return {
    write: async (operations) => {
      if (operations.length === 0) return [];
      const askedAt = clock.now();
      const items = operations.map((operation) => itemOf(operation, group));
      const sent = await sendBatch(graph, items, clock.now);
      if (sent.kind === 'same') return operations.map(() => sent.outcome);
      const read = (body: unknown) => toPresent(parseRow(body), { askedAt, phoneRegion, group });
      return operations.map((operation, index) => {
        const outcome = outcomeOf(operation, sent.answers[index], clock.now(), read);
        return items[index]?.method === 'GET' ? unlessChanged(operation, outcome) : outcome;
      });
    },
  };
}

/** What was only read has nothing to be refused by: whether somebody else wrote is for us to see. */
function unlessChanged(operation: Operation, outcome: Outcome): Outcome {
  const isOld =
    outcome.kind === 'written' && 'version' in operation && outcome.observation.version !== operation.version;
  return isOld ? { kind: 'conflict' } : outcome;
}

/** An update that would change nothing is a read: its outcome is what the contact holds now. */
function itemOf(operation: Operation, group: string | undefined): BatchItem {
  if (operation.kind === 'delete') return deleteItem(operation.id, etagOf(operation.version));
  if (operation.kind === 'create')
    return createItem(operation.marker, writeContact(undefined, operation.item) ?? {}, group);
  const patch = writeContact(operation.known, operation.item);
  return patch ? updateItem(operation.id, etagOf(operation.version), patch) : readItem(operation.id, group);
}
