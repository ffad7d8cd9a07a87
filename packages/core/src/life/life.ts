/** What something can be, and by which named event it becomes something else. What is not in the table does not happen. */
export type Life<State extends string = string> = Readonly<Record<State, Readonly<Record<string, State>>>>;

/** The state after the event; undefined when the event is none of this state's. */
export function after<State extends string>(life: Life<State>, state: State, event: string): State | undefined {
  const events = life[state];
  return Object.hasOwn(events, event) ? events[event] : undefined;
}
