// Lists that are kept for long. Knows nothing of what is in them.

/** A list that grew by itself, or came out of `filter` or `flatMap`, has room for seventeen where it holds one. */
export const exact = <T>(list: readonly T[]): T[] => list.slice();
