/** Bytes as an address that a page can show or save without asking again (RFC 2397). */
export function dataAddress({ mediaType, bytes }: { readonly mediaType: string; readonly bytes: Uint8Array }): string {
  return `data:${mediaType};base64,${Buffer.from(bytes).toString("base64")}`;
}
