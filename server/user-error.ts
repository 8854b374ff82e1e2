// Something that the user must act upon. Shown to them once, in these words; never logged as a bug.
export class UserError extends Error {
  override readonly name = 'UserError';
}
