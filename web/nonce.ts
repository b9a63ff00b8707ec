/** The word by which the page's own styles are known (content policy); the server gives a new one with each document. */
export const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";
