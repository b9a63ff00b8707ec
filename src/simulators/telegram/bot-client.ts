/** What the simulator answered, as a bot sees it. */
export interface Reply<T> {
  readonly status: number;
  /** The `Retry-After` header. */
  readonly retryAfter: string | null;
  readonly body: {
    readonly ok: boolean;
    readonly result: T;
    readonly error_code?: number;
    readonly description?: string;
    readonly parameters?: unknown;
  };
}

/** Calls one method, as a bot without any library would. */
export type Call = <T = unknown>(method: string, parameters?: object | FormData) => Promise<Reply<T>>;

/** A bare client for tests of the simulator: JSON, or multipart for a `FormData`. Throws when nothing answers. */
export function botClient(apiRoot: string, token: string): Call {
  return async <T>(method: string, parameters: object | FormData = {}) => {
    const isForm = parameters instanceof FormData;
    const response = await fetch(`${apiRoot}/bot${token}/${method}`, {
      method: "POST",
      ...(isForm ? {} : { headers: { "content-type": "application/json" } }),
      body: isForm ? parameters : JSON.stringify(parameters),
    });
    const body = (await response.json()) as Reply<T>["body"];
    return { status: response.status, retryAfter: response.headers.get("retry-after"), body };
  };
}

/** A stand-in for a picture: the header of a PNG of this size, which is all that Telegram's checks look at. */
export function pngBytes(width: number, height: number): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.alloc(33);
  bytes.writeUInt32BE(0x89504e47, 0);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return new Uint8Array(bytes);
}

/** The same as a form carries it. */
export function pngOf(width: number, height: number): Blob {
  return new Blob([pngBytes(width, height)], { type: "image/png" });
}
