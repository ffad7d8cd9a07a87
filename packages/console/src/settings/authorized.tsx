/** Whose account is used, in the words that Clio's users know. */
export function Authorized({ as }: { readonly as: string }) {
  return (
    <>
      You are currently authorized as <strong>{as}</strong>
    </>
  );
}
