// The texts of the timeline page. The client gives them in the user's language; that none is missing the type says.
export type TimelineTexts = Record<'events', string>;
