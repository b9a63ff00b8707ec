/** Something to say to Telegram once the facts are committed; losing it loses nothing. */
export type Afterwards = () => Promise<void>;
