import type { Caller, EnginePorts } from '../ports.ts';
import { own } from '../sync/own-sync.ts';
import { type ExportedPage, type ExportFormat, exportPage } from './export-page.ts';

/** `exportPage` for whom the sync belongs to. Throws `notFound`. */
export async function exportOwn(
  ports: EnginePorts,
  caller: Caller,
  sync: string,
  { format, after }: { readonly format: ExportFormat; readonly after?: string },
): Promise<ExportedPage> {
  return await exportPage(ports, await own(ports, caller, sync), format, after);
}
