import type { Caller, EnginePorts } from '@concord/engine';
import type { Answer } from '../http.ts';

export type Route = {
  readonly method: 'GET' | 'POST';
  /** `{name}` stands for an id. */
  readonly path: string;
  /** Parses the query of a GET or the body of a POST, then does it. Undefined when the input is not what was asked for. */
  readonly run: (ports: EnginePorts, caller: Caller, id: string, input: unknown) => Promise<object | undefined>;
  /** How much its body may have, where that is more than other routes take. */
  readonly maximumBytes?: number;
  /** How what came of it is answered, unless as JSON. */
  readonly answer?: (view: object) => Answer;
};

/** The id in the path; empty in a path without one. */
type Use<Input> = (ports: EnginePorts, caller: Caller, id: string, input: Input) => Promise<object>;

type Parse<Input, Raw> = (raw: Raw) => Input | undefined;
type Query = Readonly<Record<string, string>>;

export function get<Input>(path: string, parse: Parse<Input, Query>, use: Use<Input>): Route {
  return route('GET', path, (raw) => parse(raw as Query), use);
}

export function post<Input>(path: string, parse: Parse<Input, unknown>, use: Use<Input>): Route {
  return route('POST', path, parse, use);
}

function route<Input>(method: Route['method'], path: string, parse: Parse<Input, unknown>, use: Use<Input>): Route {
  return {
    method,
    path,
    run: async (ports, caller, id, raw) => {
      const input = parse(raw);
      return input === undefined ? undefined : await use(ports, caller, id, input);
    },
  };
}
