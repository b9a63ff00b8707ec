/** Hands a file that the server wrote to the person, as a download. */
export function saveFile({
  fileName,
  mediaType,
  text,
}: {
  readonly fileName: string;
  readonly mediaType: string;
  readonly text: string;
}): void {
  const address = URL.createObjectURL(new Blob([text], { type: mediaType }));
  const link = document.createElement("a");
  link.href = address;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(address);
}
