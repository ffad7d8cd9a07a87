import { readExpand } from '../filters.ts';
import { badRequest } from '../refusal.ts';

export type EventExpand = {
  /** Ids of extended properties. */
  readonly properties: readonly string[] | undefined;
  readonly exceptions: boolean;
};

/**
 * `$expand` of an event. Cancelled instances are texts and no relation, so that they can be selected only, as their
 * description says ("returned only on $select in a Get operation").
 */
export function readEventExpand(expand: string | null): EventExpand {
  const parts = expand === null ? [] : (expand.match(/(?:\([^)]*\([^)]*\)[^)]*\)|\([^)]*\)|[^,(])+/gu) ?? []);
  const rest = parts.map((part) => part.trim()).filter((part) => part !== 'exceptionOccurrences');
  const cancelled = rest.includes('cancelledOccurrences');
  if (cancelled) {
    throw badRequest(
      "Property 'cancelledOccurrences' on type 'microsoft.graph.event' is not a navigation property or complex property. Only navigation properties can be expanded.",
    );
  }
  return {
    properties: rest.length === 0 ? undefined : rest.flatMap((part) => readExpand(part) ?? []),
    exceptions: rest.length < parts.length,
  };
}
