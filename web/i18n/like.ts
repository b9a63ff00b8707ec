/** The shape of some words, whatever the language says: what a translation has to fill. */
export type Like<T> = { readonly [K in keyof T]: T[K] extends string ? string : Like<T[K]> };
