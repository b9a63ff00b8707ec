/** An answer before it becomes HTTP. Without a body it is empty. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal as Zoom writes it: a code of its own and a sentence, whatever the HTTP status. */
export function refusal(
  status: number,
  code: number,
  message: string,
  headers?: Readonly<Record<string, string>>,
): Reply {
  return { status, body: { code, message }, ...(headers === undefined ? {} : { headers }) };
}

/** 300 with the fields that are wrong. */
export function invalidFields(...errors: readonly { readonly field: string; readonly message: string }[]): Reply {
  return { status: 400, body: { code: 300, message: "Validation Failed.", errors } };
}

/** 3001: never existed, deleted or expired; Zoom does not say which. */
export function noSuchMeeting(id: string): Reply {
  return refusal(404, 3001, `Meeting does not exist: ${id}.`);
}

/** 1001: not in this account. */
export function noSuchUser(id: string): Reply {
  return refusal(404, 1001, `User does not exist: ${id}.`);
}

/** 3161: a user without a Meetings licence. */
export function cannotHost(): Reply {
  return refusal(400, 3161, "Your user account is not allowed meeting hosting and scheduling capabilities.");
}

/** 3000: the id is a webinar's. */
export function isWebinar(): Reply {
  return refusal(400, 3000, "Cannot access webinar info.");
}
