/** Something the person at the keyboard can put right. The message is one sentence that says what to do. */
export class Problem extends Error {
  override readonly name = 'Problem';
}

export const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
