import { type ErrorCode, isSyncError } from '@concord/core';

const codes: ReadonlySet<ErrorCode> = new Set(['timeout', 'network', 'unavailable', 'garbled']);

/** Whether what was asked for may have been done although it failed. */
export const isAmbiguous = (error: unknown): boolean => isSyncError(error) && codes.has(error.code);
