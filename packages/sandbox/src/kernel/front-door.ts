import { type PlainRequest, type PlainResponse, toPlainRequest, toWebResponse } from './plain-http.ts';

/** One look-alike. Neither way in throws; a connection that breaks is a rejected promise of the kind `BrokenConnection`. */
export type Service = {
  readonly name: string;
  readonly handle: (request: Request) => Promise<Response>;
  /** The same for a simulator, which has no need of web objects. */
  readonly answer: (request: PlainRequest) => Promise<PlainResponse>;
};

export function createFrontDoor(name: string, answer: Service['answer']): Service {
  return {
    name,
    answer,
    // Without a body nothing is waited for, so that a request is under way before the clock moves on.
    handle: async (request) =>
      toWebResponse(await answer(toPlainRequest(request, request.body === null ? '' : await request.text()))),
  };
}
