import { ApiError, getText } from './client.ts';

export type ExportFormat = 'csv' | 'ndjson';

/** More parts than the longest history that is kept can have. */
const mostParts = 10_000;

/** The whole history of a sync as a file: follows the parts to the last one. Throws `ApiError`. */
export async function readHistory(sync: string, format: ExportFormat, signal: AbortSignal): Promise<Blob> {
  const parts: string[] = [];
  let after: string | undefined;
  for (let part = 0; part < mostParts; part += 1) {
    const query = new URLSearchParams({ format, ...(after === undefined ? {} : { after }) });
    const found = await getText(`/api/syncs/${encodeURIComponent(sync)}/history?${query}`, signal);
    parts.push(found.text);
    after = found.after;
    if (after === undefined) return new Blob(parts, { type: found.contentType });
  }
  throw new ApiError(0, { code: 'tooLong', message: 'This history is too long for a page.' });
}
