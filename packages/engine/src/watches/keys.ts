import type { Key } from '@concord/core';
import { hash } from '../sync/keys.ts';

/** Every key of the watches of a firm. `docs/data-model.md` says who reads and writes each. */
const ofFirm = (firm: string, sk: string): Key => ({ pk: watchPartition(firm), sk });

export const watchPartition = (firm: string): string => `WATCH#${firm}`;
export const watchKey = (firm: string, watch: string): Key => ofFirm(firm, `${watchPrefix}${watch}`);
export const watchPrefix = 'W#';
/** Linked ones stand together: a refresh reads no others. */
export const linkedPrefix = `${watchPrefix}c`;
export const notesKey = (firm: string, watch: string): Key => ofFirm(firm, `NOTES#${watch}`);
export const historyPrefix = (watch: string): string => `HIST#${watch}#`;
export const watchHistoryKey = (firm: string, watch: string, at: number, entry: string): Key =>
  ofFirm(firm, `${historyPrefix(watch)}${String(at).padStart(15, '0')}#${entry}`);
export const settingsKey = (firm: string): Key => ofFirm(firm, 'SETTINGS');
export const choicesKey = (firm: string): Key => ofFirm(firm, 'CHOICES');
/** One run a firm: the one under way, or the last one. */
export const watchRunKey = (firm: string): Key => ofFirm(firm, 'RUN');

/** One watch a matter, however often it is imported. */
export const linkedId = (firm: string, matter: string): string => `c${hash(JSON.stringify([firm, matter]))}`;
export const handId = (random: string): string => `h${random}`;
