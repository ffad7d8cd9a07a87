declare module 'virtual:help' {
  /** The texts of docs/help by topic, as the build found them. */
  export const topics: Readonly<Record<string, { readonly title: string; readonly html: string }>>;
}
