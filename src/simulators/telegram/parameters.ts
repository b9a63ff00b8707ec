/** A file that came with a multipart request. */
export interface UploadedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A method's parameters, wherever they were: address, JSON, form or multipart. As Telegram does, all are text first. */
export class Parameters {
  readonly #texts: ReadonlyMap<string, string>;
  readonly #files: ReadonlyMap<string, UploadedFile>;

  constructor(texts: ReadonlyMap<string, string>, files: ReadonlyMap<string, UploadedFile> = new Map()) {
    this.#texts = texts;
    this.#files = files;
  }

  text(name: string): string | undefined {
    return this.#texts.get(name);
  }

  /** An integer; `undefined` when absent or something else, which Telegram takes for absent. */
  integer(name: string): number | undefined {
    const text = this.#texts.get(name);
    return text !== undefined && /^-?\d+$/.test(text.trim()) ? Number(text) : undefined;
  }

  flag(name: string): boolean {
    return /^(true|yes|1)$/i.test(this.#texts.get(name) ?? "");
  }

  /** A value that is itself JSON; `undefined` when absent or unreadable. */
  json(name: string): unknown {
    const text = this.#texts.get(name);
    if (text === undefined) return undefined;
    try {
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  }

  /** A file: a part of that name, or the part that `attach://part` points to. */
  file(name: string): UploadedFile | undefined {
    const attached = /^attach:\/\/(.+)$/.exec(this.#texts.get(name) ?? "");
    return this.#files.get(attached?.[1] ?? name);
  }

  /** The same request seen from one of its parts: its own values, and the files that they point to. */
  narrowedTo(values: Readonly<Record<string, unknown>>): Parameters {
    const texts = Object.entries(values).map(
      ([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)] as const,
    );
    return new Parameters(new Map(texts), this.#files);
  }

  /** Everything given, for the record of requests; files by their name. */
  toObject(): Record<string, string> {
    const files = [...this.#files].map(([name, file]) => [name, `file ${file.name}`] as const);
    return Object.fromEntries([...files, ...this.#texts]);
  }
}

/** Reads a request's parameters; `undefined` when the body is not what its content type says. */
export async function readParameters(request: Request): Promise<Parameters | undefined> {
  const texts = new Map(new URL(request.url).searchParams);
  const files = new Map<string, UploadedFile>();
  const type = request.headers.get("content-type")?.toLowerCase() ?? "";
  try {
    if (type.startsWith("application/json")) {
      const body: unknown = JSON.parse((await request.text()) || "{}");
      if (typeof body !== "object" || body === null || Array.isArray(body)) return undefined;
      for (const [name, value] of Object.entries(body)) {
        if (value !== null && value !== undefined)
          texts.set(name, typeof value === "string" ? value : JSON.stringify(value));
      }
    } else if (type.startsWith("multipart/form-data") || type.startsWith("application/x-www-form-urlencoded")) {
      for (const [name, value] of await request.formData()) {
        if (typeof value === "string") texts.set(name, value);
        else files.set(name, { name: value.name, bytes: new Uint8Array(await value.arrayBuffer()) });
      }
    }
  } catch {
    return undefined;
  }
  return new Parameters(texts, files);
}
